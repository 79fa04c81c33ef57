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

import java.security.Principal;
import java.util.List;

import com.jayway.jsonpath.JsonPath;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for where {@link MedkitEndpointAutoConfiguration} serves the endpoint, to whom,
 * and what it lets them see.
 */
class MedkitEndpointPathsTests {

	private static final String TASKS = """
			medkit.tasks: [ { id: pump, period: 20ms }, { id: valve, period: 20ms } ]
			management.endpoints.web.exposure.include: medkit
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			management.endpoints.web.base-path: /manage/              | local.server.port     | /manage/medkit
			management.endpoints.web.base-path: /                     | local.server.port     | /medkit
			management.endpoints.web.path-mapping.medkit: plant/tasks | local.server.port     | /actuator/plant/tasks
			server.servlet.context-path: /ctx                         | local.server.port     | /ctx/actuator/medkit
			spring.mvc.servlet.path: /mvc                             | local.server.port     | /mvc/actuator/medkit
			spring.mvc.servlet.path: /mvc/                            | local.server.port     | /mvc/actuator/medkit
			server.servlet.contextPath: /ctx                          | local.server.port     | /ctx/actuator/medkit
			""")
	void hrefsResolveWhereTheEndpointIsServed(String yaml, String portProperty, String path) {
		hrefsResolve(yaml, portProperty, path);
	}

	@Test
	void hrefsResolveUnderEverythingAtOnce() {
		hrefsResolve("""
				server.servlet.context-path: /ctx
				spring.mvc.servlet.path: /mvc
				management.endpoints.web.base-path: /manage
				management.endpoints.web.path-mapping.medkit: tasks
				""", "local.server.port", "/ctx/mvc/manage/tasks");
	}

	@ParameterizedTest
	@CsvSource({ "/mgmt", "/mgmt/", "mgmt" })
	void hrefsResolveOnAManagementServerWithABasePath(String basePath) {
		hrefsResolve("""
				server.servlet.context-path: /ctx
				spring.mvc.servlet.path: /mvc
				management.server.port: 0
				management.server.address: 127.0.0.1
				management.server.base-path: %s
				""".formatted(basePath), "local.management.port", "/mgmt/actuator/medkit");
	}

	@Test
	void hrefsResolveOnAManagementServerOfItsOwn() {
		hrefsResolve("""
				server.servlet.context-path: /ctx
				management.server.port: 0
				management.server.address: 127.0.0.1
				management.endpoints.web.base-path: /
				""", "local.management.port", "/medkit");
	}

	private static void hrefsResolve(String yaml, String portProperty, String path) {
		try (ConfigurableApplicationContext context = launch(yaml)) {
			RestTestClient client = Launcher.client(context, portProperty);
			List<String> hrefs = JsonPath.read(body(client, path), "$.entities[*].href");
			assertThat(hrefs).containsExactly(path + "/executor", path + "/app:pump", path + "/app:valve");
			for (String href : hrefs) {
				assertThat(JsonPath.<String>read(body(client, href), "$.href")).isEqualTo(href);
				client.delete().uri(href + "/faults").exchange().expectStatus().isNoContent();
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void nothingCanBeClearedWithReadOnlyAccess(Stack stack) {
		try (ConfigurableApplicationContext context = stack
			.launch(TASKS + "management.endpoint.medkit.access: read-only", Plant.class)) {
			assertReadOnly(Launcher.client(context, "local.server.port"));
		}
	}

	@Test
	void nothingCanBeClearedWhereNoMoreIsPermitted() {
		try (ConfigurableApplicationContext context = launch("""
				management.endpoints.access.max-permitted: read-only
				management.endpoint.medkit.access: unrestricted
				""")) {
			assertReadOnly(Launcher.client(context, "local.server.port"));
		}
	}

	private static void assertReadOnly(RestTestClient client) {
		body(client, "/actuator/medkit/app:pump/faults");
		EntityExchangeResult<String> result = client.delete()
			.uri("/actuator/medkit/app:pump/faults")
			.exchange()
			.returnResult(String.class);
		assertThat(result.getStatus().value()).isEqualTo(405);
		assertThat(result.getResponseHeaders().getAllow()).doesNotContain(HttpMethod.DELETE);
	}

	@Test
	void nothingIsServedWithoutAccess() {
		try (ConfigurableApplicationContext context = launch("management.endpoint.medkit.access: none")) {
			RestTestClient client = Launcher.client(context, "local.server.port");
			client.get().uri("/actuator/medkit").exchange().expectStatus().isNotFound();
		}
	}

	@Test
	void messagesAreShownToAllWhenAsked() {
		try (ConfigurableApplicationContext context = launch("management.endpoint.medkit.show-values: always")) {
			RestTestClient client = withFailure(context);
			for (String path : List.of("", "/app:pump", "/app:pump/data")) {
				assertThat(body(client, "/actuator/medkit" + path)).contains(Plant.SECRET);
			}
		}
	}

	@Test
	void messagesAreShownToThoseWithARoleWhenAsked() {
		try (ConfigurableApplicationContext context = launch("""
				management.endpoint.medkit.show-values: when-authorized
				management.endpoint.medkit.roles: operator
				""", RemoteUsers.class)) {
			RestTestClient client = withFailure(context);
			for (String path : List.of("", "/app:pump", "/app:pump/data")) {
				assertThat(body(client, "/actuator/medkit" + path)).doesNotContain(Plant.SECRET);
				assertThat(body(as(client, "guest"), "/actuator/medkit" + path)).doesNotContain(Plant.SECRET);
				assertThat(body(as(client, "operator"), "/actuator/medkit" + path)).contains(Plant.SECRET);
			}
		}
	}

	@Test
	void messagesAreShownToEveryUserWhenNoRoleIsAskedFor() {
		try (ConfigurableApplicationContext context = launch("management.endpoint.medkit.show-values: when-authorized",
				RemoteUsers.class)) {
			RestTestClient client = withFailure(context);
			assertThat(body(client, "/actuator/medkit")).doesNotContain(Plant.SECRET);
			assertThat(body(as(client, "guest"), "/actuator/medkit")).contains(Plant.SECRET);
			assertThat(context.getBean(MedkitEndpoint.class).medkit(null, null, null, null).data().toString())
				.as("on a surface that knows no users")
				.doesNotContain(Plant.SECRET);
		}
	}

	@Test
	void valuesThatAreShownAreSanitized() {
		try (ConfigurableApplicationContext context = launch("management.endpoint.medkit.show-values: always",
				Sanitizing.class)) {
			RestTestClient client = withFailure(context);
			context.getBean(Plant.class).breakDown("valve");
			Tasks.awaitData(context, "valve", (data) -> assertThat(data.lastError()).isNotNull());
			for (String path : List.of("/actuator/medkit/app:pump", "/actuator/medkit/app:pump/data")) {
				assertThat(body(client, path)).contains("\"message\":\"******\"").doesNotContain(Plant.SECRET);
			}
			assertThat(body(client, "/actuator/medkit/app:valve/data")).contains("\"message\":\"" + Plant.SECRET);
			assertThat(context.getBean(MedkitEndpoint.class).entity("app:pump").data().toString())
				.doesNotContain(Plant.SECRET);
		}
	}

	private static ConfigurableApplicationContext launch(String yaml, Class<?>... sources) {
		Class<?>[] all = new Class<?>[sources.length + 1];
		System.arraycopy(sources, 0, all, 1, sources.length);
		all[0] = Plant.class;
		return Launcher.launchWeb(TASKS + yaml, all);
	}

	private static RestTestClient withFailure(ConfigurableApplicationContext context) {
		context.getBean(Plant.class).breakDown("pump");
		Tasks.awaitData(context, "pump", (data) -> {
			assertThat(data.lastError()).isNotNull();
			assertThat(data.lastError().message()).isEqualTo(Plant.SECRET);
		});
		return Launcher.client(context, "local.server.port");
	}

	private static RestTestClient as(RestTestClient client, String user) {
		return client.mutate().defaultHeader("X-User", user).build();
	}

	private static String body(RestTestClient client, String path) {
		return Launcher.body(client, path, 200);
	}

	/**
	 * Takes the word of whoever says who he is, and gives him the role of that name.
	 */
	@Configuration(proxyBeanMethods = false)
	static class RemoteUsers {

		@Bean
		FilterRegistrationBean<Filter> remoteUserFilter() {
			return new FilterRegistrationBean<>((request, response, chain) -> {
				String user = ((HttpServletRequest) request).getHeader("X-User");
				chain.doFilter((user != null) ? new AuthenticatedRequest((HttpServletRequest) request, user) : request,
						response);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Sanitizing {

		@Bean
		SanitizingFunction messagesOfPump() {
			return SanitizingFunction.sanitizeValue().ifKeyEquals("app:pump.last_error.message");
		}

	}

	/**
	 * What serves the endpoint.
	 */
	enum Stack {

		MVC, WEBFLUX, JERSEY;

		private ConfigurableApplicationContext launch(String yaml, Class<?>... sources) {
			return switch (this) {
				case MVC -> Launcher.launchWeb(yaml, sources);
				case WEBFLUX -> Launcher.launchReactive(yaml, sources);
				case JERSEY -> Launcher.launchJersey(yaml, sources);
			};
		}

	}

	private static final class AuthenticatedRequest extends HttpServletRequestWrapper {

		private final String user;

		AuthenticatedRequest(HttpServletRequest request, String user) {
			super(request);
			this.user = user;
		}

		@Override
		public Principal getUserPrincipal() {
			return () -> this.user;
		}

		@Override
		public boolean isUserInRole(String role) {
			return role.equals(this.user);
		}

	}

}
