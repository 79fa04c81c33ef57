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
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for restarts of {@link SampleApplication}.
 */
class RestartTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	@Test
	void restartKeepsEveryReading(@TempDir Path directory) {
		List<HostReading> committed;
		try (ConfigurableApplicationContext first = run(directory)) {
			await().atMost(TIMEOUT).until(() -> TestDatabase.readings(first).size() > 5);
			committed = TestDatabase.readings(first);
		}
		try (ConfigurableApplicationContext second = run(directory)) {
			assertThat(TestDatabase.readings(second)).startsWith(committed.toArray(HostReading[]::new));
			await().atMost(TIMEOUT).until(() -> TestDatabase.readings(second).size() > committed.size() + 5);
		}
	}

	private static ConfigurableApplicationContext run(Path directory) {
		return SpringApplication.run(SampleApplication.class, "--server.port=0", "--SAMPLE_DATA_DIR=" + directory);
	}

}
