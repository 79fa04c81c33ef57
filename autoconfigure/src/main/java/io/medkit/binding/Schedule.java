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

import org.jspecify.annotations.Nullable;

/**
 * When a task should run next and for how long it may, as one reading has it.
 */
final class Schedule {

	private static final double NANOS_PER_SECOND = 1e9;

	private final TaskReading reading;

	private final ExecutorSlot.Reading executor;

	private final TaskRegistration registration;

	Schedule(TaskReading reading, ExecutorSlot.Reading executor, TaskRegistration registration) {
		this.reading = reading;
		this.executor = executor;
		this.registration = registration;
	}

	TaskReading reading() {
		return this.reading;
	}

	/**
	 * Returns the declared period, 0 if there is none.
	 */
	long periodNanos() {
		return this.reading.periodNanos();
	}

	/**
	 * Returns the longest time from one execution to the next that is as declared: the
	 * period, or the deadline of an event-driven task; 0 if there is neither.
	 */
	private long intervalNanos() {
		return (periodNanos() != 0) ? periodNanos() : this.reading.deadlineNanos();
	}

	boolean isKnown() {
		return intervalNanos() != 0;
	}

	/**
	 * Tells whether somebody goes by the schedule now.
	 */
	boolean isActive() {
		return isKnown() && this.executor.isUp();
	}

	long toleranceNanos() {
		return this.registration.toleranceNanos(intervalNanos());
	}

	long maxRunNanos() {
		return this.registration.maxRunNanos(periodNanos());
	}

	boolean hasMaxRun() {
		return maxRunNanos() != Long.MAX_VALUE;
	}

	/**
	 * Returns when the next execution should begin: one interval after the last scan or
	 * execution of this run began or, before the first, after the run's beginning, yet
	 * not before the last execution ended.
	 */
	long dueNanos() {
		long begun = lastBegunNanos();
		long latest = (begun != TaskSlot.ABSENT) ? later(this.executor.upNanos(), begun) : this.executor.upNanos();
		long due = latest + intervalNanos();
		boolean ended = this.reading.endedNanos() != TaskSlot.ABSENT && !isTimed();
		return ended ? later(due, this.reading.endedNanos()) : due;
	}

	/**
	 * Returns when the last scan or execution began, {@link TaskSlot#ABSENT} before the
	 * first.
	 */
	long lastBegunNanos() {
		long started = this.reading.startedNanos();
		if (this.reading.scans() == 0) {
			return started;
		}
		long scanned = this.reading.scannedNanos();
		return (started != TaskSlot.ABSENT) ? later(started, scanned) : scanned;
	}

	/**
	 * Returns since when a task that is overdue has been.
	 */
	long overdueNanos() {
		return dueNanos() + toleranceNanos();
	}

	/**
	 * Tells whether an execution should have begun and has not. None should while the
	 * task is not to be executed, or while one is in flight whose time is limited: that
	 * one is stalled when its time is over.
	 */
	boolean isOverdue(Moment moment) {
		boolean executable = !this.reading.faulted() && !this.executor.faulted();
		boolean busy = isTimed() && hasMaxRun();
		return isActive() && executable && !busy && moment.nanos() - dueNanos() > toleranceNanos();
	}

	/**
	 * Returns since when a task that is stalled has been.
	 */
	long stalledNanos() {
		return this.reading.inFlightSince() + maxRunNanos();
	}

	boolean isStalled(Moment moment) {
		return isTimed() && !this.executor.isDown() && moment.nanos() - this.reading.inFlightSince() > maxRunNanos();
	}

	/**
	 * Tells whether an execution is in flight whose start is known.
	 */
	private boolean isTimed() {
		return this.reading.inFlightSince() != TaskSlot.ABSENT;
	}

	@Nullable Double rateHz() {
		return (periodNanos() != 0) ? NANOS_PER_SECOND / periodNanos() : null;
	}

	private static long later(long nanos, long otherNanos) {
		return (otherNanos - nanos > 0) ? otherNanos : nanos;
	}

}
