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

import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for {@link MedkitHealthContributor} and {@link EntityHealthIndicator} over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = MedkitHealthTests.Application.class,
		properties = { Launcher.WITHOUT_EXTRAS, "spring.config.location=optional:classpath:/none/",
				"server.address=127.0.0.1", "medkit.tasks[0].id=pump", "medkit.tasks[0].period=20ms",
				"medkit.tasks[1].id=valve", "medkit.tasks[1].period=20ms", "medkit.tasks[1].critical=false",
				"medkit.tasks[0].tolerance=90s", "medkit.tasks[1].tolerance=90s", "medkit.tasks[0].max-run=90s",
				"medkit.tasks[1].max-run=90s", "medkit.tasks[2]=nobody", "medkit.unmatched-tasks=ignore",
				"management.endpoint.health.show-details=always",
				"management.endpoint.health.group.plant.include=medkit",
				"management.endpoint.health.group.line.include=medkit/app:pump",
				"management.endpoint.health.group.side.include=medkit/app:valve,medkit/app:nobody" })
@ExtendWith(OutputCaptureExtension.class)
class MedkitHealthTests {

	private static final RestTestClient CLIENT = RestTestClient.bindToServer().build();

	@Autowired
	private ConfigurableApplicationContext context;

	@Autowired
	private Plant plant;

	@LocalServerPort
	private int port;

	@AfterEach
	void repair() {
		for (String task : List.of("pump", "valve")) {
			this.plant.repair(task);
			Tasks.awaitData(this.context, task, (data) -> assertThat(data.liveness().state().isBad()).isFalse());
		}
	}

	@Test
	void executorAndEachTaskIsAComponent() {
		Tasks.awaitExecutions(this.context, "pump");
		DocumentContext health = json("/medkit", 200);
		assertThat(health.<String>read("$.status")).isEqualTo("UP");
		assertThat(health.<Map<String, Object>>read("$.components")).containsOnlyKeys("executor", "app:pump",
				"app:valve", "app:nobody");
		assertThat(json("", 200).<String>read("$.components.medkit.components['app:pump'].status")).isEqualTo("UP");
	}

	@Test
	void taskAtWorkIsUp() {
		Tasks.awaitExecutions(this.context, "pump");
		assertThat(json("/medkit/app:pump", 200).<Map<String, Object>>read("$"))
			.isEqualTo(Map.of("status", "UP", "details", Map.of("state", "running", "critical", true, "online", true)));
		assertThat(json("/medkit/executor", 200).<Map<String, Object>>read("$"))
			.isEqualTo(Map.of("status", "UP", "details", Map.of("state", "up", "tasks", 3, "online", true)));
	}

	@Test
	void taskThatNeverRanIsUnknown() {
		assertThat(json("/medkit/app:nobody", 200).<Map<String, Object>>read("$")).isEqualTo(
				Map.of("status", "UNKNOWN", "details", Map.of("state", "unknown", "critical", true, "online", false)));
	}

	@Test
	void criticalTaskInErrorIsDownAndSoIsAllAboveIt() {
		breakDown("pump");
		DocumentContext pump = json("/medkit/app:pump", 503);
		assertThat(pump.<String>read("$.status")).isEqualTo("DOWN");
		assertThat(pump.<Map<String, Object>>read("$.details")).containsEntry("state", "error")
			.containsEntry("faults", List.of("TASK_ERROR"));
		for (String path : List.of("", "/medkit", "/medkit/executor", "/plant", "/line")) {
			assertThat(json(path, 503).<String>read("$.status")).as(path).isEqualTo("DOWN");
		}
		assertThat(json("/medkit/app:valve", 200).<String>read("$.status")).isEqualTo("UP");
		this.plant.repair("pump");
		Tasks.awaitData(this.context, "pump", (data) -> assertThat(data.liveness().state().isBad()).isFalse());
		assertThat(json("", 200).<String>read("$.status")).isEqualTo("UP");
		assertThat(json("/medkit/app:pump", 200).<Map<String, Object>>read("$.details"))
			.as("what is healed is no health matter")
			.doesNotContainKey("faults");
	}

	@Test
	void taskThatIsNotCriticalStaysUpAndTellsItsState() {
		breakDown("valve");
		assertThat(json("/medkit/app:valve", 200).<Map<String, Object>>read("$"))
			.isEqualTo(Map.of("status", "UP", "details", Map.of("state", "error", "critical", false, "online", true,
					"health", "WARNING", "faults", List.of("TASK_ERROR"))));
		for (String path : List.of("", "/medkit", "/medkit/executor", "/plant", "/side")) {
			assertThat(json(path, 200).<String>read("$.status")).as(path).isEqualTo("UP");
		}
	}

	@Test
	void groupMayHaveAllOrSingleTasks() {
		breakDown("pump");
		assertThat(json("/plant", 503).<Map<String, Object>>read("$.components")).containsOnlyKeys("medkit");
		assertThat(json("/line", 503).<Map<String, Object>>read("$.components.medkit.components"))
			.containsOnlyKeys("app:pump");
		assertThat(json("/side", 200).<Map<String, Object>>read("$.components.medkit.components"))
			.containsOnlyKeys("app:valve", "app:nobody");
	}

	@Test
	void probesKnowNothingOfTasksOnTheirOwn() {
		breakDown("pump");
		for (String probe : List.of("/liveness", "/readiness")) {
			assertThat(json(probe, 200).<Map<String, Object>>read("$")).isEqualTo(Map.of("status", "UP"));
		}
	}

	@Test
	void messagesOfExceptionsAreShownNowhere() {
		breakDown("pump");
		breakDown("valve");
		for (String path : List.of("", "/medkit", "/medkit/app:pump", "/medkit/app:valve", "/medkit/executor")) {
			assertThat(send(path).getResponseBody()).as(path).isNotNull().doesNotContain("hunter2");
		}
	}

	@Test
	void unknownTaskIsNotFound() {
		for (String path : List.of("/medkit/app:nope", "/medkit/pump", "/medkit/app:pump/x")) {
			assertThat(send(path).getStatus().value()).as(path).isEqualTo(404);
		}
	}

	@Test
	void groupWithUnknownTaskFailsAtStart(CapturedOutput output) {
		assertThatException().isThrownBy(() -> Launcher.launchWeb("""
				medkit.tasks: [ { id: pump, period: 1s }, { id: valve, period: 1s } ]
				management.endpoint.health.group.line.include: medkit/app:pumpe
				""", Plant.class).close());
		assertThat(output).contains("APPLICATION FAILED TO START").contains("medkit/app:pumpe");
	}

	private void breakDown(String task) {
		this.plant.breakDown(task);
		Tasks.awaitData(this.context, task, (data) -> {
			assertThat(data.lastError()).isNotNull();
			assertThat(data.liveness().state().isBad()).isTrue();
		});
	}

	private DocumentContext json(String path, int status) {
		EntityExchangeResult<String> result = send(path);
		assertThat(result.getStatus().value()).as("status of %s: %s", path, result.getResponseBody()).isEqualTo(status);
		return JsonPath.parse(result.getResponseBody());
	}

	private EntityExchangeResult<String> send(String path) {
		return CLIENT.get()
			.uri("http://127.0.0.1:" + this.port + "/actuator/health" + path)
			.exchange()
			.returnResult(String.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Plant.class)
	static class Application {

	}

}
