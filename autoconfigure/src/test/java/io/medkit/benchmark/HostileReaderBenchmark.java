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

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import com.codahale.metrics.Snapshot;
import io.medkit.binding.ExecutorBinding;
import io.medkit.model.EntityReport;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.HistogramSnapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Group;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one execution costs its task while somebody reads the same task. Whoever executes
 * a task must not pay for those who look at it.
 * <p>
 * The groups have a reader that does nothing else, the worst case: of each, the line
 * {@code Writer} is what the task pays, {@code Reader} what a reading takes meanwhile.
 * {@code Paced} has a reader that comes once a millisecond, more often than a real one,
 * to be divided by {@code Quiet}, with none, of the same run.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HostileReaderBenchmark {

	private static final String NAME = "ctrl";

	@Benchmark
	@Group("hooks")
	public void hooksWriter(Writer task) {
		task.play();
	}

	@Benchmark
	@Group("hooks")
	public List<EntityReport> hooksReader(Hooks hooks) {
		return hooks.binding.snapshot();
	}

	@Benchmark
	@Group("timer")
	public void timerWriter(PlayedTask task, SimpleTimer peer) {
		peer.timer.record(task.next(), TimeUnit.NANOSECONDS);
	}

	@Benchmark
	@Group("timer")
	public HistogramSnapshot timerReader(SimpleTimer peer) {
		return peer.timer.takeSnapshot();
	}

	@Benchmark
	@Group("hdrSingleWriterRecorder")
	public void hdrWriter(PlayedTask task, HdrSingleWriterRecorder peer) {
		peer.recorder.recordValue(task.next());
	}

	@Benchmark
	@Group("hdrSingleWriterRecorder")
	public Histogram hdrReader(HdrSingleWriterRecorder peer, HdrInterval interval) {
		interval.histogram = peer.recorder.getIntervalHistogram(interval.histogram);
		return interval.histogram;
	}

	@Benchmark
	@Group("dropwizardTimer")
	public void dropwizardWriter(PlayedTask task, DropwizardTimer peer) {
		peer.timer.update(task.next(), TimeUnit.NANOSECONDS);
	}

	@Benchmark
	@Group("dropwizardTimer")
	public Snapshot dropwizardReader(DropwizardTimer peer) {
		return peer.timer.getSnapshot();
	}

	@Benchmark
	public void hooksQuiet(Writer task) {
		task.play();
	}

	@Benchmark
	public void hooksPaced(Writer task, PacedHooksReader reader) {
		task.play();
	}

	@Benchmark
	public void timerQuiet(PlayedTask task, SimpleTimer peer) {
		peer.timer.record(task.next(), TimeUnit.NANOSECONDS);
	}

	@Benchmark
	public void timerPaced(PlayedTask task, SimpleTimer peer, PacedTimerReader reader) {
		peer.timer.record(task.next(), TimeUnit.NANOSECONDS);
	}

	/**
	 * A binding of one task, so that reading it all is reading the task.
	 */
	@State(Scope.Benchmark)
	public static class Hooks {

		private final ExecutorBinding binding = ExecutorBinding.withTasks(NAME);

		@Setup
		public void setUp() {
			this.binding.onExecutorUp();
		}

	}

	@State(Scope.Thread)
	public static class Writer extends PlayedTask {

		@Setup
		public void setUp(Hooks hooks) {
			addTo(hooks.binding, NAME);
		}

	}

	@State(Scope.Benchmark)
	public static class SimpleTimer {

		private final Timer timer = Timer.builder(NAME).register(new SimpleMeterRegistry());

	}

	@State(Scope.Benchmark)
	public static class HdrSingleWriterRecorder {

		private final SingleWriterRecorder recorder = new SingleWriterRecorder(TimeUnit.HOURS.toNanos(1), 3);

	}

	/**
	 * What the reader has read last, to be used again.
	 */
	@State(Scope.Thread)
	public static class HdrInterval {

		private Histogram histogram;

	}

	@State(Scope.Benchmark)
	public static class DropwizardTimer {

		private final com.codahale.metrics.Timer timer = new com.codahale.metrics.Timer();

	}

	@State(Scope.Benchmark)
	public static class PacedHooksReader extends PacedReader {

		@Setup
		public void setUp(Hooks hooks) {
			start(hooks.binding::snapshot);
		}

	}

	@State(Scope.Benchmark)
	public static class PacedTimerReader extends PacedReader {

		@Setup
		public void setUp(SimpleTimer peer) {
			start(peer.timer::takeSnapshot);
		}

	}

	/**
	 * Reads once a millisecond, on a thread of its own.
	 */
	@State(Scope.Benchmark)
	public abstract static class PacedReader {

		private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

		private Thread thread;

		/** Keeps the compiler from leaving out what nobody else uses. */
		@SuppressWarnings("unused")
		private volatile Object lastRead;

		void start(Supplier<?> reading) {
			this.thread = new Thread(() -> {
				while (!Thread.currentThread().isInterrupted()) {
					this.lastRead = reading.get();
					LockSupport.parkNanos(PACE_NANOS);
				}
			}, "paced-reader");
			this.thread.setDaemon(true);
			this.thread.start();
		}

		@TearDown
		public void stop() throws InterruptedException {
			this.thread.interrupt();
			this.thread.join();
		}

	}

}
