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
package io.medkit.executor;

import java.util.BitSet;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Grid}.
 */
class GridTests {

	private static final BitSet NONE = new BitSet();

	private final Grid grid = new Grid(new long[] { 1000 });

	@Test
	@DisplayName("[82] the first slot lies one period after the epoch")
	void firstTargetIsOnePeriodAfterTheEpoch() {
		assertThat(this.grid.target(0)).isEqualTo(1000);
		assertThat(this.grid.isDue(0, 999)).isFalse();
		assertThat(this.grid.isDue(0, 1000)).isTrue();
	}

	@Test
	@DisplayName("[82] a wake that is a little late does not move the grid")
	void advancesByOnePeriodFromTheTargetNotFromTheWake() {
		serve(1005);
		assertThat(this.grid.target(0)).isEqualTo(2000);
		assertThat(this.grid.lateBy(0, 1005)).isEqualTo(5);
		serve(2012);
		assertThat(this.grid.target(0)).isEqualTo(3000);
		assertThat(this.grid.lateBy(0, 2012)).isEqualTo(12);
		assertThat(this.grid.isDue(0, 2999)).isFalse();
	}

	@Test
	@DisplayName("[82] a first dispatch that is late is served once and skips nothing")
	void lateFirstDispatchCarriesNoSkip() {
		assertThat(serve(3500)).isZero();
		assertThat(this.grid.target(0)).isEqualTo(4000);
		assertThat(this.grid.lateBy(0, 3500)).isEqualTo(500);
		assertThat(serve(4000)).isZero();
		assertThat(serve(5000)).isZero();
	}

	@Test
	@DisplayName("[82] a skipped slot is told with the next dispatch, exactly once")
	void skippedSlotIsCarriedOnce() {
		assertThat(serve(1000)).isZero();
		assertThat(serve(3500)).isZero();
		assertThat(this.grid.target(0)).isEqualTo(4000);
		assertThat(serve(4000)).isEqualTo(1);
		assertThat(serve(5000)).isZero();
	}

	@Test
	@DisplayName("[82] several skipped slots are told as their number")
	void severalSkippedSlots() {
		assertThat(serve(1000)).isZero();
		assertThat(serve(5500)).isZero();
		assertThat(this.grid.target(0)).isEqualTo(6000);
		assertThat(serve(6000)).isEqualTo(3);
		assertThat(serve(7000)).isZero();
	}

	@Test
	@DisplayName("[82] a wake exactly on a later slot serves that slot and aims at the one after it")
	void wakeOnTheBoundary() {
		assertThat(serve(3000)).isZero();
		assertThat(this.grid.target(0)).isEqualTo(4000);
		assertThat(this.grid.lateBy(0, 3000)).isZero();
	}

	@Test
	@DisplayName("[82] two late wakes in a row are told one by one")
	void carriesOfTwoLateWakesDoNotMix() {
		serve(1000);
		assertThat(serve(4500)).isZero();
		assertThat(serve(8500)).isEqualTo(2);
		assertThat(serve(9000)).isEqualTo(3);
		assertThat(serve(10_000)).isZero();
	}

	@Test
	@DisplayName("[82] harmonic periods fall due at the same instant")
	void coincidentPeriods() {
		Grid harmonic = new Grid(new long[] { 2000, 3000 });
		StringBuilder served = new StringBuilder();
		for (long now = 1000; now <= 6000; now += 1000) {
			for (int task = 0; task < 2; task++) {
				if (harmonic.isDue(task, now)) {
					harmonic.serve(task, now);
					served.append(now / 1000).append("ab".charAt(task)).append(' ');
				}
			}
		}
		assertThat(served).hasToString("2a 3b 4a 6a 6b ");
		assertThat(harmonic.earliestTarget(NONE)).isEqualTo(8000);
	}

	@Test
	@DisplayName("[82] a grid without tasks is never due")
	void empty() {
		assertThat(new Grid(new long[0]).earliestTarget(NONE)).isEqualTo(Grid.NEVER);
	}

	@Test
	void earliestTargetLeavesOutWhatIsInFlight() {
		Grid two = new Grid(new long[] { 2000, 3000 });
		BitSet inFlight = new BitSet();
		assertThat(two.earliestTarget(inFlight)).isEqualTo(2000);
		inFlight.set(0);
		assertThat(two.earliestTarget(inFlight)).isEqualTo(3000);
		inFlight.set(1);
		assertThat(two.earliestTarget(inFlight)).isEqualTo(Grid.NEVER);
	}

	private long serve(long now) {
		assertThat(this.grid.isDue(0, now)).isTrue();
		this.grid.serve(0, now);
		assertThat(this.grid.isDue(0, now)).isFalse();
		return this.grid.skipped(0);
	}

}
