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
 * The body of a task.
 * <p>
 * An executor calls {@link #execute} of one task's item never twice at the same time, so
 * an item needs no synchronization of its own; consecutive calls may come from different
 * threads, each of which sees what the call before it wrote. All other methods are called
 * before that, when the item is added, {@link #declareTriggers} once.
 */
@FunctionalInterface
public interface ExecutableItem {

	/**
	 * Does the work of one execution.
	 * @param context the running task's view of its executor, valid during the call
	 * @throws Exception if the work failed; what follows is the executor's
	 * {@link ErrorPolicy}
	 */
	void execute(ExecutionContext context) throws Exception;

	/**
	 * Declares what triggers this item. Does nothing by default.
	 * @param triggers takes the declarations
	 */
	default void declareTriggers(Triggers triggers) {
	}

	/**
	 * Returns an item that executes this one only if a condition holds. If it does not,
	 * the execution ends well, and nothing that follows in a chain or graph is executed.
	 * @param condition is asked in every execution
	 * @return an item with the triggers and identity of this one
	 */
	default ExecutableItem when(BooleanSupplier condition) {
		return new ConditionalItem(this, condition);
	}

	/**
	 * Returns the id that the item insists on. It wins over one supplied when the item is
	 * added.
	 * @return the id, or {@code null} to take the supplied one
	 */
	default @Nullable String taskId() {
		return null;
	}

	/**
	 * Returns the id of the application that the item is a part of. Only items with one
	 * fire {@link Observer#onAppStart} and {@link Observer#onAppStop}.
	 * @return the application's id, empty by default
	 */
	default OptionalInt appId() {
		return OptionalInt.empty();
	}

	/**
	 * Returns which instance of its application the item belongs to.
	 * @return the instance's id, empty by default
	 */
	default OptionalInt appInstanceId() {
		return OptionalInt.empty();
	}

	/**
	 * Returns the integrity level that the item was made for. Items of different levels
	 * do not share an executor, a chain or a graph that has one.
	 * @return the level as the application defines it, empty by default, which fits any
	 */
	default OptionalInt integrityLevel() {
		return OptionalInt.empty();
	}

}
