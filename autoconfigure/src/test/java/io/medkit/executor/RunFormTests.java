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
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import io.medkit.executor.RecordingHooks.Cycle;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for how runs of a {@link CyclicExecutor} begin, go on and end.
 */
class RunFormTests {

	private static final Duration PERIOD = Duration.ofMillis(10);

	private static final Duration LONG_PERIOD = Duration.ofSeconds(60);

	private static final ExecutableItem NOTHING = (context) -> {
	};

	private static final ExecutableItem FAILING = (context) -> {
		throw new IllegalStateException("boom");
	};

	private final FakeSchedulingClock clock = new FakeSchedulingClock();

	private final RecordingHooks hooks = new RecordingHooks();

	@Test
	@DisplayName("[58] a run until a condition holds ends then, however long the periods are")
	void runUntilConditionHolds() {
		CyclicExecutor executor = inLine().build();
		executor.add("ctrl", LONG_PERIOD, NOTHING);
		executor.runUntil(() -> this.clock.elapsed().compareTo(Duration.ofMillis(25)) >= 0);
		assertThat(this.clock.elapsed()).isEqualTo(Duration.ofMillis(30));
		assertThat(this.hooks.count("post")).isZero();
		executor.runUntil(() -> this.hooks.count("post") == 1);
		assertThat(this.hooks.log()).endsWith("post ctrl", "cycle ctrl", "down");
	}

