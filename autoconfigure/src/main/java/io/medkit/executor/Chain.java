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

import java.util.List;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Items that are executed one after the other as one execution of one task. It ends early
 * when an item throws or asks for it ({@link ExecutionContext#stopChain()}).
 * <p>
 * Its triggers and its identity are those of the first item; a budget holds for the chain
 * as a whole.
 */
public final class Chain implements ExecutableItem {

	private final List<ExecutableItem> items;

	private final OptionalInt integrityLevel;

	private Chain(List<ExecutableItem> items) {
		if (items.isEmpty()) {
			throw new IllegalArgumentException("A chain must have at least one item");
		}
		this.items = List.copyOf(items);
		for (int i = 1; i < items.size(); i++) {
			Triggers.requireNone("Item %d of a chain".formatted(i + 1), items.get(i));
		}
		this.integrityLevel = IntegrityLevels.common("a chain", items);
	}

	/**
	 * Creates a chain.
	 * @param items the items in order, at least one
	 * @return the chain
	 * @throws IllegalArgumentException if there is no item, if one but the first declares
	 * triggers, or if their integrity levels differ
	 */
	public static Chain of(ExecutableItem... items) {
		return new Chain(List.of(items));
	}

	/**
	 * Creates a chain.
	 * @param items the items in order, at least one
	 * @return the chain
	 * @throws IllegalArgumentException if there is no item, if one but the first declares
	 * triggers, or if their integrity levels differ
	 */
	public static Chain of(List<? extends ExecutableItem> items) {
		return new Chain(List.copyOf(items));
	}

	List<ExecutableItem> items() {
		return this.items;
	}

	@Override
	public void execute(ExecutionContext context) throws Exception {
		for (int i = 0; i < this.items.size() && !context.isChainStopped(); i++) {
			this.items.get(i).execute(context);
		}
	}

	@Override
	public void declareTriggers(Triggers triggers) {
		head().declareTriggers(triggers);
	}

	@Override
	public @Nullable String taskId() {
		return head().taskId();
	}

	@Override
	public OptionalInt appId() {
		return head().appId();
	}

	@Override
	public OptionalInt appInstanceId() {
		return head().appInstanceId();
	}

	@Override
	public OptionalInt integrityLevel() {
		return this.integrityLevel;
	}

	private ExecutableItem head() {
		return this.items.get(0);
	}

}
