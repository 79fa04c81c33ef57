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

import java.time.Duration;
import java.util.Map;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is told over HTTP of a scheduled method that hangs.
 */
class SchedulingHttpTests {

	private static final String YAML = """
			medkit.sources.scheduling.tasks:
			  - match: jobs.*
			    tolerance: 300ms
			management:
			  endpoints.web.exposure.include: health, medkit
			  endpoint.health.show-details: always
			  endpoint.medkit.show-values: %s
			""";

	@ParameterizedTest
	@ValueSource(strings = { "never", "always" })
	void hungMethodTurnsHealthDownUntilItReturns(String showValues) {
		try (ConfigurableApplicationContext context = Launcher.launchWeb(YAML.formatted(showValues),
				SchedulingTests.Hanging.class)) {
			RestTestClient client = Launcher.client(context, "local.server.port");
			SchedulingTests.Hanging.Jobs jobs = context.getBean(SchedulingTests.Hanging.Jobs.class);
			await(() -> assertThat(health(client, 200).<String>read("$.status")).isEqualTo("UP"));
			jobs.hang();
			await(() -> assertThat(health(client, 503).<String>read("$.components.['app:jobs.hog'].details.state"))
				.isEqualTo("stalled"));
			await(() -> assertThat(health(client, 503).<String>read("$.components.['app:jobs.others'].details.state"))
				.isEqualTo("overdue"));
			DocumentContext hog = json(client, "/actuator/medkit/app:jobs.hog", 200);
			assertThat(hog.<String>read("$.data.scheduling.plan")).isEqualTo("every PT0.01S");
			assertThat(hog.<String>read("$.data.scheduling.scope")).isEqualTo("local");
			Map<String, Object> frame = hog.read("$.faults[0].freeze_frame");
			boolean shown = "always".equals(showValues);
			assertThat(frame.containsKey("stack")).isEqualTo(shown);
			assertThat(frame.containsKey("thread")).isEqualTo(shown);
			assertThat(json(client, "/actuator/medkit", 200).jsonString().contains("SchedulingTests$Hanging$Jobs.hog"))
				.isEqualTo(shown);
			assertThat(json(client, "/actuator/medkit/app:jobs.hog/faults", 200).jsonString()
				.contains("SchedulingTests$Hanging$Jobs.hog")).isEqualTo(shown);
			assertThat(json(client, "/actuator/medkit/app:jobs.others/data", 200)
				.<String>read("$.scheduling.starved_by.task")).isEqualTo("app:jobs.hog");
			jobs.goOn();
			await(() -> assertThat(health(client, 200).<String>read("$.status")).isEqualTo("UP"));
			assertThat(json(client, "/actuator/medkit/app:jobs.hog/faults", 200).<String>read("$.items[0].status"))
				.isEqualTo("healed");
		}
	}

	private static DocumentContext health(RestTestClient client, int status) {
		return json(client, "/actuator/health/medkit", status);
	}

	private static DocumentContext json(RestTestClient client, String path, int status) {
		return JsonPath.parse(Launcher.body(client, path, status));
	}

	private static void await(Runnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(30)).ignoreExceptions().untilAsserted(assertion::run);
	}

}
