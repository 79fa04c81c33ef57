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
import java.util.Map;

import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitEndpoint} over JMX.
 */
class MedkitEndpointJmxTests {

	@Test
	@DisplayName("[67] over JMX the endpoint tells the same, without links, and nothing of what is unknown")
	void endpointIsServedOverJmx() throws Exception {
		try (ConfigurableApplicationContext context = Launcher.launch("""
				medkit.tasks: [ { id: pump, period: 10ms }, { id: valve, period: 10ms } ]
				spring.jmx.enabled: true
				spring.jmx.default-domain: medkit.jmx.tests
				management.endpoints.jmx.domain: medkit.jmx.tests
				management.endpoints.jmx.exposure.include: medkit
				""", Plant.class)) {
			Tasks.awaitExecutions(context, "pump");
			Object snapshot = invoke(context, "medkit");
			assertThat(JsonPath.<List<String>>read(snapshot, "$.entities[*].id")).containsExactly("executor",
					"app:pump", "app:valve");
			assertThat(JsonPath.<List<Object>>read(snapshot, "$.entities[*].href")).containsOnlyNulls();
			assertThat(invoke(context, "entity", "app:pump")).isInstanceOf(Map.class);
			assertThat(invoke(context, "collection", "app:pump", "data")).isInstanceOf(Map.class);
			assertThat(invoke(context, "collection", "app:pump", "nope")).isNull();
			assertThat(invoke(context, "entity", "app:nope")).isNull();
			context.getBean(Plant.class).breakDown("pump");
			Tasks.awaitData(context, "pump", (data) -> assertThat(data.lastError()).isNotNull());
			assertThat(invoke(context, "medkit").toString()).doesNotContain(Plant.SECRET);
			context.getBean(Plant.class).repair("pump");
			Tasks.awaitData(context, "pump", (data) -> assertThat(data.liveness().state().isBad()).isFalse());
			assertThat(JsonPath.<List<Object>>read(invoke(context, "clear", "app:pump", "faults"), "$.items"))
				.isEmpty();
			assertThat(invoke(context, "clear", "app:nope", "faults")).isNull();
		}
	}

	private static Object invoke(ConfigurableApplicationContext context, String operation, String... arguments)
			throws Exception {
		MBeanServer server = context.getBean(MBeanServer.class);
		ObjectName name = new ObjectName("medkit.jmx.tests:type=Endpoint,name=Medkit");
		String[] signature = new String[arguments.length];
		Arrays.fill(signature, String.class.getName());
		return server.invoke(name, operation, arguments, signature);
	}

}