	@Test
	void conditionThatHoldsAtOnceLeavesNothingToDo() {
		CyclicExecutor executor = inLine().build();
		executor.add("ctrl", PERIOD, NOTHING);
		executor.runUntil(() -> true);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "down");
	}

	@Test
	void conditionThatThrowsEndsTheRunWithAnError() {
		CyclicExecutor executor = inLine().build();
		executor.add("ctrl", PERIOD, NOTHING);
		assertThatExceptionOfType(ExecutorException.class).isThrownBy(() -> executor.runUntil(() -> {
			throw new IllegalStateException("undecided");
		})).withMessageContaining("undecided");
		assertThat(this.hooks.log()).endsWith("up", "executor error");
		assertThat(executor.isRunning()).isFalse();
	}

	@Test
	@DisplayName("[54] nothing is executed before the start, and everything until the stop")
	void startedExecutorRunsUntilItIsStopped() {
		CyclicExecutor executor = CyclicExecutor.builder().monitor(this.hooks).build();
		executor.add("ctrl", Duration.ofMillis(1), NOTHING);
		assertThat(this.hooks.count("pre")).isZero();
		executor.start();
		Awaitility.await().until(() -> this.hooks.count("post") >= 3);
		assertThat(executor.stop()).isTrue();
		long executions = this.hooks.count("pre");
		assertThat(this.hooks.count("post")).isEqualTo(executions);
	}

	@Test
	@DisplayName("[54] a stop throws, once, what ended the run before")
	void stopThrowsWhatEndedTheRun() {
		CyclicExecutor executor = CyclicExecutor.builder().errorPolicy(ErrorPolicy.STOP).build();
		executor.add("ctrl", Duration.ofMillis(1), FAILING);
		executor.start();
		Awaitility.await().until(() -> !executor.isRunning());
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(executor::stop).withMessageContaining("boom");
		assertThat(executor.stop()).isTrue();
		executor.close();
	}

	@Test
	@DisplayName("[54] a close without a stop does not throw what ended the run")
	void closeDoesNotThrow() {
		CyclicExecutor executor = CyclicExecutor.builder().errorPolicy(ErrorPolicy.STOP).build();
		executor.add("ctrl", Duration.ofMillis(1), FAILING);
		executor.start();
		Awaitility.await().until(() -> !executor.isRunning());
		assertThatNoException().isThrownBy(executor::close);
	}

	@Test
	void nextRunForgetsWhatEndedTheOneBefore() {
		CyclicExecutor executor = CyclicExecutor.builder().errorPolicy(ErrorPolicy.STOP).build();
		boolean[] failing = { true };
		executor.add("ctrl", Duration.ofMillis(1), (context) -> {
			if (failing[0]) {
				FAILING.execute(context);
			}
		});
		executor.start();
		Awaitility.await().until(() -> !executor.isRunning());
		failing[0] = false;
		executor.start();
		assertThat(executor.stop()).isTrue();
	}

	@Test
	@DisplayName("[56] an executor that is not admitted executes nothing and tells so, once")
	void rejectedExecutorDoesNotRun() {
		CyclicExecutor executor = inLine().admissionCheck((request) -> "no licence").build();
		executor.add("ctrl", PERIOD, NOTHING);
		assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(() -> executor.runScans(1))
			.withMessage("Executor 'forms' may not run: no licence");
		assertThat(this.hooks.log()).containsExactly("added ctrl", "rejected");
		assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(executor::start);
		assertThat(executor.isRunning()).isFalse();
	}

	@Test
	@DisplayName("[56] an admitted executor runs, and the check was told what is to run")
	void admittedExecutorRuns() {
		AtomicReference<AdmissionCheck.Request> told = new AtomicReference<>();
		CyclicExecutor executor = inLine().integrityLevel(2).admissionCheck((request) -> {
			told.set(request);
			return null;
		}).build();
		executor.add("ctrl", PERIOD, NOTHING);
		executor.add("io", PERIOD, NOTHING);
		executor.runScans(1);
		assertThat(told).hasValue(new AdmissionCheck.Request("forms", 2, OptionalInt.of(2)));
		assertThat(this.hooks.log()).containsSubsequence("admitted", "up", "post ctrl");
	}

	@Test
	@DisplayName("[56] a check that throws does not admit")
	void checkThatThrowsRejects() {
		CyclicExecutor executor = inLine().admissionCheck((request) -> {
			throw new IllegalStateException("no database");
		}).build();
		assertThatExceptionOfType(AdmissionRejectedException.class).isThrownBy(() -> executor.runScans(1))
			.withMessageContaining("no database");
	}

	@Test
	void itemOfAnotherIntegrityLevelIsRefused() {
		CyclicExecutor executor = inLine().integrityLevel(2).build();
		executor.add("same", PERIOD, ofLevel(2));
		executor.add("any", PERIOD, NOTHING);
		assertThatIllegalArgumentException().isThrownBy(() -> executor.add("other", PERIOD, ofLevel(1)))
			.withMessageContaining("Its integrity level is 1, that of the executor is 2");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> executor.add("handled", NOTHING,
					(triggers) -> triggers.interval(PERIOD).faultHandler(ofLevel(3))))
			.withMessageContaining("is 3");
		assertThatIllegalArgumentException().isThrownBy(() -> Chain.of(ofLevel(1), ofLevel(2)))
			.withMessageContaining("levels 1 and 2 are mixed in a chain");
	}

	private static ExecutableItem ofLevel(int level) {
		return new ExecutableItem() {

			@Override
			public void execute(ExecutionContext context) {
			}

			@Override
			public OptionalInt integrityLevel() {
				return OptionalInt.of(level);
			}

		};
	}

	@Test
	@DisplayName("[57] the heart beats once a period, counts from 1 and needs no task")
	void heartBeatsWithoutTasks() {
		List<Long> beats = new ArrayList<>();
		List<Long> times = new ArrayList<>();
		CyclicExecutor executor = beating(beats, times);
		executor.runFor(Duration.ofMillis(205));
		assertThat(beats).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
		assertThat(times).isSorted().doesNotHaveDuplicates();
	}

	@Test
	@DisplayName("[57] beats that were missed are not made up for, and beats are no scans")
	void missedBeatsAreNotMadeUpFor() {
		List<Long> beats = new ArrayList<>();
		List<Long> times = new ArrayList<>();
		CyclicExecutor executor = beating(beats, times);
		boolean[] stalled = { false };
		executor.add("ctrl", Duration.ofMillis(50), (context) -> {
			if (!stalled[0]) {
				stalled[0] = true;
				this.clock.advance(Duration.ofMillis(95));
			}
		});
		executor.runScans(5);
		assertThat(times.stream().map((nanos) -> TimeUnit.NANOSECONDS.toMillis(nanos - FakeSchedulingClock.ORIGIN)))
			.containsExactly(20L, 40L, 145L, 160L, 180L, 200L, 220L, 240L);
		assertThat(beats).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
	}

	@Test
	@DisplayName("[57] without being asked to the heart does not beat")
	void heartDoesNotBeatUnasked() {
		CyclicExecutor executor = inLine().build();
		executor.runFor(Duration.ofSeconds(10));
		assertThat(this.hooks.count("heartbeat")).isZero();
	}

	private CyclicExecutor beating(List<Long> beats, List<Long> times) {
		return inLine().heartbeat(Duration.ofMillis(20)).observer(new Observer() {

			@Override
			public void onHeartbeat(long sequence, long atNanos) {
				beats.add(sequence);
				times.add(atNanos);
			}

		}).build();
	}

	@Test
	@DisplayName("[73] twenty runs are twenty observations, the last with the index 19")
	void indexGoesOnOverRuns() {
		CyclicExecutor executor = inLine().build();
		executor.add("ctrl", PERIOD, (context) -> this.clock.advance(Duration.ofMillis(1)));
		for (int i = 0; i < 20; i++) {
			executor.runScans(1);
		}
		assertThat(this.hooks.cycles()).hasSize(20);
		assertThat(this.hooks.cycles().get(19).index()).isEqualTo(19);
	}

	@Test
	@DisplayName("[83] a body of 130 ms on a period of 50 ms skips slots once, is late once, and is on time again")
	void longBodyIsLateOnce() {
		CyclicExecutor executor = inLine().build();
		int[] executions = { 0 };
		executor.add("ctrl", Duration.ofMillis(50), (context) -> {
			if (++executions[0] == 2) {
				this.clock.advance(Duration.ofMillis(130));
			}
		});
		executor.runScans(8);
		List<Cycle> cycles = this.hooks.cycles();
		assertThat(cycles).filteredOn((cycle) -> cycle.skipped() > 0).hasSize(1);
		assertThat(cycles.stream().mapToLong(Cycle::lateness).max().orElseThrow())
			.isGreaterThanOrEqualTo(Duration.ofMillis(50).toNanos());
		assertThat(cycles.subList(4, 8)).extracting(Cycle::lateness).containsOnly(0L);
	}

	@Test
	@DisplayName("[84] the executor wakes for the earliest slot only, whatever the common divisor of the periods is")
	void wakesForTheEarliestSlot() {
		assertThat(wakes(2, 3)).containsExactly(2L, 3L, 4L, 6L, 8L, 9L, 10L, 12L);
		assertThat(wakes(2, 4)).containsExactly(2L, 4L, 6L, 8L, 10L, 12L);
		assertThat(wakes(2, 0)).containsExactly(2L, 4L, 6L, 8L, 10L, 12L);
		assertThat(wakes()).isEmpty();
	}

	/**
	 * Returns the milliseconds of the first twelve at which something was dispatched; a
	 * period of zero stands for an event-driven task.
	 */
	private static List<Long> wakes(int... periodsMillis) {
		FakeSchedulingClock clock = new FakeSchedulingClock();
		List<Long> wakes = new ArrayList<>();
		CyclicExecutor executor = CyclicExecutor.builder().workerThreads(0).schedulingClock(clock).build();
		for (int period : periodsMillis) {
			executor.add(null, (context) -> wakes.add(clock.elapsed().toMillis()), (triggers) -> {
				if (period == 0) {
					triggers.on(new Signal());
				}
				else {
					triggers.interval(Duration.ofMillis(period));
				}
			});
		}
		executor.runFor(Duration.ofMillis(12).plusNanos(1));
		return wakes.stream().distinct().toList();
	}

	@Test
	void threadsAreNamedAndHaveThePriorityThatWasSet() throws InterruptedException {
		AtomicReference<Thread> worker = new AtomicReference<>();
		AtomicReference<Thread> dispatch = new AtomicReference<>();
		CountDownLatch executed = new CountDownLatch(1);
		try (CyclicExecutor executor = CyclicExecutor.builder()
			.threadNamePrefix("plant-")
			.dispatchPriority(7)
			.workerPriority(3)
			.daemon(true)
			.observer(new Observer() {

				@Override
				public void onExecutorUp() {
					dispatch.set(Thread.currentThread());
				}

			})
			.build()) {
			executor.add("ctrl", Duration.ofMillis(1), (context) -> {
				worker.set(Thread.currentThread());
				executed.countDown();
			});
			executor.start();
			assertThat(executed.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(dispatch.get().getName()).isEqualTo("plant-dispatch");
			assertThat(dispatch.get().getPriority()).isEqualTo(7);
			assertThat(dispatch.get().isDaemon()).isTrue();
			assertThat(worker.get().getName()).isEqualTo("plant-worker-1");
			assertThat(worker.get().getPriority()).isEqualTo(3);
			assertThat(worker.get().isDaemon()).isTrue();
		}
	}

	@Test
	void workersAreVirtualWhereThereAreVirtualThreads() throws Exception {
		CyclicExecutorBuilder builder = CyclicExecutor.builder();
		if (Runtime.version().feature() < 21) {
			assertThatIllegalArgumentException().isThrownBy(() -> builder.virtualWorkers(true))
				.withMessageContaining("need Java 21");
			return;
		}
		AtomicReference<Thread> worker = new AtomicReference<>();
		CountDownLatch executed = new CountDownLatch(3);
		try (CyclicExecutor executor = builder.virtualWorkers(true).build()) {
			executor.add("ctrl", Duration.ofMillis(1), (context) -> {
				worker.set(Thread.currentThread());
				executed.countDown();
			});
			executor.start();
			assertThat(executed.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(Thread.class.getMethod("isVirtual").invoke(worker.get())).isEqualTo(true);
			assertThat(worker.get().getName()).isEqualTo("medkit-executor-worker-1");
		}
	}

	@Test
	void settingsThatCanNotBeAreRefused() {
		CyclicExecutorBuilder builder = CyclicExecutor.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.dispatchPriority(0)).withMessageContaining("0");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.workerPriority(11)).withMessageContaining("11");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.heartbeat(Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.iterationBudget(Duration.ZERO));
	}

	private CyclicExecutorBuilder inLine() {
		return CyclicExecutor.builder()
			.name("forms")
			.workerThreads(0)
			.schedulingClock(this.clock)
			.telemetryClock(this.clock::nanoTime)
			.observer(this.hooks)
			.monitor(this.hooks);
	}

}
