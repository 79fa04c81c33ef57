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

import io.medkit.executor.ExecutableItem;
import io.medkit.gateway.Gateway;
import io.medkit.model.Health;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.IndicatedHealthDescriptor;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what trouble with tasks does to an application's health.
 */
class HealthContributionTests {

	private static final String YAML = """
			medkit:
			  tasks:
			    - id: failing
			      period: 10ms
			      critical: %s
			  health.contribute: %s
			management:
			  endpoints.web.exposure.include: health
			  endpoint.health:
			    show-details: always
			    group.everything.include: "*"
			""";

	@ParameterizedTest
	@CsvSource({ "true, status, DOWN, DOWN", "false, status, UP, UP", "true, details, UP, UP",
			"false, details, UP, UP" })
	void trouble(boolean critical, String contribute, String status, String root) {
		try (ConfigurableApplicationContext context = launch(critical, contribute)) {
			HealthEndpoint health = context.getBean(HealthEndpoint.class);
			assertThat(health.healthForPath("medkit", "app:failing").getStatus()).isEqualTo(new Status(status));
			assertThat(health.healthForPath("medkit").getStatus()).isEqualTo(new Status(status));
			assertThat(health.health().getStatus()).isEqualTo(new Status(root));
			assertThat(health.healthForPath("everything").getStatus()).isEqualTo(new Status(root));
			assertThat(health.healthForPath("liveness").getStatus()).isEqualTo(Status.UP);
			assertThat(health.healthForPath("readiness").getStatus()).isEqualTo(Status.UP);
			assertThat(health.healthForPath("medkit", "app:failing")).isInstanceOfSatisfying(
					IndicatedHealthDescriptor.class, (descriptor) -> assertThat(descriptor.getDetails())
						.containsEntry("health", critical ? Health.ERROR : Health.WARNING));
		}
	}

	@Test
	void nothingIsContributedWhereThatIsNotWanted() {
		try (ConfigurableApplicationContext context = launch(true, "none")) {
			assertThat(context.getBean(HealthEndpoint.class).healthForPath("medkit")).isNull();
			assertThat(context.getBean(HealthEndpoint.class).health().getStatus()).isEqualTo(Status.UP);
			assertThat(context.getBeansOfType(MedkitHealthContributor.class)).isEmpty();
		}
	}

	private static ConfigurableApplicationContext launch(boolean critical, String contribute) {
		ConfigurableApplicationContext context = Launcher.launchWeb(YAML.formatted(critical, contribute),
				Failing.class);
		Tasks.await(() -> context.getBean(Gateway.class).find("app:failing").health() != Health.OK);
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	static class Failing {

		@Bean
		ExecutableItem failing() {
			return (context) -> {
				throw new IllegalStateException();
			};
		}

	}

}
