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
 * The times that are declared for a task, in nanoseconds, each 0 if there is none. A task
 * is cyclic if it has a period, else event-driven.
 *
 * @param periodNanos the time between two scans of a cyclic task
 * @param deadlineNanos the time after which an event-driven task is dispatched even if no
 * signal came
 * @param budgetNanos the longest an execution may take before the task is faulted
 */
public record TaskTiming(long periodNanos, long deadlineNanos, long budgetNanos) {

	/**
	 * Tells whether the task is dispatched once a period.
	 * @return whether it has a period
	 */
	public boolean isCyclic() {
		return this.periodNanos != 0;
	}

}
