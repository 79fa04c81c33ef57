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

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import com.sun.management.ThreadMXBean;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.ExecutionMonitor;
import io.medkit.executor.ExecutorException;
import io.medkit.executor.TaskId;
import io.medkit.executor.UserEvent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests that no hook of {@link ExecutorBinding} allocates.
 */
class HookAllocationTests {

	private static final int WARM_UP = 3_000;

	private static final int ATTEMPTS = 5;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private static final ExecutorBinding binding = ExecutorBinding.withTasks("ctrl");

	private static volatile Object sink = "";

	@BeforeEach
	void requireCounters() {
		assumeThat(threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled()).isTrue();
	}

	@ParameterizedTest
	@MethodSource("beats")
	@DisplayName("[14] no hook allocates, however often")
	void noHookAllocates(Beat beat) {
		assertThat(allocatedBytes(beat)).isZero();
	}

	@Test
	@DisplayName("[14] the measurement sees an allocation that is deliberate, in one hook of 1000")
	void measurementSeesAnAllocation() {
		assertThat(allocatedBytes((i) -> sink = new byte[16])).isGreaterThanOrEqualTo(900 * 16);
		assertThat(allocatedBytes((i) -> {
			if (i == 999) {
				sink = new byte[16];
			}
		})).isGreaterThanOrEqualTo(16);
	}

	/**
	 * Returns by how much 1000 beats allocate more than 100, in the attempt with the
	 * least: a thread may be charged for what the virtual machine does once.
	 */
	private static long allocatedBytes(Beat beat) {
		allocatedBytes(beat, WARM_UP);
		long least = Long.MAX_VALUE;
		for (int attempt = 0; attempt < ATTEMPTS && least > 0; attempt++) {
			long few = allocatedBytes(beat, 100);
			least = Math.min(least, allocatedBytes(beat, 1_000) - few);
		}
		return least;
	}

	private static long allocatedBytes(Beat beat, int beats) {
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		for (int i = 0; i < beats; i++) {
			beat.play(i);
		}
		return threads.getThreadAllocatedBytes(thread) - before;
	}

	static Stream<Arguments> beats() {
		TaskId handle;
		TaskId unknownHandle;
		try (CyclicExecutor executor = CyclicExecutor.builder().observer(binding).build()) {
			handle = executor.add("ctrl", Duration.ofMillis(1), (context) -> {
			});
			unknownHandle = executor.add("unknown", Duration.ofMillis(1), (context) -> {
			});
		}
		Stream<Arguments> tasks = Stream
			.of(Named.of("by handle", handle), Named.of("by id", TaskId.of("ctrl")),
					Named.of("unregistered handle", unknownHandle), Named.of("unregistered id", TaskId.of("nope")))
			.flatMap((task) -> beatsOf(task.getName(), task.getPayload()));
		return Stream.of(tasks, executorBeats(), overlappingBeats()).flatMap((beats) -> beats);
	}

