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

import io.medkit.model.TaskData;
import org.jspecify.annotations.Nullable;

/**
 * When a task should run next and for how long it may, as one reading has it.
 */
abstract class Schedule {

	private static final double NANOS_PER_SECOND = 1e9;

	private final TaskReading reading;

	private final Look look;

	private final TaskRegistration registration;

	Schedule(TaskReading reading, Look look, TaskRegistration registration) {
		this.reading = reading;
		this.look = look;
		this.registration = registration;
	}

	final TaskReading reading() {
		return this.reading;
	}

	final ExecutorSlot.Reading component() {
		return this.look.component();
	}

	final Look look() {
		return this.look;
	}

	final Moment moment() {
		return this.look.moment();
	}

	final TaskRegistration registration() {
		return this.registration;
	}

	/**
	 * Returns the declared period, 0 if there is none.
	 */
	abstract long periodNanos();

	/**
	 * Returns the longest time from one execution to the next that is as declared, 0 if
	 * that is not known.
	 */
	abstract long intervalNanos();

	/**
	 * Tells whether it is known when the task should be executed.
	 */
	abstract boolean isKnown();

	/**
	 * Tells whether somebody goes by the schedule now.
	 */
	abstract boolean isActive();

	/**
	 * Returns when the next execution should begin. Asked only while active.
	 */
	abstract long dueNanos();

	abstract long toleranceNanos();

	/**
	 * Returns the longest an execution may take, {@link Long#MAX_VALUE} for no limit.
	 */
	abstract long maxRunNanos();

	/**
	 * Tells whether an execution should have begun and has not.
	 */
	abstract boolean isOverdue();

	abstract boolean isStalled();

	/**
	 * Returns since when a task that is stalled has been.
	 */
	abstract long stalledNanos();

	/**
	 * Tells whether what is known of the task is up to date, so that it may be judged.
	 */
	boolean isCertain() {
		return true;
	}

	/**
	 * Looks at the thread of the execution that has been in flight for longest.
	 * @return what it was doing, {@code null} if that is not known
	 */
	abstract @Nullable StackSample sample();

	/**
	 * Returns what keeps the task from being executed if that is other tasks, which are
	 * in flight on all of the threads that it could be executed on.
	 */
	TaskData.@Nullable Starver starver() {
		return null;
	}

	/**
	 * Returns what is only told of tasks of sources.
	 */
	TaskData.@Nullable Scheduling describe(TaskData.@Nullable Starver starver) {
		return null;
	}

	/**
	 * Returns since when a task that is overdue has been.
	 */
	final long overdueNanos() {
		return dueNanos() + toleranceNanos();
	}

	final boolean hasMaxRun() {
		return maxRunNanos() != Long.MAX_VALUE;
	}

	final @Nullable Double rateHz() {
		return (periodNanos() != 0) ? NANOS_PER_SECOND / periodNanos() : null;
	}

	/**
	 * Returns when the last scan or execution began, {@link TaskSlot#ABSENT} before the
	 * first.
	 */
	final long lastBegunNanos() {
		long started = this.reading.startedNanos();
		if (this.reading.scans() == 0) {
			return started;
		}
		long scanned = this.reading.scannedNanos();
		return (started != TaskSlot.ABSENT) ? later(started, scanned) : scanned;
	}

	/**
	 * Tells whether an execution is in flight whose start is known.
	 */
	final boolean isTimed() {
		return this.reading.inFlightSince() != TaskSlot.ABSENT;
	}

	static long later(long nanos, long otherNanos) {
		return (otherNanos - nanos > 0) ? otherNanos : nanos;
	}

}
