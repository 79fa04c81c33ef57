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

import java.net.URI;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.medkit.executor.ExecutableItem;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint promises, on each web stack, on the application's port and on one of
 * its own.
 */
@ParameterizedClass
@EnumSource
class EndpointContractTests {

	private static final String YAML = """
			medkit:
			  tasks:
			    - id: pump
			      period: 20ms
			    - id: failing
			      period: 20ms
			      critical: false
			management.endpoints.web.exposure.include: medkit
			""";

	private static final String OWN_PORT = YAML + """
			management.server:
			  port: 0
			  address: 127.0.0.1
			""";

	private static ConfigurableApplicationContext context;

	private static RestTestClient client;

	private static String port;

	@Parameter
	Stack stack;

	/**
	 * A way to serve the endpoint.
	 */
	enum Stack {

		MVC, MVC_ON_A_PORT_OF_ITS_OWN, WEBFLUX, WEBFLUX_ON_A_PORT_OF_ITS_OWN;

		private boolean isApart() {
			return name().endsWith("OWN");
		}

		private ConfigurableApplicationContext launch() {
			String yaml = isApart() ? OWN_PORT : YAML;
			return name().startsWith("MVC") ? Launcher.launchWeb(yaml, Items.class)
					: Launcher.launchReactive(yaml, Items.class);
		}

		private String portProperty() {
			return isApart() ? "local.management.port" : "local.server.port";
		}

	}

	@BeforeParameterizedClassInvocation
	static void launch(Stack stack) {
		context = stack.launch();
		client = Launcher.client(context, stack.portProperty());
		port = context.getEnvironment().getRequiredProperty(stack.portProperty());
		Tasks.awaitExecutions(context, "pump");
		Tasks.awaitData(context, "failing", (data) -> assertThat(data.liveness().errors()).isPositive());
	}

	@AfterParameterizedClassInvocation
	static void close() {
		context.close();
	}

	@Test
	@DisplayName("[37] the list has all entities, each with a link that leads to it")
	void listHasAllEntities() {
		DocumentContext list = json(HttpMethod.GET, "", 200);
		assertThat(list.<List<String>>read("$.entities[*].id")).containsExactly("executor", "app:pump", "app:failing");
		for (String href : list.<List<String>>read("$.entities[*].href")) {
			assertThat(JsonPath.parse(body(HttpMethod.GET, URI.create("http://127.0.0.1:" + port + href), 200))
				.<String>read("$.href")).isEqualTo(href);
		}
	}

	@Test
	void listIsFiltered() {
		assertThat(json(HttpMethod.GET, "?state=error", 200).<List<String>>read("$.entities[*].id"))
			.containsExactly("app:failing");
		assertThat(json(HttpMethod.GET, "?limit=1", 200).<Integer>read("$.page.total")).isEqualTo(3);
		assertThat(json(HttpMethod.GET, "?state=asleep", 400).<String>read("$.error_code")).isEqualTo("bad-parameter");
	}

	@Test
	void entityHasDataAndFaults() {
		assertThat(json(HttpMethod.GET, "/app:pump", 200).<String>read("$.data.liveness.state")).isEqualTo("running");
		assertThat(json(HttpMethod.GET, "/app:pump/data", 200).<Integer>read("$.timing.executions")).isPositive();
		assertThat(json(HttpMethod.GET, "/app:failing/faults", 200).<String>read("$.items[0].fault_code"))
			.isEqualTo("TASK_ERROR");
	}

	@Test
	void faultsCanBeCleared() {
		body(HttpMethod.DELETE, uri("/app:pump/faults"), 204);
		assertThat(json(HttpMethod.DELETE, "/app:nobody/faults", 404).<String>read("$.error_code"))
			.isEqualTo("entity-not-found");
		assertThat(json(HttpMethod.DELETE, "/app:pump/data", 400).<String>read("$.error_code"))
			.isEqualTo("collection-not-clearable");
	}

	@Test
	@DisplayName("[97] an entity that is unknown is said to be")
	void unknownEntityIsSaidToBe() {
		assertThat(json(HttpMethod.GET, "/app:nobody", 404).<Map<String, String>>read("$.parameters"))
			.containsEntry("entity_id", "app:nobody");
		assertThat(json(HttpMethod.GET, "/app:pump/nothing", 404).<String>read("$.error_code"))
			.isEqualTo("collection-not-found");
	}

	@Test
	void otherMethodsAreRefused() {
		body(HttpMethod.PUT, uri("/app:pump"), 405);
		body(HttpMethod.POST, uri(""), 405);
	}

	@Test
	void nothingIsToldThatExceptionsSay() {
		for (String path : List.of("", "/app:failing", "/app:failing/data", "/app:failing/faults")) {
			assertThat(body(HttpMethod.GET, uri(path), 200)).contains("IllegalStateException")
				.doesNotContain(Plant.SECRET)
				.doesNotContain("at io.medkit");
		}
	}

	@Test
	void hostileIdsAreRefusedCleanly() {
		for (String id : List.of("x".repeat(5_000), "%00", "%01%1B%5B31m", "%0d%0aSet-Cookie:%20a=b", "app:pump%5C..",
				"%2e%2e", "%FF%FE")) {
			EntityExchangeResult<String> result = exchange(HttpMethod.GET, uri("/" + id));
			assertThat(result.getStatus().is4xxClientError()).as(id).isTrue();
			assertThat(String.valueOf(result.getResponseBody())).as(id)
				.doesNotContain("at org.", "at io.", "Exception");
			assertThat(result.getResponseHeaders().headerNames()).doesNotContain("Set-Cookie");
		}
	}

	@Test
	void answerIsJsonOfActuatorsMediaType() {
		EntityExchangeResult<String> result = exchange(HttpMethod.GET, uri("/app:pump"));
		assertThat(result.getResponseHeaders().getContentType())
			.isEqualTo(MediaType.parseMediaType("application/vnd.spring-boot.actuator.v3+json"));
	}

	private DocumentContext json(HttpMethod method, String path, int status) {
		return JsonPath.parse(body(method, uri(path), status));
	}

	private String body(HttpMethod method, URI uri, int status) {
		EntityExchangeResult<String> result = exchange(method, uri);
		assertThat(result.getStatus()).as("%s %s: %s", method, uri, result.getResponseBody())
			.isEqualTo(HttpStatusCode.valueOf(status));
		return String.valueOf(result.getResponseBody());
	}

	private EntityExchangeResult<String> exchange(HttpMethod method, URI uri) {
		return client.method(method).uri(uri).exchange().returnResult(String.class);
	}

	private URI uri(String path) {
		return URI.create("http://127.0.0.1:" + port + "/actuator/medkit" + path);
	}

	@Configuration(proxyBeanMethods = false)
	static class Items {

		@Bean
		ExecutableItem pump() {
			return (context) -> {
			};
		}

		@Bean
		ExecutableItem failing() {
			return (context) -> {
				throw new IllegalStateException(Plant.SECRET);
			};
		}

	}

}
