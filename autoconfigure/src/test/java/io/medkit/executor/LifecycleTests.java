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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;

import io.medkit.executor.RecordingHooks.Cycle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CyclicExecutor} on threads of its own: independence of tasks, start,
 * stop and close.
 */
class LifecycleTests {

	private static final Duration PERIOD = Duration.ofMillis(1);

	private static final ExecutableItem NOTHING = (context) -> {
	};

	@RegisterExtension
	final ExecutorLog log = new ExecutorLog();

	private final RecordingHooks hooks = new RecordingHooks();

	private final SteppedClock clock = new SteppedClock();

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<CyclicExecutor> executors = new ArrayList<>();

	@AfterEach
	void closeLeavesNoThreadBehind() {
		this.release.countDown();
		this.executors.forEach(CyclicExecutor::close);
		await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
			.noneMatch((thread) -> thread.getName().startsWith("medkit-lifecycle-")));
	}

	@Test
	void hungTaskDelaysNoOther() {
		CyclicExecutor executor = stepped(2);
		executor.add("hung", millis(10), this::awaitRelease);
		executor.add("healthy", millis(10), NOTHING);
		executor.start();
		for (int slot = 1; slot <= 20; slot++) {
			this.clock.advanceTo(millis(10 * slot));
			int expected = slot;
			await().until(() -> this.hooks.cycles("healthy").size() == expected);
		}
		assertThat(this.hooks.cycles("healthy")).allMatch((cycle) -> cycle.lateness() == 0 && cycle.skipped() == 0);
		assertThat(this.hooks.count("pre", "hung")).isOne();
		assertThat(this.hooks.cycles("hung")).isEmpty();
	}

	@Test
	void slowTaskOnAWorkerIsServedLateOnceAndSkipsExactly() {
		CyclicExecutor executor = stepped(1);
		executor.add("slow", millis(10), (context) -> {
			if (this.hooks.cycles().isEmpty()) {
				awaitRelease(context);
			}
		});
		executor.start();
		this.clock.advanceTo(millis(10));
		await().until(() -> this.hooks.count("pre") == 1);
		for (int at : new int[] { 20, 30, 45 }) {
			this.clock.advanceTo(millis(at));
		}
		assertThat(this.hooks.count("pre")).isOne();
		this.release.countDown();
		awaitCycles("slow", 2);
		this.clock.advanceTo(millis(50));
		awaitCycles("slow", 3);
		this.clock.advanceTo(millis(60));
		awaitCycles("slow", 4);
		assertThat(this.hooks.cycles().stream().map(Cycle::pre)).containsExactly(nanos(10), nanos(45), nanos(50),
				nanos(60));
		assertThat(this.hooks.cycles().stream().map(Cycle::lateness)).containsExactly(0L, nanos(25), 0L, 0L);
		assertThat(this.hooks.cycles().stream().map(Cycle::skipped)).containsExactly(0L, 0L, 2L, 0L);
		assertThat(this.hooks.cycles().get(0).took()).isEqualTo(nanos(35));
	}

	@Test
	void taskNeverOverlapsItselfAndSeesWhatItsLastInvocationWrote() {
		CyclicExecutor executor = owned(builder().workerThreads(4).build());
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		int[] plain = new int[1];
		executor.add("eager", Duration.ofNanos(1), (context) -> {
			overlaps.addAndGet(inside.getAndIncrement());
			plain[0]++;
			inside.getAndDecrement();
		});
		executor.runScans(5000);
		assertThat(overlaps).hasValue(0);
		assertThat(plain[0]).isEqualTo(5000);
		assertThat(this.hooks.cycles()).hasSize(5000);
	}

	@Test
	void tasksOfOneScanAreExecutedAtTheSameTime() {
		CyclicExecutor executor = owned(builder().workerThreads(2).build());
		CountDownLatch both = new CountDownLatch(2);
		ExecutableItem meeting = (context) -> {
			both.countDown();
			assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
		};
		executor.add("a", PERIOD, meeting);
		executor.add("b", PERIOD, meeting);
		executor.runScans(1);
		assertThat(this.hooks.count("post")).isEqualTo(2);
	}

	@Test
	void withoutASettingEveryTaskHasAWorker() {
		CyclicExecutor executor = owned(builder().build());
		CountDownLatch all = new CountDownLatch(5);
		for (int i = 0; i < 5; i++) {
			executor.add(null, PERIOD, (context) -> {
				all.countDown();
				assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
			});
		}
		executor.runScans(1);
		assertThat(this.hooks.count("post")).isEqualTo(5);
	}

	@Test
	void fewWorkersServeManyTasks() {
		CyclicExecutor executor = owned(builder().workerThreads(2).build());
		for (int i = 0; i < 50; i++) {
			executor.add(null, Duration.ofMillis(10), NOTHING);
		}
		executor.runScans(3);
		assertThat(this.hooks.cycles().stream().filter((cycle) -> cycle.index() == 0)).hasSize(50);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	@DisplayName("[39] a stop from another thread ends a wait of a minute at once")
	void stopFromAnotherThread(int workers) {
		CyclicExecutor executor = owned(builder().workerThreads(workers).build());
		executor.add("ctrl", Duration.ofMinutes(1), NOTHING);
		executor.start();
		await().until(() -> this.hooks.count("up") == 1);
		long begin = System.nanoTime();
		assertThat(executor.stop()).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "down");
		assertThat(executor.isRunning()).isFalse();
	}

	@Test
	@DisplayName("[39] a stop without tasks ends the run as well")
	void stopOfAnExecutorWithoutTasks() {
		CyclicExecutor executor = owned(builder().build());
		executor.start();
		assertThat(executor.stop()).isTrue();
		assertThat(this.hooks.log()).containsExactly("admitted", "up", "down");
	}

	@Test
	@DisplayName("[53] a stop right after the start: no cycle is told, one up and one down")
	void stopRightAfterStart() {
		CyclicExecutor executor = owned(builder().workerThreads(1).build());
		executor.add("ctrl", Duration.ofMinutes(1), NOTHING);
		executor.start();
		assertThat(executor.stop()).isTrue();
		assertThat(this.hooks.cycles()).isEmpty();
		assertThat(this.hooks.count("up")).isOne();
		assertThat(this.hooks.count("down")).isOne();
	}

	@Test
	@DisplayName("[55] 25 interrupts from outside, 50 executions")
	void interruptsFromOutsideLoseNoCycle() throws InterruptedException {
		CyclicExecutor executor = owned(builder().workerThreads(1).build());
		executor.add("ctrl", PERIOD, NOTHING);
		AtomicBoolean handedOn = new AtomicBoolean();
		Thread runner = new Thread(() -> {
			executor.runScans(50);
			handedOn.set(Thread.currentThread().isInterrupted());
		}, "medkit-lifecycle-runner");
		runner.start();
		for (int i = 1; i <= 25; i++) {
			awaitCycles("ctrl", i);
			runner.interrupt();
		}
		runner.join();
		assertThat(handedOn).isTrue();
		assertThat(this.hooks.cycles().stream().map(Cycle::index)).containsExactlyElementsOf(upTo(50));
		assertThat(this.hooks.count("post")).isEqualTo(50);
	}

	@Test
	@DisplayName("[58] a run for a time ends at its deadline on the machine's clock too")
	void runForOnTheSystemClock() {
		CyclicExecutor executor = owned(builder().workerThreads(1).build());
		executor.add("ctrl", Duration.ofMinutes(5), NOTHING);
		long begin = System.nanoTime();
		executor.runFor(millis(50));
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(millis(50), Duration.ofSeconds(30));
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	@DisplayName("[59] stop and start, time and again: cycle indexes without a gap, each run anchored anew")
	void startStopStart(int workers) {
		CyclicExecutor executor = owned(builder().workerThreads(workers).build());
		executor.add("ctrl", PERIOD, NOTHING);
		for (int run = 1; run <= 5; run++) {
			int before = this.hooks.cycles().size();
			executor.start();
			await().until(() -> this.hooks.cycles().size() >= before + 3);
			assertThat(executor.stop()).isTrue();
			Cycle first = this.hooks.cycles().get(before);
			assertThat(first.actualPeriod()).isEqualTo(CycleObservation.ABSENT);
			assertThat(first.skipped()).isZero();
			assertThat(first.lateness()).isBetween(0L, PERIOD.toNanos() - 1);
			assertThat(this.hooks.count("down")).isEqualTo(run);
		}
		assertThat(this.hooks.cycles().stream().map(Cycle::index))
			.containsExactlyElementsOf(upTo(this.hooks.cycles().size()));
		assertThat(this.hooks.count("post")).isEqualTo(this.hooks.cycles().size());
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void stopWaitsForWhatIsExecuted(int workers) {
		CyclicExecutor executor = owned(builder().workerThreads(workers).build());
		executor.add("busy", PERIOD, this::awaitRelease);
		executor.start();
		await().until(() -> this.hooks.count("pre") == 1);
		CompletableFuture<Boolean> stop = CompletableFuture.supplyAsync(executor::stop);
		await().during(millis(100)).until(() -> !stop.isDone());
		assertThat(executor.isRunning()).isTrue();
		this.release.countDown();
		assertThat(stop.join()).isTrue();
		assertThat(this.hooks.log()).containsExactly("added busy", "admitted", "up", "pre busy", "post busy",
				"cycle busy", "down");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void stopInterruptsWhatDoesNotEndInTimeAndReportsNoError(int workers) {
		CyclicExecutor executor = owned(
				builder().workerThreads(workers).errorPolicy(ErrorPolicy.STOP).shutdownTimeout(millis(50)).build());
		executor.add("busy", PERIOD, this::awaitRelease);
		executor.start();
		await().until(() -> this.hooks.count("pre") == 1);
		assertThat(executor.stop()).isTrue();
		assertThat(this.release.getCount()).isOne();
		assertThat(this.hooks.log()).containsExactly("added busy", "admitted", "up", "pre busy", "post busy",
				"cycle busy", "down");
	}

	@Test
	void interruptThatAnItemWrapsIsNoErrorEither() {
		CyclicExecutor executor = owned(builder().workerThreads(1).shutdownTimeout(millis(50)).build());
		executor.add("busy", PERIOD, (context) -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException("interrupted", ex);
			}
		});
		executor.start();
		await().until(() -> this.hooks.count("pre") == 1);
		assertThat(executor.stop()).isTrue();
		assertThat(this.hooks.count("error")).isZero();
	}

	@Test
	void interruptThatNobodyAskedForIsAnError() {
		CyclicExecutor executor = owned(builder().workerThreads(1).build());
		executor.add("busy", PERIOD, (context) -> {
			throw new InterruptedException();
		});
		executor.runScans(1);
		assertThat(this.hooks.count("error")).isOne();
	}

	@Test
	void failureOfAnInterruptedItemIsAnError() {
		CyclicExecutor executor = owned(builder().workerThreads(1).shutdownTimeout(millis(50)).build());
		executor.add("busy", PERIOD, (context) -> {
			awaitInterrupt();
			throw new IllegalStateException("something else");
		});
		executor.start();
		await().until(() -> this.hooks.count("pre") == 1);
		assertThat(executor.stop()).isTrue();
		assertThat(this.hooks.count("error")).isOne();
	}

	@Test
	void interruptOfTheStoppingThreadHurriesTheStop() {
		CyclicExecutor executor = owned(builder().workerThreads(1).shutdownTimeout(Duration.ofMinutes(5)).build());
		executor.add("busy", PERIOD, this::awaitRelease);
		executor.start();
		await().until(() -> this.hooks.count("pre") == 1);
		Thread.currentThread().interrupt();
		assertThat(executor.stop()).isFalse();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(executor.stop()).isTrue();
		assertThat(this.hooks.count("error")).isZero();
	}

	@Test
	void endlessShutdownTimeoutIsNoError() {
		CyclicExecutor executor = owned(
				builder().workerThreads(1).shutdownTimeout(Duration.ofSeconds(Long.MAX_VALUE)).build());
		executor.add("ctrl", PERIOD, NOTHING);
		executor.start();
		awaitCycles("ctrl", 1);
		assertThat(executor.stop()).isTrue();
		assertThat(this.hooks.count("down")).isOne();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void itemThatStopsOrClosesDoesNotWaitForItself(int workers) {
		CyclicExecutor executor = owned(
				builder().workerThreads(workers).shutdownTimeout(Duration.ofMinutes(5)).build());
		AtomicReference<Boolean> answer = new AtomicReference<>();
		executor.add("ctrl", PERIOD, (context) -> {
			answer.set(executor.stop());
			executor.close();
		});
		executor.start();
		await().until(() -> !executor.isRunning());
		assertThat(answer).hasValue(false);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "pre ctrl", "post ctrl",
				"cycle ctrl", "down");
	}

	@ParameterizedTest
	@ValueSource(strings = { "admitted", "up", "start", "pre", "event 42", "post(false)", "error", "stop", "cycle",
			"executor error", "down" })
	void hookThatStopsDoesNotWaitForItself(String hook) {
		AtomicReference<CyclicExecutor> executor = new AtomicReference<>();
		AtomicReference<Boolean> answer = new AtomicReference<>();
		RecordingHooks stopping = new RecordingHooks() {

			@Override
			void record(String called, TaskId task) {
				super.record(called, task);
				if (called.equals(hook)) {
					answer.set(executor.get().stop());
				}
			}

		};
		executor.set(owned(builder().workerThreads(1)
			.errorPolicy(hook.equals("executor error") ? ErrorPolicy.STOP : ErrorPolicy.CONTINUE)
			.shutdownTimeout(Duration.ofMinutes(5))
			.observer(stopping)
			.monitor(stopping)
			.build()));
		executor.get().add("ctrl", PERIOD, TestItem.ofApp(7, (context) -> {
			context.sendEvent(new UserEvent(1, 42));
			if (hook.equals("down")) {
				context.stopExecutor();
			}
			throw new IllegalStateException("boom");
		}));
		executor.get().start();
		await().until(() -> !executor.get().isRunning());
		assertThat(answer).hasValue(false);
	}

	@Test
	void leftBehindTaskIsNeverExecutedTwiceAtOnceAndIsPickedUpWhenItIsDone() {
		CyclicExecutor executor = owned(builder().workerThreads(2).shutdownTimeout(millis(20)).build());
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		executor.add("stubborn", PERIOD, (context) -> {
			overlaps.addAndGet(inside.getAndIncrement());
			awaitReleaseWhateverInterrupts();
			inside.getAndDecrement();
		});
		executor.add("healthy", PERIOD, NOTHING);
		executor.start();
		await().until(() -> this.hooks.count("pre", "stubborn") == 1);
		assertThat(executor.stop()).isTrue();
		assertThat(this.hooks.count("down")).isOne();
		assertThat(this.log.messages()).singleElement().asString().contains("'stubborn'", "left behind");
		int before = this.hooks.cycles("healthy").size();
		executor.start();
		awaitCycles("healthy", before + 20);
		assertThat(this.hooks.count("pre", "stubborn")).isOne();
		this.release.countDown();
		awaitCycles("stubborn", 5);
		assertThat(executor.stop()).isTrue();
		assertThat(overlaps).hasValue(0);
		for (String task : List.of("stubborn", "healthy")) {
			assertThat(this.hooks.cycles(task).stream().map(Cycle::index))
				.containsExactlyElementsOf(upTo(this.hooks.cycles(task).size()));
			assertThat(this.hooks.count("post", task)).isEqualTo(this.hooks.cycles(task).size());
		}
	}

	@Test
	void leftBehindTaskThatIsDoneBeforeTheNextRunIsPickedUpAtItsBeginning() {
		CyclicExecutor executor = stepped(1, millis(20));
		executor.add("stubborn", millis(10), (context) -> awaitReleaseWhateverInterrupts());
		executor.start();
		this.clock.advanceTo(millis(10));
		await().until(() -> this.hooks.count("pre") == 1);
		assertThat(executor.stop()).isTrue();
		this.release.countDown();
		await().until(() -> this.hooks.count("post") == 1);
		executor.start();
		awaitCycles("stubborn", 1);
		this.clock.advanceTo(millis(20));
		awaitCycles("stubborn", 2);
		assertThat(this.hooks.cycles().stream().map(Cycle::pre)).containsExactly(nanos(10), nanos(20));
		assertThat(this.hooks.cycles().get(1).actualPeriod()).isEqualTo(CycleObservation.ABSENT);
		assertThat(this.hooks.cycles().get(1).index()).isOne();
	}

	@Test
	void taskQueuedBehindALeftBehindOneIsNotExecutedAfterTheStop() {
		CyclicExecutor executor = stepped(1, millis(20));
		executor.add("stubborn", millis(10), (context) -> awaitReleaseWhateverInterrupts());
		executor.add("queued", millis(10), NOTHING);
		executor.start();
		this.clock.advanceTo(millis(10));
		await().until(() -> this.hooks.count("pre") == 1);
		assertThat(executor.stop()).isTrue();
		this.release.countDown();
		await().until(() -> noThread("medkit-lifecycle-worker-1"));
		assertThat(this.hooks.count("pre", "queued")).isZero();
	}

	@Test
	void taskQueuedBehindALeftBehindOneIsExecutedByTheNextRun() {
		CyclicExecutor executor = stepped(1, millis(20));
		executor.add("stubborn", millis(10), (context) -> awaitReleaseWhateverInterrupts());
		executor.add("queued", millis(10), NOTHING);
		executor.start();
		this.clock.advanceTo(millis(10));
		await().until(() -> this.hooks.count("pre") == 1);
		assertThat(executor.stop()).isTrue();
		executor.start();
		this.clock.advanceTo(millis(20));
		awaitCycles("queued", 1);
		assertThat(this.hooks.cycles("queued").get(0).index()).isZero();
		assertThat(this.hooks.count("pre", "stubborn")).isOne();
	}

	@Test
	void concurrentStartsAndStopsKeepEveryCount() {
		CyclicExecutor executor = owned(builder().workerThreads(2).shutdownTimeout(Duration.ofMinutes(1)).build());
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger overlaps = new AtomicInteger();
		for (String task : List.of("a", "b", "c")) {
			executor.add(task, Duration.ofNanos(50_000), (context) -> {
				if (task.equals("a")) {
					overlaps.addAndGet(inside.getAndIncrement());
					inside.getAndDecrement();
				}
			});
		}
		AtomicInteger starts = new AtomicInteger();
		List<CompletableFuture<Void>> clients = new ArrayList<>();
		long begin = System.nanoTime();
		for (int i = 0; i < 4; i++) {
			boolean starting = i < 2;
			clients.add(CompletableFuture.runAsync(() -> {
				while (System.nanoTime() - begin < 1_500_000_000L) {
					if (!starting) {
						assertThat(executor.stop()).isTrue();
					}
					else if (!executor.isRunning()) {
						try {
							executor.start();
							starts.incrementAndGet();
						}
						catch (IllegalStateException ex) {
							assertThat(ex).hasMessageContaining("is running");
						}
					}
				}
			}, (client) -> new Thread(client, "medkit-lifecycle-client").start()));
		}
		clients.forEach(CompletableFuture::join);
		assertThat(executor.stop()).isTrue();
		assertThat(starts.get()).isGreaterThan(1);
		assertThat(overlaps).hasValue(0);
		assertThat(executor.hookFailures()).isZero();
		assertThat(this.hooks.count("up")).isEqualTo(starts.get());
		assertThat(this.hooks.count("down")).isEqualTo(starts.get());
		for (String task : List.of("a", "b", "c")) {
			assertThat(this.hooks.cycles(task).stream().map(Cycle::index))
				.containsExactlyElementsOf(upTo(this.hooks.cycles(task).size()));
			assertThat(this.hooks.count("post", task)).isEqualTo(this.hooks.cycles(task).size());
		}
	}

	private CyclicExecutorBuilder builder() {
		return CyclicExecutor.builder().name("lifecycle").observer(this.hooks).monitor(this.hooks);
	}

	private CyclicExecutor owned(CyclicExecutor executor) {
		this.executors.add(executor);
		return executor;
	}

	private CyclicExecutor stepped(int workers) {
		return stepped(workers, Duration.ofSeconds(30));
	}

	private CyclicExecutor stepped(int workers, Duration shutdownTimeout) {
		return owned(builder().workerThreads(workers)
			.shutdownTimeout(shutdownTimeout)
			.schedulingClock(this.clock)
			.telemetryClock(this.clock::nanoTime)
			.build());
	}

	private void awaitRelease(ExecutionContext context) throws InterruptedException {
		this.release.await();
	}

	private void awaitInterrupt() {
		try {
			this.release.await();
		}
		catch (InterruptedException ex) {
			// that is it
		}
	}

	private void awaitReleaseWhateverInterrupts() {
		while (this.release.getCount() > 0) {
			awaitInterrupt();
		}
	}

	private void awaitCycles(String task, int count) {
		await().pollInterval(PERIOD).until(() -> this.hooks.cycles(task).size() >= count);
	}

	private static boolean noThread(String name) {
		return Thread.getAllStackTraces().keySet().stream().noneMatch((thread) -> thread.getName().equals(name));
	}

	private static List<Long> upTo(long count) {
		return LongStream.range(0, count).boxed().toList();
	}

	private static Duration millis(long millis) {
		return Duration.ofMillis(millis);
	}

	private static long nanos(long millis) {
		return millis(millis).toNanos();
	}

}
