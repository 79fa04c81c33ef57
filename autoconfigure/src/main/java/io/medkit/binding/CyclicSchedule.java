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

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The schedule of an executor's task: one interval after the last execution began,
 * whatever became of it.
 */
final class CyclicSchedule extends Schedule {

	private final TaskLanes lanes;

	private final Supplier<@Nullable Thread> executing;

	CyclicSchedule(TaskReading reading, Look look, TaskRegistration registration, TaskLanes lanes,
			Supplier<@Nullable Thread> executing) {
		super(reading, look, registration);
		this.lanes = lanes;
		this.executing = executing;
	}

	@Override
	long periodNanos() {
		return reading().periodNanos();
	}

	/**
	 * Returns the period, or the deadline of an event-driven task.
	 */
	@Override
	long intervalNanos() {
		return (periodNanos() != 0) ? periodNanos() : reading().deadlineNanos();
	}

	@Override
	boolean isKnown() {
		return intervalNanos() != 0;
	}

	@Override
	boolean isActive() {
		return isKnown() && component().isUp();
	}

	@Override
	long toleranceNanos() {
		return registration().toleranceNanos(intervalNanos());
	}

	@Override
	long maxRunNanos() {
		return registration().maxRunNanos(periodNanos());
	}

	/**
	 * Returns when the next execution should begin: one interval after the last scan or
	 * execution of this run began or, before the first, after the run's beginning, yet
	 * not before the last execution ended.
	 */
	@Override
	long dueNanos() {
		long begun = lastBegunNanos();
		long upNanos = component().upNanos();
		long latest = (begun != TaskSlot.ABSENT) ? later(upNanos, begun) : upNanos;
		long due = latest + intervalNanos();
		boolean ended = reading().endedNanos() != TaskSlot.ABSENT && !isTimed();
		return ended ? later(due, reading().endedNanos()) : due;
	}

	/**
	 * Tells whether an execution should have begun and has not. None should while the
	 * task is not to be executed, or while one is in flight whose time is limited: that
	 * one is stalled when its time is over.
	 */
	@Override
	boolean isOverdue() {
		boolean executable = !reading().faulted() && !component().faulted();
		boolean busy = isTimed() && hasMaxRun();
		return isActive() && executable && !busy && moment().nanos() - dueNanos() > toleranceNanos();
	}

	@Override
	long stalledNanos() {
		return reading().inFlightSince() + maxRunNanos();
	}

	@Override
	boolean isStalled() {
		return isTimed() && !component().isDown() && moment().nanos() - reading().inFlightSince() > maxRunNanos();
	}

	@Override
	@Nullable StackSample sample() {
		long since = reading().inFlightSince();
		return StackSample.of(this.executing.get(), () -> this.lanes.isInFlightSince(since));
	}

}
