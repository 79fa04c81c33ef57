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
package io.medkit.devtools;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

import com.jayway.jsonpath.JsonPath;
import io.medkit.boot.MedkitTask;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that is restarted by Spring Boot's devtools, within its
 * process, when something was compiled.
 */
class DevtoolsRestartTests {

	private static final Duration PATIENCE = Duration.ofSeconds(50);

	@TempDir
	private Path directory;

	private Path output;

	@Test
	void nothingOfTheOldApplicationIsLeftAfterARestart() throws Exception {
		this.output = this.directory.resolve("output");
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		leaveMedkitInPlace(classes);
		Process process = start(classes);
		try {
			assertThat(awaitStart(1)).satisfies(DevtoolsRestartTests::allIsThereOnce);
			Files.createFile(classes.resolve("compiled"));
			assertThat(awaitStart(2)).satisfies(DevtoolsRestartTests::allIsThereOnce);
		}
		finally {
			process.destroyForcibly().waitFor();
		}
	}

	private static void allIsThereOnce(RestTestClient client) {
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(
					JsonPath.<List<Integer>>read(get(client, "/actuator/medkit"), "$.data[*].timing.executions"))
				.hasSize(2)
				.allMatch((executions) -> executions > 0));
		assertThat(JsonPath.<List<String>>read(get(client, "/threads"), "$")).containsExactly(
				"medkit-executor-dispatch", "medkit-executor-watchdog", "medkit-executor-worker-1", "medkit-faults-1",
				"medkit-scheduling-watchdog");
		assertThat(JsonPath.<List<String>>read(get(client, "/mbeans"), "$")).hasSize(1);
		assertThat(get(client, "/actuator/prometheus").lines())
			.filteredOn((line) -> line.startsWith("medkit_executor_up"))
			.containsExactlyInAnyOrder("medkit_executor_up{source=\"executor\"} 1.0",
					"medkit_executor_up{source=\"scheduling\"} 1.0");
	}

	private static String get(RestTestClient client, String path) {
		return client.get().uri(path).exchange().expectStatus().isOk().returnResult(String.class).getResponseBody();
	}

	/**
	 * Lets medkit's classes be loaded once, as they are in an application that has them
	 * in a jar.
	 */
	private static void leaveMedkitInPlace(Path classes) throws IOException {
		Properties properties = new Properties();
		properties.setProperty("restart.exclude.medkit",
				Pattern.quote(MedkitTask.class.getProtectionDomain().getCodeSource().getLocation().getPath()));
		Path file = Files.createDirectory(classes.resolve("META-INF")).resolve("spring-devtools.properties");
		try (OutputStream out = Files.newOutputStream(file)) {
			properties.store(out, null);
		}
	}

	private Process start(Path classes) throws IOException {
		String classPath = String.join(File.pathSeparator, classes.toString(), System.getProperty("devtools.jar"),
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Xmx256m", "-cp", classPath, DevtoolsApplication.class.getName(),
				"--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off",
				"--logging.level.root=warn", "--spring.jmx.enabled=true",
				"--management.endpoints.jmx.exposure.include=medkit",
				"--management.endpoints.web.exposure.include=medkit,prometheus", "--medkit.tasks=pump",
				"--spring.devtools.livereload.enabled=false", "--spring.devtools.restart.poll-interval=200ms",
				"--spring.devtools.restart.quiet-period=100ms")
			.redirectErrorStream(true)
			.redirectOutput(this.output.toFile())
			.start();
	}

	/**
	 * Waits until the application has started that many times.
	 * @return a client of the last one
	 */
	private RestTestClient awaitStart(int times) {
		List<String> ports = Awaitility.await()
			.atMost(PATIENCE)
			.until(() -> Files.readAllLines(this.output)
				.stream()
				.filter((line) -> line.startsWith(DevtoolsApplication.PORT))
				.map((line) -> line.substring(DevtoolsApplication.PORT.length()))
				.toList(), (started) -> started.size() == times);
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + ports.get(times - 1)).build();
	}

}
