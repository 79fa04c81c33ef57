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
/**
 * What medkit tells about an application: entities, their health, data and faults. Plain
 * values, independent of where they come from and how they are served.
 * <p>
 * The names in {@code @JsonProperty} are the wire names, fixed whatever the application's
 * own JSON settings are. The annotation is optional at run time.
 */
@NullMarked
package io.medkit.model;

import org.jspecify.annotations.NullMarked;
