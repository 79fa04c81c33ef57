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

	long sequence;

	long inFlightSince = TaskSlot.ABSENT;

	long startedNanos;

	long executions;

	long minTookNanos = Long.MAX_VALUE;

	long maxTookNanos;

	/** In eighths of a nanosecond, see {@link TaskSlot}. */
	long ewmaTook;

	/** Executions above it are overruns. */
	long budgetNanos = Long.MAX_VALUE;

	long consecutiveErrors;

	long scans;

	/** Scans that executed nothing, and have no sample. */
	long faultedScans;

	long scannedNanos;

	long periodNanos;

	/** In eighths of a nanosecond, see {@link TaskSlot}; negative if there is none. */
	long ewmaPeriod = TaskSlot.ABSENT;

	boolean errorCounted;

	/** Whom the slot belongs to. */
	final ExecutorBinding owner;

	/** How long executions took. They are counted by {@code executions}. */
	final long[] took;

	/** Lateness and jitter of scans. They are counted by scans less faulted ones. */
	final long[] punctuality;

	TaskSlotFields(ExecutorBinding owner, int window) {
		this.owner = owner;
		this.took = SampleWindow.cells(window, 1);
		this.punctuality = SampleWindow.cells(window, TaskSlot.PUNCTUALITY);
	}

}
