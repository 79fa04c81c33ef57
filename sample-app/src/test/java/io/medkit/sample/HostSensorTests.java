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

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HostSensor}, on the real host.
 */
class HostSensorTests {

	private final HostSensor sensor = new HostSensor();

	@Test
	void readingIsPlausible() {
		HostReading reading = this.sensor.read();
		assertThat(reading.takenAt()).isCloseTo(Instant.now(), within(Duration.ofSeconds(5)));
		assertThat(reading.cpuLoad()).isBetween(0.0, 1.0);
		assertThat(reading.availableMemory()).isPositive();
		assertThat(reading.diskReadRate()).isNotNegative();
		assertThat(reading.diskWriteRate()).isNotNegative();
		assertThat(reading.receiveRate()).isNotNegative();
		assertThat(reading.sendRate()).isNotNegative();
	}

	@Test
	void busyHostShowsCpuLoad() {
		await().pollInSameThread().pollInterval(Duration.ofMillis(1)).until(() -> {
			spin(Duration.ofMillis(100));
			return this.sensor.read().cpuLoad() > 0;
		});
	}

	private static void spin(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end) {
			Thread.onSpinWait();
		}
	}

}
