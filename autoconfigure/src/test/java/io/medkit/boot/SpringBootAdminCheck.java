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
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks what a Spring Boot Admin shows of an application that has medkit. Its server is
 * on the class path with the Maven profile admin only.
 */
class SpringBootAdminCheck {

	private static final String SERVER = """
			medkit.enabled: false
			spring.boot.admin.monitor:
			  status-interval: 2s
			  status-lifetime: 1s
			""";

	private static final String CLIENT = """
			spring.application.name: %s
			spring.boot.admin.client:
			  url: %s
			  instance.service-host-type: ip
			medkit.tasks:
			  - { id: pump, period: 20ms }
			  - { id: valve, period: 20ms, critical: false }
			management:
			  endpoints.web.exposure.include: health, metrics, medkit
			  endpoint:
			    health.show-details: always
			    medkit.access: %s
			""";

	private static ConfigurableApplicationContext server;

	private static ConfigurableApplicationContext gateway;

	private static ConfigurableApplicationContext readOnly;

	private static RestTestClient admin;

	@BeforeAll
	@Timeout(value = 3, unit = TimeUnit.MINUTES)
	static void launch() {
		server = Launcher.launchWeb(SERVER, ClassUtils
			.resolveClassName("de.codecentric.boot.admin.server.config.AdminServerMarkerConfiguration", null));
		admin = Launcher.client(server, "local.server.port");
		String url = "http://127.0.0.1:" + server.getEnvironment().getRequiredProperty("local.server.port");
		gateway = Launcher.launchWeb(CLIENT.formatted("gateway", url, "unrestricted"), Plant.class);
		readOnly = Launcher.launchWeb(CLIENT.formatted("read-only", url, "read-only"), Plant.class);
		for (String name : List.of("gateway", "read-only")) {
			Tasks.await().untilAsserted(() -> {
				assertThat(status(name)).isEqualTo("UP");
				assertThat(instance(name).<List<Object>>read("$.endpoints")).hasSizeGreaterThan(1);
			});
		}
	}

	@AfterAll
	static void close() {
		for (ConfigurableApplicationContext context : List.of(readOnly, gateway, server)) {
			context.close();
		}
	}

	@Test
	void healthHasAComponentForEachTask() {
		Map<String, Object> medkit = instance("read-only").read("$.statusInfo.details.medkit");
		assertThat(medkit).containsEntry("status", "UP");
		assertThat(component("read-only", "executor")).containsEntry("status", "UP");
		assertThat(component("read-only", "app:pump")).containsKeys("status", "details");
		assertThat(component("read-only", "app:valve")).containsKeys("status", "details");
	}

	@Test
	void troubleWithACriticalTaskIsTheInstancesTrouble() {
		Plant plant = gateway.getBean(Plant.class);
		plant.breakDown("pump");
		Tasks.await().untilAsserted(() -> assertThat(status("gateway")).isEqualTo("DOWN"));
		Map<String, Object> pump = component("gateway", "app:pump");
		assertThat(pump).containsEntry("status", "DOWN");
		assertThat(pump.toString()).contains("TASK_ERROR").doesNotContain(Plant.SECRET);
		plant.repair("pump");
		Tasks.await().untilAsserted(() -> assertThat(status("gateway")).isEqualTo("UP"));
	}

	@Test
	void endpointIsAmongThoseOfTheInstance() {
		assertThat(instance("gateway").<List<String>>read("$.endpoints[*].id")).contains("health", "metrics", "medkit");
	}

	@Test
	void endpointAnswersThroughTheServer() {
		assertThat(json("gateway", "medkit").<List<String>>read("$.entities[*].id")).containsExactly("executor",
				"app:pump", "app:valve");
		assertThat(json("gateway", "medkit?state=running&limit=1").<Integer>read("$.page.limit")).isEqualTo(1);
		assertThat(json("gateway", "medkit/app:valve/data").<Integer>read("$.timing.period_ns")).isEqualTo(20_000_000);
		assertThat(proxied(HttpMethod.GET, "gateway", "medkit/app:nobody", 404)).contains("entity-not-found");
	}

	@Test
	void metersAreReadThroughTheServer() {
		assertThat(json("gateway", "metrics").<List<String>>read("$.names")).contains("medkit.task.executions",
				"medkit.task.last.success", "medkit.executor.up");
		DocumentContext executions = json("gateway", "metrics/medkit.task.executions?tag=task:valve");
		assertThat(executions.<List<String>>read("$.measurements[*].statistic")).containsExactly("COUNT");
	}

	@Test
	void faultsAreClearedThroughTheServerWhereAccessAllows() {
		proxied(HttpMethod.DELETE, "gateway", "medkit/app:valve/faults", 204);
		proxied(HttpMethod.DELETE, "read-only", "medkit/app:valve/faults", 405);
		proxied(HttpMethod.GET, "read-only", "medkit/app:valve/faults", 200);
	}

	private static String status(String name) {
		return instance(name).read("$.statusInfo.status");
	}

	private static Map<String, Object> component(String name, String id) {
		return instance(name).read("$.statusInfo.details.medkit.components['%s']".formatted(id));
	}

	/**
	 * Returns what the server knows of an application's instance.
	 */
	private static DocumentContext instance(String name) {
		List<Object> instances = JsonPath.parse(body(HttpMethod.GET, "/instances", 200))
			.read("$[?(@.registration.name == '%s')]".formatted(name));
		assertThat(instances).as("instances of %s", name).hasSize(1);
		return JsonPath.parse(instances.get(0));
	}

	/**
	 * Asks an endpoint of an application's instance through the server.
	 */
	private static String proxied(HttpMethod method, String name, String path, int status) {
		return body(method, "/instances/" + instance(name).read("$.id") + "/actuator/" + path, status);
	}

	private static DocumentContext json(String name, String path) {
		return JsonPath.parse(proxied(HttpMethod.GET, name, path, 200));
	}

	private static String body(HttpMethod method, String path, int status) {
		EntityExchangeResult<String> result = admin.method(method)
			.uri(path)
			.accept(MediaType.APPLICATION_JSON)
			.exchange()
			.returnResult(String.class);
		assertThat(result.getStatus().value()).as("%s %s: %s", method, path, result.getResponseBody())
			.isEqualTo(status);
		return String.valueOf(result.getResponseBody());
	}

}
