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
package io.medkit.model;

import org.jspecify.annotations.Nullable;

/**
 * Something that medkit tells about.
 *
 * @param id the id, unique in a snapshot
 * @param name the name for people
 * @param kind what it is
 * @param parentId the id of the entity that its health counts for, if there is one
 * @param online whether it is there and at work
 */
public record Entity(String id, String name, EntityKind kind, @Nullable String parentId, boolean online) {

}
