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

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * An application that is run on a class path of its own.
 */
public final class LeanApplication {

	private LeanApplication() {
	}

	/**
	 * Runs the application until a task has been executed.
	 * @return the simple names of the classes of medkit's beans
	 */
	public static List<String> run() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setRegisterShutdownHook(false);
		String[] args = { "--spring.config.location=optional:classpath:/none/", "--spring.main.banner-mode=off",
				"--logging.level.root=warn", "--medkit.executor.name=lean", "--medkit.tasks[0].id=pump",
				"--medkit.tasks[0].period=10ms", "--medkit.tasks[1].id=valve", "--medkit.tasks[1].period=10ms",
				"--management.endpoints.web.exposure.include=*" };
		try (ConfigurableApplicationContext context = application.run(args)) {
			Tasks.awaitExecutions(context, "pump");
			return Arrays.stream(context.getBeanDefinitionNames())
				.map(context::getType)
				.filter((type) -> type != null && type.getName().startsWith("io.medkit."))
				.map(Class::getSimpleName)
				.toList();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Plant.class)
	static class Application {

		@Bean
		@Lazy
		Picky picky() {
			return new Picky();
		}

	}

	/**
	 * A bean that only an application with Micrometer asks for.
	 */
	static class Picky {

		void count(MeterRegistry registry) {
		}

	}

}
