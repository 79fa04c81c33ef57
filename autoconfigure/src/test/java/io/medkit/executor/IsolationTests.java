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
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests that what one task, observer or run does wrong stays with it.
 */
class IsolationTests {

	private static final Duration PERIOD = Duration.ofMillis(1);

	@Test
	void interruptThatATaskLeavesBehindIsNotTheNextOnes() {
		CyclicExecutor executor = CyclicExecutor.builder().workerThreads(0).build();
		AtomicInteger interrupted = new AtomicInteger();
		executor.add("rude", PERIOD, (context) -> Thread.currentThread().interrupt());
		executor.add("next", PERIOD, (context) -> {
			if (Thread.currentThread().isInterrupted()) {
				interrupted.incrementAndGet();
			}
		});
		executor.runScans(5);
		assertThat(interrupted).hasValue(0);
		assertThat(Thread.interrupted()).as("it is told to who called").isTrue();
	}

	@Test
	void runThatFailsStillEndsWhatItBegan() throws InterruptedException {
		CyclicExecutor executor = CyclicExecutor.builder()
			.workerThreads(1)
			.shutdownTimeout(Duration.ofMillis(50))
			.build();
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean queuedExecuted = new AtomicBoolean();
		CountDownLatch ended = new CountDownLatch(1);
		executor.add("running", PERIOD, (context) -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			finally {
				ended.countDown();
			}
		});
		executor.add("queued", PERIOD, (context) -> queuedExecuted.set(true));
		assertThatExceptionOfType(ExecutorException.class).isThrownBy(() -> executor.runUntil(() -> {
			if (begun.getCount() == 0) {
				throw new IllegalStateException("boom");
			}
			return false;
		})).withStackTraceContaining("boom");
		assertThat(ended.getCount()).as("interrupted and waited for").isZero();
		executor.close();
		assertThat(queuedExecuted).isFalse();
	}

	@Test
	void deadlineThatNeverComesIsNeverDue() {
		Deadlines deadlines = new Deadlines(new long[] { Long.MAX_VALUE, 5 });
		deadlines.serve(0, 10);
		deadlines.serve(1, 10);
		assertThat(deadlines.isDue(0, Long.MAX_VALUE - 1)).isFalse();
		assertThat(deadlines.target(1)).isEqualTo(15);
	}

	@Test
	void breachDoesNotWaitForHooksThatAreToldOfAClear() throws InterruptedException {
		TaskId task = TaskId.of("ctrl");
		CountDownLatch clearing = new CountDownLatch(1);
		CountDownLatch goOn = new CountDownLatch(1);
		Budget budget = new Budget(1, InstantSource.system(), (id, took, nanos) -> {
		}, () -> {
			clearing.countDown();
			try {
				goOn.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		budget.judge(task, 2, true);
		Thread clears = new Thread(budget::clear);
		clears.start();
		clearing.await();
		budget.judge(task, 3, true);
		assertThat(clears.isAlive()).isTrue();
		goOn.countDown();
		clears.join();
		assertThat(budget.isFaulted()).isFalse();
		assertThat(budget.overruns()).isEqualTo(2);
	}

	@Test
	void hookThatClearsWhatIsBeingClearedIsToldSo() {
		AtomicInteger told = new AtomicInteger();
		Budget[] budget = new Budget[1];
		budget[0] = new Budget(1, InstantSource.system(), (id, took, nanos) -> {
		}, () -> {
			told.incrementAndGet();
			assertThat(budget[0].clear()).isNull();
		});
		budget[0].judge(TaskId.of("ctrl"), 2, true);
		assertThat(budget[0].clear()).isNotNull();
		assertThat(told).hasValue(1);
		assertThat(budget[0].isFaulted()).isFalse();
	}

	@Test
	void graphDoesNotKeepAWorkerFromOtherTasks() {
		CyclicExecutor executor = CyclicExecutor.builder().workerThreads(2).build();
		AtomicInteger vertices = new AtomicInteger();
		AtomicInteger verticesAtLastTurn = new AtomicInteger();
		AtomicInteger turns = new AtomicInteger();
		Graph.Builder graph = Graph.builder().root("root", (context) -> {
		});
		for (int i = 0; i < 20; i++) {
			graph.vertex("v" + i, (context) -> {
				Thread.sleep(5);
				vertices.incrementAndGet();
			}).edge("root", "v" + i);
		}
		executor.add("graph", PERIOD, graph.build());
		executor.add("other", PERIOD, (context) -> {
			if (vertices.get() < 20) {
				verticesAtLastTurn.set(vertices.get());
				turns.incrementAndGet();
			}
		});
		executor.runUntil(() -> vertices.get() >= 20);
		assertThat(turns).as("turns beside the graph").hasValueGreaterThan(4);
		assertThat(verticesAtLastTurn).hasValueGreaterThan(4);
	}

}
