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

import io.medkit.executor.RecordingHooks.Call;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Hooks}: who is told, in which order, on which thread.
 */
class HooksTests {

	private static final Duration PERIOD = Duration.ofMillis(1);

	private static final ExecutableItem NOTHING = (context) -> {
	};

	@RegisterExtension
	final ExecutorLog log = new ExecutorLog();

	private final RecordingHooks hooks = new RecordingHooks();

	@Test
	@DisplayName("[35] a hook that throws is contained and counted, every other hook is still called, the loop goes on")
	void throwingHookIsContained() {
		Throwing throwing = new Throwing();
		CyclicExecutor executor = inline().observer(throwing).monitor(throwing).build();
		executor.addObserver(this.hooks);
		executor.addMonitor(this.hooks);
		executor.add("ctrl", PERIOD, TestItem.ofApp(7, (context) -> context.sendEvent(new UserEvent(1, 42))));
		executor.runScans(2);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", //
				"start ctrl", "pre ctrl", "event 42 ctrl", "post ctrl", "stop ctrl", "cycle ctrl", //
				"start ctrl", "pre ctrl", "event 42 ctrl", "post ctrl", "stop ctrl", "cycle ctrl", "down");
		assertThat(executor.hookFailures()).isEqualTo(this.hooks.log().size());
	}

	@Test
	@DisplayName("[35] a hook that throws when an item fails changes nothing about what follows the failure")
	void throwingHookOfAFailureIsContained() {
		CyclicExecutor executor = inline().observer(new Throwing()).observer(this.hooks).build();
		executor.add("ctrl", PERIOD, TestItem.ofApp(7, (context) -> {
			throw new IllegalStateException("boom");
		}));
		executor.runScans(1);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "start ctrl", "error ctrl",
				"stop ctrl", "cycle ctrl", "down");
	}

	@Test
	@DisplayName("[35] an error thrown by a hook is contained like any other, and logged once")
	void errorThrownByAHookIsContained() {
		CyclicExecutor executor = inline().observer(new Observer() {

			@Override
			public void onCycleStats(CycleObservation observation) {
				throw new NoClassDefFoundError("missing");
			}

		}).build();
		executor.add("ctrl", PERIOD, NOTHING);
		executor.runScans(3);
		assertThat(executor.hookFailures()).isEqualTo(3);
		assertThat(this.log.messages()).singleElement().asString().contains(getClass().getName(), "counted");
	}

	@Test
	void hooksAreCalledInTheOrderOfTheirRegistration() {
		StringBuilder order = new StringBuilder();
		CyclicExecutor executor = inline().observer(noting(order, "a")).observer(noting(order, "b")).build();
		executor.addObserver(noting(order, "c"));
		executor.add("ctrl", PERIOD, NOTHING);
		executor.runScans(2);
		assertThat(order).hasToString("abcabc");
	}

	@Test
	void observerAndMonitorAreRegisteredOnce() {
		CyclicExecutor executor = inline().observer(this.hooks).observer(this.hooks).monitor(this.hooks).build();
		executor.addObserver(this.hooks);
		executor.addMonitor(this.hooks);
		executor.add("ctrl", PERIOD, NOTHING);
		executor.runScans(1);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "pre ctrl", "post ctrl",
				"cycle ctrl", "down");
	}

	@Test
	void observerThatIsRegisteredMayBeAddedAgainDuringARun() {
		CyclicExecutor executor = inline().observer(this.hooks).build();
		executor.add("ctrl", PERIOD, (context) -> executor.addObserver(this.hooks));
		executor.runScans(1);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "cycle ctrl", "down");
	}

	@Test
	void observerAddedLaterIsToldOfAllTasksInOrder() {
		CyclicExecutor executor = inline().build();
		executor.add("a", PERIOD, NOTHING);
		executor.add("b", PERIOD, NOTHING);
		executor.addObserver(this.hooks);
		executor.add("c", PERIOD, NOTHING);
		assertThat(this.hooks.log()).containsExactly("added a", "added b", "added c");
		assertThat(this.hooks.calls()).allMatch((call) -> call.thread() == Thread.currentThread());
	}

	@Test
	void addedTasksCarryTheirPeriod() {
		StringBuilder added = new StringBuilder();
		CyclicExecutor executor = inline().observer(new Observer() {

			@Override
			public void onTaskAdded(TaskId task, TaskTiming timing) {
				added.append(task).append(timing.periodNanos()).append(' ');
			}

		}).build();
		executor.add("a", Duration.ofNanos(5), NOTHING);
		executor.add("b", Duration.ofNanos(7), NOTHING);
		assertThat(added).hasToString("a5 b7 ");
	}

	@Test
	void applicationInstanceIsHandedToOnAppStart() {
		StringBuilder started = new StringBuilder();
		CyclicExecutor executor = inline().observer(new Observer() {

			@Override
			public void onAppStart(TaskId task, int appId, @Nullable Integer appInstanceId) {
				started.append(task).append(' ').append(appId).append(' ').append(appInstanceId).append(';');
			}

		}).build();
		executor.add("a", PERIOD, TestItem.ofApp(7, NOTHING));
		executor.add("b", PERIOD, new TestItem(null, OptionalInt.of(8), OptionalInt.of(9), NOTHING));
		executor.runScans(1);
		assertThat(started).hasToString("a 7 null;b 8 9;");
	}

	@Test
	void withWorkersAnInvocationIsToldOnItsWorkerAndTheRestOnTheDispatchThread() {
		CyclicExecutor executor = workers(1).build();
		executor.add("ctrl", PERIOD, TestItem.ofApp(7, (context) -> {
			context.sendEvent(new UserEvent(1, 42));
			throw new IllegalStateException("boom");
		}));
		executor.runScans(1);
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "start ctrl", "pre ctrl",
				"event 42 ctrl", "post(false) ctrl", "error ctrl", "stop ctrl", "cycle ctrl", "down");
		List<Call> invocation = this.hooks.calls().subList(3, 9);
		assertThat(invocation).allMatch((call) -> call.thread().getName().equals("medkit-hooks-worker-1"));
		List<Call> rest = List.of(this.hooks.calls().get(1), this.hooks.calls().get(2), this.hooks.calls().get(9),
				this.hooks.calls().get(10));
		assertThat(rest).allMatch((call) -> call.thread() == Thread.currentThread());
	}

	@Test
	void withoutWorkersEverythingIsToldOnTheDispatchThread() {
		CyclicExecutor executor = workers(0).build();
		executor.add("ctrl", PERIOD, TestItem.ofApp(7, ExecutionContext::stopExecutor));
		executor.start();
		Awaitility.await().until(() -> !executor.isRunning());
		assertThat(this.hooks.log()).containsExactly("added ctrl", "admitted", "up", "start ctrl", "pre ctrl",
				"post ctrl", "stop ctrl", "cycle ctrl", "down");
		assertThat(this.hooks.calls().subList(0, 2)).allMatch((call) -> call.thread() == Thread.currentThread());
		assertThat(this.hooks.calls().subList(2, 9))
			.allMatch((call) -> call.thread().getName().equals("medkit-hooks-dispatch"));
	}

	@Test
	@DisplayName("[38] five scans on two workers are five executions, and their cycles are told in order")
	void cyclesAreToldInRegistrationOrder() {
		CyclicExecutor executor = workers(2).build();
		executor.add("ctrl", PERIOD, NOTHING);
		executor.runScans(5);
		assertThat(this.hooks.count("post")).isEqualTo(5);
		assertThat(this.hooks.cycles().stream().map(RecordingHooks.Cycle::index)).containsExactly(0L, 1L, 2L, 3L, 4L);
	}

	private CyclicExecutorBuilder inline() {
		return CyclicExecutor.builder().workerThreads(0).schedulingClock(new FakeSchedulingClock());
	}

	private CyclicExecutorBuilder workers(int count) {
		return CyclicExecutor.builder().name("hooks").workerThreads(count).observer(this.hooks).monitor(this.hooks);
	}

	private static Observer noting(StringBuilder order, String name) {
		return new Observer() {

			@Override
			public void onCycleStats(CycleObservation observation) {
				order.append(name);
			}

		};
	}

	/**
	 * Throws from every hook.
	 */
	private static final class Throwing extends RecordingHooks {

		@Override
		void record(String hook, @Nullable TaskId task) {
			throw new IllegalStateException("hook failed");
		}

	}

}
