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

import java.lang.management.ManagementFactory;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import javax.management.JMException;
import javax.management.ObjectName;

import com.jayway.jsonpath.JsonPath;
import io.medkit.model.FaultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that are run in the ways that Spring Boot has besides the
 * default.
 */
class ApplicationModeTests {

	private static final String YAML = """
			medkit:
			  tasks: [ { id: pump, period: 10ms, tolerance: 90s }, { id: valve, period: 10ms, tolerance: 90s } ]
			  executor.name: %s
			management:
			  endpoints.web.exposure.include: health, medkit, metrics
			  endpoints.jmx.exposure.include: medkit
			  endpoint.health.show-details: always
			spring.jmx.enabled: true
			""";

	private static ConfigurableApplicationContext launch(String name, String further) {
		return Launcher.launchWeb(YAML.formatted(name) + further, Ears.class);
	}

	@Test
	void allIsThereWhereBeansAreLazy() {
		try (ConfigurableApplicationContext context = launch("lazy", "spring.main.lazy-initialization: true")) {
			assertAllIsThere(context, "lazy");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void medkitKeepsItsThreadsWhereOthersAreVirtual() {
		try (ConfigurableApplicationContext context = launch("platform", "spring.threads.virtual.enabled: true")) {
			assertAllIsThere(context, "platform");
			// virtual ones are none of all threads
			assertThat(Tasks.threads("platform")).containsExactly("medkit-platform-dispatch",
					"medkit-platform-watchdog", "medkit-platform-worker-1", "medkit-platform-worker-2");
		}
	}

	@Test
	void tasksRunWhereNoWebServerIsWanted() {
		try (ConfigurableApplicationContext context = launch("serverless", "spring.main.web-application-type: none")) {
			Tasks.awaitExecutions(context, "pump");
			assertThat(context.getEnvironment().getProperty("local.server.port")).isNull();
			assertFaultIsAnnounced(context);
		}
	}

	@Test
	void applicationsInOneProcessKeepToThemselves() throws Exception {
		try (ConfigurableApplicationContext first = launch("first", "")) {
			try (ConfigurableApplicationContext second = launch("second", "")) {
				assertThat(mbeans()).isEqualTo(2);
				assertAllIsThere(second, "second");
				assertThat(Tasks.report(first, "pump").faults()).isEmpty();
			}
			assertThat(mbeans()).isEqualTo(1);
			assertThat(Tasks.threads("second")).isEmpty();
			assertAllIsThere(first, "first");
		}
		assertThat(mbeans()).isZero();
	}

	private static int mbeans() throws JMException {
		return ManagementFactory.getPlatformMBeanServer()
			.queryNames(new ObjectName("*:type=Endpoint,name=Medkit,*"), null)
			.size();
	}

	private static void assertAllIsThere(ConfigurableApplicationContext context, String executor) {
		Tasks.awaitExecutions(context, "pump");
		RestTestClient client = Launcher.client(context, "local.server.port");
		assertThat(JsonPath.<String>read(get(client, "/actuator/medkit/" + executor), "$.health")).isEqualTo("OK");
		assertThat(JsonPath.<String>read(get(client, "/actuator/health/medkit/app:pump"), "$.status")).isEqualTo("UP");
		assertThat(JsonPath.<Double>read(get(client, "/actuator/metrics/medkit.executor.up?tag=source:" + executor),
				"$.measurements[0].value"))
			.isEqualTo(1);
		assertFaultIsAnnounced(context);
	}

	private static void assertFaultIsAnnounced(ConfigurableApplicationContext context) {
		context.getBean(Plant.class).breakDown("valve");
		Tasks.await(() -> context.getBean(Ears.class).heard.contains("app:valve"));
	}

	private static String get(RestTestClient client, String path) {
		return client.get().uri(path).exchange().expectStatus().isOk().returnResult(String.class).getResponseBody();
	}

	/**
	 * Hears of faults of tasks that failed.
	 */
	@Import(Plant.class)
	static class Ears {

		private final Set<String> heard = ConcurrentHashMap.newKeySet();

		@EventListener
		void hear(FaultRaisedEvent event) {
			if (event.fault().code() == FaultCode.TASK_ERROR) {
				this.heard.add(event.entity().id());
			}
		}

	}

}
