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
import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Gateway}, on the real host and a database in a file.
 */
@ExtendWith(OutputCaptureExtension.class)
class GatewayTests {

	private TestDatabase database;

	@BeforeEach
	void openDatabase(@TempDir Path directory) {
		this.database = new TestDatabase(directory);
	}

	@AfterEach
	void closeDatabase() {
		this.database.close();
	}

	@Test
	void persistsWhatWasSensed() {
		Gateway gateway = gateway(0.7, 10);
		sense(gateway, 3);
		assertThat(this.database.readings()).isEmpty();
		gateway.persist();
		assertThat(this.database.readings()).hasSize(3);
	}

	@Test
	void failedWriteLosesNothing() {
		Gateway gateway = gateway(0.7, 10);
		sense(gateway, 3);
		this.database.execute("ALTER TABLE reading RENAME TO elsewhere");
		assertThatExceptionOfType(DataAccessException.class).isThrownBy(gateway::persist);
		sense(gateway, 2);
		this.database.execute("ALTER TABLE elsewhere RENAME TO reading");
		gateway.persist();
		assertThat(this.database.readings()).hasSize(5);
	}

	@Test
	void shutdownPersistsTheRest() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.registerBean(Gateway.class, () -> gateway(0.7, 10));
			context.refresh();
			sense(context.getBean(Gateway.class), 3);
		}
		assertThat(this.database.readings()).hasSize(3);
	}

	@Test
	void overflowIsLogged(CapturedOutput output) {
		Gateway gateway = gateway(0.7, 10);
		sense(gateway, 14);
		gateway.persist();
		assertThat(this.database.readings()).hasSize(10);
		assertThat(output).contains("4 readings dropped");
	}

	@Test
	void recordsFewerReadingsAboveSetPoint() {
		// A set point that every host is above.
		Gateway gateway = gateway(-10, 100);
		sense(gateway, 1);
		gateway.control();
		sense(gateway, 50);
		gateway.persist();
		assertThat(this.database.readings()).hasSizeBetween(5, 7);
	}

	@Test
	void recordsEveryReadingBelowSetPoint() {
		Gateway gateway = gateway(2, 100);
		sense(gateway, 1);
		gateway.control();
		sense(gateway, 50);
		gateway.persist();
		assertThat(this.database.readings()).hasSize(51);
	}

	@Test
	void prunesWhatIsOlderThanRetention() {
		Instant now = Instant.now();
		HostReading old = reading(now.minus(Duration.ofMinutes(61)));
		HostReading recent = reading(now.minus(Duration.ofMinutes(59)));
		this.database.store().save(List.of(old, recent));
		gateway(0.7, 10).prune();
		assertThat(this.database.readings()).containsExactly(recent);
	}

	private Gateway gateway(double cpuSetPoint, int bufferCapacity) {
		return new Gateway(
				new GatewayProperties(cpuSetPoint, bufferCapacity, Duration.ofHours(1), Duration.ofSeconds(15)),
				this.database.store());
	}

	private static void sense(Gateway gateway, int times) {
		for (int i = 0; i < times; i++) {
			gateway.sense();
		}
	}

	private static HostReading reading(Instant takenAt) {
		return new HostReading(takenAt, 0, 0, 0, 0, 0, 0);
	}

}
