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
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * An item that is executed if a condition holds. Else nothing that follows it in a chain
 * or graph is.
 */
final class ConditionalItem implements ExecutableItem {

	private final ExecutableItem item;

	private final BooleanSupplier condition;

	ConditionalItem(ExecutableItem item, BooleanSupplier condition) {
		this.item = item;
		this.condition = condition;
	}

	ExecutableItem item() {
		return this.item;
	}

	@Override
	public void execute(ExecutionContext context) throws Exception {
		if (this.condition.getAsBoolean()) {
			this.item.execute(context);
		}
		else {
			context.stopChain();
		}
	}

	@Override
	public void declareTriggers(Triggers triggers) {
		this.item.declareTriggers(triggers);
	}

	@Override
	public @Nullable String taskId() {
		return this.item.taskId();
	}

	@Override
	public OptionalInt appId() {
		return this.item.appId();
	}

	@Override
	public OptionalInt appInstanceId() {
		return this.item.appInstanceId();
	}

	@Override
	public OptionalInt integrityLevel() {
		return this.item.integrityLevel();
	}

}
