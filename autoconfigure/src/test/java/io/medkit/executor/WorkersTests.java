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
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Workers}: every offer is executed exactly once, and none waits for a
 * wake-up that was lost.
 */
class WorkersTests {

	private static final int TASKS = 7;

	private static final long RACE_NANOS = Duration.ofSeconds(1).toNanos();

	private static final long LOST_NANOS = Duration.ofSeconds(20).toNanos();

	private static final CyclicExecutor owner = CyclicExecutor.builder().build();

	private static final Threads threads = new Threads("workers-test-", Thread.NORM_PRIORITY, Thread.NORM_PRIORITY,
			true, OptionalInt.empty(), false);

	private final List<Task> tasks = IntStream.range(0, TASKS).mapToObj(this::counting).toList();

	private final AtomicIntegerArray executions = new AtomicIntegerArray(TASKS);

	private final int[] offers = new int[TASKS];

	private Workers workers = workers(3);

	@AfterEach
	void close() {
		this.workers.close(true);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	void noWakeUpIsLostWhenAllWorkersGoIdleBetweenTwoOffers(int count) {
		this.workers = workers(count);
		this.workers.start();
		long begin = System.nanoTime();
		for (int round = 0; System.nanoTime() - begin < RACE_NANOS; round++) {
			int burst = 1 + round % TASKS;
			for (int i = 0; i < burst; i++) {
				offer(i);
			}
			for (int i = 0; i < burst; i++) {
				awaitExecution(i);
			}
		}
		assertExactlyOnce();
	}

	@Test
	void everyOfferIsExecutedOnceWhileOthersAreStillExecuted() {
		this.workers.start();
		long begin = System.nanoTime();
		int task = 0;
		while (System.nanoTime() - begin < RACE_NANOS) {
			task = (task + 3) % TASKS;
			awaitExecution(task);
			offer(task);
		}
		for (int i = 0; i < TASKS; i++) {
			awaitExecution(i);
		}
		assertExactlyOnce();
	}

	@Test
	void whatIsQueuedWhenTheWorkersAreClosedIsStillExecuted() {
		for (int i = 0; i < TASKS; i++) {
			offer(i);
		}
		this.workers.start();
		this.workers.close(true);
		assertExactlyOnce();
		assertThat(this.executions.get(TASKS - 1)).isOne();
	}

	@Test
	void queueIsFirstInFirstOutAndSurvivesManyTurnsOfTheRing() {
		for (int round = 0; round < 100; round++) {
			for (Task task : this.tasks) {
				this.workers.offer(task);
			}
			for (Task task : this.tasks) {
				assertThat(this.workers.withdraw()).isSameAs(task);
			}
			assertThat(this.workers.withdraw()).isNull();
		}
	}

	@Test
	void interruptOfOneTaskDoesNotReachTheNext() {
		CountDownLatch second = new CountDownLatch(1);
		boolean[] interrupted = new boolean[1];
		Workers single = new Workers(threads, 1, 2);
		Task first = task("first", (context) -> Thread.currentThread().interrupt());
		Task next = task("next", (context) -> {
			interrupted[0] = Thread.currentThread().isInterrupted();
			second.countDown();
		});
		first.dispatched(0, 0, 0);
		next.dispatched(0, 0, 0);
		single.offer(first);
		single.offer(next);
		single.start();
		single.close(true);
		assertThat(second.getCount()).isZero();
		assertThat(interrupted[0]).isFalse();
	}

	private Workers workers(int count) {
		return new Workers(threads, count, TASKS);
	}

	private void offer(int task) {
		this.offers[task]++;
		this.tasks.get(task).dispatched(0, 0, 0);
		this.workers.offer(this.tasks.get(task));
	}

	private void awaitExecution(int task) {
		long begin = System.nanoTime();
		for (int spins = 1; this.executions.get(task) < this.offers[task]; spins++) {
			// mostly without leaving the core: the next offer is to meet the worker on
			// its way to sleep
			if (spins % 1024 != 0) {
				Thread.onSpinWait();
			}
			else {
				Thread.yield();
				assertThat(System.nanoTime() - begin).as("time since task %d was offered", task).isLessThan(LOST_NANOS);
			}
		}
	}

	private void assertExactlyOnce() {
		for (int i = 0; i < TASKS; i++) {
			assertThat(this.executions.get(i)).isEqualTo(this.offers[i]);
		}
	}

	private Task counting(int index) {
		return task(Integer.toString(index), (context) -> this.executions.incrementAndGet(index));
	}

	private static Task task(String id, ExecutableItem item) {
		return new Task(TaskId.of(id), item, null, new TaskTiming(1, 0, 0), owner);
	}

}
