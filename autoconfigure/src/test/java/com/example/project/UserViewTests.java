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
package com.example.project;

import java.time.Duration;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.resttestclient.autoconfigure.AutoConfigureRestTestClient;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user sees who adds the starter, three lines of YAML and one annotated method to
 * an empty project.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"spring.config.location=classpath:user-view/application.yml", "server.address=127.0.0.1",
		"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
				+ "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration,"
				+ "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
				+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
				+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration" },
		classes = ProjectApplication.class)
@AutoConfigureRestTestClient
class UserViewTests {

	@Autowired
	private RestTestClient client;

	@Test
	void theTaskIsThereAndAtWork() {
		soon(() -> this.client.get()
			.uri("/actuator/medkit/app:heartbeat")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.id")
			.isEqualTo("app:heartbeat")
			.jsonPath("$.data.liveness.state")
			.isEqualTo("running")
			.jsonPath("$.data.liveness.online")
			.isEqualTo(true));
	}

	@Test
	void everythingAtAGlanceLeadsOn() {
		soon(() -> this.client.get()
			.uri("/actuator/medkit")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.jsonPath("$.health")
			.isEqualTo("OK")
			.jsonPath("$.entities[*].href")
			.value((hrefs) -> assertThat(hrefs).asInstanceOf(InstanceOfAssertFactories.list(String.class))
				.hasSize(2)
				.allSatisfy((href) -> this.client.get().uri(href).exchange().expectStatus().isOk())));
	}

	@Test
	void healthIsUpAndKeepsTheDetailsToItself() {
		soon(() -> this.client.get().uri("/actuator/health").exchange().expectStatus().isOk().expectBody().json("""
				{ "status": "UP", "groups": [ "liveness", "readiness" ] }""", JsonCompareMode.STRICT));
	}

	private static void soon(ThrowingRunnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion);
	}

}
