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

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

import io.medkit.executor.RecordingHooks.Cycle;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CycleTelemetry}.
 */
class CycleTelemetryTests {

	private static final long MILLI = 1_000_000;

	private static final long PERIOD = 10 * MILLI;

	private final CycleTelemetry telemetry = new CycleTelemetry(TaskId.of("ctrl"), PERIOD);

	@Test
	@DisplayName("[75] every fifth of 60 cycles comes 5 ms late: the largest jitter is exactly 5 ms")
	void jitterIsExact() {
		List<Cycle> cycles = new ArrayList<>();
		long pre = 0;
		for (int i = 0; i < 60; i++) {
			pre += PERIOD + ((i % 5 == 4) ? 5 * MILLI : 0);
			cycles.add(scan(pre));
		}
		assertThat(cycles.get(0).jitter()).isEqualTo(CycleObservation.ABSENT);
		assertThat(cycles.stream().skip(1).mapToLong(Cycle::jitter).max()).hasValue(5 * MILLI);
		assertThat(cycles.stream().skip(1).mapToLong(Cycle::jitter).min()).hasValue(0);
	}

	@Test
	@DisplayName("[77] a slip of 2 ms a cycle shows as lateness n * 2 ms, 78 ms after 40 cycles")
	void accumulatingSlipShowsAsGrowingLateness() {
		List<Long> lateness = LongStream.range(0, 40)
			.mapToObj((n) -> scan(n * (PERIOD + 2 * MILLI)).lateness())
			.toList();
		assertThat(lateness).isEqualTo(LongStream.range(0, 40).mapToObj((n) -> n * 2 * MILLI).toList());
		assertThat(lateness.get(39)).isEqualTo(78 * MILLI);
	}

	@Test
	@DisplayName("[78] a late wake and a short catch-up are one spike, never negative, and zero after it")
	void lateWakeIsOneSpike() {
		assertThat(LongStream.of(0, 10, 26, 30, 40, 50).mapToObj((at) -> scan(at * MILLI).lateness()))
			.containsExactly(0L, 0L, 6 * MILLI, 0L, 0L, 0L);
	}

	@Test
	@DisplayName("[79] a missed period that nobody told of stays as lateness of one period")
	void unsignalledGapPersists() {
		assertThat(LongStream.of(0, 10, 30, 40, 50).mapToObj((at) -> scan(at * MILLI).lateness())).containsExactly(0L,
				0L, PERIOD, PERIOD, PERIOD);
	}

	@Test
	void signalledSkipLeavesNoLateness() {
		scan(0);
		scan(25 * MILLI);
		Cycle cycle = scan(30 * MILLI, 0, 1);
		assertThat(cycle.lateness()).isZero();
		assertThat(cycle.skipped()).isEqualTo(1);
	}

	@Test
	@DisplayName("[80] a task that begins later is late from its own first slot on, not from the others'")
	void laterTaskHasItsOwnEpoch() {
		scan(0);
		CycleTelemetry later = new CycleTelemetry(TaskId.of("io"), PERIOD);
		later.dispatched(123 * MILLI, 0, 0);
		assertThat(later.executed(1).latenessNanos()).isZero();
		later.dispatched(133 * MILLI, 0, 0);
		assertThat(later.executed(1).latenessNanos()).isZero();
	}

	@Test
	@DisplayName("[81] a first dispatch 0.7 ms after its slot is late by exactly that and skipped nothing")
	void firstDispatchIsLateAgainstItsSlot() {
		Cycle first = scan(PERIOD + 700_000, 700_000, 0);
		assertThat(first.lateness()).isEqualTo(700_000);
		assertThat(first.skipped()).isZero();
		assertThat(scan(2 * PERIOD).lateness()).isZero();
	}

	@Test
	void earlyScanIsNegativelyLate() {
		scan(PERIOD);
		Cycle early = scan(2 * PERIOD - 300);
		assertThat(early.lateness()).isEqualTo(-300);
		assertThat(early.jitter()).isEqualTo(300);
	}

	@Test
	void firstScanHasNoActualPeriodAndTellsItApartFromZero() {
		assertThat(scan(5)).isEqualTo(
				new Cycle("ctrl", 0, false, PERIOD, 5, CycleObservation.ABSENT, CycleObservation.ABSENT, 0, 0, 42));
		assertThat(scan(5 + PERIOD)).isEqualTo(new Cycle("ctrl", 1, false, PERIOD, 5 + PERIOD, PERIOD, 0, 0, 0, 42));
	}

	@Test
	@DisplayName("[59] a new run goes on counting cycles, and the pause is neither late nor jitter")
	void newRunIsAnchoredAnew() {
		scan(0);
		scan(PERIOD);
		this.telemetry.beginRun();
		assertThat(scan(1_000 * PERIOD + 7)).isEqualTo(new Cycle("ctrl", 2, false, PERIOD, 1_000 * PERIOD + 7,
				CycleObservation.ABSENT, CycleObservation.ABSENT, 0, 0, 42));
	}

	@Test
	void withdrawnScanLeavesNoGap() {
		scan(0);
		this.telemetry.dispatched(PERIOD, 0, 0);
		this.telemetry.withdrawn();
		this.telemetry.beginRun();
		assertThat(scan(5 * PERIOD).index()).isEqualTo(1);
	}

	private Cycle scan(long pre) {
		return scan(pre, 0, 0);
	}

	private Cycle scan(long pre, long lateBy, long skipped) {
		this.telemetry.dispatched(pre, lateBy, skipped);
		return Cycle.of(this.telemetry.executed(42));
	}

}
