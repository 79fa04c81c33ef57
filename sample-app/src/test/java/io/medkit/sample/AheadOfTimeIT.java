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

package io.medkit.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for the sample's jar, as it was processed ahead of time and runs with
 * {@code spring.aot.enabled=true}. It is started with other properties than it was
 * processed with.
 */
class AheadOfTimeIT {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	@TempDir
	static Path directory;

	private static RunningJar jar;

	private static RestTestClient client;

	private static MedkitClient medkit;

	@BeforeAll
	static void start() throws Exception {
		jar = RunningJar.start("-Dspring.aot.enabled=true", directory,
				"--management.endpoints.web.exposure.include=health,medkit,metrics", "--medkit.metrics.enabled=false",
				"--medkit.tasks[0].id=control", "--medkit.tasks[0].period=40ms", "--medkit.tasks[1].id=sense",
				"--medkit.tasks[1].period=200ms", "--medkit.tasks[2].id=persist", "--medkit.tasks[2].period=2s",
				"--medkit.tasks[3]=spare", "--medkit.unmatched-tasks=warn");
		client = RestTestClient.bindToServer().baseUrl("http://localhost:" + jar.port()).build();
		medkit = new MedkitClient(jar.port());
	}

	@AfterAll
	static void stop() {
		jar.close();
	}

	@Test
	void runsWhatWasProcessedAheadOfTime() {
		assertThat(jar.output()).contains("Starting AOT-processed SampleApplication");
	}

	@Test
	void allSourcesAreWatchedAndTheirTasksAreExecuted() {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			MedkitClient.Snapshot snapshot = medkit.snapshot();
			assertThat(snapshot.entities())
				.startsWith("executor", "app:control", "app:sense", "app:persist", "app:spare")
				.containsOnlyOnce("scheduling", "app:gateway.prune", "quartz:quartzScheduler", "app:gateway.summary",
						"db-scheduler", "app:ship")
				.hasSize(11);
			assertThat(List.of("app:sense", "app:control", "app:persist", "app:gateway.summary", "app:ship"))
				.allSatisfy((task) -> assertThat(snapshot.executions(task)).as(task).isPositive());
			assertThat(snapshot.state("app:gateway.prune")).isEqualTo("unknown");
			assertThat(snapshot.scope("app:ship")).isEqualTo("cluster");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "executor", "app:sense", "scheduling", "app:gateway.prune", "quartz:quartzScheduler",
			"app:gateway.summary", "db-scheduler", "app:ship" })
	void eachEntityHasDataAndFaults(String id) {
		assertThat(json("/actuator/medkit/" + id).<String>read("$.id")).isEqualTo(id);
		Map<String, ?> data = json("/actuator/medkit/" + id + "/data").read("$");
		assertThat(data).containsKey(id.startsWith("app:") ? "timing" : "executor");
		assertThat(json("/actuator/medkit/" + id + "/faults").<List<?>>read("$.items")).isEmpty();
	}

	@Test
	void tasksAreThoseThatAreListedWhenItIsStarted() {
		assertThat(json("/actuator/medkit/app:control/data").<Integer>read("$.timing.period_ns")).isEqualTo(40_000_000);
		assertThat(json("/actuator/medkit/app:sense/data").<Integer>read("$.timing.period_ns")).isEqualTo(200_000_000);
		assertThat(jar.output()).contains("Property 'medkit.tasks[3]' lists the task 'spare', which has no body");
	}

	@Test
	void healthHasAComponentForEach() {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			Map<String, ?> components = json("/actuator/health").read("$.components.medkit.components");
			assertThat(components).containsKeys("executor", "app:sense", "scheduling", "app:gateway.prune",
					"quartz:quartzScheduler", "app:gateway.summary", "db-scheduler", "app:ship");
			assertThat(json("/actuator/health/medkit").<String>read("$.status")).isEqualTo("UP");
		});
	}

	@Test
	void whatWasSwitchedOnWhenItWasProcessedStaysOn() {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			DocumentContext executions = json("/actuator/metrics/medkit.task.executions?tag=task:sense");
			assertThat(executions.<Double>read("$.measurements[0].value")).isPositive();
		});
	}

	@Test
	void onlyThoseEndpointsAreExposedThatItIsStartedWith() {
		assertThat(json("/actuator").<Map<String, ?>>read("$._links"))
			.containsKeys("self", "health", "medkit", "metrics")
			.doesNotContainKeys("env", "beans");
	}

	private static DocumentContext json(String path) {
		return JsonPath.parse(
				client.get().uri(path).exchange().expectStatus().isOk().returnResult(String.class).getResponseBody());
	}

}
