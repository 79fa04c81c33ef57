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
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.medkit.benchmark.PlayedTask;
import io.medkit.binding.ExecutorBinding;
import io.medkit.binding.TaskRegistration;
import io.medkit.gateway.Gateway;
import io.medkit.gateway.Snapshot;
import io.medkit.model.EntityReport;
import io.medkit.model.ValueFilter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/**
 * What it takes to read all tasks at once, from the binding up to the endpoint's
 * document, beside a scrape of as many timers. The time is that of all of them: divided
 * by the number of tasks it is that of one, and should not grow with the number.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = { "-Xms4g", "-Xmx4g", "-XX:+AlwaysPreTouch" })
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class ReadingBenchmark {

	private static final int EXECUTIONS = 5;

	/** Over HTTP an answer is bounded. */
	private static final Selection EVERYTHING = new Selection(Set.of(), null, 0, Integer.MAX_VALUE);

	@Param({ "1", "100", "10000", "100000" })
	private int tasks;

	/**
	 * Reads and judges all tasks.
	 */
	@Benchmark
	public List<EntityReport> snapshot(Observed observed) {
		return observed.binding.snapshot();
	}

	/**
	 * The same, the health rolled up.
	 */
	@Benchmark
	public Snapshot gateway(Observed observed) {
		return observed.gateway.snapshot();
	}

	/**
	 * The same, made a document with links and written as JSON, as over HTTP.
	 */
	@Benchmark
	public void json(Endpoint endpoint) {
		endpoint.mapper.writeValue(OutputStream.nullOutputStream(),
				endpoint.endpoint.medkit(EVERYTHING, new Presentation("/actuator/medkit", ValueFilter.NONE)));
	}

	/**
	 * The peer.
	 */
	@Benchmark
	public void prometheusScrape(Scraped peer) throws IOException {
		peer.registry.scrape(OutputStream.nullOutputStream());
	}

	private List<String> ids() {
		return IntStream.range(0, this.tasks).mapToObj((n) -> "task-" + n).toList();
	}

	/**
	 * Tasks that are well, and stay so although nothing is executed any more.
	 */
	@State(Scope.Benchmark)
	public static class Observed {

		private static final Duration DAY = Duration.ofDays(1);

		private ExecutorBinding binding;

		private Gateway gateway;

		@Setup
		public void setUp(ReadingBenchmark benchmark) {
			List<String> ids = benchmark.ids();
			this.binding = ExecutorBinding.builder()
				.statisticsWindow(16)
				.tasks(ids.stream().map((id) -> new TaskRegistration(id, DAY, DAY, true)).toList())
				.build();
			this.binding.onExecutorUp();
			PlayedTask task = new PlayedTask();
			for (String id : ids) {
				task.addTo(this.binding, id);
				for (int n = 0; n < EXECUTIONS; n++) {
					task.play();
				}
			}
			this.gateway = new Gateway(List.of(this.binding));
		}

	}

	/**
	 * The endpoint and what Spring Boot writes its documents with.
	 */
	@State(Scope.Benchmark)
	public static class Endpoint {

		private MedkitEndpoint endpoint;

		private JsonMapper mapper;

		@Setup
		public void setUp(Observed observed) {
			this.endpoint = new MedkitEndpoint(observed.gateway, List.of(), Show.NEVER);
			try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
					JacksonEndpointAutoConfiguration.class)) {
				this.mapper = context.getBean(EndpointJsonMapper.class).get();
			}
		}

	}

	@State(Scope.Benchmark)
	public static class Scraped {

		private PrometheusMeterRegistry registry;

		@Setup
		public void setUp(ReadingBenchmark benchmark) {
			this.registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
			PlayedTask task = new PlayedTask();
			for (String id : benchmark.ids()) {
				Timer timer = Timer.builder("task").tag("task", id).register(this.registry);
				for (int n = 0; n < EXECUTIONS; n++) {
					timer.record(task.next(), TimeUnit.NANOSECONDS);
				}
			}
		}

	}

}
