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
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.medkit.executor.RecordingHooks.Cycle;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Budget} and for what an executor does about one that is broken. In
 * line, on a clock that the bodies move.
 */
class BudgetTests {

	private static final Duration PERIOD = Duration.ofMillis(5);

	private static final Duration BUDGET = Duration.ofMillis(1);

	private static final Duration SLOW = Duration.ofMillis(3);

	private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

	private final FakeSchedulingClock clock = new FakeSchedulingClock();

	private final RecordingHooks hooks = new RecordingHooks();

	private final List<String> executed = new ArrayList<>();

	private CyclicExecutor executor = builder().build();

	@Test
	@DisplayName("[62] a task that breaks its budget is faulted, told so once, and not executed again")
	void brokenBudgetFaultsTheTask() {
		addSlow("slow");
		this.executor.runScans(4);
		assertThat(this.executed).containsExactly("slow");
		assertThat(this.hooks.count("task fault", "slow")).isEqualTo(1);
		assertThat(this.hooks.count("executor fault")).isZero();
		assertThat(this.executor.overruns("slow")).isEqualTo(1);
		assertThat(this.executor.taskFault("slow"))
			.isEqualTo(new BudgetFault(TaskId.of("slow"), SLOW.toNanos(), BUDGET.toNanos(), NOW));
		assertThat(this.hooks.log()).containsSubsequence("pre slow", "post slow", "task fault slow", "cycle slow");
	}

	@Test
	void executionThatTakesExactlyItsBudgetIsWithinIt() {
		this.executor.add("exact", (context) -> this.clock.advance(BUDGET),
				(triggers) -> triggers.interval(PERIOD).budget(BUDGET));
		this.executor.runScans(3);
		assertThat(this.executor.overruns("exact")).isZero();
		assertThat(this.hooks.count("post")).isEqualTo(3);
	}

	@Test
	@DisplayName("[63] a cleared task runs again, and the next breach is told again")
	void clearedTaskRunsAgain() {
		addSlow("slow");
		this.executor.runScans(2);
		BudgetFault cleared = this.executor.clearTaskFault("slow");
		assertThat(cleared.tookNanos()).isEqualTo(SLOW.toNanos());
		assertThat(this.executor.taskFault("slow")).isNull();
		this.executor.runScans(2);
		assertThat(this.hooks.count("task clear", "slow")).isEqualTo(1);
		assertThat(this.hooks.count("task fault", "slow")).isEqualTo(2);
		assertThat(this.executed).containsExactly("slow", "slow");
	}

	@Test
	@DisplayName("[64] [22] a broken iteration budget faults the executor and halts every task until it is cleared")
	void brokenIterationBudgetHaltsAllTasks() {
		this.executor = builder().iterationBudget(BUDGET).build();
		boolean[] slow = { true };
		this.executor.add("slow", PERIOD, (context) -> {
			this.executed.add("slow");
			this.clock.advance(slow[0] ? SLOW : Duration.ZERO);
		});
		add("healthy");
		this.executor.runScans(3);
		assertThat(this.executed).containsExactly("slow");
		assertThat(this.hooks.count("executor fault", "slow")).isEqualTo(1);
		assertThat(this.hooks.count("task fault")).isZero();
		assertThat(this.executor.executorFault())
			.isEqualTo(new BudgetFault(TaskId.of("slow"), SLOW.toNanos(), BUDGET.toNanos(), NOW));
		assertThat(this.executor.iterationOverruns()).isEqualTo(1);
		slow[0] = false;
		this.executor.clearExecutorFault();
		assertThat(this.hooks.log()).endsWith("task clear slow", "task clear healthy", "executor clear");
		this.executor.runScans(1);
		assertThat(this.executed).containsExactly("slow", "slow", "healthy");
		assertThat(this.executor.executorFault()).isNull();
	}

	@Test
	@DisplayName("[65] [29] a faulted task's handler is executed in its place, with its own application id")
	void handlerIsExecutedInTheTasksPlace() {
		this.executor.add("slow", slow("slow"),
				(triggers) -> triggers.interval(PERIOD)
					.budget(BUDGET)
					.faultHandler(TestItem.ofApp(9, (context) -> this.executed.add("handler"))));
		List<Boolean> ofHandler = new ArrayList<>();
		this.executor.addMonitor(new ExecutionMonitor() {

			@Override
			public void preExecute(TaskId task, long startedNanos) {
				ofHandler.add(task.isFaultHandler());
			}

		});
		this.executor.runScans(3);
		this.executor.clearTaskFault("slow");
		this.executor.runScans(2);
		assertThat(this.executed).containsExactly("slow", "handler", "handler", "slow", "handler");
		assertThat(ofHandler).containsExactly(false, true, true, false, true);
		assertThat(this.hooks.count("start", "slow")).as("only the handler has an application id").isEqualTo(3);
		assertThat(this.hooks.cycles("slow")).extracting(Cycle::faulted)
			.containsExactly(false, true, true, false, true);
	}

