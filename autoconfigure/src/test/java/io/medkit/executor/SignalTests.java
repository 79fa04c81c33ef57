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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Signal} and event-driven tasks.
 */
class SignalTests {

	private static final Duration DEADLINE = Duration.ofMillis(30);

	private final FakeSchedulingClock clock = new FakeSchedulingClock();

	private final RecordingHooks hooks = new RecordingHooks();

	private final Signal signal = new Signal();

	private CyclicExecutor executor = CyclicExecutor.builder()
		.workerThreads(0)
		.schedulingClock(this.clock)
		.telemetryClock(this.clock::nanoTime)
		.observer(this.hooks)
		.monitor(this.hooks)
		.build();

	@AfterEach
	void close() {
		this.executor.close();
	}

	@Test
	@DisplayName("[52] two signals before a dispatch are one execution")
	void signalsCoalesce() {
		Signal other = new Signal();
		this.executor.add("event", (context) -> {
		}, (triggers) -> triggers.on(this.signal).on(other));
		this.signal.raise();
		other.raise();
		this.signal.raise();
		this.executor.runFor(Duration.ofSeconds(1));
		assertThat(this.hooks.count("post", "event")).isEqualTo(1);
	}

	@Test
	@DisplayName("[52] two signals of a faulted task are one execution of its handler")
	void signalsOfAFaultedTaskCoalesce() {
		AtomicInteger handled = new AtomicInteger();
		this.executor.add("event", (context) -> this.clock.advance(Duration.ofMillis(2)),
				(triggers) -> triggers.on(this.signal)
					.budget(Duration.ofMillis(1))
					.faultHandler((context) -> handled.incrementAndGet()));
		this.signal.raise();
		this.executor.runScans(1);
		this.signal.raise();
		this.signal.raise();
		this.executor.runFor(Duration.ofSeconds(1));
		assertThat(handled).hasValue(1);
		assertThat(this.hooks.count("task fault")).isEqualTo(1);
	}

	@Test
	@DisplayName("[74] an event-driven task has no cycle observation")
	void eventDrivenTaskHasNoCycles() {
		this.executor.add("event", (context) -> {
		}, (triggers) -> triggers.on(this.signal).deadline(DEADLINE));
		this.signal.raise();
		this.executor.runScans(3);
		assertThat(this.hooks.count("post", "event")).isEqualTo(3);
		assertThat(this.hooks.cycles()).isEmpty();
	}

	@Test
	void oneSignalTriggersEveryTaskThatListens() {
		this.executor.add("a", (context) -> {
		}, (triggers) -> triggers.on(this.signal));
		this.executor.add("b", (context) -> {
		}, (triggers) -> triggers.on(this.signal));
		this.signal.raise();
		this.executor.runScans(1);
		assertThat(this.hooks.log()).containsSubsequence("post a", "post b");
	}

	@Test
	void deadlineWakesTheTaskWhenNoSignalComes() {
		List<String> executed = new ArrayList<>();
		this.executor.add("event", (context) -> {
			executed.add("%s %d".formatted(context.isSignalled(), this.clock.elapsed().toMillis()));
			if (executed.size() == 2) {
				this.signal.raise();
			}
		}, (triggers) -> triggers.on(this.signal).deadline(DEADLINE));
		this.executor.runScans(5);
		assertThat(executed).containsExactly("false 30", "false 60", "true 60", "false 90", "false 120");
	}

	@Test
	void signalRaisedDuringAnExecutionLeadsToOneMore() {
		AtomicInteger executions = new AtomicInteger();
		this.executor.add("event", (context) -> {
			if (executions.incrementAndGet() <= 3) {
				this.signal.raise();
				this.signal.raise();
			}
		}, (triggers) -> triggers.on(this.signal));
		this.signal.raise();
		this.executor.runFor(Duration.ofSeconds(1));
		assertThat(executions).hasValue(4);
	}

