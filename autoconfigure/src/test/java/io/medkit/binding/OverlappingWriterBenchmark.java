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

import java.util.concurrent.TimeUnit;

import io.medkit.benchmark.PlayedTask;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * What one execution costs while another thread executes too: the same task, which then
 * overlaps itself and has a lane for each thread, beside Micrometer's timer; and another
 * task, whose slot is next to it in memory. The time is that of one thread, so where
 * threads do not get into each other's way two take as long as one.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class OverlappingWriterBenchmark {

	@Benchmark
	@Threads(1)
	public void lanesOneThread(PlayedTask task, Lanes shared) {
		shared.record(task);
	}

	@Benchmark
	@Threads(2)
	public void lanesTwoThreads(PlayedTask task, Lanes shared) {
		shared.record(task);
	}

	@Benchmark
	@Threads(1)
	public void timerOneThread(PlayedTask task, SimpleTimer shared) {
		shared.record(task);
	}

	@Benchmark
	@Threads(2)
	public void timerTwoThreads(PlayedTask task, SimpleTimer shared) {
		shared.record(task);
	}

	@Benchmark
	@Threads(1)
	public void slotAlone(PlayedTask task, OwnSlot own) {
		own.record(task);
	}

	@Benchmark
	@Threads(2)
	public void slotBesideAnother(PlayedTask task, OwnSlot own) {
		own.record(task);
	}

	/**
	 * One task that any thread executes.
	 */
	@State(Scope.Benchmark)
	public static class Lanes {

		private final TaskLanes lanes = new TaskLanes(ExecutorBinding.withTasks(), TaskSlot.DEFAULT_WINDOW);

		private void record(PlayedTask task) {
			TaskLanes lanes = this.lanes;
			long took = task.next();
			long started = task.startedNanos();
			TaskSlot lane = lanes.begin(started);
			lanes.end(lane, started, took, true, 0);
		}

	}

	@State(Scope.Benchmark)
	public static class SimpleTimer {

		private final Timer timer = Timer.builder("ctrl").register(new SimpleMeterRegistry());

		private void record(PlayedTask task) {
			this.timer.record(task.next(), TimeUnit.NANOSECONDS);
		}

	}

	/**
	 * Two tasks, one right after the other in memory.
	 */
	@State(Scope.Benchmark)
	public static class Slots {

		private final TaskSlot[] slots = { new TaskSlot(ExecutorBinding.withTasks()),
				new TaskSlot(ExecutorBinding.withTasks()) };

	}

	/**
	 * The task that only this thread executes.
	 */
	@State(Scope.Thread)
	public static class OwnSlot {

		private TaskSlot slot;

		@Setup
		public void setUp(Slots all, ThreadParams thread) {
			this.slot = all.slots[thread.getThreadIndex()];
		}

		private void record(PlayedTask task) {
			TaskSlot slot = this.slot;
			long took = task.next();
			long started = task.startedNanos();
			slot.executionStarted(started);
			slot.executionEnded(started, took, true, 0);
			slot.scanned(task.observation());
		}

	}

}
