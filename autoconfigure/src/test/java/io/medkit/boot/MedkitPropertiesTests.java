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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

import io.medkit.boot.MedkitProperties.Task;
import io.medkit.boot.MedkitProperties.UnmatchedTasks;
import io.medkit.executor.ErrorPolicy;
import io.medkit.executor.WaitStrategy;
import org.junit.jupiter.api.Test;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitProperties}.
 */
class MedkitPropertiesTests {

	@Test
	void defaultsAreThoseTheMetadataTells() throws IOException {
		MedkitProperties properties = bind("");
		assertThat(properties.enabled()).isTrue();
		assertThat(properties.tasks()).isEmpty();
		assertThat(properties.unmatchedTasks()).isEqualTo(UnmatchedTasks.FAIL);
		assertThat(properties.executor()).isEqualTo(new MedkitProperties.Executor(true, true, "executor", null,
				ErrorPolicy.CONTINUE, Duration.ofSeconds(10), null, null, WaitStrategy.PARK, null, Thread.NORM_PRIORITY,
				Thread.NORM_PRIORITY, false, false));
		assertThat(properties.statisticsWindow()).isEqualTo(1024);
	}

	@Test
	void taskIsAPlainIdOrAMap() throws IOException {
		assertThat(bind("""
				medkit:
				  tasks:
				  - pump
				  - id: valve
				    period: 100ms
				    deadline: 3s
				    budget: 20ms
				    tolerance: 2s
				    max-run: 500ms
				    critical: false
				  - { id: fan }
				  - 'lamp'
				""").tasks())
			.containsExactly(
					Task.of("pump"), new Task("valve", Duration.ofMillis(100), Duration.ofSeconds(3),
							Duration.ofMillis(20), Duration.ofSeconds(2), Duration.ofMillis(500), false),
					Task.of("fan"), Task.of("lamp"));
	}

	@Test
	void tasksMayBeOneCommaSeparatedString() throws IOException {
		assertThat(bind("medkit.tasks: 'pump, valve,fan'").tasks()).containsExactly(Task.of("pump"), Task.of("valve"),
				Task.of("fan"));
	}

	@Test
	void plainIdMayBeANumber() throws IOException {
		assertThat(bind("medkit.tasks: [ 7, pump, { id: 8 } ]").tasks()).containsExactly(Task.of("7"), Task.of("pump"),
				Task.of("8"));
	}

	@Test
	void namesAreRelaxed() throws IOException {
		MedkitProperties properties = bind("""
				medkit:
				  unmatchedTasks: Warn
				  tasks: [ { id: pump, maxRun: 1s }, { id: valve, max_run: 2s } ]
				  executor: { workerThreads: 2, on_error: STOP, AUTO-STARTUP: no }
				""");
		assertThat(properties.unmatchedTasks()).isEqualTo(UnmatchedTasks.WARN);
		assertThat(properties.tasks()).extracting(Task::maxRun)
			.containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(2));
		assertThat(properties.executor().workerThreads()).isEqualTo(2);
		assertThat(properties.executor().onError()).isEqualTo(ErrorPolicy.STOP);
		assertThat(properties.executor().autoStartup()).isFalse();
	}

	@Test
	void propertiesMayComeFromTheEnvironment() {
		MedkitProperties properties = bind(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("MEDKIT_TASKS_0", "pump", "MEDKIT_TASKS_1_ID", "valve", "MEDKIT_TASKS_1_MAXRUN", "1s",
						"MEDKIT_EXECUTOR_ONERROR", "stop", "MEDKIT_UNMATCHEDTASKS", "ignore", "MEDKIT_HOME", "/opt")));
		assertThat(properties.tasks()).containsExactly(Task.of("pump"),
				new Task("valve", null, null, null, null, Duration.ofSeconds(1), true));
		assertThat(properties.executor().onError()).isEqualTo(ErrorPolicy.STOP);
		assertThat(properties.unmatchedTasks()).isEqualTo(UnmatchedTasks.IGNORE);
	}

	private static MedkitProperties bind(String yaml) throws IOException {
		ByteArrayResource resource = new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8));
		return bind(new YamlPropertySourceLoader().load("application.yml", resource).toArray(PropertySource<?>[]::new));
	}

	private static MedkitProperties bind(PropertySource<?>... sources) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		for (PropertySource<?> source : sources) {
			environment.getPropertySources().addFirst(source);
		}
		ConfigurationPropertySources.attach(environment);
		return Binder.get(environment).bindOrCreate("medkit", MedkitProperties.class);
	}

}
