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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TaskLanes}: hooks of one task that overlap.
 */
class TaskLanesTests {

	private static final int THREADS = 8;

	private static final int EXECUTIONS = 20_000;

	private final ExecutorBinding binding = ExecutorBinding.withTasks("ctrl");

	private final TaskLanes lanes = new TaskLanes(this.binding, 64);

	@Test
	@DisplayName("[27] eight threads at once: executions, sum, min and max are exact, the average lies between")
	void overlappingExecutionsAreCountedExactly() throws InterruptedException {
		AtomicBoolean done = new AtomicBoolean();
		List<String> contradictions = new ArrayList<>();
		Thread reader = new Thread(() -> {
			long seen = 0;
			while (!done.get()) {
				TaskReading reading = this.lanes.read();
				if (reading != null) {
					check(reading, seen, contradictions);
					seen = reading.executions();
				}
			}
		});
		reader.start();
		inParallel(THREADS, (thread) -> {
			for (int i = 0; i < EXECUTIONS; i++) {
				this.lanes.executionStarted(i);
				this.lanes.executionEnded(i, took(thread, i), true, 0);
			}
		});
		done.set(true);
		reader.join();
		assertThat(contradictions).isEmpty();
		TaskReading reading = this.lanes.read();
		assertThat(reading.executions()).isEqualTo(THREADS * EXECUTIONS);
		assertThat(reading.starts()).isEqualTo(reading.stops()).isEqualTo(reading.executions());
		assertThat(reading.totalTookNanos()).isEqualTo(IntStream.range(0, THREADS)
			.mapToLong((thread) -> IntStream.range(0, EXECUTIONS).mapToLong((i) -> took(thread, i)).sum())
			.sum());
		assertThat(reading.minTookNanos()).isEqualTo(took(0, 0));
		assertThat(reading.maxTookNanos()).isEqualTo(took(THREADS - 1, EXECUTIONS - 1));
		assertThat(reading.ewmaTookNanos()).isBetween(reading.minTookNanos(), reading.maxTookNanos());
		assertThat(reading.inFlight()).isZero();
		TaskData.Distributions distributions = this.lanes.distributions(reading);
		assertThat(distributions.histogram().stream().mapToLong(TaskData.Bucket::count).sum())
			.isEqualTo(THREADS * EXECUTIONS);
	}

	private static void check(TaskReading reading, long seen, List<String> contradictions) {
		long executions = reading.executions();
		boolean consistent = executions >= seen && reading.starts() == executions + reading.inFlight()
				&& reading.totalTookNanos() >= executions * reading.minTookNanos()
				&& reading.totalTookNanos() <= executions * reading.maxTookNanos()
				&& reading.ewmaTookNanos() >= reading.minTookNanos()
				&& reading.ewmaTookNanos() <= reading.maxTookNanos() && reading.inFlight() <= THREADS;
		if (!consistent && contradictions.size() < 5) {
			contradictions.add("After %d: %s".formatted(seen, reading));
		}
	}

	private static long took(int thread, int i) {
		return 1_000L * (thread + 1) + i;
	}

	@Test
	@DisplayName("[27] called with an id made by hand, from any number of threads, hooks of a binding count exactly")
	void hooksByHandMayOverlap() throws InterruptedException {
		inParallel(THREADS, (thread) -> {
			TaskId task = TaskId.of("ctrl");
			for (int i = 0; i < EXECUTIONS; i++) {
				boolean ok = i % 100 != 0;
				this.binding.preExecute(task, i);
				this.binding.postExecute(task, i, 5, ok);
				if (!ok) {
					this.binding.onAppError(task, new IllegalStateException("broken"));
				}
			}
		});
		TaskData data = data();
		assertThat(data.timing().executions()).isEqualTo(THREADS * EXECUTIONS);
		assertThat(data.timing().ewmaTookNanos()).isEqualTo(5);
		assertThat(data.liveness().errors()).isEqualTo(THREADS * EXECUTIONS / 100);
		assertThat(data.liveness().inFlightCount()).isZero();
		assertThat(data.lastError().type()).isEqualTo("java.lang.IllegalStateException");
	}

	@Test
	void laneIsUsedAgainWhenItWasGivenBack() {
		TaskSlot first = this.lanes.begin(0);
		this.lanes.end(first, 0, 1, true, 0);
		assertThat(this.lanes.begin(2)).isSameAs(first);
	}

	@Test
	void thereAreLessThanTwiceAsManyLanesAsExecutionsInFlightHoweverManyThreadsCome() {
		for (int i = 0; i < 20; i++) {
			beginElsewhere(i);
		}
		for (int i = 0; i < 500; i++) {
			this.lanes.end(beginElsewhere(i), i, 1, true, 0);
		}
		assertThat(this.lanes.count()).isEqualTo(32);
	}

