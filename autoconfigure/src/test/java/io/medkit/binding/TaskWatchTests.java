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
import java.util.List;

import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import io.medkit.model.BudgetBreach;
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.Health;
import io.medkit.model.Severity;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link TaskWatch} and {@link Schedule}.
 */
class TaskWatchTests {

	private static final TaskId CTRL = TaskId.of("ctrl");

	private static final Duration PERIOD = PlayedExecutor.PERIOD;

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	@ParameterizedTest
	@CsvSource({ "true, ERROR, ERROR", "false, WARNING, WARN" })
	@DisplayName("[19] past due + tolerance a task is overdue, as far as its criticality allows, until the next scan")
	void overdueUntilTheNextScan(boolean critical, Health health, Severity severity) {
		PlayedExecutor executor = new PlayedExecutor(new TaskRegistration("ctrl", null, null, critical)).up("ctrl");
		executor.scan("ctrl");
		executor.clock().advance(PERIOD.minus(PlayedExecutor.TOOK).plus(SECOND));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.health("ctrl")).isEqualTo(Health.OK);
		executor.clock().advanceNanos(1);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		assertThat(executor.health("ctrl")).isEqualTo(health);
		assertThat(executor.entity("ctrl").online()).isFalse();
		Instant overdueSince = FakeClock.EPOCH.plus(PERIOD).plus(SECOND);
		assertThat(executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.OVERDUE);
			assertThat(fault.severityLabel()).isEqualTo(severity);
			assertThat(fault.status()).isEqualTo(FaultStatus.ACTIVE);
			assertThat(fault.firstOccurred()).isEqualTo(overdueSince);
		});
		executor.clock().advance(MINUTE);
		executor.scan("ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.health("ctrl")).isEqualTo(Health.OK);
		assertThat(executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.status()).isEqualTo(FaultStatus.HEALED);
			assertThat(fault.occurrenceCount()).isEqualTo(1);
			assertThat(fault.lastOccurred()).isEqualTo(overdueSince);
		});
	}

	@ParameterizedTest
	@CsvSource({ "PT0.01S, PT1S", "PT0.2S, PT1S", "PT0.3S, PT1.5S", "PT10S, PT50S" })
	@DisplayName("[19] the tolerance is the longer of 5 periods and 1 second")
	void toleranceByDefault(Duration period, Duration tolerance) {
		assertOverdueAfter(new TaskRegistration("ctrl"), period, tolerance);
	}

	@ParameterizedTest
	@CsvSource({ "PT10S, PT0.001S", "PT0.01S, PT20S" })
	@DisplayName("[19] a tolerance of the user's own counts, shorter or longer")
	void toleranceOfTheUsersOwn(Duration period, Duration tolerance) {
		assertOverdueAfter(new TaskRegistration("ctrl", tolerance, null, true), period, tolerance);
	}

	private static void assertOverdueAfter(TaskRegistration registration, Duration period, Duration tolerance) {
		PlayedExecutor executor = new PlayedExecutor(registration);
		executor.binding().onTaskAdded(CTRL, new TaskTiming(period.toNanos(), 0, 0));
		executor.binding().onExecutorUp();
		assertThat(executor.liveness("ctrl").tolerance()).isEqualTo(tolerance);
		assertThat(executor.liveness("ctrl").due()).isEqualTo(FakeClock.EPOCH.plus(period));
		executor.clock().advance(period.plus(tolerance));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.UNKNOWN);
		executor.clock().advanceNanos(1);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
	}

	@ParameterizedTest
	@CsvSource({ "PT0.01S, PT1S", "PT0.1S, PT1S", "PT0.3S, PT3S", "PT10S, PT100S" })
	@DisplayName("[20] the limit is the longer of 10 periods and 1 second")
	void limitByDefault(Duration period, Duration limit) {
		assertStalledAfter(new TaskRegistration("ctrl"), period, limit);
	}

	@ParameterizedTest
	@CsvSource({ "PT10S, PT0.001S", "PT0.01S, PT1H" })
	@DisplayName("[20] a limit of the user's own counts, shorter or longer")
	void limitOfTheUsersOwn(Duration period, Duration limit) {
		assertStalledAfter(new TaskRegistration("ctrl", null, limit, true), period, limit);
	}

	private static void assertStalledAfter(TaskRegistration registration, Duration period, Duration limit) {
		PlayedExecutor executor = new PlayedExecutor(registration);
		executor.binding().onTaskAdded(CTRL, new TaskTiming(period.toNanos(), 0, 0));
		executor.binding().onExecutorUp();
		executor.begin("ctrl");
		assertThat(executor.liveness("ctrl").maxRun()).isEqualTo(limit);
		executor.clock().advance(limit);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.faults("ctrl")).isEmpty();
		executor.clock().advanceNanos(1);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STALLED);
		assertThat(executor.faults("ctrl")).extracting(Fault::code).containsExactly(FaultCode.STALLED);
	}

	@Test
	@DisplayName("[20] a stalled execution is seen by another thread, with its beginning and age")
	void stalledExecutionIsSeenByAnotherThread() throws InterruptedException {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.clock().advance(SECOND);
		Thread worker = new Thread(() -> executor.begin("ctrl"));
		worker.start();
		worker.join();
		executor.clock().advance(SECOND.multipliedBy(90));
		TaskData.Liveness liveness = executor.liveness("ctrl");
		assertThat(liveness.state()).isEqualTo(TaskState.STALLED);
		assertThat(liveness.inFlight()).isTrue();
		assertThat(liveness.inFlightNanos()).isEqualTo(Duration.ofSeconds(90).toNanos());
		assertThat(liveness.lastStarted()).isEqualTo(FakeClock.EPOCH.plus(SECOND));
		assertThat(executor.health("ctrl")).isEqualTo(Health.ERROR);
		assertThat(executor.entity("ctrl").online()).isFalse();
		executor.succeed("ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.liveness("ctrl").inFlightNanos()).isNull();
		assertThat(executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.STALLED);
			assertThat(fault.status()).isEqualTo(FaultStatus.HEALED);
			assertThat(fault.lastOccurred()).isEqualTo(FakeClock.EPOCH.plus(SECOND).plus(SECOND));
		});
	}

	@Test
	@DisplayName("[20] without a period and a limit of its own a task never stalls")
	void taskWithoutAPeriodHasNoLimit() {
		PlayedExecutor executor = new PlayedExecutor("ctrl");
		executor.binding().onExecutorUp();
		executor.begin("ctrl");
		executor.clock().advance(Duration.ofDays(1000));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.liveness("ctrl").maxRun()).isNull();
		assertThat(executor.liveness("ctrl").due()).isNull();
		assertThat(executor.liveness("ctrl").tolerance()).isNull();
		executor.succeed("ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STOPPED);
		executor.clock().advance(Duration.ofDays(1000));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STOPPED);
	}

	@Test
	@DisplayName("[19] [20] a task in flight is not overdue, however late its next slot is")
	void taskInFlightIsNotOverdue() {
		PlayedExecutor executor = new PlayedExecutor(new TaskRegistration("ctrl", SECOND, MINUTE, true)).up("ctrl");
		executor.begin("ctrl");
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.binding().postExecute(executor.id("ctrl"), 0, MINUTE.toNanos(), true);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.clock().advance(SECOND);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.clock().advanceNanos(1);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		assertThat(executor.faults("ctrl")).extracting(Fault::code).containsExactly(FaultCode.OVERDUE);
	}

	@Test
	@DisplayName("[19] seen by an observer alone, a task whose scans cease is overdue")
	void overdueSeenByAnObserverAlone() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").registered(true, false).withApp(true).up("ctrl");
		executor.scan("ctrl");
		executor.begin("ctrl");
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	@DisplayName("[21] a budget breach faults a task until it is cleared, without a fake start")
	void budgetBreachFaultsATask() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.scan("ctrl");
		executor.binding().onTaskFault(CTRL, 12_000_000, 10_000_000);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.FAULTED);
		assertThat(executor.health("ctrl")).isEqualTo(Health.ERROR);
		assertThat(executor.entity("ctrl").online()).isFalse();
		Instant since = FakeClock.EPOCH.plus(PlayedExecutor.TOOK);
		assertThat(executor.data("ctrl").fault())
			.isEqualTo(new BudgetBreach(FaultCode.BUDGET_EXCEEDED, null, 12_000_000, 10_000_000, since));
		assertThat(executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.BUDGET_EXCEEDED);
			assertThat(fault.status()).isEqualTo(FaultStatus.ACTIVE);
			assertThat(fault.description()).contains("PT0.012S", "PT0.01S");
		});
		executor.binding().onTaskClear(CTRL);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.health("ctrl")).isEqualTo(Health.OK);
		assertThat(executor.data("ctrl").fault()).isNull();
		assertThat(executor.liveness("ctrl").starts()).isEqualTo(1);
		assertThat(executor.liveness("ctrl").inFlight()).isFalse();
		assertThat(executor.faults("ctrl")).singleElement().extracting(Fault::status).isEqualTo(FaultStatus.HEALED);
	}

	@Test
	@DisplayName("[21] clearing the history does not clear a breach that holds")
	void clearingTheHistoryKeepsABreachThatHolds() {
		PlayedExecutor executor = new PlayedExecutor("ctrl");
		executor.binding().onTaskFault(CTRL, 12, 10);
		executor.binding().clearFaults("app:ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.FAULTED);
		assertThat(executor.faults("ctrl")).hasSize(1);
		executor.binding().onTaskClear(CTRL);
		executor.binding().clearFaults("app:ctrl");
		assertThat(executor.faults("ctrl")).isEmpty();
	}

	@Test
	@DisplayName("[22] an executor fault halts its tasks until it is cleared")
	void executorFaultHaltsTasks() {
		PlayedExecutor executor = new PlayedExecutor("ctrl", "io").up("ctrl");
		executor.scan("ctrl");
		executor.binding().onExecutorFault(CTRL, 12, 10);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.HALTED);
		assertThat(executor.state("io")).isEqualTo(TaskState.HALTED);
		assertThat(executor.health("io")).isEqualTo(Health.ERROR);
		assertThat(executor.entity("ctrl").online()).isFalse();
		assertThat(executor.executor().fault())
			.isEqualTo(new BudgetBreach(FaultCode.EXECUTOR_FAULT, "ctrl", 12, 10, FakeClock.EPOCH.plusMillis(1)));
		assertThat(executor.report("executor").faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.EXECUTOR_FAULT);
			assertThat(fault.status()).isEqualTo(FaultStatus.ACTIVE);
			assertThat(fault.description()).contains("'ctrl'");
		});
		executor.binding().onExecutorClear();
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.state("io")).isEqualTo(TaskState.UNKNOWN);
		assertThat(executor.health("io")).isEqualTo(Health.OK);
		assertThat(executor.executor().fault()).isNull();
	}

	@Test
	@DisplayName("[21] [22] a task that is faulted or halted is not overdue on top")
	void faultedOrHaltedTaskIsNotOverdue() {
		PlayedExecutor executor = new PlayedExecutor("ctrl", "io").up("ctrl").up("io");
		executor.scan("ctrl");
		executor.scan("io");
		executor.binding().onTaskFault(CTRL, 12, 10);
		executor.binding().onExecutorFault(CTRL, 12, 10);
		executor.clock().advance(MINUTE);
		assertThat(executor.faults("ctrl")).extracting(Fault::code).containsExactly(FaultCode.BUDGET_EXCEEDED);
		assertThat(executor.faults("io")).isEmpty();
		executor.binding().onExecutorClear();
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.FAULTED);
		assertThat(executor.faults("ctrl")).extracting(Fault::code).containsExactly(FaultCode.BUDGET_EXCEEDED);
	}

	@Test
	void worstStateWins() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.UNKNOWN);
		executor.beginAndFail("ctrl", new IllegalStateException());
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.ERROR);
		assertThat(executor.entity("ctrl").online()).isTrue();
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		executor.begin("ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.ERROR);
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STALLED);
		executor.binding().onExecutorFault(CTRL, 12, 10);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.HALTED);
		executor.binding().onTaskFault(CTRL, 12, 10);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.FAULTED);
		executor.binding().onExecutorClear();
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.FAULTED);
		executor.binding().onTaskClear(CTRL);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STALLED);
		executor.succeed("ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.binding().onExecutorDown();
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STOPPED);
		assertThat(executor.entity("ctrl").online()).isFalse();
	}

	@Test
	void taskOfAnExecutorThatIsDownIsStopped() {
		PlayedExecutor executor = new PlayedExecutor("ctrl", "io").up("ctrl").up("io");
		executor.scan("ctrl");
		executor.begin("io");
		executor.binding().onExecutorDown();
		executor.clock().advance(Duration.ofDays(1));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STOPPED);
		assertThat(executor.state("io")).isEqualTo(TaskState.STOPPED);
		assertThat(executor.liveness("ctrl").due()).isNull();
		assertThat(executor.faults("ctrl")).isEmpty();
		assertThat(executor.faults("io")).isEmpty();
		assertThat(executor.health("io")).isEqualTo(Health.OK);
	}

	@Test
	void verdictEndsWhenTheExecutorGoesDown() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.scan("ctrl");
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		executor.runEndedBy(new IllegalStateException());
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STOPPED);
	}

	@Test
	void nextRunBeginsANewSchedule() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.scan("ctrl");
		executor.binding().onExecutorDown();
		executor.clock().advance(Duration.ofHours(1));
		executor.binding().onExecutorUp();
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.clock().advance(PERIOD.plus(SECOND));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.clock().advanceNanos(1);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void criticalityCapsHealthAndSeverity(boolean critical) {
		PlayedExecutor executor = new PlayedExecutor(new TaskRegistration("ctrl", null, null, critical)).up("ctrl");
		Health worst = critical ? Health.ERROR : Health.WARNING;
		executor.beginAndFail("ctrl", new IllegalStateException());
		assertThat(executor.health("ctrl")).isEqualTo(worst);
		executor.binding().onTaskFault(CTRL, 12, 10);
		assertThat(executor.health("ctrl")).isEqualTo(worst);
		executor.binding().onTaskClear(CTRL);
		executor.binding().onExecutorFault(CTRL, 12, 10);
		assertThat(executor.health("ctrl")).isEqualTo(worst);
		executor.binding().onExecutorClear();
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		executor.begin("ctrl");
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.STALLED);
		assertThat(executor.health("ctrl")).isEqualTo(worst);
		assertThat(executor.faults("ctrl")).extracting(Fault::code)
			.containsExactly(FaultCode.TASK_ERROR, FaultCode.BUDGET_EXCEEDED, FaultCode.OVERDUE, FaultCode.STALLED);
		assertThat(executor.faults("ctrl")).extracting(Fault::severityLabel)
			.containsOnly(critical ? Severity.ERROR : Severity.WARN);
		assertThat(executor.liveness("ctrl").critical()).isEqualTo(critical);
	}

	@Test
	void verdictsWaitOneToleranceAfterAPause() {
		PlayedExecutor executor = new PlayedExecutor("ctrl", "io").up("ctrl").up("io");
		executor.scan("ctrl");
		executor.begin("io");
		executor.binding().component().tick();
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.binding().component().tick();
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.state("io")).isEqualTo(TaskState.RUNNING);
		tickFor(executor, SECOND.minusNanos(1));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(executor.state("io")).isEqualTo(TaskState.RUNNING);
		executor.clock().advanceNanos(1);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		assertThat(executor.state("io")).isEqualTo(TaskState.STALLED);
	}

	@Test
	void verdictFromBeforeAPauseGoesOn() {
		PlayedExecutor executor = new PlayedExecutor("ctrl", "io").up("ctrl").up("io");
		executor.scan("ctrl");
		executor.begin("io");
		executor.binding().component().tick();
		tickFor(executor, MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		executor.clock().advance(MINUTE);
		executor.binding().component().tick();
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		assertThat(executor.state("io")).isEqualTo(TaskState.STALLED);
		tickFor(executor, MINUTE);
		assertThat(executor.faults("ctrl")).singleElement().extracting(Fault::occurrenceCount).isEqualTo(1L);
		executor.clock().advance(MINUTE);
		executor.scan("ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
	}

	@Test
	void deadWatchdogDoesNotBlind() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.scan("ctrl");
		executor.binding().component().tick();
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		executor.clock().advance(SECOND);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void closedWatchdogDoesNotBlind() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.scan("ctrl");
		executor.binding().component().tick();
		executor.binding().component().unwatch();
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
	}

	/**
	 * Lets time pass while the watchdog looks at its steady pace.
	 */
	private static void tickFor(PlayedExecutor executor, Duration time) {
		Duration left = time;
		while (left.compareTo(Watchdog.TICK) > 0) {
			executor.clock().advance(Watchdog.TICK);
			executor.binding().component().tick();
			left = left.minus(Watchdog.TICK);
		}
		executor.clock().advance(left);
		executor.binding().component().tick();
	}

	@Test
	@DisplayName("[34] lateness, jitter and skipped slots are shown, and what there is not is told apart from zero")
	void figuresOfScansAreShown() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		assertThat(executor.timing("ctrl").lastLatenessNanos()).isNull();
		assertThat(executor.timing("ctrl").lastJitterNanos()).isNull();
		Scan first = Scan.of(CTRL, PERIOD, 0);
		executor.binding().onCycleStats(first);
		assertThat(executor.timing("ctrl").lastLatenessNanos()).isZero();
		assertThat(executor.timing("ctrl").lastJitterNanos()).isNull();
		executor.binding().onCycleStats(first.after(PERIOD));
		assertThat(executor.timing("ctrl").lastJitterNanos()).isZero();
		executor.binding().onCycleStats(first.after(PERIOD.plusMillis(7)).late(7_000_000, 2));
		executor.binding().onCycleStats(first.after(PERIOD.minusMillis(8)).late(-1_000_000, 3));
		assertThat(executor.timing("ctrl").lastLatenessNanos()).isEqualTo(-1_000_000);
		assertThat(executor.timing("ctrl").lastJitterNanos()).isEqualTo(8_000_000);
		assertThat(executor.timing("ctrl").skippedSlots()).isEqualTo(5);
		assertThat(executor.timing("ctrl").scans()).isEqualTo(4);
		assertThat(executor.timing("ctrl").faultedScans()).isZero();
	}

	@Test
	@DisplayName("[34] a faulted scan counts, and leaves the figures of the last good one")
	void faultedScanCounts() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		Scan scan = Scan.of(CTRL, PERIOD, 0).after(PERIOD.plusMillis(3)).late(5, 0);
		executor.binding().onCycleStats(scan);
		executor.binding().onCycleStats(scan.asFaulted());
		TaskData.Timing timing = executor.timing("ctrl");
		assertThat(timing.scans()).isEqualTo(2);
		assertThat(timing.faultedScans()).isEqualTo(1);
		assertThat(timing.lastLatenessNanos()).isEqualTo(5);
		assertThat(timing.lastJitterNanos()).isEqualTo(3_000_000);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("[34] the measured rate tells what the declared one does not")
	void measuredRateDiffersFromTheDeclaredOne(boolean monitored) {
		PlayedExecutor executor = new PlayedExecutor("ctrl").registered(true, monitored).up("ctrl");
		assertThat(executor.timing("ctrl").measuredRateHz()).isNull();
		Duration actual = PERIOD.multipliedBy(2);
		executor.clock().advance(actual);
		for (int i = 0; i < 200; i++) {
			long pre = executor.clock().nanoTime();
			executor.begin("ctrl");
			executor.succeed("ctrl");
			executor.binding().onCycleStats(Scan.of(CTRL, PERIOD, pre).after(actual));
			executor.clock().advance(actual.minus(PlayedExecutor.TOOK));
		}
		assertThat(executor.timing("ctrl").rateHz()).isEqualTo(10.0);
		assertThat(executor.timing("ctrl").measuredRateHz()).isCloseTo(5.0, within(1e-6));
		executor.clock().advance(Duration.ofSeconds(100).minus(actual));
		assertThat(executor.timing("ctrl").measuredRateHz()).isCloseTo(0.01, within(1e-3));
		executor.binding().onExecutorDown();
		assertThat(executor.timing("ctrl").measuredRateHz()).isNull();
		assertThat(executor.timing("ctrl").rateHz()).isEqualTo(10.0);
	}

	@Test
	void instantsReadTheSameTwice() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.clock().advanceNanos(1_234_567);
		executor.scan("ctrl");
		TaskData.Liveness before = executor.liveness("ctrl");
		for (int i = 0; i < 50; i++) {
			executor.clock().advanceNanos(777_777);
			executor.clock().setWallClockBy(Duration.ofNanos((i % 2 == 0) ? 1_500_000 : -1_500_000));
			assertThat(executor.liveness("ctrl").lastStarted()).isEqualTo(before.lastStarted());
			assertThat(executor.liveness("ctrl").due()).isEqualTo(before.due());
		}
	}

	@Test
	void instantsFollowAWallClockThatIsSet() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.scan("ctrl");
		Instant started = executor.liveness("ctrl").lastStarted();
		executor.clock().setWallClockBy(Duration.ofHours(-1));
		assertThat(executor.liveness("ctrl").lastStarted()).isEqualTo(started.minus(Duration.ofHours(1)));
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
	}

	@Test
	void slotThatCannotBeReadIsShownAsItWasAndNotJudged() {
		TaskLanes lanes = new TaskLanes(ExecutorBinding.withTasks(), 16);
		TaskWatch watch = new TaskWatch(new Component("executor", () -> 0, Instant::now), new TaskRegistration("ctrl"),
				lanes, () -> null);
		ExecutorSlot up = new ExecutorSlot();
		up.up(0);
		TaskSlot slot = lanes.own(CTRL, new TaskTiming(PERIOD.toNanos(), 0, 0));
		slot.executionEnded(0, 5, true, 0);
		watch.assess(new Look(new Moment(0, 0), up.read(), Long.MAX_VALUE, List.of()));
		UnfinishedWrite.begin(slot);
		Look later = new Look(new Moment(MINUTE.toNanos(), 0), up.read(), Long.MAX_VALUE, List.of());
		watch.assess(later);
		EntityReport report = watch.report(later, true);
		TaskData data = (TaskData) report.data();
		assertThat(data.liveness().stale()).isTrue();
		assertThat(data.liveness().state()).isEqualTo(TaskState.RUNNING);
		assertThat(data.timing().executions()).isEqualTo(1);
		assertThat(report.faults()).isEmpty();
		UnfinishedWrite.end(slot);
		report = watch.report(later, true);
		assertThat(((TaskData) report.data()).liveness().stale()).isNull();
		assertThat(report.faults()).extracting(Fault::code).containsExactly(FaultCode.OVERDUE);
	}

	@Test
	void clearForgetsVerdictsThatAreOver() {
		PlayedExecutor executor = new PlayedExecutor("ctrl").up("ctrl");
		executor.clock().advance(MINUTE);
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		executor.binding().clearFaults("app:ctrl");
		assertThat(executor.state("ctrl")).isEqualTo(TaskState.OVERDUE);
		assertThat(executor.faults("ctrl")).hasSize(1);
		executor.scan("ctrl");
		assertThat(executor.faults("ctrl")).hasSize(1);
		executor.binding().clearFaults("app:ctrl");
		assertThat(executor.faults("ctrl")).isEmpty();
		executor.clock().advance(MINUTE);
		assertThat(executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.occurrenceCount()).isEqualTo(1);
			assertThat(fault.firstOccurred()).isEqualTo(fault.lastOccurred());
		});
	}

}
