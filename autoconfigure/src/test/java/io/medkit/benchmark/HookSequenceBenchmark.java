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

import java.util.concurrent.TimeUnit;

import io.medkit.binding.ExecutorBinding;
import io.medkit.executor.TaskId;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import org.HdrHistogram.Recorder;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.AtomicCounter;
import org.agrona.concurrent.status.CountersReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.scheduling.support.ScheduledMethodRunnable;
import org.springframework.util.ClassUtils;

/**
 * What one execution costs its task while nobody reads: all hooks of a binding that is
 * warm, beside what else could take note of it. All are told the same durations but
 * Micrometer's observations, which measure on their own. The hooks read no clock;
 * Micrometer and Dropwizard do even when they are told a duration, which is then part of
 * what they cost.
 * <p>
 * Each has a state of its own, so that none is compiled with an eye to classes that only
 * another one uses.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HookSequenceBenchmark {

	private static final String NAME = "ctrl";

	/**
	 * What all others cost before they tell anybody of an execution.
	 */
	@Benchmark
	public long nothing(PlayedTask task) {
		return task.next();
	}

	/**
	 * All hooks, the slot found by the handle that the executor gave to the task.
	 */
	@Benchmark
	public void hooksByHandle(ByHandle task) {
		task.play();
	}

	/**
	 * All hooks, the slot found by the text of the task's id.
	 */
	@Benchmark
	public void hooksById(ById task) {
		task.play();
	}

	/**
	 * Micrometer's timer: how often, how long in total, and the longest of late.
	 */
	@Benchmark
	public void timer(PlayedTask task, SimpleTimer peer) {
		peer.timer.record(task.next(), TimeUnit.NANOSECONDS);
	}

	/**
	 * The same timer, as Prometheus scrapes it.
	 */
	@Benchmark
	public void timerPrometheus(PlayedTask task, PrometheusTimer peer) {
		peer.timer.record(task.next(), TimeUnit.NANOSECONDS);
	}

	/**
	 * The same timer, with the buckets that percentiles are taken from.
	 */
	@Benchmark
	public void timerPrometheusHistogram(PlayedTask task, PrometheusHistogramTimer peer) {
		peer.timer.record(task.next(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Micrometer's observation that ends up in a timer.
	 */
	@Benchmark
	public void observation(Observed peer) {
		Observation.start(NAME, peer.registry).stop();
	}

	/**
	 * What Spring runs for an empty {@code @Scheduled} method that it does not observe.
	 */
	@Benchmark
	public void scheduledObservationOff(Unobserved peer) {
		peer.scheduled.run();
	}

	/**
	 * The same, observed. The difference is what Spring's own observation of a scheduled
	 * method costs it.
	 */
	@Benchmark
	public void scheduledObservationOn(Observed peer) {
		peer.scheduled.run();
	}

	/**
	 * Dropwizard's timer, which keeps a random sample of durations.
	 */
	@Benchmark
	public void dropwizardTimer(PlayedTask task, DropwizardTimer peer) {
		peer.timer.update(task.next(), TimeUnit.NANOSECONDS);
	}

	/**
	 * OpenTelemetry's histogram in seconds, with its default buckets. All durations are
	 * in the second of them, so it does not search for long.
	 */
	@Benchmark
	public void openTelemetryHistogram(PlayedTask task, ExplicitHistogram peer) {
		peer.histogram.record(task.next() * 1e-9, Attributes.empty());
	}

	/**
	 * OpenTelemetry's histogram in seconds, with buckets that adapt to the durations.
	 */
	@Benchmark
	public void openTelemetryExponentialHistogram(PlayedTask task, ExponentialHistogram peer) {
		peer.histogram.record(task.next() * 1e-9, Attributes.empty());
	}

	/**
	 * HdrHistogram for any number of writers.
	 */
	@Benchmark
	public void hdrRecorder(PlayedTask task, HdrRecorder peer) {
		peer.recorder.recordValue(task.next());
	}

	/**
	 * HdrHistogram for one writer, as a task's slot is.
	 */
	@Benchmark
	public void hdrSingleWriterRecorder(PlayedTask task, HdrSingleWriterRecorder peer) {
		peer.recorder.recordValue(task.next());
	}

	/**
	 * Agrona's counter, which is told nothing: the least that can be noted.
	 */
	@Benchmark
	@Fork(value = 2, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
	public long agronaCounter(AgronaCounter peer) {
		return peer.counter.increment();
	}

	@State(Scope.Thread)
	public static class ByHandle extends PlayedTask {

		@Setup
		public void setUp() {
			addTo(ExecutorBinding.withTasks(NAME), NAME);
		}

	}

	@State(Scope.Thread)
	public static class ById extends PlayedTask {

		@Setup
		public void setUp() {
			call(ExecutorBinding.withTasks(NAME), TaskId.of(NAME));
		}

	}

	@State(Scope.Thread)
	public static class SimpleTimer {

		private final Timer timer = Timer.builder(NAME).register(new SimpleMeterRegistry());

	}

	@State(Scope.Thread)
	public static class PrometheusTimer {

		private final Timer timer = Timer.builder(NAME).register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

	}

	@State(Scope.Thread)
	public static class PrometheusHistogramTimer {

		private final Timer timer = Timer.builder(NAME)
			.publishPercentileHistogram()
			.register(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));

	}

	@State(Scope.Thread)
	public static class Unobserved {

		private final ScheduledMethodRunnable scheduled = EmptyTask.scheduled(ObservationRegistry.NOOP);

	}

	@State(Scope.Thread)
	public static class Observed {

		private final ObservationRegistry registry = ObservationRegistry.create();

		private final ScheduledMethodRunnable scheduled = EmptyTask.scheduled(this.registry);

		@Setup
		public void setUp() {
			this.registry.observationConfig()
				.observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		}

	}

	/**
	 * What an application has scheduled.
	 */
	public static class EmptyTask {

		public void run() {
		}

		private static ScheduledMethodRunnable scheduled(ObservationRegistry registry) {
			return new ScheduledMethodRunnable(new EmptyTask(), ClassUtils.getMethod(EmptyTask.class, "run"), null,
					() -> registry);
		}

	}

	@State(Scope.Thread)
	public static class DropwizardTimer {

		private final com.codahale.metrics.Timer timer = new com.codahale.metrics.Timer();

	}

	@State(Scope.Thread)
	public static class ExplicitHistogram {

		private final DoubleHistogram histogram = openTelemetryHistogram(Aggregation.explicitBucketHistogram());

	}

	@State(Scope.Thread)
	public static class ExponentialHistogram {

		private final DoubleHistogram histogram = openTelemetryHistogram(Aggregation.base2ExponentialBucketHistogram());

	}

	private static DoubleHistogram openTelemetryHistogram(Aggregation aggregation) {
		return SdkMeterProvider.builder()
			.registerMetricReader(InMemoryMetricReader.create())
			.registerView(InstrumentSelector.builder().setType(InstrumentType.HISTOGRAM).build(),
					View.builder().setAggregation(aggregation).build())
			.build()
			.get(NAME)
			.histogramBuilder(NAME)
			.setUnit("s")
			.build();
	}

	@State(Scope.Thread)
	public static class HdrRecorder {

		private final Recorder recorder = new Recorder(TimeUnit.HOURS.toNanos(1), 3);

	}

	@State(Scope.Thread)
	public static class HdrSingleWriterRecorder {

		private final SingleWriterRecorder recorder = new SingleWriterRecorder(TimeUnit.HOURS.toNanos(1), 3);

	}

	@State(Scope.Thread)
	public static class AgronaCounter {

		private final AtomicCounter counter = new AtomicCounter(
				new UnsafeBuffer(BufferUtil.allocateDirectAligned(CountersReader.COUNTER_LENGTH, 64)), 0);

	}

}