	@Test
	void signalOfAFaultedTaskWithoutHandlerWaitsForTheClear() {
		AtomicInteger executions = new AtomicInteger();
		this.executor.add("event", (context) -> {
			executions.incrementAndGet();
			this.clock.advance(Duration.ofMillis(2));
		}, (triggers) -> triggers.on(this.signal).deadline(DEADLINE).budget(Duration.ofMillis(1)));
		this.signal.raise();
		this.executor.runScans(1);
		this.signal.raise();
		AtomicInteger waits = new AtomicInteger();
		this.executor.runUntil(() -> waits.incrementAndGet() > 100);
		assertThat(executions).hasValue(1);
		assertThat(this.clock.elapsed()).as("a deadline in the past does not keep it awake")
			.isGreaterThan(Duration.ofMillis(900));
		this.executor.clearTaskFault("event");
		this.executor.runScans(1);
		assertThat(executions).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 2 })
	void noSignalIsLostWhoeverRaisesIt(int workers) throws InterruptedException {
		int rounds = 20_000;
		AtomicLong[] written = { new AtomicLong(), new AtomicLong() };
		AtomicLong[] seen = { new AtomicLong(), new AtomicLong() };
		AtomicBoolean failed = new AtomicBoolean();
		this.executor = CyclicExecutor.builder().workerThreads(workers).build();
		this.executor.add("event", (context) -> {
			for (int i = 0; i < written.length; i++) {
				seen[i].setOpaque(written[i].getPlain());
			}
		}, (triggers) -> triggers.on(this.signal));
		this.executor.start();
		Thread[] raisers = new Thread[written.length];
		CountDownLatch begin = new CountDownLatch(1);
		for (int i = 0; i < raisers.length; i++) {
			AtomicLong mine = written[i];
			AtomicLong seenOfMine = seen[i];
			raisers[i] = new Thread(() -> {
				awaitUninterruptibly(begin);
				for (int round = 1; round <= rounds && !failed.get(); round++) {
					mine.setPlain(round);
					this.signal.raise();
					if (round % 100 == 0 && !sees(seenOfMine, round)) {
						failed.set(true);
					}
				}
			});
			raisers[i].start();
		}
		begin.countDown();
		for (Thread raiser : raisers) {
			raiser.join();
		}
		assertThat(failed).isFalse();
	}

	/**
	 * Waits for the execution that the signal leads to.
	 */
	private static boolean sees(AtomicLong seen, long round) {
		long begin = System.nanoTime();
		while (seen.getOpaque() < round) {
			if (System.nanoTime() - begin > Duration.ofSeconds(20).toNanos()) {
				return false;
			}
			Thread.onSpinWait();
		}
		return true;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void awaitWhateverInterrupts(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			try {
				latch.await();
			}
			catch (InterruptedException ex) {
				// the one that a stop sends
			}
		}
	}

	@Test
	void signalWakesAnExecutorThatHasNothingElseToDo() {
		AtomicInteger executions = new AtomicInteger();
		this.executor = CyclicExecutor.builder().build();
		this.executor.add("event", (context) -> executions.incrementAndGet(), (triggers) -> triggers.on(this.signal));
		this.executor.start();
		for (int i = 1; i <= 20; i++) {
			int expected = i;
			this.signal.raise();
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> executions.get() == expected);
		}
	}

	@Test
	void signalThatNoWorkerGotRoundToSurvivesTheStop() {
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicInteger executions = new AtomicInteger();
		this.executor = CyclicExecutor.builder().workerThreads(1).shutdownTimeout(Duration.ofMillis(20)).build();
		Signal hog = new Signal();
		this.executor.add("hog", (context) -> {
			inside.countDown();
			awaitWhateverInterrupts(release);
		}, (triggers) -> triggers.on(hog));
		this.executor.add("event", (context) -> executions.incrementAndGet(), (triggers) -> triggers.on(this.signal));
		this.executor.start();
		hog.raise();
		Awaitility.await().until(() -> inside.getCount() == 0);
		this.signal.raise();
		Awaitility.await().until(this.executor::stop);
		assertThat(executions).hasValue(0);
		release.countDown();
		this.executor.start();
		Awaitility.await().until(() -> executions.get() == 1);
	}

}
