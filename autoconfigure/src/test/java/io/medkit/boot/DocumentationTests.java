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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests that what the documentation shows works as it says.
 */
class DocumentationTests {

	private static final String PLANT = """
			medkit.tasks: [ { id: pump, period: 20ms }, { id: valve, period: 20ms, critical: false }, { id: watch, period: 1s } ]
			medkit.unmatched-tasks: ignore
			""";

	@Test
	void groupsOfHealthHaveTheTasksThatTheyAreToHave() {
		String yaml = String.join("\n---\n", PLANT, snippet("health.md", "Readiness: "),
				snippet("health.md", "Liveness: ").replaceFirst("(?s)^medkit.tasks:.*?(?=management)", ""),
				snippet("health.md", "A group of its own"));
		try (ConfigurableApplicationContext context = Launcher.launchWeb(yaml, Plant.class)) {
			RestTestClient client = Launcher.client(context, "local.server.port");
			List<String> probes = paths(snippet("health.md", "Kubernetes"));
			assertThat(probes).containsExactly("/actuator/health/liveness", "/actuator/health/readiness");
			Tasks.awaitExecutions(context, "pump");
			probes.forEach((probe) -> Launcher.body(client, probe, 200));
			context.getBean(Plant.class).breakDown("valve");
			Tasks.awaitData(context, "valve", (data) -> assertThat(data.liveness().state().isBad()).isTrue());
			Launcher.body(client, "/actuator/health/tasks", 200);
			context.getBean(Plant.class).breakDown("pump");
			Tasks.awaitData(context, "pump", (data) -> assertThat(data.liveness().state().isBad()).isTrue());
			Launcher.body(client, "/actuator/health", 503);
			Launcher.body(client, "/actuator/health/readiness", 503);
			Launcher.body(client, "/actuator/health/liveness", 200);
			assertThat(Launcher.body(client, "/actuator/health/tasks", 503))
				.contains("app:pump", "TASK_ERROR", "WARNING")
				.doesNotContain(Plant.SECRET);
			context.getBean(Plant.class).repair("pump");
			Tasks.awaitData(context, "pump", (data) -> assertThat(data.liveness().state().isBad()).isFalse());
			Launcher.body(client, "/actuator/health/readiness", 200);
		}
	}

	@Test
	void livenessKnowsTheTaskThatItIsToldOf() {
		String yaml = snippet("health.md", "Liveness: ");
		try (ConfigurableApplicationContext context = Launcher.launchWeb(yaml, Watching.class)) {
			RestTestClient client = Launcher.client(context, "local.server.port");
			Tasks.awaitData(context, "watch", (data) -> assertThat(data.liveness().state().isBad()).isTrue());
			Launcher.body(client, "/actuator/health/liveness", 503);
			Launcher.body(client, "/actuator/health/readiness", 200);
		}
	}

	@Test
	void groupMayNameATaskThatIsFoundLate() {
		String yaml = snippet("health.md", "A task that is found late") + """
				medkit.sources.scheduling.tasks: [ { match: '*.sweep', id: job.sweep } ]
				management.endpoint.health.show-components: always
				""";
		try (ConfigurableApplicationContext context = Launcher.launchWeb(yaml, Sweeping.class)) {
			RestTestClient client = Launcher.client(context, "local.server.port");
			assertThat(Launcher.body(client, "/actuator/health/readiness", 200)).contains("app:job.sweep");
		}
		assertThatException().isThrownBy(
				() -> Launcher.launchWeb(yaml.replace("validate-group-membership: false", ""), Sweeping.class).close())
			.withStackTraceContaining("medkit/app:job.sweep");
	}

	@Test
	void testsThatAreShownAreTestsThatRun() throws IOException {
		String sources;
		try (Stream<Path> files = Files.list(Path.of("src/test/java/com/example/project"))) {
			sources = files.map(DocumentationTests::read)
				.map(DocumentationTests::withoutIndents)
				.collect(Collectors.joining());
		}
		List<String> shown = Pattern.compile("(?s)```java\n(.*?)```")
			.matcher(read(Path.of("docs", "testing.md")))
			.results()
			.map((match) -> withoutIndents(match.group(1)))
			.toList();
		assertThat(shown).hasSizeGreaterThan(3).allSatisfy((block) -> assertThat(sources).contains(block));
	}

	/**
	 * Returns the YAML below a heading.
	 */
	private static String snippet(String page, String heading) {
		return Pattern.compile("(?s)\n## %s.*?```yaml\n(.*?)```".formatted(Pattern.quote(heading)))
			.matcher(read(Path.of("docs", page)))
			.results()
			.findFirst()
			.orElseThrow()
			.group(1);
	}

	private static List<String> paths(String yaml) {
		return Pattern.compile("path: ([^,]+)").matcher(yaml).results().map((match) -> match.group(1)).toList();
	}

	private static String withoutIndents(String text) {
		return text.replaceAll("(?m)^\\s+", "");
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Sweeping {

		@Bean
		Job job() {
			return new Job();
		}

	}

	static class Watching {

		@MedkitTask("watch")
		void watch() {
			throw new IllegalStateException();
		}

	}

	static class Job {

		@Scheduled(fixedRate = 1000)
		void sweep() {
		}

	}

}
