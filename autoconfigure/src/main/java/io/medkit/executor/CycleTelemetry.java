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
 * Derives a cyclic task's {@link CycleObservation} scan by scan, and is its reused view.
 * <p>
 * Lateness is measured against the slots of a grid of the telemetry clock, anchored at
 * the first scan of the run: slot 0 is that scan less what it was late on the scheduling
 * clock, and each scan is 1 + skipped slots after the one before it. So a late scan shows
 * once, a slip that accumulates shows as growing lateness, and a skipped slot as none.
 * <p>
 * Confined to the dispatch thread.
 */
final class CycleTelemetry implements CycleObservation {

	private final TaskId task;

	private final long periodNanos;

	private long cycleIndex = -1;

	private boolean first = true;

	private long gridEpochNanos;

	private long slot;

	private long preNanos;

	private long actualPeriodNanos = ABSENT;

	private long skippedSlots;

	private boolean faulted;

	private long tookNanos = ABSENT;

	CycleTelemetry(TaskId task, long periodNanos) {
		this.task = task;
		this.periodNanos = periodNanos;
	}

	/**
	 * Forgets the grid of the previous run; a pause between two runs is neither late nor
	 * jitter.
	 */
	void beginRun() {
		this.first = true;
	}

	void dispatched(long preNanos, long lateByNanos, long skippedSlots) {
		this.cycleIndex++;
		if (this.first) {
			this.first = false;
			this.gridEpochNanos = preNanos - lateByNanos;
			this.slot = 0;
			this.actualPeriodNanos = ABSENT;
		}
		else {
			this.slot += 1 + skippedSlots;
			this.actualPeriodNanos = preNanos - this.preNanos;
		}
		this.preNanos = preNanos;
		this.skippedSlots = skippedSlots;
	}

	/**
	 * Undoes the last dispatch of a run, which came to nothing.
	 */
	void withdrawn() {
		this.cycleIndex--;
	}

	CycleObservation executed(long tookNanos) {
		this.faulted = false;
		this.tookNanos = tookNanos;
		return this;
	}

	CycleObservation notExecuted() {
		this.faulted = true;
		this.tookNanos = ABSENT;
		return this;
	}

	@Override
	public TaskId task() {
		return this.task;
	}

	@Override
	public long cycleIndex() {
		return this.cycleIndex;
	}

	@Override
	public boolean faulted() {
		return this.faulted;
	}

	@Override
	public long periodNanos() {
		return this.periodNanos;
	}

	@Override
	public long preNanos() {
		return this.preNanos;
	}

	@Override
	public long actualPeriodNanos() {
		return this.actualPeriodNanos;
	}

	@Override
	public long jitterNanos() {
		return (this.faulted || this.actualPeriodNanos == ABSENT) ? ABSENT
				: Math.abs(this.actualPeriodNanos - this.periodNanos);
	}

	@Override
	public long latenessNanos() {
		return this.faulted ? ABSENT : (this.preNanos - this.gridEpochNanos) - this.slot * this.periodNanos;
	}

	@Override
	public long skippedSlots() {
		return this.skippedSlots;
	}

	@Override
	public long tookNanos() {
		return this.tookNanos;
	}

}
