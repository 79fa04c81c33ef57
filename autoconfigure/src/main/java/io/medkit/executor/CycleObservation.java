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
 * The figures of one scan of a cyclic task. All times are nanoseconds on the telemetry
 * clock. An executor reuses one view a task: it is valid only during
 * {@link Observer#onCycleStats}.
 */
public interface CycleObservation {

	/** Stands for a figure that this scan does not have, as opposed to zero. */
	long ABSENT = Long.MIN_VALUE;

	/**
	 * Returns the task.
	 * @return the task's id
	 */
	TaskId task();

	/**
	 * Counts the task's scans, faulted ones too, from 0 on without a gap, over all runs.
	 * @return the scan's number
	 */
	long cycleIndex();

	/**
	 * Tells whether the scan was faulted, so that the item was not executed. One whose
	 * item was executed and failed is not.
	 * @return whether it was
	 */
	boolean faulted();

	/**
	 * Returns the declared time between two scans.
	 * @return the period in nanoseconds
	 */
	long periodNanos();

	/**
	 * Returns when the dispatch thread handed the task over.
	 * @return the instant on the telemetry clock
	 */
	long preNanos();

	/**
	 * Returns the time since the previous scan was handed over.
	 * @return nanoseconds, {@link #ABSENT} for the first scan of a run
	 */
	long actualPeriodNanos();

	/**
	 * Returns by how much the actual period differs from the declared one.
	 * @return nanoseconds, never below zero; {@link #ABSENT} for the first scan of a run
	 * and for a faulted one
	 */
	long jitterNanos();

	/**
	 * Returns how far the scan was handed over after its slot of the absolute grid.
	 * @return nanoseconds, above zero when late; {@link #ABSENT} for a faulted scan
	 */
	long latenessNanos();

	/**
	 * Returns how many slots of the grid passed unserved between the previous scan and
	 * this one.
	 * @return the number of slots, zero for the first scan of a run
	 */
	long skippedSlots();

	/**
	 * Returns how long the item took.
	 * @return nanoseconds, {@link #ABSENT} for a faulted scan
	 */
	long tookNanos();

}
