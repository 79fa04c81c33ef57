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
package io.medkit.binding;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TaskRegistration}.
 */
class TaskRegistrationTests {

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void refusesDurationsThatAreNotAboveZero(Duration duration) {
		assertThatIllegalArgumentException().isThrownBy(() -> new TaskRegistration("ctrl", duration, null, true))
			.withMessageContaining("'ctrl'")
			.withMessageContaining("tolerance");
		assertThatIllegalArgumentException().isThrownBy(() -> new TaskRegistration("ctrl", null, duration, true))
			.withMessageContaining("'ctrl'")
			.withMessageContaining("max-run");
	}

	@Test
	void idAloneIsACriticalTaskWithDefaults() {
		assertThat(new TaskRegistration("ctrl")).isEqualTo(new TaskRegistration("ctrl", null, null, true));
	}

	@Test
	void durationsBeyondTheClockArePracticallyForEver() {
		Duration ages = Duration.ofDays(1_000_000);
		TaskRegistration patient = new TaskRegistration("ctrl", ages, ages, true);
		assertThat(patient.toleranceNanos(1)).isEqualTo(Long.MAX_VALUE);
		assertThat(patient.maxRunNanos(1)).isEqualTo(Long.MAX_VALUE);
		TaskRegistration byPeriod = new TaskRegistration("ctrl");
		assertThat(byPeriod.toleranceNanos(Long.MAX_VALUE / 2)).isEqualTo(Long.MAX_VALUE);
		assertThat(byPeriod.maxRunNanos(Long.MAX_VALUE / 2)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void endlessPatienceWithLatenessIsNoneWithHangs() {
		PlayedExecutor executor = new PlayedExecutor(
				new TaskRegistration("ctrl", Duration.ofDays(1_000_000), Duration.ofSeconds(1), true))
			.up("ctrl");
		executor.begin("ctrl");
		executor.clock().advance(Duration.ofMinutes(1));
		assertThat(executor.state("ctrl")).hasToString("STALLED");
	}

}
