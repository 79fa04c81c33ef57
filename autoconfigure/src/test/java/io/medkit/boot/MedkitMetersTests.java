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
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.medkit.binding.AnnouncedPlan;
import io.medkit.binding.FakeClock;
import io.medkit.binding.Plan;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskRun;
import io.medkit.binding.TaskSource;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.Scope;
import io.medkit.provider.Provider;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link MedkitMeters}.
 */
class MedkitMetersTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Tags POLLER = Tags.of("task", "poller", "source", "scheduling");

	private final FakeClock clock = new FakeClock();

	private final TaskSource source = TaskSource.builder("scheduling")
		.telemetryClock(this.clock)
		.wallClock(this.clock)
		.build();

	private final CountingProvider provider = new CountingProvider(this.source);

	private final MeterRegistry registry = new SimpleMeterRegistry();

	private final MedkitMeters meters = new MedkitMeters(new Gateway(List.of(this.provider)), true,
			this.clock::nanoTime);

	private SourceTask poller;

	@BeforeEach
	void bind() {
		this.source.up();
		this.poller = this.source.add("poller", Plan.fixedRate(this.clock.nanoTime(), MINUTE), Scope.LOCAL, null);
		this.meters.bindTo(this.registry);
	}

	private double value(String name, String... tags) {
		Meter meter = this.registry.get(name).tags(POLLER.and(tags)).meter();
		return meter.measure().iterator().next().getValue();
	}

	private void execute(Duration took, @Nullable Throwable thrown) {
		TaskRun run = this.poller.begin();
		this.clock.advance(took);
		run.end(thrown);
	}

	/**
	 * Lets the readings be no good any more.
	 */
	private void nextScrape() {
		this.clock.advance(Duration.ofSeconds(1));
	}

	@Test
	void metersAreThereBeforeTheFirstExecution() {
		assertThat(value("medkit.task.executions", "outcome", "success")).isZero();
		assertThat(value("medkit.task.executions", "outcome", "error")).isZero();
		assertThat(value("medkit.task.last.success")).isNaN();
		assertThat(value("medkit.task.state", "state", "unknown")).isEqualTo(1);
		assertThat(value("medkit.task.state", "state", "running")).isZero();
		assertThat(this.registry.get("medkit.executor.up").tag("source", "scheduling").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("medkit.executor.tasks").tag("source", "scheduling").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("medkit.observations.ignored").functionCounter().count()).isZero();
	}

	@Test
	void figuresAreThoseOfTheTask() {
		this.clock.advance(Duration.ofMillis(250));
		execute(Duration.ofSeconds(3), null);
		this.clock.advance(MINUTE.minusSeconds(3));
		execute(Duration.ofSeconds(5), new IllegalStateException());
		TaskRun skipped = this.poller.begin();
		skipped.skip();
		skipped.end(null);
		this.poller.miss(4);
		this.poller.begin();
		nextScrape();
		assertThat(value("medkit.task.executions", "outcome", "success")).isEqualTo(1);
		assertThat(value("medkit.task.executions", "outcome", "error")).isEqualTo(1);
		assertThat(value("medkit.task.executions", "outcome", "skipped")).isEqualTo(1);
		assertThat(this.registry.get("medkit.task.duration").tags(POLLER).functionTimer().count()).isEqualTo(2);
		assertThat(this.registry.get("medkit.task.duration").tags(POLLER).functionTimer().totalTime(TimeUnit.SECONDS))
			.isEqualTo(8);
		assertThat(value("medkit.task.duration.max")).isEqualTo(5);
		assertThat(value("medkit.task.duration.percentile", "quantile", "0.5")).isCloseTo(3, within(0.03));
		assertThat(value("medkit.task.skipped")).isEqualTo(4);
		assertThat(value("medkit.task.overruns")).isZero();
		assertThat(value("medkit.task.in.flight")).isEqualTo(1);
		assertThat(value("medkit.task.expected.interval")).isEqualTo(60);
		assertThat(value("medkit.task.last.success")).isEqualTo(FakeClock.EPOCH.plusMillis(3_250).toEpochMilli() / 1e3);
		assertThat(value("medkit.task.next.due")).isEqualTo(FakeClock.EPOCH.plus(MINUTE).plus(MINUTE).getEpochSecond());
		assertThat(value("medkit.task.state", "state", "error")).isEqualTo(1);
		assertThat(value("medkit.task.health")).isEqualTo(2);
	}

	@Test
	void allMetersOfAScrapeReadOneSnapshot() {
		nextScrape();
		int before = this.provider.snapshots.get();
		this.registry.getMeters().forEach((meter) -> meter.measure().forEach((measurement) -> measurement.getValue()));
		assertThat(this.provider.snapshots.get() - before).isLessThanOrEqualTo(2);
		assertThat(this.provider.details.get()).isLessThanOrEqualTo(1);
	}

	@Test
	void readingsAreGoodForASecond() {
		nextScrape();
		value("medkit.task.health");
		int before = this.provider.snapshots.get();
		this.clock.advance(Duration.ofMillis(999));
		value("medkit.task.health");
		assertThat(this.provider.snapshots.get()).isEqualTo(before);
		this.clock.advance(Duration.ofMillis(1));
		value("medkit.task.health");
		assertThat(this.provider.snapshots.get()).isEqualTo(before + 1);
	}

	@Test
	void metersComeAndGoWithTheTasks() {
		int before = this.registry.getMeters().size();
		SourceTask other = this.source.add("other", new AnnouncedPlan("cron"), Scope.LOCAL, null);
		nextScrape();
		value("medkit.task.health");
		assertThat(this.registry.get("medkit.task.health").tag("task", "other").gauge().value()).isZero();
		assertThat(this.registry.getMeters()).hasSizeGreaterThan(before);
		this.source.remove(other);
		nextScrape();
		value("medkit.task.health");
		assertThat(this.registry.find("medkit.task.health").tag("task", "other").gauge()).isNull();
		assertThat(this.registry.getMeters()).hasSize(before);
	}

	@Test
	void successesNeverFall() {
		execute(Duration.ofSeconds(1), null);
		nextScrape();
		assertThat(value("medkit.task.executions", "outcome", "success")).isEqualTo(1);
		this.poller.failed(new IllegalStateException("an instance died"));
		nextScrape();
		assertThat(value("medkit.task.executions", "outcome", "success")).isEqualTo(1);
		assertThat(value("medkit.task.executions", "outcome", "error")).isEqualTo(1);
	}

	@Test
	void prometheusHasBaseUnitsAndOneTypeForEachName() {
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		this.meters.bindTo(prometheus);
		execute(Duration.ofSeconds(3), null);
		nextScrape();
		List<String> lines = Arrays.asList(prometheus.scrape().split("\n"));
		String tags = "{source=\"scheduling\",task=\"poller\"}";
		assertThat(lines).contains("# TYPE medkit_task_executions_total counter",
				"# TYPE medkit_task_duration_seconds summary", "medkit_task_duration_seconds_count" + tags + " 1",
				"medkit_task_duration_seconds_sum" + tags + " 3.0", "medkit_task_duration_max_seconds" + tags + " 3.0",
				"medkit_task_expected_interval_seconds" + tags + " 60.0",
				"medkit_task_last_success_seconds" + tags
						+ " %s".formatted((double) FakeClock.EPOCH.plusSeconds(3).getEpochSecond()),
				"medkit_executor_up{source=\"scheduling\"} 1.0", "medkit_observations_ignored_total 0.0",
				"medkit_task_executions_total{outcome=\"success\",source=\"scheduling\",task=\"poller\"} 1.0");
		assertThat(lines.stream().filter((line) -> line.startsWith("# TYPE"))).doesNotHaveDuplicates();
	}

	@Test
	void filtersWorkAsUsual() {
		MeterRegistry filtered = new SimpleMeterRegistry();
		filtered.config().meterFilter(MeterFilter.denyNameStartsWith("medkit.task.state"));
		this.meters.bindTo(filtered);
		assertThat(filtered.find("medkit.task.state").meters()).isEmpty();
		assertThat(filtered.find("medkit.task.health").meters()).hasSize(1);
	}

	@Test
	void percentilesCanBeLeftOut() {
		MeterRegistry plain = new SimpleMeterRegistry();
		new MedkitMeters(new Gateway(List.of(this.provider)), false, this.clock::nanoTime).bindTo(plain);
		assertThat(plain.find("medkit.task.duration.percentile").meters()).isEmpty();
		assertThat(plain.find("medkit.task.duration.max").meters()).isEmpty();
		assertThat(plain.find("medkit.task.duration").meters()).hasSize(1);
	}

	@Test
	void documentationListsEveryMeterAndNoOther() throws IOException {
		List<String> listed = Pattern.compile("(?m)^\\| `(medkit\\.[a-z.]+)` \\|")
			.matcher(Files.readString(Path.of("docs", "metrics.md")))
			.results()
			.map((match) -> match.group(1))
			.toList();
		Set<String> names = this.registry.getMeters()
			.stream()
			.map((meter) -> meter.getId().getName())
			.collect(Collectors.toSet());
		assertThat(listed).containsExactlyInAnyOrderElementsOf(names);
	}

	@Test
	void metersAreConfiguredUnlessTheyAreNotWanted() {
		ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(MedkitAutoConfiguration.class, MedkitMetricsAutoConfiguration.class));
		runner.run((context) -> assertThat(context).hasSingleBean(MedkitMeters.class));
		runner.withPropertyValues("medkit.metrics.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(MedkitMeters.class));
		runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MedkitMeters.class));
		MedkitMeters own = new MedkitMeters(new Gateway(List.of()), false);
		runner.withBean(MedkitMeters.class, () -> own)
			.run((context) -> assertThat(context).getBean(MedkitMeters.class).isSameAs(own));
	}

	/**
	 * Counts how often a provider is read.
	 */
	private static final class CountingProvider implements Provider {

		private final Provider delegate;

		private final AtomicInteger snapshots = new AtomicInteger();

		private final AtomicInteger details = new AtomicInteger();

		private CountingProvider(Provider delegate) {
			this.delegate = delegate;
		}

		@Override
		public List<EntityReport> snapshot() {
			this.snapshots.incrementAndGet();
			return this.delegate.snapshot();
		}

		@Override
		public @Nullable EntityReport find(String entityId) {
			this.details.incrementAndGet();
			return this.delegate.find(entityId);
		}

		@Override
		public boolean clearFaults(String entityId) {
			return this.delegate.clearFaults(entityId);
		}

	}

}
