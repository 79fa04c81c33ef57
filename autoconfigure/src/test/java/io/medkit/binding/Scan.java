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

import java.time.Duration;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.TaskId;

/**
 * A cycle observation that a test makes up.
 */
record Scan(TaskId task, long cycleIndex, boolean faulted, long periodNanos, long preNanos, long actualPeriodNanos,
		long jitterNanos, long latenessNanos, long skippedSlots, long tookNanos) implements CycleObservation {

	/**
	 * Returns a scan that is neither late nor faulted, the first of a run.
	 */
	static Scan of(TaskId task, Duration period, long preNanos) {
		return new Scan(task, 0, false, period.toNanos(), preNanos, ABSENT, ABSENT, 0, 0, 0);
	}

	/**
	 * Returns the same, so long after the scan before it.
	 */
	Scan after(Duration actualPeriod) {
		long jitter = Math.abs(actualPeriod.toNanos() - this.periodNanos);
		return new Scan(this.task, this.cycleIndex, this.faulted, this.periodNanos, this.preNanos,
				actualPeriod.toNanos(), jitter, this.latenessNanos, this.skippedSlots, this.tookNanos);
	}

	Scan late(long latenessNanos, long skippedSlots) {
		return new Scan(this.task, this.cycleIndex, this.faulted, this.periodNanos, this.preNanos,
				this.actualPeriodNanos, this.jitterNanos, latenessNanos, skippedSlots, this.tookNanos);
	}

	/**
	 * Returns the same of a task that is faulted, so that its item was not executed.
	 */
	Scan asFaulted() {
		return new Scan(this.task, this.cycleIndex, true, this.periodNanos, this.preNanos, this.actualPeriodNanos,
				ABSENT, ABSENT, this.skippedSlots, ABSENT);
	}

}
