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
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.ExecutorException;
import io.medkit.executor.TaskId;
import io.medkit.model.EntityKind;
import io.medkit.model.ErrorInfo;
import io.medkit.model.ExecutorState;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

/**
 * Tests for {@link ExecutorBinding}.
 */
class ExecutorBindingTests {

	private static final TaskId CTRL = TaskId.of("ctrl");

	private final PlayedExecutor executor = new PlayedExecutor("ctrl", "io");

	private final ExecutorBinding binding = this.executor.binding();

	@Test
	@DisplayName("[1] an unregistered task is ignored")
	void unregisteredTaskIsIgnored() {
		this.binding.onAppStart(TaskId.of("nope"), 1, null);
		assertThat(this.binding.entities()).hasSize(3);
		assertThat(this.binding.health("app:nope")).isEqualTo(Health.OK);
		assertThat(this.binding.find("app:nope")).isNull();
		assertThat(this.binding.faults("app:nope")).isEmpty();
	}

	@Test
	@DisplayName("[2] liveness tracks the lifecycle hooks")
	void livenessTracksLifecycleHooks() {
		this.binding.onAppStart(CTRL, 1, null);
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.OK);
		assertThat(this.executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		this.binding.onAppError(CTRL, new IllegalStateException());
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.ERROR);
		assertThat(this.executor.state("ctrl")).isEqualTo(TaskState.ERROR);
		this.binding.onTaskClear(CTRL);
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.OK);
	}

	@Test
	@DisplayName("[3] an executor is up, faulted and cleared")
	void executorLivenessAndFault() {
		this.binding.onExecutorUp();
		assertThat(this.executor.executorHealth()).isEqualTo(Health.OK);
		assertThat(this.executor.report("executor").entity().online()).isTrue();
		this.binding.onExecutorFault(CTRL, 12, 10);
		assertThat(this.executor.executorHealth()).isEqualTo(Health.ERROR);
		this.binding.onExecutorClear();
		assertThat(this.executor.executorHealth()).isEqualTo(Health.OK);
	}

	@Test
	@DisplayName("[4] timing folds into data")
	void timingFoldsIntoData() {
		this.binding.postExecute(CTRL, 0, 100_000, true);
		this.binding.postExecute(CTRL, 0, 200_000, true);
		this.binding.onCycleStats(Scan.of(CTRL, Duration.ofMillis(1), 0));
		TaskData.Timing timing = this.executor.timing("ctrl");
		assertThat(timing.executions()).isEqualTo(2);
		assertThat(timing.lastTookNanos()).isEqualTo(200_000);
		assertThat(timing.minTookNanos()).isEqualTo(100_000);
		assertThat(timing.maxTookNanos()).isEqualTo(200_000);
		assertThat(timing.periodNanos()).isEqualTo(1_000_000);
		assertThat(timing.rateHz()).isEqualTo(1000.0);
		assertThat(timing.ewmaTookNanos()).isEqualTo(112_500);
	}

	@Test
	@DisplayName("[5] a stop does not clear an error")
	void stopDoesNotClearAnError() {
		this.binding.onAppError(CTRL, new IllegalStateException());
		this.binding.onAppStop(CTRL);
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.ERROR);
		this.binding.onAppStart(CTRL, 1, null);
		this.binding.onAppError(CTRL, new IllegalStateException());
		this.binding.onAppStop(CTRL);
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.ERROR);
	}

	@Test
	@DisplayName("[6] duplicates collapse, order stays")
	void duplicatesCollapseAndOrderStays() {
		ExecutorBinding binding = ExecutorBinding.withTasks("a", "a", "b");
		assertThat(binding.tasks()).containsExactly("a", "b");
		assertThat(binding.entities()).extracting("id").containsExactly("executor", "app:a", "app:b");
	}

	@Test
	@DisplayName("[7] without tasks there is only the executor")
	void withoutTasksThereIsOnlyTheExecutor() {
		PlayedExecutor empty = new PlayedExecutor(new String[0]);
		assertThat(empty.binding().snapshot()).hasSize(1);
		assertThat(empty.executor().taskCount()).isZero();
	}

	@Test
	@DisplayName("[8] a slot without samples shows zeros, never sentinels")
	void slotWithoutSamples() {
		TaskData data = this.executor.data("ctrl");
		assertThat(data.timing()).isEqualTo(new TaskData.Timing(0, 0, 0, 0, 0, 0, null, null, null, 0, 0, 0, 0, null,
				null, 0, null, null, new TaskData.Distributions(0, null, null, null, List.of())));
		assertThat(data.liveness()).isEqualTo(new TaskData.Liveness(TaskState.UNKNOWN, false, 0, 0, 0, false, 0, null,
				null, null, null, null, null, true, null));
		assertThat(data.lastError()).isNull();
		assertThat(data.fault()).isNull();
		assertThat(data.handler()).isNull();
		assertThat(this.executor.entity("ctrl").online()).isFalse();
	}

	@Test
	@DisplayName("[10] up and down leave a fault as it is")
	void upAndDownLeaveAFaultAsItIs() {
		this.binding.onExecutorFault(CTRL, 12, 10);
		this.binding.onExecutorUp();
		this.binding.onExecutorDown();
		assertThat(this.executor.executor().up()).isFalse();
		assertThat(this.executor.executor().faulted()).isTrue();
		this.binding.onExecutorClear();
		this.binding.onExecutorUp();
		this.binding.onExecutorDown();
		assertThat(this.executor.executor().faulted()).isFalse();
	}

	@Test
	@DisplayName("[10] [23] a run that an error ended is failed, not faulted, and the next up resets it")
	void failedRunIsResetByTheNextUp() {
		this.binding.onExecutorUp();
		this.executor.runEndedBy(new IllegalStateException("broken"));
		assertThat(this.executor.executor().state()).isEqualTo(ExecutorState.FAILED);
		assertThat(this.executor.executor().up()).isFalse();
		assertThat(this.executor.executor().faulted()).isFalse();
		assertThat(this.executor.executorHealth()).isEqualTo(Health.ERROR);
		assertThat(this.executor.report("executor").faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.EXECUTOR_ERROR);
			assertThat(fault.status()).isEqualTo(FaultStatus.ACTIVE);
		});
		this.executor.clock().advance(Duration.ofSeconds(1));
		this.binding.onExecutorUp();
		assertThat(this.executor.executor().state()).isEqualTo(ExecutorState.UP);
		assertThat(this.executor.executor().faulted()).isFalse();
		assertThat(this.executor.executorHealth()).isEqualTo(Health.OK);
		ErrorInfo history = this.executor.executor().lastRunError();
		assertThat(history)
			.isEqualTo(new ErrorInfo(IllegalStateException.class.getName(), "broken", FakeClock.EPOCH, 1));
		assertThat(this.executor.report("executor").faults()).singleElement()
			.extracting(Fault::status)
			.isEqualTo(FaultStatus.HEALED);
	}

	@Test
	@DisplayName("[11] a fresh binding is well and knows nothing")
	void freshBinding() {
		assertThat(this.binding.entities()).hasSize(3);
		assertThat(this.binding.entities().get(0).kind()).isEqualTo(EntityKind.COMPONENT);
		assertThat(this.binding.entities().get(0).id()).isEqualTo("executor");
		assertThat(this.binding.entities()).filteredOn((entity) -> entity.kind() == EntityKind.APP)
			.hasSize(2)
			.allSatisfy((entity) -> assertThat(entity.parentId()).isEqualTo("executor"));
		assertThat(this.binding.snapshot()).allSatisfy((report) -> {
			assertThat(report.health()).isEqualTo(Health.OK);
			assertThat(report.faults()).isEmpty();
		});
		assertThat(this.binding.health("app:unheard-of")).isEqualTo(Health.OK);
		assertThat(this.binding.ignored()).isEqualTo(IgnoredObservations.NONE);
		assertThat(ExecutorBinding.withTasks().entities()).hasSize(1);
	}

	@ParameterizedTest
	@CsvSource({ "true, true, true", "true, true, false", "false, true, true", "false, true, false",
			"true, false, true", "true, false, false" })
	@DisplayName("[15] a failing execution is one error, whichever hooks are registered")
	void oneFailureIsOneError(boolean observed, boolean monitored, boolean withApp) {
		this.executor.registered(observed, monitored).withApp(withApp);
		for (int failures = 1; failures <= 3; failures++) {
			this.executor.beginAndFail("ctrl", new IllegalStateException());
			assertThat(this.executor.liveness("ctrl").errors()).isEqualTo(failures);
			assertThat(this.executor.faults("ctrl")).singleElement()
				.extracting(Fault::occurrenceCount)
				.isEqualTo((long) failures);
			assertThat(this.executor.data("ctrl").lastError().consecutive()).isEqualTo(failures);
		}
	}

	@ParameterizedTest
	@CsvSource({ "true, true, true", "true, true, false", "false, true, true", "false, true, false",
			"true, false, true" })
	@DisplayName("[16] health recovers after a success, not when an execution begins")
	void healthRecoversAfterSuccess(boolean observed, boolean monitored, boolean withApp) {
		this.executor.registered(observed, monitored).withApp(withApp);
		this.executor.beginAndFail("ctrl", new IllegalStateException());
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.ERROR);
		this.executor.begin("ctrl");
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.ERROR);
		assertThat(this.executor.state("ctrl")).isEqualTo(TaskState.ERROR);
		this.executor.succeed("ctrl");
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.OK);
		assertThat(this.executor.data("ctrl").lastError().consecutive()).isZero();
		assertThat(this.executor.faults("ctrl")).singleElement()
			.extracting(Fault::status)
			.isEqualTo(FaultStatus.HEALED);
	}

	@Test
	@DisplayName("[16] without a success that somebody tells of, an error stays")
	void errorStaysWithoutASuccessThatSomebodyTellsOf() {
		this.executor.registered(true, false);
		this.executor.beginAndFail("ctrl", new IllegalStateException());
		this.executor.begin("ctrl");
		this.executor.succeed("ctrl");
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.ERROR);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	@DisplayName("[17] liveness is known with and without an application id")
	void livenessIsKnownWithAndWithoutAppId(boolean withApp) {
		this.executor.withApp(withApp);
		this.executor.begin("ctrl");
		assertThat(this.executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(this.executor.liveness("ctrl").inFlight()).isTrue();
		assertThat(this.executor.liveness("ctrl").starts()).isEqualTo(1);
		assertThat(this.executor.liveness("ctrl").stops()).isZero();
		this.executor.succeed("ctrl");
		assertThat(this.executor.state("ctrl")).isEqualTo(TaskState.STOPPED);
		assertThat(this.executor.liveness("ctrl").inFlight()).isFalse();
		assertThat(this.executor.liveness("ctrl").starts()).isEqualTo(1);
		assertThat(this.executor.liveness("ctrl").stops()).isEqualTo(1);
	}

	@Test
	@DisplayName("[18] a healthy cyclic task is alive between two scans")
	void cyclicTaskIsAliveBetweenTwoScans() {
		this.executor.up("ctrl");
		this.executor.scan("ctrl");
		this.executor.clock().advance(PlayedExecutor.PERIOD.dividedBy(2));
		assertThat(this.executor.state("ctrl")).isEqualTo(TaskState.RUNNING);
		assertThat(this.executor.entity("ctrl").online()).isTrue();
		assertThat(this.executor.liveness("ctrl").online()).isTrue();
		assertThat(this.executor.liveness("ctrl").inFlight()).isFalse();
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.OK);
	}

	@Test
	@DisplayName("[24] never started, stopped, failed and rejected are told apart")
	void endsOfARunAreToldApart() {
		assertThat(this.executor.executor().state()).isEqualTo(ExecutorState.NEVER_STARTED);
		assertThat(this.executor.executor().since()).isNull();
		this.binding.onExecutorUp();
		assertThat(this.executor.executor().state()).isEqualTo(ExecutorState.UP);
		this.executor.clock().advance(Duration.ofSeconds(3));
		this.binding.onExecutorDown();
		assertThat(this.executor.executor().state()).isEqualTo(ExecutorState.STOPPED);
		assertThat(this.executor.executor().since()).isEqualTo(FakeClock.EPOCH.plusSeconds(3));
		assertThat(this.executor.executorHealth()).isEqualTo(Health.OK);
		this.binding.onExecutorUp();
		this.executor.runEndedBy(new IllegalStateException());
		assertThat(this.executor.executor().state()).isEqualTo(ExecutorState.FAILED);
		assertThat(this.executor.executorHealth()).isEqualTo(Health.ERROR);
		this.binding.onAdmissionRejected("not now");
		assertThat(this.executor.executor().state()).isEqualTo(ExecutorState.REJECTED);
		assertThat(this.executor.executorHealth()).isEqualTo(Health.ERROR);
		assertThat(this.executor.executor().runs()).isEqualTo(2);
	}

	@Test
	@DisplayName("[23] failed runs in a row are counted until one ends well")
	void failedRunsInARowAreCounted() {
		for (int run = 1; run <= 2; run++) {
			this.binding.onExecutorUp();
			this.executor.runEndedBy(new IllegalStateException());
			assertThat(this.executor.executor().lastRunError().consecutive()).isEqualTo(run);
		}
		this.binding.onExecutorUp();
		this.binding.onExecutorDown();
		assertThat(this.executor.executor().lastRunError().consecutive()).isZero();
		this.binding.clearFaults("executor");
		assertThat(this.executor.executor().lastRunError()).isNull();
	}

	@Test
	void errorWithoutCauseIsTheErrorItself() {
		this.binding.onExecutorError(new ExecutorException("dispatch thread gone", null));
		assertThat(this.executor.executor().lastRunError().type()).isEqualTo(ExecutorException.class.getName());
	}

	@Test
	@DisplayName("[25] unregistered observations are counted, with the first few ids")
	void unregisteredObservationsAreCounted() {
		TaskId nope = TaskId.of("nope");
		this.binding.onAppStart(nope, 1, null);
		this.binding.preExecute(nope, 0);
		this.binding.postExecute(nope, 0, 1, true);
		this.binding.onAppError(nope, new IllegalStateException());
		this.binding.onAppStop(nope);
		this.binding.onTaskFault(nope, 2, 1);
		this.binding.onTaskClear(nope);
		this.binding.onCycleStats(Scan.of(nope, Duration.ofMillis(1), 0));
		assertThat(this.binding.ignored()).isEqualTo(new IgnoredObservations(8, List.of("nope")));
		IntStream.range(0, 100).forEach((i) -> this.binding.preExecute(TaskId.of("task-" + i), 0));
		assertThat(this.binding.ignored().count()).isEqualTo(108);
		assertThat(this.binding.ignored().ids()).hasSize(16).startsWith("nope", "task-0", "task-1");
		assertThat(this.binding.snapshot()).hasSize(3);
	}

	@Test
	@DisplayName("[25] a task that is added and not registered is ignored from its first hook on")
	void addedTaskThatIsNotRegisteredIsIgnored() {
		try (CyclicExecutor executor = CyclicExecutor.builder().observer(this.binding).build()) {
			TaskId nope = executor.add("nope", Duration.ofMillis(1), (context) -> {
			});
			this.binding.preExecute(nope, 0);
		}
		assertThat(this.binding.ignored()).isEqualTo(new IgnoredObservations(1, List.of("nope")));
	}

	@Test
	void handleAndTextFindTheSameTask() {
		try (CyclicExecutor executor = CyclicExecutor.builder().observer(this.binding).build()) {
			TaskId io = executor.add("io", Duration.ofMillis(1), (context) -> {
			});
			TaskId ctrl = executor.add("ctrl", Duration.ofMillis(2), (context) -> {
			});
			this.binding.preExecute(io, 0);
			this.binding.preExecute(ctrl, 0);
			this.binding.postExecute(ctrl, 0, 3, true);
			this.binding.preExecute(TaskId.of("ctrl"), 7);
			this.binding.postExecute(TaskId.of("ctrl"), 7, 5, true);
		}
		assertThat(this.executor.liveness("io").inFlight()).isTrue();
		assertThat(this.executor.liveness("ctrl").inFlight()).isFalse();
		assertThat(this.executor.timing("ctrl").executions()).isEqualTo(2);
		assertThat(this.executor.timing("ctrl").lastTookNanos()).isEqualTo(5);
		assertThat(this.executor.timing("ctrl").periodNanos()).isEqualTo(2_000_000);
		assertThat(this.executor.timing("io").periodNanos()).isEqualTo(1_000_000);
	}

	@Test
	void handleOfAnotherExecutorIsNotMistaken() {
		try (CyclicExecutor executor = CyclicExecutor.builder().observer(this.binding).build();
				CyclicExecutor other = CyclicExecutor.builder().build()) {
			executor.add("ctrl", Duration.ofMillis(1), (context) -> {
			});
			TaskId io = other.add("io", Duration.ofMillis(1), (context) -> {
			});
			this.binding.preExecute(io, 0);
		}
		assertThat(this.executor.liveness("ctrl").starts()).isZero();
		assertThat(this.executor.liveness("io").starts()).isEqualTo(1);
	}

	@Test
	void lastErrorTellsClassMessageAndTime() {
		this.executor.clock().advance(Duration.ofSeconds(5));
		this.executor.beginAndFail("ctrl", new IllegalArgumentException("first"));
		this.executor.beginAndFail("ctrl", new IllegalStateException("second"));
		Instant failed = FakeClock.EPOCH.plusSeconds(5).plus(PlayedExecutor.TOOK.multipliedBy(2));
		assertThat(this.executor.data("ctrl").lastError())
			.isEqualTo(new ErrorInfo(IllegalStateException.class.getName(), "second", failed, 2));
		assertThat(this.executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.firstOccurred()).isEqualTo(failed.minus(PlayedExecutor.TOOK));
			assertThat(fault.lastOccurred()).isEqualTo(failed);
			assertThat(fault.description()).contains(IllegalStateException.class.getName()).doesNotContain("second");
		});
	}

	@Test
	void errorThatOnlyAMonitorSawIsOfUnknownType() {
		this.executor.beginAndFail("ctrl", new IllegalArgumentException("told"));
		this.executor.registered(false, true);
		this.executor.beginAndFail("ctrl", new IllegalStateException("not told"));
		assertThat(this.executor.data("ctrl").lastError().type()).isEqualTo(ErrorInfo.UNKNOWN_TYPE);
		assertThat(this.executor.data("ctrl").lastError().message()).isNull();
		assertThat(this.executor.faults("ctrl")).singleElement()
			.extracting(Fault::description)
			.asString()
			.contains(ErrorInfo.UNKNOWN_TYPE)
			.doesNotContain("null");
	}

	@Test
	void messageThatCannotBeHadIsNone() {
		RuntimeException hostile = new IllegalStateException() {

			private static final long serialVersionUID = 1;

			@Override
			public String getMessage() {
				throw new UnsupportedOperationException("no message");
			}

		};
		assertThatCode(() -> this.executor.beginAndFail("ctrl", hostile)).doesNotThrowAnyException();
		assertThatCode(() -> this.executor.runEndedBy(hostile)).doesNotThrowAnyException();
		assertThat(this.executor.data("ctrl").lastError().type()).isEqualTo(hostile.getClass().getName());
		assertThat(this.executor.data("ctrl").lastError().message()).isNull();
		assertThat(this.executor.executor().lastRunError().message()).isNull();
	}

	@Test
	void longMessageIsCut() {
		this.executor.beginAndFail("ctrl", new IllegalStateException("x".repeat(10_000)));
		assertThat(this.executor.data("ctrl").lastError().message()).hasSize(ErrorInfo.MAX_MESSAGE_LENGTH);
	}

	@Test
	@DisplayName("[67] clearing an unknown id is refused")
	void clearingAnUnknownIdIsRefused() {
		assertThat(this.binding.clearFaults("app:nope")).isFalse();
		assertThat(this.binding.clearFaults("ctrl")).isFalse();
		assertThat(this.binding.clearFaults("")).isFalse();
		assertThat(this.binding.clearFaults("app:ctrl")).isTrue();
		assertThat(this.binding.clearFaults("executor")).isTrue();
	}

	@Test
	void clearForgetsErrorsAndTheirMessage() {
		this.executor.beginAndFail("ctrl", new IllegalStateException("secret"));
		assertThat(this.binding.clearFaults("app:ctrl")).isTrue();
		assertThat(this.executor.health("ctrl")).isEqualTo(Health.OK);
		assertThat(this.executor.faults("ctrl")).isEmpty();
		assertThat(this.executor.data("ctrl").lastError()).isNull();
		assertThat(this.executor.liveness("ctrl").errors()).isEqualTo(1);
		this.executor.beginAndFail("ctrl", new IllegalStateException("again"));
		assertThat(this.executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.occurrenceCount()).isEqualTo(1);
			assertThat(fault.firstOccurred()).isEqualTo(fault.lastOccurred());
		});
	}

	@Test
	void nameIsTheExecutorsEntity() {
		ExecutorBinding named = ExecutorBinding.builder()
			.name("plant")
			.tasks(List.of(new TaskRegistration("ctrl")))
			.build();
		assertThat(named.name()).isEqualTo("plant");
		assertThat(named.entities()).extracting("id").containsExactly("plant", "app:ctrl");
		assertThat(named.find("executor")).isNull();
		assertThat(named.find("app:ctrl").entity().parentId()).isEqualTo("plant");
	}

}
