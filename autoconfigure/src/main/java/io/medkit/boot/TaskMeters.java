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
package io.medkit.boot;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

import io.medkit.model.Distribution;
import io.medkit.model.Entity;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * Registers the meters of one task.
 */
class TaskMeters {

	private static final String PREFIX = "medkit.task.";

	private final MeterRegistry registry;

	private final MeterReadings readings;

	private final String id;

	private final Tags tags;

	private final List<Meter> meters;

	/**
	 * Prepares to register.
	 * @param meters takes what is registered
	 */
	TaskMeters(MeterRegistry registry, MeterReadings readings, Entity task, List<Meter> meters) {
		this.registry = registry;
		this.readings = readings;
		this.id = task.id();
		this.tags = Tags.of("task", task.name(), "source", String.valueOf(task.parentId()));
		this.meters = meters;
	}

	void register(boolean distributions) {
		outcome("success", new Successes());
		outcome("error", (task) -> task.liveness().errors());
		outcome("skipped", (task) -> (task.scheduling() != null) ? task.scheduling().skipped() : 0);
		duration();
		counter("skipped", "Executions that were due and passed", (task) -> task.timing().skippedSlots());
		counter("overruns", "Executions that broke the budget", (task) -> task.timing().overruns());
		gauge("in.flight", "Executions in flight", (task) -> task.liveness().inFlightCount());
		seconds("lateness", "How late the last execution began", TimeUnit.NANOSECONDS,
				(task) -> orNaN(task.timing().lastLatenessNanos()));
		seconds("expected.interval", "The time from one execution to the next, as it should be", TimeUnit.NANOSECONDS,
				TaskMeters::expectedInterval);
		seconds("last.success", "When an execution succeeded last, since the epoch", TimeUnit.MILLISECONDS,
				(task) -> millis(task.liveness().lastSuccess()));
		seconds("next.due", "When the next execution is due, since the epoch", TimeUnit.MILLISECONDS,
				(task) -> millis(task.liveness().due()));
		this.meters.add(Gauge
			.builder(PREFIX + "health", this.readings,
					(readings) -> readings.entity(this.id, (report) -> report.health().ordinal()))
			.tags(this.tags)
			.description("Health: 0 is well, 1 a warning, 2 an error")
			.register(this.registry));
		for (TaskState state : TaskState.values()) {
			state(state);
		}
		if (distributions) {
			distribution("duration", "How long the last executions took", TaskData.Distributions::took);
			distribution("lateness", "How late the last executions began", TaskData.Distributions::lateness);
		}
	}

	private static double orNaN(@Nullable Long value) {
		return (value != null) ? value : Double.NaN;
	}

	private static double millis(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() : Double.NaN;
	}

	private static double expectedInterval(TaskData task) {
		TaskData.Timing timing = task.timing();
		return (timing.periodNanos() != 0) ? timing.periodNanos()
				: orNaN((timing.deadlineNanos() != null) ? timing.deadlineNanos() : timing.intervalNanos());
	}

	private void outcome(String outcome, ToDoubleFunction<TaskData> count) {
		this.meters.add(FunctionCounter
			.builder(PREFIX + "executions", this.readings, (readings) -> readings.task(this.id, count))
			.tags(this.tags.and("outcome", outcome))
			.description("Executions ended")
			.register(this.registry));
	}

	private void duration() {
		this.meters.add(FunctionTimer.builder(PREFIX + "duration", this.readings,
				(readings) -> (long) readings.task(this.id, (task) -> task.timing().executions()),
				(readings) -> readings.task(this.id, (task) -> task.timing().totalTookNanos()), TimeUnit.NANOSECONDS)
			.tags(this.tags)
			.description("How long executions take")
			.register(this.registry));
	}

	private void counter(String name, String description, ToDoubleFunction<TaskData> count) {
		this.meters
			.add(FunctionCounter.builder(PREFIX + name, this.readings, (readings) -> readings.task(this.id, count))
				.tags(this.tags)
				.description(description)
				.register(this.registry));
	}

	private void gauge(String name, String description, ToDoubleFunction<TaskData> value) {
		this.meters.add(Gauge.builder(PREFIX + name, this.readings, (readings) -> readings.task(this.id, value))
			.tags(this.tags)
			.description(description)
			.register(this.registry));
	}

	private void seconds(String name, String description, TimeUnit unit, ToDoubleFunction<TaskData> value) {
		this.meters
			.add(TimeGauge.builder(PREFIX + name, this.readings, unit, (readings) -> readings.task(this.id, value))
				.tags(this.tags)
				.description(description)
				.register(this.registry));
	}

	private void state(TaskState state) {
		this.meters.add(Gauge
			.builder(PREFIX + "state", this.readings,
					(readings) -> readings.task(this.id, (task) -> (task.liveness().state() == state) ? 1 : 0))
			.tags(this.tags.and("state", state.name().toLowerCase(Locale.ROOT)))
			.description("1 for the state that the task is in, 0 for the others")
			.register(this.registry));
	}

	private void distribution(String name, String description,
			Function<TaskData.Distributions, @Nullable Distribution> distribution) {
		quantile(name + ".max", description + ", the most", null, distribution, Distribution::max);
		quantile(name + ".percentile", description, "0.5", distribution, Distribution::p50);
		quantile(name + ".percentile", description, "0.95", distribution, Distribution::p95);
		quantile(name + ".percentile", description, "0.99", distribution, Distribution::p99);
	}

	private void quantile(String name, String description, @Nullable String quantile,
			Function<TaskData.Distributions, @Nullable Distribution> distribution,
			ToDoubleFunction<Distribution> figure) {
		this.meters.add(TimeGauge
			.builder(PREFIX + name, this.readings, TimeUnit.NANOSECONDS,
					(readings) -> figure(readings.distributions(this.id), distribution, figure))
			.tags((quantile != null) ? this.tags.and("quantile", quantile) : this.tags)
			.description(description)
			.register(this.registry));
	}

	private static double figure(TaskData.@Nullable Distributions distributions,
			Function<TaskData.Distributions, @Nullable Distribution> distribution,
			ToDoubleFunction<Distribution> figure) {
		Distribution found = (distributions != null) ? distribution.apply(distributions) : null;
		return (found != null) ? figure.applyAsDouble(found) : Double.NaN;
	}

	/**
	 * Counts successes as what is no error. An error that belongs to no execution, such
	 * as that of an instance which died, would take one back: a counter never falls.
	 */
	private static final class Successes implements ToDoubleFunction<TaskData> {

		private final AtomicLong most = new AtomicLong();

		@Override
		public double applyAsDouble(TaskData task) {
			return this.most.accumulateAndGet(task.timing().executions() - task.liveness().errors(), Math::max);
		}

	}

}
