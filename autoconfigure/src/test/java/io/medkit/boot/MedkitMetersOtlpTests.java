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

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.medkit.binding.FakeClock;
import io.medkit.binding.Plan;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskRun;
import io.medkit.binding.TaskSource;
import io.medkit.gateway.Gateway;
import io.medkit.model.Scope;
import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.AggregationTemporality;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link MedkitMeters} as a collector receives them over OTLP.
 */
class MedkitMetersOtlpTests {

	/** So long that the registry never publishes by itself. */
	private static final Duration STEP = Duration.ofDays(1);

	private static final Map<String, String> POLLER = Map.of("task", "poller", "source", "scheduling");

	private final FakeClock clock = new FakeClock();

	private final TaskSource source = TaskSource.builder("scheduling")
		.telemetryClock(this.clock)
		.wallClock(this.clock)
		.build();

	private final OtlpReceiver receiver = new OtlpReceiver();

	private SourceTask poller = add();

	private @Nullable Registry registry;

	MedkitMetersOtlpTests() throws IOException {
		this.source.up();
	}

	@AfterEach
	void close() {
		if (this.registry != null) {
			this.registry.close();
		}
		this.receiver.close();
	}

	@ParameterizedTest
	@EnumSource
	void figuresAreThoseOfTheTask(AggregationTemporality temporality) {
		Registry registry = bind(temporality);
		execute(Duration.ofSeconds(3), null);
		execute(Duration.ofSeconds(5), new IllegalStateException());
		this.poller.miss(4);
		execute(Duration.ofSeconds(1), null);
		Instant lastSuccess = this.clock.instant();
		this.poller.begin();
		Map<String, Metric> published = registry.publishStep();
		assertThat(sum(published, "executions", "outcome", "success")).isEqualTo(2);
		assertThat(sum(published, "executions", "outcome", "error")).isEqualTo(1);
		assertThat(sum(published, "executions", "outcome", "skipped")).isZero();
		assertThat(sum(published, "skipped")).isEqualTo(4);
		assertThat(sum(published, "overruns")).isZero();
		HistogramDataPoint duration = duration(published);
		assertThat(duration.getCount()).isEqualTo(3);
		assertThat(duration.getSum()).isEqualTo(9_000);
		assertThat(gauge(published, "duration.max")).isEqualTo(5_000);
		assertThat(gauge(published, "duration.percentile", "quantile", "0.5")).isCloseTo(3_000, within(30.0));
		assertThat(gauge(published, "duration.percentile", "quantile", "0.99")).isCloseTo(5_000, within(50.0));
		assertThat(gauge(published, "in.flight")).isEqualTo(1);
		assertThat(gauge(published, "last.success")).isEqualTo(lastSuccess.getEpochSecond());
		assertThat(gauge(published, "expected.interval")).isEqualTo(60);
		assertThat(gauge(published, "state", "state", "stalled")).isEqualTo(1);
		assertThat(gauge(published, "state", "state", "running")).isZero();
		assertThat(gauge(published, "health")).isEqualTo(2);
	}

	@Test
	void namesUnitsAndTypes() {
		Map<String, Metric> published = bind(AggregationTemporality.CUMULATIVE).publishStep();
		assertThat(published.values())
			.extracting(
					(metric) -> "%s %s %s".formatted(metric.getDataCase(), metric.getName(), metric.getUnit()).strip())
			.containsExactlyInAnyOrder("SUM medkit.task.executions", "HISTOGRAM medkit.task.duration milliseconds",
					"GAUGE medkit.task.duration.max milliseconds", "GAUGE medkit.task.duration.percentile milliseconds",
					"GAUGE medkit.task.lateness milliseconds", "GAUGE medkit.task.lateness.max milliseconds",
					"GAUGE medkit.task.lateness.percentile milliseconds", "SUM medkit.task.skipped",
					"SUM medkit.task.overruns", "GAUGE medkit.task.in.flight", "GAUGE medkit.task.last.success seconds",
					"GAUGE medkit.task.next.due seconds", "GAUGE medkit.task.expected.interval seconds",
					"GAUGE medkit.task.health", "GAUGE medkit.task.state", "GAUGE medkit.executor.up",
					"GAUGE medkit.executor.tasks tasks", "SUM medkit.observations.ignored");
		assertThat(published.values()).allSatisfy((metric) -> assertThat(metric.getDescription()).isNotEmpty());
		assertThat(attributes(published.get("medkit.executor.up").getGauge().getDataPoints(0).getAttributesList()))
			.isEqualTo(Map.of("source", "scheduling"));
	}

