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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.medkit.executor.RecordingHooks.Cycle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DispatchLoop} in line on the test's thread, on a clock that the test
 * scripts: what is dispatched when, and what its figures are.
 */
class InlineDispatchTests {

	private static final ExecutableItem NOTHING = (context) -> {
	};

	private final FakeSchedulingClock clock = new FakeSchedulingClock();

	private final RecordingHooks hooks = new RecordingHooks();

	private final CyclicExecutor executor = builder().build();

	private final List<Duration> executions = new ArrayList<>();

	@Test
	@DisplayName("[38] three scans of one task are three executions, a period apart")
	void runsTheGivenNumberOfScans() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		this.executor.runScans(3);
		assertThat(this.executions).containsExactly(millis(10), millis(20), millis(30));
	}

	@Test
	@DisplayName("[38] a scan is an instant at which something is dispatched, be it one task or several")
	void countsInstantsNotTasksNorTicks() {
		this.executor.add("a", millis(2), NOTHING);
		this.executor.add("b", millis(3), NOTHING);
		this.executor.runScans(4);
		assertThat(this.clock.elapsed()).isEqualTo(millis(6));
		assertThat(this.hooks.cycles().stream().map(Cycle::task)).containsExactly("a", "b", "a", "a", "b");
	}

	@Test
	void runsNothingForNoScans() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		this.executor.runScans(0);
		assertThat(this.executions).isEmpty();
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "down");
	}

	@Test
	@DisplayName("[39] an item that calls stop ends the run, which returns normally")
	void itemStopsTheRun() {
		this.executor.add("ctrl", millis(10), (context) -> {
			noteExecution(context);
			if (this.executions.size() == 2) {
				context.stopExecutor();
			}
		});
		this.executor.run();
		assertThat(this.executions).hasSize(2);
		assertThat(this.hooks.count("down")).isOne();
		assertThat(this.executor.isRunning()).isFalse();
	}

	@Test
	void stopByAnItemKeepsTheOthersOfItsScanFromBeingDispatched() {
		this.executor.add("first", millis(10), ExecutionContext::stopExecutor);
		this.executor.add("second", millis(10), this::noteExecution);
		this.executor.run();
		assertThat(this.executions).isEmpty();
		assertThat(this.hooks.cycles().stream().map(Cycle::task)).containsExactly("first");
	}

	@Test
	@DisplayName("[40] one run is one up, one down, a start and a stop an invocation, and the item's event")
	void tellsOfTheRun() {
		this.executor.add("ctrl", millis(10),
				TestItem.ofApp(7, (context) -> context.sendEvent(new UserEvent(1, 42, "answer"))));
		this.executor.runScans(2);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", //
				"start ctrl", "pre ctrl", "event 42 ctrl", "post ctrl", "stop ctrl", "cycle ctrl", //
				"start ctrl", "pre ctrl", "event 42 ctrl", "post ctrl", "stop ctrl", "cycle ctrl", "down");
	}

	@Test
	@DisplayName("[41] three executions are three pre and three post, all ok")
	void tellsMonitors() {
		this.executor.add("ctrl", millis(10), NOTHING);
		this.executor.runScans(3);
		assertThat(this.hooks.count("pre")).isEqualTo(3);
		assertThat(this.hooks.count("post")).isEqualTo(3);
		assertThat(this.hooks.count("post(false)")).isZero();
	}

	@Test
	@DisplayName("[42] a failing item with an app id: start, pre, post(false), error, stop; then executor error, no down")
	void tellsOfAFailureThatEndsTheRun() {
		CyclicExecutor strict = builder().errorPolicy(ErrorPolicy.STOP).build();
		strict.add("ctrl", millis(10), TestItem.ofApp(7, InlineDispatchTests::boom));
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(strict::run).satisfies((ex) -> {
			assertThat(ex.taskId()).isEqualTo("ctrl");
			assertThat(ex).hasMessageContaining("boom in item").hasRootCauseMessage("boom in item");
		});
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "start ctrl", "pre ctrl",
				"post(false) ctrl", "error ctrl", "stop ctrl", "cycle ctrl", "executor error");
		assertThat(strict.isRunning()).isFalse();
	}

	@Test
	@DisplayName("[43] an item without an app id fires pre and post only, and error if it fails")
	void itemWithoutAppId() {
		this.executor.add("good", millis(10), NOTHING);
		this.executor.add("bad", millis(20), InlineDispatchTests::boom);
		this.executor.runScans(2);
		assertThat(this.hooks.log()).containsExactly("added good", "added bad", "admitted", "up", //
				"pre good", "post good", "cycle good", //
				"pre good", "post good", "pre bad", "post(false) bad", "error bad", "cycle good", "cycle bad", "down");
	}

	@Test
	@DisplayName("[44] the error carries the item's text, its siblings of the scan still run, and it is no fault")
	void failureEndsTheRunAfterTheScan() {
		CyclicExecutor strict = builder().errorPolicy(ErrorPolicy.STOP).build();
		strict.add("bad", millis(10), InlineDispatchTests::boom);
		strict.add("worse", millis(10), (context) -> {
			throw new AssertionError("boom too");
		});
		strict.add("good", millis(10), this::noteExecution);
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(strict::run)
			.withMessageContaining("boom in item")
			.satisfies((ex) -> assertThat(ex.getSuppressed()).singleElement()
				.isInstanceOfSatisfying(AssertionError.class, (error) -> assertThat(error).hasMessage("boom too")));
		assertThat(this.executions).hasSize(1);
		assertThat(this.hooks.cycles()).hasSize(3).noneMatch(Cycle::faulted);
		assertThat(this.hooks.count("task fault") + this.hooks.count("executor fault")).isZero();
	}

	@Test
	@DisplayName("[61] errors do not stop the loop: siblings keep being dispatched, every error is told, whatever it is")
	void continuesAfterErrors() {
		this.executor.add("exception", millis(10), InlineDispatchTests::boom);
		this.executor.add("error", millis(10), (context) -> {
			throw new StackOverflowError();
		});
		this.executor.add("good", millis(10), this::noteExecution);
		this.executor.runScans(5);
		assertThat(this.executions).hasSize(5);
		assertThat(this.hooks.count("error", "exception")).isEqualTo(5);
		assertThat(this.hooks.count("error", "error")).isEqualTo(5);
		assertThat(this.hooks.count("post(false)")).isEqualTo(10);
		assertThat(this.hooks.count("down")).isOne();
	}

	@Test
	@DisplayName("[53] a stop that comes before a due slot is dispatched leaves zero cycle observations")
	void stopBeforeADueSlot() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		this.clock.script((target) -> {
			this.clock.advance(millis(10));
			this.executor.requestStop();
		});
		this.executor.run();
		assertThat(this.clock.elapsed()).isEqualTo(millis(10));
		assertThat(this.executions).isEmpty();
		assertThat(this.hooks.cycles()).isEmpty();
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "down");
	}

	@Test
	@DisplayName("[55] interrupts while waiting lose no cycle and are handed on to the caller")
	void interruptsLoseNoCycle() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		for (int i = 0; i < 25; i++) {
			this.clock.wakeOnTime().script((target) -> Thread.currentThread().interrupt());
		}
		this.executor.runScans(50);
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.executions).hasSize(50).last().isEqualTo(millis(500));
		assertThat(this.hooks.cycles()).allMatch((cycle) -> cycle.lateness() == 0 && cycle.skipped() == 0);
	}

	@Test
	void wakingEarlyDispatchesNothingEarly() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		this.clock.script((target) -> this.clock.advance(millis(4))).script((target) -> {
		});
		this.executor.runScans(1);
		assertThat(this.executions).containsExactly(millis(10));
	}

	@Test
	@DisplayName("[58] a run for a time returns at its deadline, however long the period")
	void runForReturnsAtTheDeadline() {
		this.executor.add("ctrl", Duration.ofMinutes(1), this::noteExecution);
		this.executor.runFor(millis(50));
		assertThat(this.clock.elapsed()).isEqualTo(millis(50));
		assertThat(this.executions).isEmpty();
	}

	@Test
	@DisplayName("[58] a run for a time dispatches all slots before its deadline")
	void runForServesTheSlotsBeforeTheDeadline() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		this.executor.runFor(millis(35));
		assertThat(this.executions).containsExactly(millis(10), millis(20), millis(30));
		assertThat(this.clock.elapsed()).isEqualTo(millis(35));
	}

	@Test
	void runForAnEndlessTimeEndsByStop() {
		this.executor.add("ctrl", millis(10), ExecutionContext::stopExecutor);
		this.executor.runFor(Duration.ofSeconds(Long.MAX_VALUE));
		assertThat(this.hooks.cycles()).hasSize(1);
	}

	@Test
	@DisplayName("[59] after a stop it runs again: cycle indexes go on, lateness and jitter begin anew")
	void runsAgain() {
		this.executor.add("ctrl", millis(10), NOTHING);
		this.executor.runScans(2);
		this.clock.advance(Duration.ofNanos(33_333_333));
		this.executor.runScans(2);
		assertThat(this.hooks.cycles().stream().map(Cycle::index)).containsExactly(0L, 1L, 2L, 3L);
		assertThat(this.hooks.cycles()).allMatch((cycle) -> cycle.lateness() == 0 && cycle.skipped() == 0);
		assertThat(this.hooks.cycles().stream().map(Cycle::jitter)).containsExactly(CycleObservation.ABSENT, 0L,
				CycleObservation.ABSENT, 0L);
		assertThat(this.hooks.count("up")).isEqualTo(2);
		assertThat(this.hooks.count("down")).isEqualTo(2);
	}

	@Test
	@DisplayName("[59] after a failure it runs again")
	void runsAgainAfterAFailure() {
		AtomicInteger calls = new AtomicInteger();
		CyclicExecutor strict = builder().errorPolicy(ErrorPolicy.STOP).build();
		strict.add("ctrl", millis(10), (context) -> {
			if (calls.incrementAndGet() == 1) {
				boom(context);
			}
		});
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> strict.runScans(2));
		strict.runScans(2);
		assertThat(this.hooks.cycles().stream().map(Cycle::index)).containsExactly(0L, 1L, 2L);
		assertThat(this.hooks.count("executor error")).isOne();
		assertThat(this.hooks.count("down")).isOne();
	}

	@Test
	@DisplayName("[81] a wake 0.7 ms late: lateness exactly that, and the grid stays where it is")
	void lateWakeDoesNotMoveTheGrid() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		this.clock.wakeLate(Duration.ofNanos(700_000));
		this.executor.runScans(2);
		assertThat(this.executions).containsExactly(Duration.ofNanos(10_700_000), millis(20));
		assertThat(this.hooks.cycles().stream().map(Cycle::lateness)).containsExactly(700_000L, 0L);
		assertThat(this.hooks.cycles().stream().map(Cycle::skipped)).containsExactly(0L, 0L);
	}

	@Test
	void lateWakeIsServedOnceAndItsSkippedSlotsAreToldOnce() {
		this.executor.add("ctrl", millis(10), this::noteExecution);
		this.clock.wakeOnTime().wakeLate(millis(35));
		this.executor.runScans(4);
		assertThat(this.executions).containsExactly(millis(10), millis(55), millis(60), millis(70));
		assertThat(this.hooks.cycles().stream().map(Cycle::skipped)).containsExactly(0L, 0L, 3L, 0L);
		assertThat(this.hooks.cycles().stream().map(Cycle::lateness)).containsExactly(0L, nanos(35), 0L, 0L);
	}

	@Test
	void taskSlowerThanItsPeriodIsServedLateOnceAndSkipsExactly() {
		this.executor.add("slow", millis(10), (context) -> {
			noteExecution(context);
			this.clock.advance(millis((this.executions.size() == 1) ? 25 : 1));
		});
		this.executor.runScans(4);
		assertThat(this.executions).containsExactly(millis(10), millis(35), millis(40), millis(50));
		assertThat(this.hooks.cycles().stream().map(Cycle::lateness)).containsExactly(0L, nanos(15), 0L, 0L);
		assertThat(this.hooks.cycles().stream().map(Cycle::skipped)).containsExactly(0L, 0L, 1L, 0L);
		assertThat(this.hooks.cycles().stream().map(Cycle::took)).containsExactly(nanos(25), nanos(1), nanos(1),
				nanos(1));
	}

	@Test
	void inLineATaskIsLateByWhatTheOnesBeforeItTook() {
		AtomicInteger scans = new AtomicInteger();
		this.executor.add("before", millis(10),
				(context) -> this.clock.advance(millis((scans.incrementAndGet() <= 2) ? 3 : 0)));
		this.executor.add("after", millis(10), this::noteExecution);
		this.executor.runScans(3);
		assertThat(this.executions).containsExactly(millis(13), millis(23), millis(30));
		assertThat(this.hooks.cycles("after").stream().map(Cycle::lateness)).containsExactly(nanos(3), nanos(3), 0L);
	}

	@Test
	void inLineATaskThatWaitedForOthersOverItsNextSlotIsServedOnce() {
		AtomicInteger scans = new AtomicInteger();
		this.executor.add("before", millis(50),
				(context) -> this.clock.advance(millis((scans.incrementAndGet() == 1) ? 25 : 0)));
		this.executor.add("after", millis(10), this::noteExecution);
		this.executor.runScans(7);
		assertThat(this.executions).containsExactly(millis(10), millis(20), millis(30), millis(40), millis(75),
				millis(80), millis(90));
		assertThat(this.hooks.cycles("after").stream().map(Cycle::lateness)).containsExactly(0L, 0L, 0L, 0L, nanos(25),
				0L, 0L);
		assertThat(this.hooks.cycles("after").stream().map(Cycle::skipped)).containsExactly(0L, 0L, 0L, 0L, 0L, 2L, 0L);
	}

	@Test
	void telemetryClockNeverChangesDispatch() {
		AtomicInteger readings = new AtomicInteger();
		CyclicExecutor mocked = CyclicExecutor.builder()
			.workerThreads(0)
			.schedulingClock(this.clock)
			.telemetryClock(() -> 1_000_000_000L * readings.incrementAndGet())
			.monitor(this.hooks)
			.build();
		mocked.add("ctrl", millis(10), this::noteExecution);
		mocked.runScans(3);
		assertThat(this.executions).containsExactly(millis(10), millis(20), millis(30));
	}

	@Test
	void failingClockEndsTheRunWithAnError() {
		this.executor.add("ctrl", millis(10), NOTHING);
		this.clock.script((target) -> {
			throw new IllegalStateException("no time");
		});
		assertThatExceptionOfType(ExecutorException.class).isThrownBy(this.executor::run)
			.withMessageContaining("no time");
		assertThat(this.hooks.log()).endsWith("up", "executor error");
		assertThat(this.executor.isRunning()).isFalse();
	}

	private CyclicExecutorBuilder builder() {
		return CyclicExecutor.builder()
			.workerThreads(0)
			.schedulingClock(this.clock)
			.telemetryClock(this.clock::nanoTime)
			.observer(this.hooks)
			.monitor(this.hooks);
	}

	private void noteExecution(ExecutionContext context) {
		this.executions.add(this.clock.elapsed());
	}

	private static void boom(ExecutionContext context) {
		throw new IllegalStateException("boom in item");
	}

	private static Duration millis(long millis) {
		return Duration.ofMillis(millis);
	}

	private static long nanos(long millis) {
		return millis(millis).toNanos();
	}

}
