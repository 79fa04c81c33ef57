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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.medkit.model.BudgetBreach;
import io.medkit.model.Distribution;
import io.medkit.model.Entity;
import io.medkit.model.EntityKind;
import io.medkit.model.EntityReport;
import io.medkit.model.ErrorInfo;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FreezeFrame;
import io.medkit.model.Health;
import io.medkit.model.Severity;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Judges one task from what its hooks wrote, and reports on it.
 * <p>
 * Two verdicts are nobody's observation, since a task that hangs or is not dispatched
 * observes nothing: <em>overdue</em>, the next execution has not begun at its due time +
 * tolerance, and <em>stalled</em>, an execution is in flight for longer than its limit.
 * Readers and the watchdog come to them here, one at a time; the task's own threads never
 * do.
 */
final class TaskWatch {

	private final String entityId;

	private final String parentId;

	private final TaskRegistration registration;

	private final TaskLanes lanes;

	private final @Nullable SourceTask sourceTask;

	private final Supplier<@Nullable Thread> executing;

	private final Verdict overdue = new Verdict();

	private final Verdict stalled = new Verdict();

	private final MeasuredRate measuredRate = new MeasuredRate();

	private TaskReading last;

	/** Who starved the task when it was overdue last. */
	private TaskData.@Nullable Starver starver;

	/** What the thread of the execution was doing that stalled last. */
	private @Nullable StackSample sample;

	/** The beginning of the execution that is stalled. */
	private long stalledRunNanos = TaskSlot.ABSENT;

	/**
	 * Watches a task of an executor.
	 * @param executing tells which thread executes the task now, if that is known
	 */
	TaskWatch(Component component, TaskRegistration registration, TaskLanes lanes,
			Supplier<@Nullable Thread> executing) {
		this(component, registration, lanes, null, executing);
	}

	/**
	 * Watches a task of a source.
	 */
	TaskWatch(Component component, TaskRegistration registration, SourceTask task) {
		this(component, registration, task.lanes(), task, () -> null);
	}

	private TaskWatch(Component component, TaskRegistration registration, TaskLanes lanes,
			@Nullable SourceTask sourceTask, Supplier<@Nullable Thread> executing) {
		this.entityId = Component.entityId(registration.id());
		this.parentId = component.name();
		this.registration = registration;
		this.lanes = lanes;
		this.sourceTask = sourceTask;
		this.executing = executing;
		this.last = Objects.requireNonNull(lanes.read(), "lanes that nobody writes to can be read");
	}

	@Nullable SourceTask sourceTask() {
		return this.sourceTask;
	}

	private Schedule schedule(TaskReading reading, Look look) {
		return (this.sourceTask != null) ? new PlannedSchedule(reading, look, this.registration, this.sourceTask)
				: new CyclicSchedule(reading, look, this.registration, this.lanes, this.executing);
	}

	String id() {
		return this.registration.id();
	}

	TaskLanes lanes() {
		return this.lanes;
	}

	/**
	 * Judges the task.
	 */
	synchronized void assess(Look look) {
		TaskReading fresh = this.lanes.read();
		if (fresh != null) {
			take(schedule(fresh, look), look);
		}
	}

	/**
	 * Judges the task and reports on it.
	 * @param detailed whether to tell of distributions, which takes time
	 */
	synchronized EntityReport report(Look look, boolean detailed) {
		TaskReading fresh = this.lanes.read();
		TaskReading reading = (fresh != null) ? fresh : this.last;
		Schedule schedule = schedule(reading, look);
		if (fresh != null) {
			take(schedule, look);
		}
		ExecutorSlot.Reading component = look.component();
		Moment moment = look.moment();
		TaskState state = state(reading, component, schedule);
		boolean online = isOnline(state, reading, component, schedule);
		Entity entity = new Entity(this.entityId, this.registration.id(), EntityKind.APP, this.parentId, online);
		TaskData data = new TaskData(liveness(state, online, schedule, moment, fresh == null),
				timing(schedule, component, moment, detailed), lastError(reading), breach(reading),
				handler(reading.handler()), schedule.describe(this.overdue.isActive() ? this.starver : null));
		return new EntityReport(entity, health(state), data, faults(reading, schedule, moment));
	}

	synchronized void clearFaults() {
		this.lanes.healErrors();
		this.lanes.clearHistory();
		this.overdue.clear();
		this.stalled.clear();
	}

	private void take(Schedule schedule, Look look) {
		this.last = schedule.reading();
		this.measuredRate.add(schedule.reading(), look.component());
		judge(schedule, look);
	}