	@Test
	void executionsInFlightAreCountedAndTheOldestIsTold() throws InterruptedException {
		for (int i = 0; i < 20; i++) {
			int begun = i;
			inThread(() -> this.lanes.executionStarted(100 - begun));
		}
		TaskReading reading = this.lanes.read();
		assertThat(reading.inFlight()).isEqualTo(20);
		assertThat(reading.starts()).isEqualTo(20);
		assertThat(reading.inFlightSince()).isEqualTo(81);
		assertThat(reading.startedNanos()).as("the latest").isEqualTo(100);
	}

	@Test
	void executionMayEndOnAnotherThread() throws InterruptedException {
		inThread(() -> this.lanes.executionStarted(1));
		inThread(() -> this.lanes.executionStarted(2));
		this.lanes.executionEnded(1, 10, true, 0);
		TaskReading reading = this.lanes.read();
		assertThat(reading.executions()).isEqualTo(1);
		assertThat(reading.inFlight()).isEqualTo(1);
		assertThat(reading.inFlightSince()).isEqualTo(2);
		this.lanes.executionEnded(2, 10, true, 0);
		assertThat(this.lanes.read().inFlight()).isZero();
	}

	@Test
	void endWithoutABeginningCounts() {
		this.lanes.executionEnded(5, 10, true, 0);
		assertThat(this.lanes.read().executions()).isEqualTo(1);
		assertThat(this.lanes.read().inFlight()).isZero();
	}

	@Test
	@DisplayName("[16] [27] a success on one lane heals what failed on another")
	void successHealsErrorsOfAllLanes() {
		TaskSlot first = this.lanes.begin(1);
		TaskSlot second = beginElsewhere(2);
		this.lanes.end(first, 1, 10, false, 1);
		this.lanes.errorThrown("First", null, 1);
		this.lanes.end(second, 2, 10, false, 2);
		this.lanes.errorThrown("Second", "newer", 2);
		TaskReading failed = this.lanes.read();
		assertThat(failed.errors()).isEqualTo(2);
		assertThat(failed.consecutiveErrors()).isEqualTo(2);
		assertThat(failed.inError()).isTrue();
		assertThat(failed.errorType()).isEqualTo("Second");
		assertThat(failed.errorMessage()).isEqualTo("newer");
		assertThat(failed.failures().count()).isEqualTo(2);
		assertThat(failed.failures().firstMillis()).isEqualTo(1);
		assertThat(failed.failures().lastMillis()).isEqualTo(2);
		first = this.lanes.begin(3);
		this.lanes.end(first, 3, 10, true, 0);
		assertThat(this.lanes.read().inError()).isFalse();
		this.lanes.end(beginElsewhere(4), 4, 10, false, 4);
		assertThat(this.lanes.read().inError()).isTrue();
		assertThat(this.lanes.read().consecutiveErrors()).isEqualTo(1);
	}

	@Test
	void lastIsThatOfTheExecutionThatEndedLast() {
		TaskSlot first = this.lanes.begin(10);
		TaskSlot second = beginElsewhere(20);
		this.lanes.end(second, 20, 5, true, 0);
		this.lanes.end(first, 10, 100, true, 0);
		TaskReading reading = this.lanes.read();
		assertThat(reading.lastTookNanos()).isEqualTo(100);
		assertThat(reading.ewmaTookNanos()).isEqualTo(100);
		assertThat(reading.startedNanos()).isEqualTo(20);
		assertThat(reading.endedNanos()).isEqualTo(110);
		assertThat(reading.minTookNanos()).isEqualTo(5);
	}

	@Test
	void clearForgetsTheErrorsOfAllLanes() {
		TaskSlot first = this.lanes.begin(1);
		TaskSlot second = beginElsewhere(2);
		this.lanes.end(first, 1, 10, false, 1);
		this.lanes.end(second, 2, 10, false, 2);
		this.lanes.budgetExceeded(10, 5, 3);
		this.lanes.healErrors();
		this.lanes.healBreaches();
		this.lanes.clearHistory();
		TaskReading reading = this.lanes.read();
		assertThat(reading.failures().count()).isZero();
		assertThat(reading.breaches().count()).isZero();
		assertThat(reading.errors()).as("for life").isEqualTo(2);
	}

	@Test
	void breachIsThatOfTheLaneThatBrokeTheBudgetLast() {
		TaskSlot held = beginElsewhere(1);
		this.lanes.budgetExceeded(10, 5, 3);
		held.budgetExceeded(20, 5, 4);
		TaskReading reading = this.lanes.read();
		assertThat(reading.faulted()).isTrue();
		assertThat(reading.breachTookNanos()).isEqualTo(20);
		assertThat(reading.breaches().count()).isEqualTo(2);
	}

