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
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.CyclicExecutorBuilder;
import io.medkit.executor.ErrorPolicy;
import io.medkit.executor.ExecutableItem;
import io.medkit.executor.ExecutionContext;
import io.medkit.executor.TaskFailedException;
import io.medkit.model.ExecutorData;
import io.medkit.model.ExecutorState;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.FreezeFrame;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ExecutorBinding} at a real {@link CyclicExecutor}.
 */
class BoundExecutorTests {

	private static final Duration MILLISECOND = Duration.ofMillis(1);

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	@DisplayName("[12] what a real executor runs is told")
	void whatARealExecutorRunsIsTold(int workers) {
		ExecutorBinding binding = ExecutorBinding.withTasks("ctrl");
		try (CyclicExecutor executor = executor(binding).workerThreads(workers).build()) {
			executor.add("ctrl", MILLISECOND, new App(() -> {
			}));
			executor.runScans(3);
		}
		TaskData data = data(binding, "ctrl");
		assertThat(binding.health("app:ctrl")).isEqualTo(Health.OK);
		assertThat(data.liveness().starts()).isEqualTo(3);
		assertThat(data.liveness().stops()).isEqualTo(3);
		assertThat(data.liveness().errors()).isZero();
		assertThat(data.liveness().state()).isEqualTo(TaskState.STOPPED);
		assertThat(data.timing().executions()).isEqualTo(3);
		assertThat(data.timing().scans()).isEqualTo(3);
		assertThat(data.timing().ewmaTookNanos()).isBetween(data.timing().minTookNanos(), data.timing().maxTookNanos());
		assertThat(data.timing().periodNanos()).isEqualTo(MILLISECOND.toNanos());
		assertThat(data.timing().lastLatenessNanos()).isNotNull();
		assertThat(executorData(binding).taskCount()).isEqualTo(1);
		assertThat(executorData(binding).state()).isEqualTo(ExecutorState.STOPPED);
		assertThat(binding.ignored()).isEqualTo(IgnoredObservations.NONE);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	@DisplayName("[13] [15] a failing item ends the run and is one error")
	void failingItemEndsTheRunAndIsOneError(int workers) {
		ExecutorBinding binding = ExecutorBinding.withTasks("boom");
		try (CyclicExecutor executor = executor(binding).workerThreads(workers).errorPolicy(ErrorPolicy.STOP).build()) {
			executor.add("boom", MILLISECOND, new App(() -> {
				throw new IllegalStateException("boom in item");
			}));
			assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> executor.runScans(1));
		}
		assertThat(binding.health("app:boom")).isEqualTo(Health.ERROR);
		assertThat(data(binding, "boom").liveness().errors()).isEqualTo(1);
		assertThat(data(binding, "boom").liveness().stops()).isEqualTo(1);
		assertThat(data(binding, "boom").lastError().message()).isEqualTo("boom in item");
		assertThat(executorData(binding).state()).isEqualTo(ExecutorState.FAILED);
		assertThat(executorData(binding).lastRunError().message()).isEqualTo("boom in item");
		assertThat(executorData(binding).faulted()).isFalse();
	}

	@Test
	@DisplayName("[16] an item without an application id recovers with its next success")
	void itemWithoutAppIdRecovers() {
		ExecutorBinding binding = ExecutorBinding.withTasks("flaky");
		int[] runs = { 0 };
		try (CyclicExecutor executor = executor(binding).build()) {
			executor.add("flaky", MILLISECOND, (context) -> {
				if (runs[0]++ == 0) {
					throw new IllegalStateException();
				}
			});
			executor.runScans(1);
			assertThat(binding.health("app:flaky")).isEqualTo(Health.ERROR);
			executor.runScans(1);
		}
		assertThat(binding.health("app:flaky")).isEqualTo(Health.OK);
		assertThat(data(binding, "flaky").liveness().errors()).isEqualTo(1);
		assertThat(data(binding, "flaky").liveness().starts()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1 })
	void hungExecutionIsStalledAndShowsWhatItsThreadDoes(int workers) throws InterruptedException {
		FakeClock clock = new FakeClock();
		ExecutorBinding binding = ExecutorBinding.builder()
			.tasks(List.of(new TaskRegistration("hung")))
			.telemetryClock(clock)
			.wallClock(clock)
			.build();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		try (CyclicExecutor executor = CyclicExecutor.builder().workerThreads(workers).telemetryClock(clock).build()) {
			binding.bindTo(executor);
			executor.add("hung", MILLISECOND, (context) -> {
				begun.countDown();
				end.await();
			});
			assertThat(executor.executingThread("hung")).isNull();
			executor.start();
			begun.await();
			clock.advance(Duration.ofMinutes(1));
			assertThat(data(binding, "hung").liveness().state()).isEqualTo(TaskState.STALLED);
			FreezeFrame frame = stalled(binding).freezeFrame();
			assertThat(frame.thread()).isEqualTo(executor.executingThread("hung").getName());
			assertThat(frame.stack()).anyMatch((line) -> line.contains("hungExecutionIsStalled"));
			end.countDown();
		}
		assertThat(stalled(binding).status()).isEqualTo(FaultStatus.HEALED);
		assertThat(stalled(binding).freezeFrame().stack()).isNotEmpty();
	}

	private static Fault stalled(ExecutorBinding binding) {
		return binding.find("app:hung")
			.faults()
			.stream()
			.filter((fault) -> fault.code() == FaultCode.STALLED)
			.findFirst()
			.orElseThrow();
	}

	private static CyclicExecutorBuilder executor(ExecutorBinding binding) {
		return CyclicExecutor.builder().observer(binding).monitor(binding);
	}

	private static TaskData data(ExecutorBinding binding, String task) {
		return (TaskData) binding.find("app:" + task).data();
	}

	private static ExecutorData.Executor executorData(ExecutorBinding binding) {
		return ((ExecutorData) binding.find("executor").data()).executor();
	}

	/**
	 * An item of application 7.
	 */
	private record App(Runnable body) implements ExecutableItem {

		@Override
		public void execute(ExecutionContext context) {
			this.body.run();
		}

		@Override
		public OptionalInt appId() {
			return OptionalInt.of(7);
		}

	}

}