	/**
	 * Raises or heals the verdicts. Soon after a pause of the whole process none is
	 * raised, but one from before goes on.
	 */
	private void judge(Schedule schedule, Look look) {
		boolean steady = look.sincePauseNanos() >= schedule.toleranceNanos() && schedule.isCertain();
		TaskReading reading = schedule.reading();
		Moment moment = look.moment();
		this.overdue.judge(schedule.isOverdue(), steady, moment.millisOf(schedule.overdueNanos()), reading);
		if (this.overdue.isActive()) {
			this.starver = schedule.starver();
		}
		judgeStalled(schedule, steady, reading, moment);
	}

	/**
	 * Each execution that is stalled is an occurrence, with a look at its thread, even if
	 * another one is when it ends.
	 */
	private void judgeStalled(Schedule schedule, boolean steady, TaskReading reading, Moment moment) {
		boolean stalled = schedule.isStalled();
		boolean another = reading.inFlightSince() != this.stalledRunNanos;
		if (stalled && another && steady) {
			this.stalled.heal();
		}
		this.stalled.judge(stalled, steady, moment.millisOf(schedule.stalledNanos()), reading);
		if (stalled && another && this.stalled.isActive()) {
			this.stalledRunNanos = reading.inFlightSince();
			this.sample = schedule.sample();
		}
	}

	private TaskState state(TaskReading reading, ExecutorSlot.Reading executor, Schedule schedule) {
		if (reading.faulted()) {
			return TaskState.FAULTED;
		}
		if (executor.faulted()) {
			return TaskState.HALTED;
		}
		if (this.stalled.isActive()) {
			return TaskState.STALLED;
		}
		if (this.overdue.isActive()) {
			return TaskState.OVERDUE;
		}
		if (reading.inError()) {
			return TaskState.ERROR;
		}
		boolean inFlight = reading.isInFlight() && !executor.isDown();
		if (inFlight || (schedule.isActive() && reading.hasRun())) {
			return TaskState.RUNNING;
		}
		return reading.hasRun() ? TaskState.STOPPED : TaskState.UNKNOWN;
	}

	private static boolean isOnline(TaskState state, TaskReading reading, ExecutorSlot.Reading executor,
			Schedule schedule) {
		boolean inFlight = reading.isInFlight() && !executor.isDown();
		return (schedule.isActive() || inFlight) && (!state.isBad() || state == TaskState.ERROR);
	}

	private Health health(TaskState state) {
		if (!state.isBad()) {
			return Health.OK;
		}
		return this.registration.critical() ? Health.ERROR : Health.WARNING;
	}

	private TaskData.Liveness liveness(TaskState state, boolean online, Schedule schedule, Moment moment,
			boolean stale) {
		TaskReading reading = schedule.reading();
		boolean timed = reading.inFlightSince() != TaskSlot.ABSENT;
		boolean started = reading.startedNanos() != TaskSlot.ABSENT;
		return new TaskData.Liveness(state, online, reading.starts(), reading.stops(), reading.errors(),
				reading.isInFlight(), reading.inFlight(), timed ? moment.since(reading.inFlightSince()) : null,
				started ? moment.instantOf(reading.startedNanos()) : null,
				(reading.lastSuccessNanos() != TaskSlot.ABSENT) ? moment.instantOf(reading.lastSuccessNanos()) : null,
				schedule.isActive() ? moment.instantOf(schedule.dueNanos()) : null,
				schedule.isKnown() ? Duration.ofNanos(schedule.toleranceNanos()) : null,
				schedule.hasMaxRun() ? Duration.ofNanos(schedule.maxRunNanos()) : null, this.registration.critical(),
				stale ? Boolean.TRUE : null);
	}

	private TaskData.Timing timing(Schedule schedule, ExecutorSlot.Reading executor, Moment moment, boolean detailed) {
		TaskReading reading = schedule.reading();
		return new TaskData.Timing(reading.executions(), reading.lastTookNanos(), reading.ewmaTookNanos(),
				reading.minTookNanos(), reading.maxTookNanos(), schedule.periodNanos(), interval(schedule),
				schedule.rateHz(), executor.isUp() ? this.measuredRate.hz(moment, schedule.lastBegunNanos()) : null,
				reading.totalTookNanos(), reading.scans(), reading.faultedScans(), reading.skippedSlots(),
				present(reading.latenessNanos()), present(reading.jitterNanos()), reading.overruns(),
				(reading.budgetNanos() != Long.MAX_VALUE) ? Long.valueOf(reading.budgetNanos()) : null,
				(reading.deadlineNanos() != 0) ? Long.valueOf(reading.deadlineNanos()) : null,
				detailed ? this.lanes.distributions(reading) : null);
	}

