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

/**
 * The fields of a {@link TaskSlot} that every execution touches, close together, since
 * between two executions of a task they have left the caches. In a class of their own so
 * that there is padding in front of them, and that the JVM lays out no other in between.
 */
abstract class TaskSlotFields extends LeadingPadding {

	/** Who may write, see {@link TaskLanes}. */
	long holder;

	/** Odd while what happens rarely is written. */
	long sequence;

	long inFlightSince = TaskSlot.ABSENT;

	long startedNanos;

	/** The number of executions ended, the one just being written included. */
	long executions;

	/** The number of executions that are written whole. */
	long executionsWritten;

	/** The longest that is nothing new, {@link TaskSlot#NONE_USUAL} if all is new. */
	long usualTookNanos = TaskSlot.NONE_USUAL;

	long minTookNanos = Long.MAX_VALUE;

	long totalTookNanos;

	/** In eighths of a nanosecond, see {@link TaskSlot}. */
	long ewmaTook;

	/** The number of scans that executed something, the one being written included. */
	long timedScans;

	/** The number of these that are written whole. */
	long timedScansWritten;

	long scannedNanos;

	long periodNanos;

	/** Whom the slot belongs to. */
	final Object owner;

	/** How long executions took. They are counted by {@code executions}. */
	final long[] took;

	/** How many executions took how long. */
	final long[] histogram;

	/** Lateness and jitter of scans. They are counted by {@code timedScans}. */
	final long[] punctuality;

	TaskSlotFields(Object owner, int window) {
		this.owner = owner;
		this.took = SampleWindow.cells(window, 1);
		this.histogram = DurationHistogram.cells(TaskSlot.MAX_NANOS);
		this.punctuality = SampleWindow.cells(window, TaskSlot.PUNCTUALITY);
	}

}
