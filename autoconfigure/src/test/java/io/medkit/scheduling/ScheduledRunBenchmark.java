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
package io.medkit.scheduling;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.medkit.binding.Plan;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskSource;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.Task;
import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.util.ClassUtils;

/**
 * What one run of an empty {@code @Scheduled} method costs its thread, as Spring runs it:
 * with Spring's own observation off and on, and watched or not in either case.
 * <p>
 * Each has a state of its own, so that none is compiled with an eye to classes that only
 * another one uses.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class ScheduledRunBenchmark {

	@Benchmark
	public void observationOff(Off state) {
		state.runnable.run();
	}

	@Benchmark
	public void observationOffWatched(OffWatched state) {
		state.runnable.run();
	}

	@Benchmark
	public void observationOn(On state) {
		state.runnable.run();
	}

	@Benchmark
	public void observationOnWatched(OnWatched state) {
		state.runnable.run();
	}

	@State(Scope.Benchmark)
	public static class Off {

		private final Runnable runnable = task(ObservationRegistry.NOOP);

	}

	@State(Scope.Benchmark)
	public static class OffWatched {

		private final Runnable runnable = watched(task(ObservationRegistry.NOOP));

	}

	@State(Scope.Benchmark)
	public static class On {

		private final Runnable runnable = task(observing());

	}

	@State(Scope.Benchmark)
	public static class OnWatched {

		private final Runnable runnable = watched(task(observing()));

	}

	private static ObservationRegistry observing() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		return registry;
	}

	private static Runnable task(ObservationRegistry registry) {
		return new Task(new ScheduledMethodRunnable(new EmptyJob(), ClassUtils.getMethod(EmptyJob.class, "run"), null,
				() -> registry))
			.getRunnable();
	}

	private static Runnable watched(Runnable runnable) {
		TaskSource source = TaskSource.builder("scheduling").build();
		source.up();
		CountedThreads threads = CountedThreads.of("scheduler", new ThreadPoolTaskScheduler(), false);
		SourceTask task = source.add("emptyJob.run", Plan.fixedRate(source.nanoTime(), Duration.ofMillis(10)),
				io.medkit.model.Scope.LOCAL, threads);
		return new WatchedRunnable(runnable, task, threads);
	}

	/**
	 * The bean.
	 */
	public static class EmptyJob {

		/**
		 * Does nothing.
		 */
		public void run() {
		}

	}

}
