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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.TaskId;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A soak test of what hooks write to, on all cores at once and beside somebody who reads
 * all the time. The system property {@code soak.observations} says how many executions.
 */
@Timeout(value = 5, unit = TimeUnit.HOURS)
class SinkSoakTests {

	private static final long OBSERVATIONS = Long.getLong("soak.observations", 4_000_000);

	private static final int WRITERS = Math.max(Runtime.getRuntime().availableProcessors(), 2);

	private static final String SHARED = "shared";

	/**
	 * Half of a writer's executions are those of its own task, half of the shared one.
	 */
	private static final long EXECUTIONS = OBSERVATIONS / WRITERS / 2;

	/** Each of so many executions fails. */
	private static final long FAILING = 1_000;

	private final ExecutorBinding binding = ExecutorBinding.builder().tasks(tasks()).build();

	private static List<TaskRegistration> tasks() {
		List<TaskRegistration> tasks = new ArrayList<>(List.of(new TaskRegistration(SHARED)));
		for (int writer = 0; writer < WRITERS; writer++) {
			tasks.add(new TaskRegistration("task-" + writer));
		}
		return tasks;
	}

	@Test
	void everyCountIsExactAndTheHeapStaysAsItIs() throws InterruptedException {
		AtomicBoolean done = new AtomicBoolean();
		AtomicLong reads = new AtomicLong();
		Thread reader = new Thread(() -> {
			while (!done.get()) {
				this.binding.snapshot();
				this.binding.find("app:" + SHARED);
				reads.incrementAndGet();
			}
		});
		reader.start();
		try (CyclicExecutor executor = CyclicExecutor.builder().observer(this.binding).build()) {
			List<TaskId> own = new ArrayList<>();
			for (int writer = 0; writer < WRITERS; writer++) {
				own.add(executor.add("task-" + writer, Duration.ofNanos(100), (context) -> {
				}));
			}
			write(own, EXECUTIONS / 10);
			long heapBefore = UsedHeap.bytes();
			write(own, EXECUTIONS - EXECUTIONS / 10);
			assertThat(UsedHeap.bytes() - heapBefore).isLessThan(UsedHeap.NOISE);
		}
		done.set(true);
		reader.join();
		assertThat(reads).hasPositiveValue();
		for (int writer = 0; writer < WRITERS; writer++) {
			expect("task-" + writer, 1, EXECUTIONS);
		}
		expect(SHARED, WRITERS, 0);
	}

	private void write(List<TaskId> own, long executions) throws InterruptedException {
		List<Thread> threads = own.stream().map((task) -> new Thread(() -> {
			TaskId shared = TaskId.of(SHARED);
			Scan scan = Scan.of(task, Duration.ofNanos(100), 0).late(5, 3);
			for (long i = 1; i <= executions; i++) {
				boolean ok = i % FAILING != 0;
				this.binding.preExecute(task, i);
				this.binding.preExecute(shared, i);
				this.binding.postExecute(shared, i, took(i), ok);
				this.binding.postExecute(task, i, took(i), ok);
				this.binding.onCycleStats(scan);
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
	}

	private static long took(long i) {
		return 10 + i % 100;
	}

	private void expect(String task, int writers, long scans) {
		TaskData data = (TaskData) this.binding.find("app:" + task).data();
		TaskData.Timing timing = data.timing();
		assertThat(timing.executions()).isEqualTo(writers * EXECUTIONS);
		assertThat(timing.scans()).isEqualTo(scans);
		assertThat(data.liveness().starts()).isEqualTo(writers * EXECUTIONS);
		assertThat(data.liveness().errors())
			.isEqualTo(writers * (EXECUTIONS / 10 / FAILING + (EXECUTIONS - EXECUTIONS / 10) / FAILING));
		assertThat(timing.minTookNanos()).isEqualTo(10);
		assertThat(timing.maxTookNanos()).isEqualTo(109);
		assertThat(timing.totalTookNanos())
			.isEqualTo(writers * (sum(EXECUTIONS / 10) + sum(EXECUTIONS - EXECUTIONS / 10)));
		assertThat(timing.distributions().histogram().stream().mapToLong(TaskData.Bucket::count).sum())
			.isEqualTo(writers * EXECUTIONS);
		assertThat(data.liveness().inFlightCount()).isZero();
	}

	/**
	 * Returns how long the first executions take together.
	 */
	private static long sum(long executions) {
		long sum = executions / 100 * (100 * 10 + 99 * 100 / 2);
		for (long i = executions / 100 * 100 + 1; i <= executions; i++) {
			sum += took(i);
		}
		return sum;
	}

}
