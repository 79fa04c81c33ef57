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

import java.util.Arrays;
import java.util.List;

import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.ReflectionException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.MultiValueMap;
import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint promises, over JMX: an operation in place of each kind of path, no
 * answer in place of one that says what is unknown.
 */
class MedkitEndpointJmxTests extends EndpointContract {

	private static final String JMX = YAML + """
			spring.jmx.enabled: true
			spring.jmx.default-domain: medkit.jmx.tests
			management.endpoints.jmx.domain: medkit.jmx.tests
			management.endpoints.jmx.exposure.include: medkit
			""";

	private static ConfigurableApplicationContext context;

	@BeforeAll
	static void launch() {
		context = Launcher.launch(JMX, Items.class);
		awaitItems(context);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	@Override
	ConfigurableApplicationContext context() {
		return context;
	}

	@Override
	Answer get(String path) {
		if (path.startsWith("/")) {
			String[] segments = path.substring(1).split("/");
			return answer((segments.length == 1) ? "entity" : "collection", (Object[]) segments);
		}
		MultiValueMap<String, String> query = UriComponentsBuilder.fromUriString(path).build().getQueryParams();
		return answer("medkit", query.getFirst("state"), query.getFirst("source"), number(query.getFirst("offset")),
				number(query.getFirst("limit")));
	}

	@Override
	Answer delete(String path) {
		return answer("clear", (Object[]) path.substring(1).split("/"));
	}

	private static @Nullable Integer number(@Nullable String text) {
		return (text != null) ? Integer.valueOf(text) : null;
	}

	private static Answer answer(String operation, @Nullable Object... arguments) {
		try {
			Object result = invoke(context, operation, arguments);
			return (result != null) ? new Answer(200, new JsonMapper().writeValueAsString(result))
					: new Answer(404, "");
		}
		catch (ReflectionException ex) {
			assertThat(ex).hasCauseInstanceOf(IllegalArgumentException.class);
			return new Answer(400, ex.getMessage());
		}
		catch (JMException ex) {
			throw new AssertionError(ex);
		}
	}

	private static @Nullable Object invoke(ConfigurableApplicationContext context, String operation,
			@Nullable Object... arguments) throws JMException {
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return context.getBean(MBeanServer.class).invoke(name(context), operation, arguments, signature);
	}

	private static ObjectName name(ConfigurableApplicationContext context) throws JMException {
		String domain = context.getEnvironment().getRequiredProperty("management.endpoints.jmx.domain");
		return new ObjectName(domain + ":type=Endpoint,name=Medkit");
	}

	@Test
	@DisplayName("[67] over JMX there are no links")
	void thereAreNoLinks() {
		assertThat(get("").json(200).<List<Object>>read("$.entities[*].href")).hasSize(6).containsOnlyNulls();
	}

	@Test
	@DisplayName("[67] over JMX clearing tells what is left, and nothing of what is unknown")
	void clearingTellsWhatIsLeft() {
		assertThat(delete("/app:failing/faults").json(200).<String>read("$.x-medkit.entity_id"))
			.isEqualTo("app:failing");
		assertThat(delete("/app:failing/data")).isEqualTo(new Answer(404, ""));
	}

	@Test
	void idsMayBeAnything() {
		for (String id : List.of("", "/", "..", "app:pump/data", "\u0000\n\u001b[31m", "\ud83d", "x".repeat(100_000))) {
			assertThat(answer("entity", id)).isEqualTo(new Answer(404, ""));
			assertThat(answer("collection", id, "data")).isEqualTo(new Answer(404, ""));
			assertThat(answer("collection", "app:pump", id)).isEqualTo(new Answer(404, ""));
			assertThat(answer("clear", id, "faults")).isEqualTo(new Answer(404, ""));
		}
	}

	@Test
	void nothingCanBeClearedWithReadOnlyAccess() throws JMException {
		assertThat(operations(context)).containsExactlyInAnyOrder("medkit", "entity", "collection", "clear");
		try (ConfigurableApplicationContext readOnly = Launcher.launch(
				JMX.replace("jmx.tests", "jmx.read-only.tests") + "management.endpoint.medkit.access: read-only",
				Items.class)) {
			assertThat(operations(readOnly)).containsExactlyInAnyOrder("medkit", "entity", "collection");
			assertThat(invoke(readOnly, "entity", "app:pump")).isNotNull();
		}
	}

	private static List<String> operations(ConfigurableApplicationContext context) throws JMException {
		return Arrays.stream(context.getBean(MBeanServer.class).getMBeanInfo(name(context)).getOperations())
			.map(MBeanOperationInfo::getName)
			.toList();
	}

}
