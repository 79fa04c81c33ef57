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

package io.medkit.sample;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link SampleApplication}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@DirtiesContext
class SampleApplicationTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	static Path directory;

	private final MedkitClient medkit;

	SampleApplicationTests(@LocalServerPort int port) {
		this.medkit = new MedkitClient(port);
	}

	@DynamicPropertySource
	static void dataDirectory(DynamicPropertyRegistry registry) {
		registry.add("SAMPLE_DATA_DIR", directory::toString);
	}

	@Test
	void executorComesFirstThenItsTasksThenTheOtherSchedulersWithTheirs() {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			MedkitClient.Snapshot snapshot = this.medkit.snapshot();
			assertThat(snapshot.entities()).startsWith("executor", "app:sense", "app:control", "app:persist")
				.containsOnlyOnce("scheduling", "app:gateway.prune", "quartz:quartzScheduler", "app:gateway.summary",
						"db-scheduler", "app:ship")
				.hasSize(10);
			assertThat(snapshot.online()).containsOnly(true);
		});
	}

	@Test
	void sharedTasksAreExecutedHere() {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			MedkitClient.Snapshot snapshot = this.medkit.snapshot();
			assertThat(snapshot.executions("app:gateway.summary")).isPositive();
			assertThat(snapshot.executions("app:ship")).isPositive();
			assertThat(snapshot.scope("app:gateway.summary")).isEqualTo("cluster");
			assertThat(snapshot.scope("app:ship")).isEqualTo("cluster");
			assertThat(snapshot.scope("app:gateway.prune")).isEqualTo("local");
		});
	}

	@Test
	void rulesAndDashboardNameOnlyMetricsThatAreServed() throws Exception {
		String named = Files.readString(OpsTests.RULES) + Files.readString(OpsTests.DASHBOARD);
		Set<String> served = Set.copyOf(OpsTests.matches("(?m)^(\\w+)", this.medkit.metrics()));
		assertThat(OpsTests.matches("\\b(medkit_\\w+)", named)).isNotEmpty().isSubsetOf(served);
	}

	@Test
	void tasksKeepRunning() throws Exception {
		MedkitClient.Snapshot before = this.medkit.snapshot();
		await().atMost(TIMEOUT).untilAsserted(() -> {
			MedkitClient.Snapshot now = this.medkit.snapshot();
			for (String task : List.of("app:sense", "app:control", "app:persist")) {
				assertThat(now.state(task)).isEqualTo("running");
				assertThat(now.executions(task)).as(task).isGreaterThan(before.executions(task));
			}
		});
	}

}
