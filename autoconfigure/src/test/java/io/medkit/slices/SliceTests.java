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
package io.medkit.slices;

import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.boot.test.autoconfigure.json.JsonTest;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the slices of an application that Spring Boot tests alone, and for the whole
 * of it without a server.
 */
class SliceTests {

	private static final String TASKS = "medkit.tasks=heartbeat";

	/**
	 * Returns the names of the classes of medkit's own beans.
	 */
	private static List<String> medkitIn(ApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.map(context::getType)
			.filter((type) -> type != null && type.getName().startsWith("io.medkit.")
					&& !type.getName().startsWith("io.medkit.slices."))
			.map(Class::getName)
			.toList();
	}

	@Nested
	@WebMvcTest(properties = TASKS)
	class OfControllers {

		@Test
		void hasControllersAndNothingOfMedkit(@Autowired MockMvcTester mvc, @Autowired ApplicationContext context) {
			assertThat(mvc.get().uri("/pulse")).hasStatusOk().hasBodyTextEqualTo("steady");
			assertThat(medkitIn(context)).isEmpty();
		}

	}

	@Nested
	@JdbcTest(properties = TASKS)
	@Import(SlicedApplication.Heart.class)
	class OfTheDatabase {

		@Test
		void hasADatabaseAndExecutesNoTaskThoughItsBeanIsThere(@Autowired JdbcClient jdbc,
				@Autowired SlicedApplication.Heart heart, @Autowired ApplicationContext context) {
			assertThat(jdbc.sql("select 1").query(Integer.class).single()).isEqualTo(1);
			assertThat(medkitIn(context)).isEmpty();
			assertThat(heart.beats).hasValue(0);
		}

	}

	@Nested
	@JsonTest(properties = TASKS)
	class OfJson {

		@Test
		void hasNothingOfMedkit(@Autowired ApplicationContext context) {
			assertThat(medkitIn(context)).isEmpty();
		}

	}

	@Nested
	@SpringBootTest(properties = { TASKS, "management.endpoints.web.exposure.include=medkit" })
	@AutoConfigureMockMvc
	class OfNothing {

		@Test
		void executesTasksAndAnswersWithoutAServer(@Autowired MockMvcTester mvc) {
			assertThat(mvc.get().uri("/actuator/medkit")).hasStatusOk()
				.bodyJson()
				.extractingPath("$.entities[*].href")
				.asArray()
				.containsExactly("/actuator/medkit/executor", "/actuator/medkit/app:heartbeat",
						"/actuator/medkit/scheduling", "/actuator/medkit/app:slicedApplication.Heart.listen");
		}

	}

}
