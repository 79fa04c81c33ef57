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

import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import org.jspecify.annotations.Nullable;

/**
 * The schedule of a source's task, as its plan has it.
 * <p>
 * An execution in flight that has no limit is stalled when the next one is overdue: it is
 * what the next one waits for.
 */
final class PlannedSchedule extends Schedule {

	private final SourceTask task;

	private final Plan plan;

	private final long dueNanos;

	PlannedSchedule(TaskReading reading, Look look, TaskRegistration registration, SourceTask task) {
		super(reading, look, registration);
		this.task = task;
		this.plan = task.plan();
		long due = this.plan.dueNanos(look.moment(), isTimed());
		this.dueNanos = (due != Plan.NONE) ? later(due, look.component().upNanos()) : Plan.NONE;
	}

	@Override
	long periodNanos() {
		return this.plan.periodNanos();
	}

	@Override
	long intervalNanos() {
		return this.plan.intervalNanos();
	}

	@Override
	boolean isKnown() {
		return this.dueNanos != Plan.NONE;
	}

	@Override
	boolean isActive() {
		return isKnown() && component().isUp() && !this.plan.isCancelled();
	}

	/**
	 * Tells whether its silence here means that it is not executed at all.
	 */
	private boolean isSilenceKnown() {
		return this.task.scope() == Scope.LOCAL || this.task.cluster() != null;
	}

	/**
	 * Tells whether what is known is up to date: another instance may have begun the
	 * execution since the tables were read last, however long ago that is. Else nothing
	 * new is held against the task.
	 */
	@Override
	boolean isCertain() {
		ClusterView view = this.task.cluster();
		if (this.task.scope() == Scope.LOCAL || view == null) {
			return true;
		}
		return !view.away() && (isTimed() || view.readAt().toEpochMilli() >= moment().millisOf(overdueNanos()));
	}

	@Override
	long dueNanos() {
		return this.dueNanos;
	}

	@Override
	long toleranceNanos() {
		return registration().toleranceNanos(this.plan::toleranceNanos);
	}

	@Override
	long maxRunNanos() {
		return registration().maxRunNanos(0);
	}

	private boolean isPastDue() {
		return isActive() && isSilenceKnown() && moment().nanos() - this.dueNanos > toleranceNanos();
	}

	@Override
	boolean isOverdue() {
		return !isTimed() && isPastDue();
	}

	@Override
	long stalledNanos() {
		return hasMaxRun() ? reading().inFlightSince() + maxRunNanos() : overdueNanos();
	}

	@Override
	boolean isStalled() {
		if (!isTimed() || component().isDown()) {
			return false;
		}
		return hasMaxRun() ? moment().nanos() - reading().inFlightSince() > maxRunNanos() : isPastDue();
	}

	@Override
	@Nullable StackSample sample() {
		TaskRun run = this.task.lanes().oldestRun();
		return (run != null) ? StackSample.of(run.thread(), () -> !run.hasEnded() && run.thread() != null) : null;
	}

	@Override
	TaskData.@Nullable Starver starver() {
		TaskThreads threads = this.task.threads();
		return (threads != null) ? look().starver(threads) : null;
	}

	@Override
	TaskData.Scheduling describe(TaskData.@Nullable Starver starver) {
		return this.task.describe(starver);
	}

}
