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
package io.medkit.gateway;

import java.util.List;

import io.medkit.model.EntityReport;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;

/**
 * What all providers tell.
 *
 * @param health the worst health of all
 * @param reports a report on each entity, its health rolled up: the worst of its own and
 * that of everything below it
 * @param ignored observations of tasks that are none of the entities
 */
public record Snapshot(Health health, List<EntityReport> reports, IgnoredObservations ignored) {

}
