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

	private static final double NANOS_PER_SECOND = 1e9;

	private static final double MILLIS_PER_SECOND = 1e3;

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
		outcome("success", (task) -> task.timing().executions() - task.liveness().errors());
		outcome("error", (task) -> task.liveness().errors());
		outcome("skipped", (task) -> (task.scheduling() != null) ? task.scheduling().skipped() : 0);
		duration();
		counter("skipped", "Executions that were due and passed", (task) -> task.timing().skippedSlots());
		counter("overruns", "Executions that broke the budget", (task) -> task.timing().overruns());
		gauge("in.flight", "Executions in flight", (task) -> task.liveness().inFlightCount());
		nanos("lateness", null, "How late the last execution began",
				(readings) -> readings.task(this.id, (task) -> orNaN(task.timing().lastLatenessNanos())));
		seconds("expected.interval", "The time from one execution to the next, as it should be",
				(task) -> expectedInterval(task) / NANOS_PER_SECOND);
		seconds("last.success", "When an execution succeeded last, since the epoch",
				(task) -> epochSeconds(task.liveness().lastSuccess()));
		seconds("next.due", "When the next execution is due, since the epoch",
				(task) -> epochSeconds(task.liveness().due()));
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

	private static double epochSeconds(@Nullable Instant time) {
		return (time != null) ? time.toEpochMilli() / MILLIS_PER_SECOND : Double.NaN;
	}

	private static double expectedInterval(TaskData task) {
		TaskData.Timing timing = task.timing();
		return (timing.periodNanos() != 0) ? timing.periodNanos()
				: orNaN((timing.deadlineNanos() != null) ? timing.deadlineNanos() : timing.intervalNanos());
	}

	private void outcome(String outcome, ToDoubleFunction<TaskData> count) {
		this.meters.add(FunctionCounter.builder(PREFIX + "executions", this.readings, new Count(this.id, count))
			.tags(this.tags.and("outcome", outcome))
			.description("Executions ended")
			.register(this.registry));
	}

	private void duration() {
		Count count = new Count(this.id, (task) -> task.timing().executions());
		Count total = new Count(this.id, (task) -> task.timing().totalTookNanos());
		this.meters.add(FunctionTimer
			.builder(PREFIX + "duration", this.readings, (readings) -> (long) count.applyAsDouble(readings), total,
					TimeUnit.NANOSECONDS)
			.tags(this.tags)
			.description("How long executions take")
			.register(this.registry));
	}

	private void counter(String name, String description, ToDoubleFunction<TaskData> count) {
		this.meters.add(FunctionCounter.builder(PREFIX + name, this.readings, new Count(this.id, count))
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

	/**
	 * Registers what is compared with the time of day, which is in seconds whatever unit
	 * the registry has for other times.
	 */
	private void seconds(String name, String description, ToDoubleFunction<TaskData> value) {
		this.meters.add(Gauge.builder(PREFIX + name, this.readings, (readings) -> readings.task(this.id, value))
			.tags(this.tags)
			.baseUnit("seconds")
			.description(description)
			.register(this.registry));
	}

	private void nanos(String name, @Nullable String quantile, String description,
			ToDoubleFunction<MeterReadings> value) {
		this.meters.add(TimeGauge.builder(PREFIX + name, this.readings, TimeUnit.NANOSECONDS, value)
			.tags((quantile != null) ? this.tags.and("quantile", quantile) : this.tags)
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
		nanos(name, quantile, description, (readings) -> figure(readings.distributions(this.id), distribution, figure));
	}

	private static double figure(TaskData.@Nullable Distributions distributions,
			Function<TaskData.Distributions, @Nullable Distribution> distribution,
			ToDoubleFunction<Distribution> figure) {
		Distribution found = (distributions != null) ? distribution.apply(distributions) : null;
		return (found != null) ? figure.applyAsDouble(found) : Double.NaN;
	}

	/**
	 * A count that never falls, so that registries which publish differences have none
	 * below zero: that of a task which is gone stays what it was, that of another task in
	 * its place comes on top, and an error that belongs to no execution, such as that of
	 * an instance which died, takes no success back.
	 */
	private static final class Count implements ToDoubleFunction<MeterReadings> {

		private final String id;

		private final ToDoubleFunction<TaskData> figure;

		private long executions;

		private double most;

		/** What the tasks had that were here before. */
		private double before;

		private Count(String id, ToDoubleFunction<TaskData> figure) {
			this.id = id;
			this.figure = figure;
		}

		@Override
		public synchronized double applyAsDouble(MeterReadings readings) {
			readings.task(this.id, this::add);
			return this.before + this.most;
		}

		private double add(TaskData task) {
			if (task.timing().executions() < this.executions) {
				this.before += this.most;
				this.most = 0;
			}
			this.executions = task.timing().executions();
			this.most = Math.max(this.most, this.figure.applyAsDouble(task));
			return this.most;
		}

	}

}
