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

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PauseGuard}.
 */
class PauseGuardTests {

	private static final long TICK = 250;

	private static final long NO_PAUSE = Long.MAX_VALUE;

	private final PauseGuard guard = new PauseGuard(TICK);

	@Test
	void withoutAWatchdogThereIsNoPause() {
		assertThat(this.guard.sincePause(0)).isEqualTo(NO_PAUSE);
		assertThat(this.guard.sincePause(1_000_000)).isEqualTo(NO_PAUSE);
	}

	@ParameterizedTest
	@ValueSource(longs = { 0, Long.MAX_VALUE - 100, Long.MIN_VALUE, -100 })
	void tickThatIsTwiceLateIsAPause(long start) {
		this.guard.tick(start);
		this.guard.tick(start + 2 * TICK);
		assertThat(this.guard.sincePause(start + 2 * TICK)).isEqualTo(NO_PAUSE);
		this.guard.tick(start + 4 * TICK + 1);
		assertThat(this.guard.sincePause(start + 4 * TICK + 1)).isZero();
		assertThat(this.guard.sincePause(start + 4 * TICK + 11)).isEqualTo(10);
	}

	@Test
	void readerNoticesAPauseBeforeTheWatchdogDoes() {
		this.guard.tick(0);
		assertThat(this.guard.sincePause(10_000)).isZero();
		this.guard.tick(10_040);
		assertThat(this.guard.sincePause(10_050)).isEqualTo(50);
	}

	@Test
	void everyPauseCounts() {
		this.guard.tick(0);
		this.guard.tick(10_000);
		this.guard.tick(10_250);
		this.guard.tick(20_000);
		assertThat(this.guard.sincePause(20_001)).isEqualTo(1);
	}

	@Test
	void watchdogThatDiedIsOnePause() {
		this.guard.tick(0);
		assertThat(this.guard.sincePause(1_000)).isZero();
		assertThat(this.guard.sincePause(2_000)).isEqualTo(1_000);
		assertThat(this.guard.sincePause(1_000_000)).isEqualTo(999_000);
	}

	@Test
	void silenceOfAWatchdogThatWasClosedMeansNothing() {
		this.guard.tick(0);
		this.guard.unwatch();
		assertThat(this.guard.sincePause(1_000_000)).isEqualTo(NO_PAUSE);
		this.guard.tick(2_000_000);
		assertThat(this.guard.sincePause(2_000_000)).isEqualTo(NO_PAUSE);
	}

}
