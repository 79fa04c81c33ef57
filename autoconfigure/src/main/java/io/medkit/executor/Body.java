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
package io.medkit.executor;

import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * An item that a task executes, and what it goes by in hooks.
 *
 * @param id the id that hooks are called with
 * @param item the item
 * @param hasApp whether it has an application id
 * @param appId the application id, if it has one
 * @param appInstanceId the application's instance, if it has one
 */
record Body(TaskId id, ExecutableItem item, boolean hasApp, int appId, @Nullable Integer appInstanceId) {

	static Body of(TaskId id, ExecutableItem item) {
		OptionalInt appId = item.appId();
		OptionalInt instance = item.appInstanceId();
		return new Body(id, item, appId.isPresent(), appId.orElse(0),
				instance.isPresent() ? Integer.valueOf(instance.getAsInt()) : null);
	}

}