	@Test
	void startsAndStopsOfAnApplicationMayOverlap() throws InterruptedException {
		this.lanes.appStarted();
		inThread(() -> {
			this.lanes.appStarted();
			this.lanes.errorThrown("Broken", null, 1);
			this.lanes.appStopped();
		});
		TaskReading reading = this.lanes.read();
		assertThat(reading.starts()).isEqualTo(2);
		assertThat(reading.stops()).isEqualTo(1);
		assertThat(reading.inFlight()).isEqualTo(1);
		assertThat(reading.errors()).isEqualTo(1);
		assertThat(reading.inError()).isTrue();
		this.lanes.appStopped();
		assertThat(this.lanes.read().inError()).as("the one that began before ended well").isFalse();
		assertThat(this.lanes.read().inFlight()).isZero();
	}

	@Test
	@DisplayName("[5] a stop that ends nothing does not hide an error")
	void stopThatEndsNothingHealsNothing() {
		this.lanes.errorThrown("Broken", null, 1);
		this.lanes.appStopped();
		assertThat(this.lanes.read().inError()).isTrue();
	}

	@Test
	void lanesAboveTheEighthKeepFewSamples() throws InterruptedException {
		List<TaskSlot> held = new ArrayList<>();
		for (int i = 0; i < 40; i++) {
			held.add(beginElsewhere(i));
		}
		held.forEach((lane) -> {
			for (int i = 0; i < 100; i++) {
				lane.executionEnded(i, i, true, 0);
			}
		});
		assertThat(this.lanes.distributions(this.lanes.read()).windowSamples()).isEqualTo(8 * 64 + 32 * 16);
		assertThat(this.lanes.read().executions()).isEqualTo(4_000);
	}

	@Test
	void everyExecutorHasALaneOfItsOwn() {
		try (CyclicExecutor one = CyclicExecutor.builder().observer(this.binding).build();
				CyclicExecutor two = CyclicExecutor.builder().observer(this.binding).build()) {
			TaskId first = one.add("ctrl", Duration.ofMillis(1), (context) -> {
			});
			TaskId second = two.add("ctrl", Duration.ofMillis(1), (context) -> {
			});
			this.binding.preExecute(first, 1);
			this.binding.preExecute(second, 2);
			this.binding.postExecute(first, 1, 10, true);
			assertThat(data().liveness().inFlightCount()).isEqualTo(1);
			this.binding.postExecute(second, 2, 10, true);
			assertThat(data().timing().executions()).isEqualTo(2);
			assertThat(data().timing().periodNanos()).isEqualTo(1_000_000);
		}
	}

	@Test
	void twoBindingsOfOneExecutorBothSeeItsTasks() {
		ExecutorBinding other = ExecutorBinding.withTasks("ctrl");
		try (CyclicExecutor executor = CyclicExecutor.builder().observer(this.binding).observer(other).build()) {
			TaskId task = executor.add("ctrl", Duration.ofMillis(1), (context) -> {
			});
			for (ExecutorBinding bound : List.of(this.binding, other)) {
				bound.onExecutorUp();
				bound.preExecute(task, 1);
				bound.postExecute(task, 1, 10, true);
				TaskData data = (TaskData) bound.find("app:ctrl").data();
				assertThat(data.timing().executions()).isEqualTo(1);
				assertThat(data.timing().periodNanos()).isEqualTo(1_000_000);
				assertThat(data.liveness().state()).isEqualTo(TaskState.RUNNING);
			}
		}
	}

	@Test
	void taskThatIsMadeKnownAgainKeepsItsLane() {
		TaskId task = TaskId.of("ctrl");
		TaskSlot lane = this.lanes.own(task, new TaskTiming(5, 0, 0));
		assertThat(this.lanes.own(task, new TaskTiming(6, 0, 0))).isSameAs(lane);
		assertThat(this.lanes.read().periodNanos()).isEqualTo(6);
		assertThat(this.lanes.hooksOf(task)).isSameAs(lane);
		assertThat(this.lanes.hooksOf(TaskId.of("ctrl"))).as("an equal id is not the executor's").isSameAs(this.lanes);
	}

	private TaskSlot beginElsewhere(long startedNanos) {
		TaskSlot[] lane = new TaskSlot[1];
		try {
			inThread(() -> lane[0] = this.lanes.begin(startedNanos));
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return lane[0];
	}

	private TaskData data() {
		return (TaskData) this.binding.find("app:ctrl").data();
	}

	private static void inThread(Runnable action) throws InterruptedException {
		Thread thread = new Thread(action);
		thread.start();
		thread.join();
	}

	private static void inParallel(int threads, Action action) throws InterruptedException {
		CountDownLatch ready = new CountDownLatch(threads);
		AtomicInteger ended = new AtomicInteger();
		List<Thread> started = IntStream.range(0, threads).mapToObj((number) -> new Thread(() -> {
			ready.countDown();
			try {
				ready.await();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
			action.run(number);
			ended.incrementAndGet();
		})).toList();
		started.forEach(Thread::start);
		for (Thread thread : started) {
			thread.join();
		}
		assertThat(ended).hasValue(threads);
	}

	/**
	 * What one of several threads does.
	 */
	private interface Action {

		void run(int thread);

	}

}