	@Test
	void handlerThatBreaksTheBudgetIsCountedAndChangesNothing() {
		this.executor.add("slow", slow("slow"),
				(triggers) -> triggers.interval(Duration.ofMillis(20))
					.budget(BUDGET)
					.faultHandler((context) -> this.clock.advance(SLOW.multipliedBy(2))));
		this.executor.runScans(3);
		assertThat(this.executor.overruns("slow")).isEqualTo(3);
		assertThat(this.hooks.count("task fault")).isEqualTo(1);
		assertThat(Objects.requireNonNull(this.executor.taskFault("slow")).tookNanos()).isEqualTo(SLOW.toNanos());
	}

	@Test
	void handlerOfAHaltedTaskIsExecutedToo() {
		this.executor = builder().iterationBudget(BUDGET).build();
		this.executor.add("slow", PERIOD, slow("slow"));
		this.executor.add("halted", (context) -> this.executed.add("halted"),
				(triggers) -> triggers.interval(PERIOD).faultHandler((context) -> this.executed.add("handler")));
		this.executor.runScans(2);
		assertThat(this.executed).containsExactly("slow", "handler", "handler");
	}

	@Test
	@DisplayName("[66] overruns count every breach of a lifetime, whatever is cleared")
	void overrunsAreCountedForALifetime() {
		boolean[] slow = { true };
		this.executor.add("slow", (context) -> this.clock.advance(slow[0] ? SLOW : Duration.ZERO),
				(triggers) -> triggers.interval(PERIOD).budget(BUDGET));
		this.executor.runScans(1);
		this.executor.clearTaskFault("slow");
		this.executor.runScans(1);
		this.executor.clearTaskFault("slow");
		slow[0] = false;
		this.executor.runScans(5);
		assertThat(this.executor.overruns("slow")).isEqualTo(2);
		assertThat(this.hooks.count("post")).isEqualTo(7);
	}

