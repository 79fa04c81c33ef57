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
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.CyclicExecutorBuilder;
import io.medkit.executor.ErrorPolicy;
import io.medkit.executor.ExecutionMonitor;
import io.medkit.executor.ExecutorException;
import io.medkit.executor.Graph;
import io.medkit.executor.Observer;
import io.medkit.executor.Signal;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import io.medkit.model.ExecutorData;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.FreezeFrame;
import io.medkit.model.Health;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import io.medkit.model.ValueFilter;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what an {@link ExecutorBinding} that is bound to a real executor tells of
 * budgets, handlers and faults, on a clock that the bodies move.
 */
class FaultedTaskTests {

	private static final Duration PERIOD = Duration.ofMillis(10);

	private static final Duration BUDGET = Duration.ofMillis(1);

	private final FakeClock clock = new FakeClock();

	private final ExecutorBinding binding = ExecutorBinding.builder()
		.tasks(List.of(new TaskRegistration("ctrl"), new TaskRegistration("io")))
		.telemetryClock(this.clock)
		.wallClock(this.clock)
		.build();

	private CyclicExecutor executor = executor(inLine());

	private Duration takes = Duration.ofMillis(3);

	private RuntimeException failure;

	@Test
	@DisplayName("[21] [62] a task that breaks its budget is faulted with the reason, and clearing lets it run again")
	void brokenBudgetIsTold() {
		addCtrl();
		this.executor.runScans(3);
		assertThat(state("ctrl")).isEqualTo(TaskState.FAULTED);
		assertThat(this.binding.health("app:ctrl")).isEqualTo(Health.ERROR);
		assertThat(data("ctrl").fault().tookNanos()).isEqualTo(this.takes.toNanos());
		assertThat(data("ctrl").fault().budgetNanos()).isEqualTo(BUDGET.toNanos());
		assertThat(data("ctrl").timing().budgetNanos()).isEqualTo(BUDGET.toNanos());
		assertThat(data("ctrl").timing().executions()).isEqualTo(1);
		assertThat(data("ctrl").timing().faultedScans()).isEqualTo(2);
		assertThat(this.binding.clearFaults("app:ctrl")).isTrue();
		assertThat(this.executor.taskFault("ctrl")).isNull();
		assertThat(state("ctrl")).isEqualTo(TaskState.STOPPED);
		assertThat(this.binding.faults("app:ctrl")).isEmpty();
		this.executor.runScans(1);
		assertThat(data("ctrl").timing().executions()).isEqualTo(2);
	}

	@Test
	@DisplayName("[66] the overruns that are told are those of the executor")
	void overrunsAreThoseOfTheExecutor() {
		addCtrl();
		for (int i = 0; i < 3; i++) {
			this.executor.runScans(2);
			this.binding.clearFaults("app:ctrl");
		}
		this.takes = Duration.ZERO;
		this.executor.runScans(2);
		assertThat(data("ctrl").timing().overruns()).isEqualTo(3).isEqualTo(this.executor.overruns("ctrl"));
	}

	@Test
	@DisplayName("[29] a handler leaves the task's figures alone and has its own")
	void handlerHasFiguresOfItsOwn() {
		this.executor.add("ctrl", (context) -> this.clock.advance(this.takes),
				(triggers) -> triggers.interval(PERIOD).budget(BUDGET).faultHandler((context) -> {
					this.clock.advanceNanos(5_000_000);
					if (this.failure != null) {
						throw this.failure;
					}
				}));
		this.executor.runScans(1);
		TaskData before = data("ctrl");
		assertThat(before.handler()).isNull();
		this.executor.runScans(2);
		this.failure = new IllegalStateException("handler broken");
		this.executor.runScans(1);
		TaskData after = data("ctrl");
		assertThat(after.timing().executions()).isEqualTo(1);
		assertThat(after.timing().distributions().took()).isEqualTo(before.timing().distributions().took());
		assertThat(after.timing().lastTookNanos()).isEqualTo(before.timing().lastTookNanos());
		assertThat(after.timing().ewmaTookNanos()).isEqualTo(before.timing().ewmaTookNanos());
		assertThat(after.timing().overruns()).isEqualTo(4).isEqualTo(this.executor.overruns("ctrl"));
		assertThat(after.liveness().starts()).isEqualTo(1);
		assertThat(after.liveness().stops()).isEqualTo(1);
		assertThat(after.liveness().errors()).isZero();
		assertThat(after.liveness().lastStarted()).isEqualTo(before.liveness().lastStarted());
		assertThat(after.lastError()).isNull();
		assertThat(after.handler().executions()).isEqualTo(3);
		assertThat(after.handler().errors()).isEqualTo(1);
		assertThat(after.handler().lastTookNanos()).isEqualTo(5_000_000);
		assertThat(after.handler().lastError().message()).isEqualTo("handler broken");
		assertThat(after.withValues(ValueFilter.NONE).handler().lastError().message()).isNull();
	}

