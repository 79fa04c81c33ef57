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

/**
 * Is told when every execution of an item begins and ends. The rules of {@link Observer}
 * hold for it too.
 */
public interface ExecutionMonitor {

	/**
	 * An item is about to be executed.
	 * @param task the task
	 * @param startedNanos when, on the telemetry clock
	 */
	default void preExecute(TaskId task, long startedNanos) {
	}

	/**
	 * An item was executed.
	 * @param task the task
	 * @param startedNanos when it began, on the telemetry clock
	 * @param tookNanos how long it took in nanoseconds
	 * @param ok whether it returned without throwing, or was stopped by the interrupt
	 * that ends a run
	 */
	default void postExecute(TaskId task, long startedNanos, long tookNanos, boolean ok) {
	}

}
