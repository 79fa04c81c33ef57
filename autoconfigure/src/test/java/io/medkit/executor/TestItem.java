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
 * An item that is a part of an application, may insist on an id and declare triggers.
 */
record TestItem(@Nullable String taskId, OptionalInt appId, OptionalInt appInstanceId,
		ExecutableItem body) implements ExecutableItem {

	/**
	 * Returns an item with an application id.
	 */
	static TestItem ofApp(int appId, ExecutableItem body) {
		return new TestItem(null, OptionalInt.of(appId), OptionalInt.empty(), body);
	}

	/**
	 * Returns an item that insists on an id.
	 */
	static TestItem withId(String taskId) {
		return new TestItem(taskId, OptionalInt.empty(), OptionalInt.empty(), (context) -> {
		});
	}

	@Override
	public void execute(ExecutionContext context) throws Exception {
		this.body.execute(context);
	}

}
