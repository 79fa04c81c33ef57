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

import io.medkit.model.FaultStatus;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.core.userdetails.MapReactiveUserDetailsService;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.config.Customizer.withDefaults;

/**
 * Tests for the endpoint behind Spring Security, on a servlet stack and a reactive one.
 */
class EndpointSecurityTests {

	private static final String YAML = """
			medkit.tasks: [ { id: pump, period: 20ms }, { id: valve, period: 20ms } ]
			management.endpoints.web.exposure.include: "*"
			management.endpoint.medkit:
			  show-values: when-authorized
			  roles: OPERATOR
			""";

	private static final List<String> WITH_VALUES = List.of("/actuator/medkit", "/actuator/medkit/app:pump",
			"/actuator/medkit/app:pump/data");

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	@DisplayName("what Spring Boot does by default lets in nobody who is unknown, and clears nothing without a token")
	void defaultSecurityCoversTheEndpoint(WebApplicationType type) {
		try (ConfigurableApplicationContext context = launch(type)) {
			RestTestClient anonymous = withFailure(context);
			for (String path : WITH_VALUES) {
				assertThat(status(anonymous, HttpMethod.GET, path)).isEqualTo(401);
			}
			assertValuesAreForOperators(anonymous);
			assertThat(status(as(anonymous, "operator"), HttpMethod.DELETE, "/actuator/medkit/app:pump/faults"))
				.as("without a token against forged requests")
				.isIn(401, 403);
			assertThat(Tasks.report(context, "pump").faults()).isNotEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
	void ownRulesAreMadeWithEndpointRequest(WebApplicationType type) {
		Class<?> rules = (type == WebApplicationType.SERVLET) ? Rules.class : ReactiveRules.class;
		try (ConfigurableApplicationContext context = launch(type, rules)) {
			RestTestClient anonymous = withFailure(context);
			String faults = "/actuator/medkit/app:pump/faults";
			assertThat(status(anonymous, HttpMethod.GET, faults)).isEqualTo(401);
			assertThat(status(anonymous, HttpMethod.DELETE, faults)).isEqualTo(401);
			assertThat(status(as(anonymous, "guest"), HttpMethod.GET, faults)).isEqualTo(403);
			assertThat(status(as(anonymous, "guest"), HttpMethod.GET, "/actuator/env")).as("another endpoint")
				.isEqualTo(200);
			assertValuesAreForOperators(anonymous);
			assertThat(status(as(anonymous, "viewer"), HttpMethod.DELETE, faults)).isEqualTo(403);
			context.getBean(Plant.class).repair("pump");
			Tasks.await()
				.untilAsserted(() -> assertThat(Tasks.report(context, "pump").faults())
					.allSatisfy((fault) -> assertThat(fault.status()).isEqualTo(FaultStatus.HEALED)));
			assertThat(Tasks.report(context, "pump").faults()).isNotEmpty();
			assertThat(status(as(anonymous, "operator"), HttpMethod.DELETE, faults)).isEqualTo(204);
			assertThat(Tasks.report(context, "pump").faults()).isEmpty();
		}
	}

	private static void assertValuesAreForOperators(RestTestClient client) {
		for (String path : WITH_VALUES) {
			assertThat(body(as(client, "viewer"), path)).contains(UnsupportedOperationException.class.getName())
				.doesNotContain(Plant.SECRET);
			assertThat(body(as(client, "operator"), path)).contains(Plant.SECRET);
		}
	}

	private static ConfigurableApplicationContext launch(WebApplicationType type, Class<?>... rules) {
		Class<?> users = (type == WebApplicationType.SERVLET) ? Users.class : ReactiveUsers.class;
		Class<?>[] sources = (rules.length > 0) ? new Class<?>[] { Plant.class, users, rules[0] }
				: new Class<?>[] { Plant.class, users };
		return Launcher.launchSecured(type, YAML, sources);
	}

	private static RestTestClient withFailure(ConfigurableApplicationContext context) {
		context.getBean(Plant.class).breakDown("pump");
		Tasks.awaitData(context, "pump", (data) -> assertThat(data.lastError()).isNotNull());
		return Launcher.client(context, "local.server.port");
	}

	private static RestTestClient as(RestTestClient client, String user) {
		return client.mutate().defaultHeaders((headers) -> headers.setBasicAuth(user, "secret")).build();
	}

	private static int status(RestTestClient client, HttpMethod method, String path) {
		return client.method(method).uri(path).exchange().returnResult(String.class).getStatus().value();
	}

	private static String body(RestTestClient client, String path) {
		return Launcher.body(client, path, 200);
	}

	private static List<UserDetails> users() {
		return List.of(user("guest", "GUEST"), user("viewer", "VIEWER"), user("operator", "OPERATOR"));
	}

	private static UserDetails user(String name, String role) {
		return User.withUsername(name).password("{noop}secret").roles(role).build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Users {

		@Bean
		UserDetailsService userDetailsService() {
			return new InMemoryUserDetailsManager(users());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReactiveUsers {

		@Bean
		MapReactiveUserDetailsService userDetailsService() {
			return new MapReactiveUserDetailsService(users());
		}

	}

	/**
	 * As security.md has them.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Rules {

		@Bean
		@Order(1)
		SecurityFilterChain medkitRules(HttpSecurity http) throws Exception {
			return http.securityMatcher(EndpointRequest.to("medkit"))
				.authorizeHttpRequests((requests) -> requests.requestMatchers(HttpMethod.DELETE)
					.hasRole("OPERATOR")
					.anyRequest()
					.hasAnyRole("VIEWER", "OPERATOR"))
				.httpBasic(withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

		@Bean
		@Order(2)
		SecurityFilterChain otherRules(HttpSecurity http) throws Exception {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.httpBasic(withDefaults())
				.build();
		}

	}

	/**
	 * The same for a reactive application.
	 */
	@Configuration(proxyBeanMethods = false)
	static class ReactiveRules {

		@Bean
		@Order(1)
		SecurityWebFilterChain medkitRules(ServerHttpSecurity http) {
			return http
				.securityMatcher(org.springframework.boot.security.autoconfigure.actuate.web.reactive.EndpointRequest
					.to("medkit"))
				.authorizeExchange((exchanges) -> exchanges.pathMatchers(HttpMethod.DELETE)
					.hasRole("OPERATOR")
					.anyExchange()
					.hasAnyRole("VIEWER", "OPERATOR"))
				.httpBasic(withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

		@Bean
		@Order(2)
		SecurityWebFilterChain otherRules(ServerHttpSecurity http) {
			return http.authorizeExchange((exchanges) -> exchanges.anyExchange().authenticated())
				.httpBasic(withDefaults())
				.build();
		}

	}

}