	@Test
	@DisplayName("[22] [64] [70] an executor fault halts all, and clearing it leaves a fault of a task's own")
	void executorFaultHaltsAll() {
		this.executor = executor(inLine().iterationBudget(BUDGET.multipliedBy(2)));
		addCtrl();
		this.executor.add("io", PERIOD, (context) -> {
		});
		this.executor.runScans(2);
		assertThat(state("ctrl")).isEqualTo(TaskState.FAULTED);
		assertThat(state("io")).isEqualTo(TaskState.HALTED);
		assertThat(executorData().faulted()).isTrue();
		assertThat(executorData().fault().task()).isEqualTo("ctrl");
		this.binding.clearFaults("executor");
		assertThat(this.executor.executorFault()).isNull();
		assertThat(executorData().faulted()).isFalse();
		assertThat(state("ctrl")).isEqualTo(TaskState.FAULTED);
		assertThat(state("io")).isEqualTo(TaskState.UNKNOWN);
	}

	@Test
	void clearOfTheExecutorDoesNotHealATasksErrors() {
		this.executor = executor(inLine().iterationBudget(BUDGET.multipliedBy(2)));
		this.executor.add("io", PERIOD, (context) -> {
			throw new IllegalStateException("io broken");
		});
		addCtrl();
		this.executor.runScans(1);
		this.binding.clearFaults("executor");
		assertThat(state("io")).isEqualTo(TaskState.ERROR);
	}

	@Test
	@DisplayName("[27] eight vertices side by side are one execution, exactly counted and measured")
	void parallelVerticesAreOneExecution() {
		ExecutorBinding told = ExecutorBinding.withTasks("graph");
		long[] min = { Long.MAX_VALUE };
		long[] max = { 0 };
		CyclicExecutor parallel = CyclicExecutor.builder()
			.workerThreads(8)
			.errorPolicy(ErrorPolicy.STOP)
			.monitor(new ExecutionMonitor() {

				@Override
				public void postExecute(TaskId task, long startedNanos, long tookNanos, boolean ok) {
					min[0] = Math.min(min[0], tookNanos);
					max[0] = Math.max(max[0], tookNanos);
				}

			})
			.build();
		told.bindTo(parallel);
		CyclicBarrier together = new CyclicBarrier(8);
		Graph.Builder graph = Graph.builder().root("root", (context) -> {
		});
		for (int i = 0; i < 8; i++) {
			graph.vertex("v" + i, (context) -> together.await(20, TimeUnit.SECONDS)).edge("root", "v" + i);
		}
		parallel.add("graph", Duration.ofMillis(1), graph.build());
		parallel.runScans(100);
		TaskData.Timing timing = ((TaskData) told.find("app:graph").data()).timing();
		assertThat(timing.executions()).isEqualTo(100);
		assertThat(timing.minTookNanos()).isEqualTo(min[0]);
		assertThat(timing.maxTookNanos()).isEqualTo(max[0]);
		assertThat(timing.distributions().took().min()).isEqualTo(min[0]);
		assertThat(timing.distributions().took().max()).isEqualTo(max[0]);
		assertThat(timing.ewmaTookNanos()).isBetween(min[0], max[0]);
		parallel.close();
	}

	@Test
	void budgetFaultHasAFreezeFrameThatOutlivesItsHeal() {
		addCtrl();
		this.executor.runScans(2);
		FreezeFrame frame = fault("ctrl", FaultCode.BUDGET_EXCEEDED).freezeFrame();
		assertThat(frame.executions()).isEqualTo(1);
		assertThat(frame.lastTookNanos()).isEqualTo(this.takes.toNanos());
		assertThat(frame.overruns()).isEqualTo(1);
		assertThat(frame.time()).isEqualTo(fault("ctrl", FaultCode.BUDGET_EXCEEDED).lastOccurred());
		this.executor.clearTaskFault("ctrl");
		this.takes = Duration.ZERO;
		this.executor.runScans(5);
		Fault healed = fault("ctrl", FaultCode.BUDGET_EXCEEDED);
		assertThat(healed.status()).isEqualTo(FaultStatus.HEALED);
		assertThat(healed.freezeFrame()).isEqualTo(frame);
	}

	@Test
	void freezeFrameOfAnErrorIsThatOfItsFirstOccurrenceInARow() {
		this.executor.add("ctrl", PERIOD, (context) -> {
			this.clock.advance(this.takes);
			if (this.failure != null) {
				throw this.failure;
			}
		});
		this.executor.runScans(4);
		this.failure = new IllegalStateException("ctrl broken");
		this.takes = Duration.ofMillis(11);
		this.executor.runScans(3);
		Fault fault = fault("ctrl", FaultCode.TASK_ERROR);
		assertThat(fault.occurrenceCount()).isEqualTo(3);
		assertThat(fault.freezeFrame().executions()).isEqualTo(5);
		assertThat(fault.freezeFrame().consecutiveErrors()).isEqualTo(1);
		assertThat(fault.freezeFrame().lastTookNanos()).isEqualTo(this.takes.toNanos());
		assertThat(fault.freezeFrame().ewmaTookNanos()).isEqualTo(Duration.ofMillis(4).toNanos());
		assertThat(fault.freezeFrame().time()).isEqualTo(fault.firstOccurred());
		assertThat(fault.freezeFrame().toString()).doesNotContain("broken");
	}