	/**
	 * Returns what is neither the period nor the deadline.
	 */
	private static @Nullable Long interval(Schedule schedule) {
		long interval = schedule.intervalNanos();
		boolean told = interval == schedule.periodNanos() || interval == schedule.reading().deadlineNanos();
		return told ? null : Long.valueOf(interval);
	}

	private static TaskData.@Nullable Handler handler(TaskReading.Handler handler) {
		if (handler.executions() == 0) {
			return null;
		}
		ErrorInfo lastError = (handler.errors() != 0) ? new ErrorInfo(typeOf(handler.errorType()),
				handler.errorMessage(), Instant.ofEpochMilli(handler.errorMillis()), handler.consecutiveErrors())
				: null;
		return new TaskData.Handler(handler.executions(), handler.errors(), handler.lastTookNanos(), lastError);
	}

	private static @Nullable ErrorInfo lastError(TaskReading reading) {
		Occurrences.Reading failures = reading.failures();
		return (failures.count() > 0) ? new ErrorInfo(typeOf(reading.errorType()), reading.errorMessage(),
				failures.lastOccurred(), reading.consecutiveErrors()) : null;
	}

	/**
	 * Returns what was thrown; only an observer is told.
	 */
	private static String typeOf(@Nullable String type) {
		return (type != null) ? type : ErrorInfo.UNKNOWN_TYPE;
	}

	private static @Nullable BudgetBreach breach(TaskReading reading) {
		return reading.faulted() ? new BudgetBreach(FaultCode.BUDGET_EXCEEDED, null, reading.breachTookNanos(),
				reading.breachBudgetNanos(), reading.breaches().lastOccurred()) : null;
	}

	private List<Fault> faults(TaskReading reading, Schedule schedule, Moment moment) {
		Occurrences.Reading overdue = this.overdue.read();
		Occurrences.Reading stalled = this.stalled.read();
		if (reading.failures().count() + reading.breaches().count() + overdue.count() + stalled.count() == 0) {
			return List.of();
		}
		Severity severity = this.registration.critical() ? Severity.ERROR : Severity.WARN;
		List<Fault> faults = new ArrayList<>();
		reading.failures()
			.addTo(faults, FaultCode.TASK_ERROR, severity, moment,
					() -> "An execution failed, the last one with %s".formatted(typeOf(reading.errorType())));
		reading.breaches()
			.addTo(faults, FaultCode.BUDGET_EXCEEDED, severity, moment, () -> "An execution took %s, the budget is %s"
				.formatted(Duration.ofNanos(reading.breachTookNanos()), Duration.ofNanos(reading.breachBudgetNanos())));
		overdue.addTo(faults, FaultCode.OVERDUE, severity, moment, () -> overdueText(schedule));
		stalled.addTo(faults, FaultCode.STALLED, severity, moment, () -> stalledText(schedule));
		if (stalled.count() != 0) {
			addSample(faults);
		}
		return faults;
	}

	private String overdueText(Schedule schedule) {
		String text = "No execution began within %s of its due time"
			.formatted(Duration.ofNanos(schedule.toleranceNanos()));
		TaskData.Starver starver = this.starver;
		if (starver == null) {
			return text;
		}
		return "%s, as all threads of '%s' were busy, one with %s".formatted(text, starver.threads(),
				(starver.task() != null) ? "%s since %s".formatted(starver.task(), starver.since())
						: "something that is not watched");
	}

	private static String stalledText(Schedule schedule) {
		return schedule.hasMaxRun()
				? "An execution did not end within %s".formatted(Duration.ofNanos(schedule.maxRunNanos()))
				: "An execution did not end until %s after the next was due"
					.formatted(Duration.ofNanos(schedule.toleranceNanos()));
	}

	/**
	 * Adds what the stalled thread was doing to the fault that was added last.
	 */
	private void addSample(List<Fault> faults) {
		Fault fault = faults.get(faults.size() - 1);
		FreezeFrame frame = fault.freezeFrame();
		StackSample sample = this.sample;
		if (frame != null && sample != null) {
			faults.set(faults.size() - 1, fault.withFreezeFrame(sample.addTo(frame)));
		}
	}

	private static @Nullable Long present(long value) {
		return (value != TaskSlot.ABSENT) ? Long.valueOf(value) : null;
	}

}