	@Test
	@DisplayName("[67] what is not faulted or not there can not be cleared")
	void clearingWhatIsNotFaultedIsRefused() {
		add("healthy");
		assertThatExceptionOfType(NotFaultedException.class).isThrownBy(() -> this.executor.clearTaskFault("healthy"))
			.withMessage("Task 'healthy' is not faulted");
		assertThatExceptionOfType(NotFaultedException.class).isThrownBy(this.executor::clearExecutorFault)
			.withMessage("Executor 'budgets' is not faulted");
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.executor.clearTaskFault("nope"))
			.withMessage("Executor 'budgets' has no task 'nope'");
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.executor.taskFault("nope"));
		assertThatExceptionOfType(TaskNotFoundException.class).isThrownBy(() -> this.executor.overruns("nope"));
		assertThat(this.hooks.count("task clear")).isZero();
	}

	@Test
	void clearingATaskThatIsOnlyHaltedTellsWhatToClear() {
		this.executor = builder().iterationBudget(BUDGET).build();
		this.executor.add("slow", PERIOD, slow("slow"));
		this.executor.runScans(1);
		assertThatExceptionOfType(NotFaultedException.class).isThrownBy(() -> this.executor.clearTaskFault("slow"))
			.withMessageContaining("halted by the fault of executor 'budgets': clear that one");
	}

	@Test
	@DisplayName("[68] the reason can be read whole while breaches and clears alternate")
	void reasonIsReadWhole() throws InterruptedException {
		Budget budget = new Budget(1, () -> Instant.EPOCH, (task, took, nanos) -> {
		}, () -> {
		});
		TaskId[] tasks = { TaskId.of("2"), TaskId.of("3"), TaskId.of("4"), TaskId.of("5") };
		AtomicBoolean done = new AtomicBoolean();
		AtomicInteger torn = new AtomicInteger();
		AtomicInteger read = new AtomicInteger();
		Thread reader = new Thread(() -> {
			while (!done.get()) {
				BudgetFault fault = budget.fault();
				if (fault != null) {
					read.incrementAndGet();
					if (!fault.task().value().equals(Long.toString(fault.tookNanos()))) {
						torn.incrementAndGet();
					}
				}
			}
		});
		reader.start();
		for (int i = 0; i < 200_000 || read.get() < 1_000; i++) {
			int took = 2 + i % tasks.length;
			budget.judge(tasks[took - 2], took, true);
			budget.clear();
		}
		done.set(true);
		reader.join();
		assertThat(torn).hasValue(0);
		assertThat(budget.overruns()).isGreaterThanOrEqualTo(200_000);
	}

	@Test
	@DisplayName("[69] a fault that is cleared while the executor runs ends at the next slot")
	void clearWhileRunningResumesDispatch() {
		AtomicInteger executions = new AtomicInteger();
		this.executor = CyclicExecutor.builder().workerThreads(1).observer(this.hooks).build();
		this.executor.add("slow", (context) -> {
			if (executions.incrementAndGet() == 1) {
				Thread.sleep(5);
			}
		}, (triggers) -> triggers.interval(Duration.ofMillis(1)).budget(Duration.ofMillis(4)));
		this.executor.start();
		Awaitility.await().until(() -> this.executor.taskFault("slow") != null);
		assertThat(executions).hasValue(1);
		this.executor.clearTaskFault("slow");
		Awaitility.await().until(() -> executions.get() > 3);
		this.executor.close();
	}

	@Test
	void hooksAreToldOfAClearBeforeTheTaskIsExecutedAgain() {
		AtomicBoolean faultedInHook = new AtomicBoolean();
		addSlow("slow");
		this.executor.addObserver(new Observer() {

			@Override
			public void onTaskClear(TaskId task) {
				faultedInHook.set(BudgetTests.this.executor.taskFault("slow") != null);
			}

		});
		this.executor.runScans(1);
		this.executor.clearTaskFault("slow");
		assertThat(faultedInHook).isTrue();
	}

	@Test
	@DisplayName("[70] a task with a fault of its own stays faulted when the executor is cleared")
	void ownFaultOutlivesTheExecutors() {
		this.executor = builder().iterationBudget(SLOW.minusMillis(1)).build();
		addSlow("slow");
		add("healthy");
		this.executor.runScans(1);
		this.executor.clearExecutorFault();
		assertThat(this.executor.taskFault("slow")).isNotNull();
		assertThat(this.hooks.count("task clear", "slow")).isZero();
		assertThat(this.hooks.count("task clear", "healthy")).isEqualTo(1);
		this.executor.runScans(2);
		assertThat(this.executed).containsExactly("slow", "healthy", "healthy");
	}

	@Test
	@DisplayName("[71] the budget of a chain or a graph holds for it as a whole")
	void budgetHoldsForChainAndGraph() {
		ExecutableItem half = (context) -> this.clock.advance(BUDGET.dividedBy(2).plusNanos(1));
		this.executor.add("chain", Chain.of(half, half), (triggers) -> triggers.interval(PERIOD).budget(BUDGET));
		this.executor.add("graph", Graph.builder().root("a", half).vertex("b", half).edge("a", "b").build(),
				(triggers) -> triggers.interval(PERIOD).budget(BUDGET));
		this.executor.runScans(2);
		assertThat(this.hooks.count("task fault", "chain")).isEqualTo(1);
		assertThat(this.hooks.count("task fault", "graph")).isEqualTo(1);
		assertThat(this.hooks.count("post")).isEqualTo(2);
	}

	@Test
	@DisplayName("[72] scans of a faulted task are observed without a gap, and have nothing that was not measured")
	void scansOfAFaultedTaskAreObserved() {
		addSlow("slow");
		this.executor.runScans(6);
		List<Cycle> cycles = this.hooks.cycles("slow");
		assertThat(cycles).extracting(Cycle::index).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
		assertThat(cycles.get(0).faulted()).isFalse();
		assertThat(cycles.get(0).took()).isEqualTo(SLOW.toNanos());
		assertThat(cycles.subList(1, 6)).allSatisfy((cycle) -> {
			assertThat(cycle.faulted()).isTrue();
			assertThat(cycle.took()).isEqualTo(CycleObservation.ABSENT);
			assertThat(cycle.lateness()).isEqualTo(CycleObservation.ABSENT);
			assertThat(cycle.jitter()).isEqualTo(CycleObservation.ABSENT);
			assertThat(cycle.actualPeriod()).isEqualTo(PERIOD.toNanos());
		});
	}

	@Test
	void faultOutlivesTheRun() {
		addSlow("slow");
		this.executor.runScans(1);
		this.executor.runScans(1);
		assertThat(this.executed).containsExactly("slow");
	}

	private void addSlow(String id) {
		this.executor.add(id, slow(id), (triggers) -> triggers.interval(PERIOD).budget(BUDGET));
	}

	private ExecutableItem slow(String id) {
		return (context) -> {
			this.executed.add(id);
			this.clock.advance(SLOW);
		};
	}

	private void add(String id) {
		this.executor.add(id, PERIOD, (context) -> this.executed.add(id));
	}

	private CyclicExecutorBuilder builder() {
		return CyclicExecutor.builder()
			.name("budgets")
			.workerThreads(0)
			.schedulingClock(this.clock)
			.telemetryClock(this.clock::nanoTime)
			.wallClock(InstantSource.fixed(NOW))
			.observer(this.hooks)
			.monitor(this.hooks);
	}

}