	@Test
	void executorFaultHasTheFreezeFrameOfTheTaskThatCausedIt() {
		this.executor = executor(inLine().iterationBudget(BUDGET));
		this.executor.add("ctrl", PERIOD, (context) -> this.clock.advance(this.takes));
		this.executor.runScans(1);
		Fault fault = this.binding.faults("executor").get(0);
		assertThat(fault.code()).isEqualTo(FaultCode.EXECUTOR_FAULT);
		assertThat(fault.freezeFrame().lastTookNanos()).isEqualTo(this.takes.toNanos());
	}

	@Test
	void executorErrorHasTheFreezeFrameOfTheTaskThatFailed() {
		this.executor = executor(inLine().errorPolicy(ErrorPolicy.STOP));
		this.executor.add("ctrl", PERIOD, (context) -> {
			this.clock.advance(this.takes);
			throw new IllegalStateException("ctrl broken");
		});
		assertThatExceptionOfType(ExecutorException.class).isThrownBy(() -> this.executor.runScans(1));
		Fault fault = this.binding.faults("executor").get(0);
		assertThat(fault.code()).isEqualTo(FaultCode.EXECUTOR_ERROR);
		assertThat(fault.freezeFrame().errors()).isEqualTo(1);
		assertThat(fault.freezeFrame().lastTookNanos()).isEqualTo(this.takes.toNanos());
	}

	@Test
	void eventDrivenTaskWithADeadlineIsOverdueWithoutASignalOrExecution() {
		PlayedExecutor played = new PlayedExecutor("event", "idle");
		played.binding().onTaskAdded(TaskId.of("event"), new TaskTiming(0, Duration.ofSeconds(1).toNanos(), 0));
		played.binding().onTaskAdded(TaskId.of("idle"), new TaskTiming(0, 0, 0));
		played.binding().onExecutorUp();
		assertThat(played.timing("event").rateHz()).isNull();
		assertThat(played.timing("event").periodNanos()).isZero();
		assertThat(played.timing("event").deadlineNanos()).isEqualTo(1_000_000_000);
		assertThat(played.liveness("event").tolerance()).isEqualTo(Duration.ofSeconds(5));
		assertThat(played.liveness("event").maxRun()).isNull();
		played.clock().advance(Duration.ofSeconds(6));
		assertThat(played.state("event")).isEqualTo(TaskState.UNKNOWN);
		played.clock().advance(Duration.ofMillis(1));
		assertThat(played.state("event")).isEqualTo(TaskState.OVERDUE);
		assertThat(played.faults("event").get(0).freezeFrame().lastStarted()).isNull();
		played.clock().advance(Duration.ofDays(1));
		assertThat(played.state("idle")).isEqualTo(TaskState.UNKNOWN);
	}

	@Test
	void heartbeatsAreTold() {
		this.executor = executor(inLine().heartbeat(PERIOD));
		assertThat(executorData().heartbeats()).isZero();
		assertThat(executorData().lastHeartbeat()).isNull();
		this.executor.addObserver(new Observer() {

			@Override
			public void onHeartbeat(long sequence, long atNanos) {
				if (sequence == 3) {
					FaultedTaskTests.this.executor.stop();
				}
			}

		});
		this.executor.run();
		assertThat(executorData().heartbeats()).isEqualTo(3);
		assertThat(executorData().lastHeartbeat()).isNotNull();
	}

	private void addCtrl() {
		this.executor.add("ctrl", (context) -> this.clock.advance(this.takes),
				(triggers) -> triggers.interval(PERIOD).budget(BUDGET));
	}

	private CyclicExecutor executor(CyclicExecutorBuilder builder) {
		CyclicExecutor built = builder.build();
		this.binding.bindTo(built);
		return built;
	}

	private CyclicExecutorBuilder inLine() {
		return CyclicExecutor.builder().workerThreads(0).telemetryClock(this.clock).wallClock(this.clock);
	}

	private TaskState state(String task) {
		return data(task).liveness().state();
	}

	private TaskData data(String task) {
		return (TaskData) this.binding.find("app:" + task).data();
	}

	private Fault fault(String task, FaultCode code) {
		return this.binding.faults("app:" + task)
			.stream()
			.filter((fault) -> fault.code() == code)
			.findFirst()
			.orElseThrow();
	}

	private ExecutorData.Executor executorData() {
		return ((ExecutorData) this.binding.find("executor").data()).executor();
	}

}
