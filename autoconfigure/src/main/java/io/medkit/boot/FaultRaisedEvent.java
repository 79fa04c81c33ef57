/*
 * Copyright 2026-present the medkit authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */
package io.medkit.boot;

import io.medkit.model.Entity;
import io.medkit.model.Fault;

/**
 * Published when a fault of an entity is raised, or has occurred again after it healed.
 * It is published on a thread of medkit's own, within seconds.
 *
 * @param entity whose fault it is
 * @param fault the fault; its occurrences are all that there were since it was cleared
 */
public record FaultRaisedEvent(Entity entity, Fault fault) {

}
