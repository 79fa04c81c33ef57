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
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Timeline} and {@link Moment}.
 */
class TimelineTests {

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 123_456_789_012_345L, -123_456_789_012_345L })
	void tellsAnInstantWhateverTheOrigin(long origin) {
		FakeClock clock = new FakeClock(origin);
		Timeline timeline = new Timeline(clock, clock);
		long begun = clock.nanoTime();
		clock.advance(Duration.ofSeconds(5));
		Moment moment = timeline.now();
		assertThat(moment.nanos()).isEqualTo(origin + 5_000_000_000L);
		assertThat(moment.since(begun)).isEqualTo(5_000_000_000L);
		assertThat(moment.instantOf(begun)).isEqualTo(FakeClock.EPOCH);
	}

	@Test
	void whatIsYetToComeIsNoTimeAgo() {
		assertThat(new Moment(10, 0).since(11)).isZero();
	}

	@Test
	void keepsAnInstantWhileTheClocksAreReadApart() {
		FakeClock clock = new FakeClock();
		Timeline timeline = new Timeline(clock, clock);
		clock.setWallClockBy(Duration.ofMillis(10));
		assertThat(timeline.now().instantOf(0)).isEqualTo(FakeClock.EPOCH);
		clock.setWallClockBy(Duration.ofMillis(-20));
		assertThat(timeline.now().instantOf(0)).isEqualTo(FakeClock.EPOCH);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0.011S", "PT-0.011S", "PT1H", "PT-24H" })
	void followsAWallClockThatWasSet(Duration jump) {
		FakeClock clock = new FakeClock();
		Timeline timeline = new Timeline(clock, clock);
		clock.setWallClockBy(jump);
		Instant now = clock.instant();
		assertThat(timeline.now().instantOf(0)).isEqualTo(now);
		clock.advance(Duration.ofMillis(3));
		assertThat(timeline.now().instantOf(0)).isEqualTo(now);
	}

}
