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

import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link ChaosTasks}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@ActiveProfiles("chaos")
@DirtiesContext
class ChaosTasksTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@TempDir
	static Path directory;

	private final MedkitClient medkit;

	ChaosTasksTests(@LocalServerPort int port) {
		this.medkit = new MedkitClient(port);
	}

	@DynamicPropertySource
	static void dataDirectory(DynamicPropertyRegistry registry) {
		registry.add("SAMPLE_DATA_DIR", directory::toString);
	}

	@Test
	void troubleShowsAndLeavesTheOtherTasksAlone() {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			MedkitClient.Snapshot snapshot = this.medkit.snapshot();
			assertThat(snapshot.state("app:failing")).isEqualTo("error");
			assertThat(snapshot.state("app:hanging")).isEqualTo("stalled");
			assertThat(snapshot.inFlight("app:hanging")).isTrue();
			assertThat(snapshot.state("app:sense")).isEqualTo("running");
			assertThat(snapshot.state("app:control")).isEqualTo("running");
		});
	}

	@Test
	void greedyTaskIsFaultedAndHandledUntilItIsCleared() {
		await().atMost(TIMEOUT).untilAsserted(() -> {
			MedkitClient.Snapshot snapshot = this.medkit.snapshot();
			assertThat(snapshot.state("app:greedy")).isEqualTo("faulted");
			assertThat(snapshot.handled("app:greedy")).isPositive();
		});
		await().atMost(TIMEOUT).untilAsserted(() -> {
			assertThat(this.medkit.clearFaults("app:greedy")).isEqualTo(204);
			assertThat(this.medkit.snapshot().state("app:greedy")).isEqualTo("running");
		});
	}

	@Test
	void meltdownHaltsAllTasksUntilTheExecutorIsCleared() throws Exception {
		assertThat(this.medkit.post("/chaos/meltdown")).isEqualTo(202);
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(this.medkit.snapshot().state("app:sense")).isEqualTo("halted"));
		assertThat(this.medkit.clearFaults("executor")).isEqualTo(204);
		await().atMost(TIMEOUT)
			.untilAsserted(() -> assertThat(this.medkit.snapshot().state("app:sense")).isEqualTo("running"));
	}

	@Test
	void faultsCanBeCleared() throws Exception {
		assertThat(this.medkit.clearFaults("app:failing")).isEqualTo(204);
	}

}
