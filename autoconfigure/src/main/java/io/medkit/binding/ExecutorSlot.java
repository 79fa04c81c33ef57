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
package io.medkit.binding;

import io.medkit.model.ExecutorState;
import org.jspecify.annotations.Nullable;

/**
 * What the hooks of an executor as a whole write, a few times a run. Each field is read
 * by itself; {@code state} is written last, so that a reader which sees a state also sees
 * what belongs to it. Runs follow one another, so their counts have one writer at a time.
 */
final class ExecutorSlot {

	private final Occurrences errors = new Occurrences();

	private final Occurrences faults = new Occurrences();

	private volatile long sinceNanos;

	private volatile long upNanos;

	private volatile long runs;

	private volatile long heartbeats;

	private volatile long heartbeatNanos;

	private volatile long failedRuns;

	private volatile @Nullable String errorType;

	private volatile @Nullable String errorMessage;

	private volatile @Nullable String faultTask;

	private volatile long faultTookNanos;

	private volatile long faultBudgetNanos;

	private volatile ExecutorState state = ExecutorState.NEVER_STARTED;

	void up(long atNanos) {
		this.runs = this.runs + 1;
		this.upNanos = atNanos;
		this.errors.heal();
		change(ExecutorState.UP, atNanos);
	}

	void down(long atNanos) {
		this.failedRuns = 0;
		change(ExecutorState.STOPPED, atNanos);
	}

	void heartbeat(long atNanos) {
		this.heartbeatNanos = atNanos;
		this.heartbeats = this.heartbeats + 1;
	}

	/**
	 * Records that an error ended the run.
	 * @param frame the figures of the task whose error it was, if it was one's
	 */
	void failed(String type, @Nullable String message, long atNanos, long atMillis, @Nullable Frame frame) {
		raise(type, message, atMillis, frame);
		change(ExecutorState.FAILED, atNanos);
	}

	void rejected(long atNanos) {
		change(ExecutorState.REJECTED, atNanos);
	}

	/**
	 * Records that an execution broke the budget that holds for all.
	 * @param frame the figures of the task whose execution it was, if it is registered
	 */
	void faulted(String task, long tookNanos, long budgetNanos, long atMillis, @Nullable Frame frame) {
		this.faultTask = task;
		this.faultTookNanos = tookNanos;
		this.faultBudgetNanos = budgetNanos;
		this.faults.raise(atMillis, frame);
	}

	void cleared() {
		this.faults.heal();
	}

	boolean isUp() {
		return this.state == ExecutorState.UP;
	}

	/**
	 * Tells whether it ran, and does not now.
	 */
	boolean isDown() {
		return isDown(this.state);
	}

	private static boolean isDown(ExecutorState state) {
		return state != ExecutorState.UP && state != ExecutorState.NEVER_STARTED;
	}

	/**
	 * Records trouble that did not end the run.
	 */
	void troubled(String type, @Nullable String message, long atMillis) {
		raise(type, message, atMillis, null);
		this.errors.heal();
	}

	private void raise(String type, @Nullable String message, long atMillis, @Nullable Frame frame) {
		this.errorType = type;
		this.errorMessage = message;
		this.failedRuns = this.failedRuns + 1;
		this.errors.raise(atMillis, frame);
	}

	boolean isFaulted() {
		return this.faults.isActive();
	}

	void clearHistory() {
		this.errors.clear();
		this.faults.clear();
	}

	Reading read() {
		ExecutorState state = this.state;
		return new Reading(state, this.sinceNanos, this.upNanos, this.runs, this.heartbeats, this.heartbeatNanos,
				this.faults.read(), this.faultTask, this.faultTookNanos, this.faultBudgetNanos, this.errors.read(),
				this.errorType, this.errorMessage, this.failedRuns);
	}

	private void change(ExecutorState state, long atNanos) {
		this.sinceNanos = atNanos;
		this.state = state;
	}

	/**
	 * One state of a slot.
	 */
	record Reading(ExecutorState state, long sinceNanos, long upNanos, long runs, long heartbeats, long heartbeatNanos,
			Occurrences.Reading faults, @Nullable String faultTask, long faultTookNanos, long faultBudgetNanos,
			Occurrences.Reading errors, @Nullable String errorType, @Nullable String errorMessage, long failedRuns) {

		boolean faulted() {
			return this.faults.active();
		}

		boolean isUp() {
			return this.state == ExecutorState.UP;
		}

		/**
		 * Tells whether the executor ran, and does not now.
		 */
		boolean isDown() {
			return ExecutorSlot.isDown(this.state);
		}

	}

}
