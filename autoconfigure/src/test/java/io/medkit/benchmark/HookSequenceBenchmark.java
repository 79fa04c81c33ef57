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
package io.medkit.benchmark;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.medkit.binding.ExecutorBinding;
import io.medkit.executor.CycleObservation;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.TaskId;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one execution costs its task: all hooks of a binding that is warm, beside
 * Micrometer's timer. None of them reads a clock.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(3)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HookSequenceBenchmark {

	private static final long PERIOD_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final ExecutorBinding binding = ExecutorBinding.withTasks("ctrl", "io");

	private final TaskId handle = CyclicExecutor.builder()
		.observer(this.binding)
		.build()
		.add("ctrl", Duration.ofNanos(PERIOD_NANOS), (context) -> {
		});

	private final TaskId id = TaskId.of("io");

	private final Scan handleScan = new Scan(this.handle);

	private final Scan idScan = new Scan(this.id);

	private final Timer timer = Timer.builder("ctrl").register(new SimpleMeterRegistry());

	private long nanos;

	/**
	 * All hooks, the slot found by the handle that the executor gave to the task.
	 */
	@Benchmark
	public void hooksByHandle() {
		hooks(this.handle, this.handleScan);
	}

	/**
	 * All hooks, the slot found by the text of the task's id.
	 */
	@Benchmark
	public void hooksById() {
		hooks(this.id, this.idScan);
	}

	/**
	 * The peer.
	 */
	@Benchmark
	public void timer() {
		this.nanos += PERIOD_NANOS;
		this.timer.record(took(), TimeUnit.NANOSECONDS);
	}

	private void hooks(TaskId task, Scan scan) {
		this.nanos += PERIOD_NANOS;
		scan.preNanos = this.nanos;
		this.binding.onAppStart(task, 7, null);
		this.binding.preExecute(task, this.nanos);
		this.binding.postExecute(task, this.nanos, took(), true);
		this.binding.onCycleStats(scan);
		this.binding.onAppStop(task);
	}

	private long took() {
		return 100_000 + (this.nanos & 0xfff);
	}

	private static final class Scan implements CycleObservation {

		private final TaskId task;

		private long preNanos;

		private Scan(TaskId task) {
			this.task = task;
		}

		@Override
		public TaskId task() {
			return this.task;
		}

		@Override
		public long cycleIndex() {
			return this.preNanos / PERIOD_NANOS;
		}

		@Override
		public boolean faulted() {
			return false;
		}

		@Override
		public long periodNanos() {
			return PERIOD_NANOS;
		}

		@Override
		public long preNanos() {
			return this.preNanos;
		}

		@Override
		public long actualPeriodNanos() {
			return PERIOD_NANOS;
		}

		@Override
		public long jitterNanos() {
			return 0;
		}

		@Override
		public long latenessNanos() {
			return 0;
		}

		@Override
		public long skippedSlots() {
			return 0;
		}

		@Override
		public long tookNanos() {
			return 100_000;
		}

	}

}