	/**
	 * Returns what overlaps: three executions of a task that are in flight at once.
	 */
	private static Stream<Arguments> overlappingBeats() {
		TaskLanes lanes = new TaskLanes(binding, 16);
		TaskSlot[] held = new TaskSlot[2];
		for (int i = 0; i < held.length; i++) {
			int lane = i;
			Thread thread = new Thread(() -> held[lane] = lanes.begin(0));
			thread.start();
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return Stream.of(beat("overlapping", "success", (i) -> lanes.end(lanes.begin(i), i, i, true, 0)),
				beat("overlapping", "failure", (i) -> {
					lanes.end(lanes.begin(i), i, i, i % 2 == 0, i);
					lanes.errorThrown("Error", null, i);
				}), beat("overlapping", "application", (i) -> {
					lanes.appStarted();
					lanes.appStopped();
				}));
	}

	private static Stream<Arguments> beatsOf(String how, TaskId task) {
		Integer instance = 1_000;
		TaskId handler = handlerOf(task);
		IllegalStateException error = new IllegalStateException("message");
		Scan scan = Scan.of(task, Duration.ofMillis(1), 0).after(Duration.ofMillis(1)).late(5, 1);
		Scan faulted = scan.asFaulted();
		UserEvent event = new UserEvent(1, 42);
		return Stream.of(beat(how, "success with app id", (i) -> {
			binding.onAppStart(task, 7, instance);
			binding.preExecute(task, i);
			binding.postExecute(task, i, i, true);
			binding.onAppStop(task);
			binding.onCycleStats(scan);
		}), beat(how, "success without app id", (i) -> {
			binding.preExecute(task, i);
			binding.postExecute(task, i, i, true);
			binding.onCycleStats(scan);
		}), beat(how, "failure with app id", (i) -> {
			binding.onAppStart(task, 7, null);
			binding.preExecute(task, i);
			binding.postExecute(task, i, i, false);
			binding.onAppError(task, error);
			binding.onAppStop(task);
		}), beat(how, "failure without app id", (i) -> {
			binding.preExecute(task, i);
			binding.postExecute(task, i, i, false);
			binding.onAppError(task, error);
		}), beat(how, "fault handler", (i) -> {
			binding.onAppStart(handler, 8, instance);
			binding.preExecute(handler, i);
			binding.postExecute(handler, i, i, i % 2 == 0);
			binding.onAppError(handler, error);
			binding.onAppStop(handler);
			binding.onCycleStats(faulted);
		}), beat(how, "onAppStart", (i) -> binding.onAppStart(task, 7, instance)),
				beat(how, "onAppStop", (i) -> binding.onAppStop(task)),
				beat(how, "onAppError", (i) -> binding.onAppError(task, error)),
				beat(how, "preExecute", (i) -> binding.preExecute(task, i)),
				beat(how, "postExecute ok", (i) -> binding.postExecute(task, i, i, true)),
				beat(how, "postExecute failed", (i) -> binding.postExecute(task, i, i, false)),
				beat(how, "onCycleStats", (i) -> binding.onCycleStats(scan)),
				beat(how, "onCycleStats faulted", (i) -> binding.onCycleStats(faulted)),
				beat(how, "onSendEvent", (i) -> binding.onSendEvent(task, event)),
				beat(how, "onTaskFault", (i) -> binding.onTaskFault(task, i, 1)),
				beat(how, "onTaskClear", (i) -> binding.onTaskClear(task)), beat(how, "fault and clear", (i) -> {
					binding.onTaskFault(task, i, 1);
					binding.onTaskClear(task);
				}), beat(how, "onExecutorFault", (i) -> binding.onExecutorFault(task, i, 1)));
	}

	/**
	 * Returns the id that an executor has for the fault handler of a task.
	 */
	private static TaskId handlerOf(TaskId task) {
		TaskId[] handler = new TaskId[1];
		try (CyclicExecutor executor = CyclicExecutor.builder().workerThreads(0).build()) {
			executor.addMonitor(new ExecutionMonitor() {

				@Override
				public void preExecute(TaskId id, long startedNanos) {
					handler[0] = id;
				}

			});
			executor.add(task.value(), (context) -> TimeUnit.MICROSECONDS.sleep(10),
					(triggers) -> triggers.interval(Duration.ofMillis(1))
						.budget(Duration.ofNanos(1))
						.faultHandler((context) -> {
						}));
			executor.runScans(2);
		}
		assertThat(handler[0].isFaultHandler()).isTrue();
		return handler[0];
	}

	private static Stream<Arguments> executorBeats() {
		ExecutorException error = new ExecutorException("failed", new IllegalStateException("message"));
		return Stream.of(beat("executor", "onExecutorUp", (i) -> binding.onExecutorUp()),
				beat("executor", "onExecutorDown", (i) -> binding.onExecutorDown()),
				beat("executor", "onExecutorError", (i) -> binding.onExecutorError(error)),
				beat("executor", "onExecutorClear", (i) -> binding.onExecutorClear()),
				beat("executor", "onAdmissionAdmitted", (i) -> binding.onAdmissionAdmitted()),
				beat("executor", "onAdmissionRejected", (i) -> binding.onAdmissionRejected("not now")),
				beat("executor", "onHeartbeat", (i) -> binding.onHeartbeat(i, i)));
	}

	private static Arguments beat(String how, String name, Beat beat) {
		return Arguments.of(Named.of(name + ", " + how, beat));
	}

	/**
	 * Calls hooks.
	 */
	interface Beat {

		void play(int i);

	}

}