	@Test
	void whatIsNotKnownIsNotANumber() {
		Map<String, Metric> published = bind(AggregationTemporality.CUMULATIVE).publishStep();
		assertThat(gauge(published, "last.success")).isNaN();
		assertThat(gauge(published, "lateness")).isNaN();
		assertThat(gauge(published, "duration.max")).isNaN();
		assertThat(gauge(published, "expected.interval")).isEqualTo(60);
		assertThat(duration(published).getCount()).isZero();
		assertThat(duration(published).getSum()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void countsAreMonotonicSinceTheBeginningOrTheStepBefore(AggregationTemporality temporality) {
		boolean delta = temporality == AggregationTemporality.DELTA;
		Registry registry = bind(temporality);
		execute(Duration.ofSeconds(3), null);
		execute(Duration.ofSeconds(3), null);
		Map<String, Metric> first = registry.publishStep();
		execute(Duration.ofSeconds(2), null);
		Map<String, Metric> second = registry.publishStep();
		Map<String, Metric> third = registry.publishStep();
		assertThat(sum(first, "executions", "outcome", "success")).isEqualTo(2);
		assertThat(sum(second, "executions", "outcome", "success")).isEqualTo(delta ? 1 : 3);
		assertThat(sum(third, "executions", "outcome", "success")).isEqualTo(delta ? 0 : 3);
		assertThat(duration(first).getSum()).isEqualTo(6_000);
		assertThat(duration(second).getSum()).isEqualTo(delta ? 2_000 : 8_000);
		assertThat(duration(second).getCount()).isEqualTo(delta ? 1 : 3);
		assertThat(duration(third).getSum()).isEqualTo(delta ? 0 : 8_000);
		Metric executions = second.get("medkit.task.executions");
		assertThat(executions.getSum().getIsMonotonic()).isTrue();
		assertThat(executions.getSum().getAggregationTemporality().name()).endsWith(temporality.name());
		assertThat(second.get("medkit.task.duration").getHistogram().getAggregationTemporality().name())
			.endsWith(temporality.name());
		Duration since = delta ? STEP : Duration.between(FakeClock.EPOCH, this.clock.instant().minus(STEP));
		assertThat(executions.getSum().getDataPointsList())
			.allSatisfy((point) -> assertThat(point.getTimeUnixNano() - point.getStartTimeUnixNano())
				.isEqualTo(since.toNanos()));
	}

	@ParameterizedTest
	@EnumSource
	void countsOfATaskThatIsGoneAreNoNumbersBelowZero(AggregationTemporality temporality) {
		Registry registry = bind(temporality);
		execute(Duration.ofSeconds(3), null);
		registry.publishStep();
		this.source.remove(this.poller);
		Map<String, Metric> last = registry.publishStep();
		boolean delta = temporality == AggregationTemporality.DELTA;
		assertThat(sum(last, "executions", "outcome", "success")).isEqualTo(delta ? 0 : 1);
		assertThat(duration(last).getCount()).isEqualTo(delta ? 0 : 1);
		assertThat(duration(last).getSum()).isEqualTo(delta ? 0 : 3_000);
		assertThat(registry.publishStep().keySet()).noneMatch((name) -> name.startsWith("medkit.task."));
	}

	@ParameterizedTest
	@EnumSource
	void countsOfATaskThatReplacesAnotherGoOn(AggregationTemporality temporality) {
		Registry registry = bind(temporality);
		execute(Duration.ofSeconds(3), null);
		execute(Duration.ofSeconds(3), null);
		registry.publishStep();
		this.source.remove(this.poller);
		this.poller = add();
		execute(Duration.ofSeconds(20), null);
		Map<String, Metric> published = registry.publishStep();
		boolean delta = temporality == AggregationTemporality.DELTA;
		assertThat(sum(published, "executions", "outcome", "success")).isEqualTo(delta ? 1 : 3);
		assertThat(duration(published).getCount()).isEqualTo(delta ? 1 : 3);
		assertThat(duration(published).getSum()).isEqualTo(delta ? 20_000 : 26_000);
	}

	@Test
	void applicationPublishesItsLastFiguresWhenItCloses() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class, MedkitAutoConfiguration.class,
					MedkitMetricsAutoConfiguration.class))
			.withPropertyValues("medkit.tasks[0].id=pump", "medkit.tasks[0].period=10ms")
			.withBean(NamedItem.class, "pump")
			.withBean(OtlpMeterRegistry.class,
					() -> new OtlpMeterRegistry(config(AggregationTemporality.CUMULATIVE), Clock.SYSTEM))
			.run((context) -> Tasks.awaitExecutions(context, "pump"));
		Map<String, Metric> published = byName(this.receiver.take());
		assertThat(point(published.get("medkit.task.executions").getSum().getDataPointsList(),
				Map.of("task", "pump", "source", "executor", "outcome", "success")))
			.isPositive();
		assertThat(published.get("medkit.task.duration").getHistogram().getDataPoints(0).getSum()).isPositive();
	}

	private SourceTask add() {
		return this.source.add("poller", Plan.fixedRate(this.clock.nanoTime(), Duration.ofMinutes(1)), Scope.LOCAL,
				null);
	}

	private void execute(Duration took, @Nullable Throwable thrown) {
		TaskRun run = this.poller.begin();
		this.clock.advance(took);
		run.end(thrown);
	}

	private Registry bind(AggregationTemporality temporality) {
		Registry registry = new Registry(config(temporality));
		this.registry = registry;
		new MedkitMeters(new Gateway(List.of(this.source)), true, this.clock::nanoTime).bindTo(registry);
		return registry;
	}

	private OtlpConfig config(AggregationTemporality temporality) {
		Map<String, String> settings = Map.of("otlp.url", this.receiver.url(), "otlp.step", STEP.toString(),
				"otlp.aggregationTemporality", temporality.name());
		return settings::get;
	}

	private static double sum(Map<String, Metric> metrics, String name, String... further) {
		return point(metrics.get("medkit.task." + name).getSum().getDataPointsList(), with(further));
	}

	private static double gauge(Map<String, Metric> metrics, String name, String... further) {
		return point(metrics.get("medkit.task." + name).getGauge().getDataPointsList(), with(further));
	}

	private static HistogramDataPoint duration(Map<String, Metric> metrics) {
		List<HistogramDataPoint> points = metrics.get("medkit.task.duration").getHistogram().getDataPointsList();
		assertThat(points).hasSize(1);
		assertThat(attributes(points.get(0).getAttributesList())).isEqualTo(POLLER);
		return points.get(0);
	}

	private static Map<String, String> with(String... further) {
		Map<String, String> attributes = new HashMap<>(POLLER);
		for (int i = 0; i < further.length; i += 2) {
			attributes.put(further[i], further[i + 1]);
		}
		return attributes;
	}

	private static double point(List<NumberDataPoint> points, Map<String, String> attributes) {
		List<NumberDataPoint> matching = points.stream()
			.filter((point) -> attributes(point.getAttributesList()).equals(attributes))
			.toList();
		assertThat(matching).as("points with %s", attributes).hasSize(1);
		return matching.get(0).getAsDouble();
	}

	private static Map<String, String> attributes(List<KeyValue> attributes) {
		return attributes.stream()
			.collect(Collectors.toMap(KeyValue::getKey, (attribute) -> attribute.getValue().getStringValue()));
	}

	/**
	 * Sorts metrics by name, of which there is one each.
	 */
	private static Map<String, Metric> byName(List<Metric> metrics) {
		return metrics.stream().collect(Collectors.toMap(Metric::getName, Function.identity()));
	}

	/**
	 * A registry that publishes when it is told to.
	 */
	private final class Registry extends OtlpMeterRegistry {

		private Registry(OtlpConfig config) {
			super(config, new Clock() {

				@Override
				public long wallTime() {
					return MedkitMetersOtlpTests.this.clock.instant().toEpochMilli();
				}

				@Override
				public long monotonicTime() {
					return MedkitMetersOtlpTests.this.clock.nanoTime();
				}

			});
		}

		/**
		 * Lets a step pass, and publishes it.
		 */
		private Map<String, Metric> publishStep() {
			MedkitMetersOtlpTests.this.clock.advance(STEP);
			publish();
			return byName(MedkitMetersOtlpTests.this.receiver.take());
		}

	}

}
