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
package io.medkit.benchmark;

import io.medkit.benchmark.DispatchRecording.Figures;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DispatchRecording}.
 */
class DispatchRecordingTests {

	@Test
	void figuresAreThoseSinceTheBeginning() {
		DispatchRecording recording = new DispatchRecording(2_000);
		recording.add(9_000_000, 0, 70);
		recording.begin();
		for (int i = 1; i <= 1_000; i++) {
			recording.add(i * 1_000_000L + i * 1_000L, i * 1_000_000L, (i == 500) ? 250 : 0);
		}
		recording.end();
		Figures figures = recording.figures();
		assertThat(figures.p50()).isEqualTo(500);
		assertThat(figures.p99()).isEqualTo(990);
		assertThat(figures.p999()).isEqualTo(999);
		assertThat(figures.max()).isEqualTo(1_000);
		assertThat(figures.missed()).isEqualTo(20);
		assertThat(recording.burst(1_000_000)).isZero();
	}

	@Test
	void executionsThatAreMadeUpForInARowAreABurst() {
		DispatchRecording recording = new DispatchRecording(10);
		recording.begin();
		for (long begun : new long[] { 1_000, 6_000, 6_100 }) {
			recording.add(begun, 0, 0);
		}
		assertThat(recording.burst(1_000)).as("a late one and the next slot").isZero();
		for (long begun : new long[] { 6_200, 6_300, 6_800, 7_000 }) {
			recording.add(begun, 0, 0);
		}
		assertThat(recording.burst(1_000)).isEqualTo(2);
	}

	@Test
	void whatThereIsNoRoomForIsNotRecorded() {
		DispatchRecording recording = new DispatchRecording(1);
		recording.begin();
		recording.add(5_000, 0, 0);
		recording.add(9_000, 0, 3);
		assertThat(recording.figures().max()).isEqualTo(5);
		assertThat(recording.figures().missed()).isZero();
	}

	@Test
	void withoutExecutionsThereAreNoFigures() {
		assertThatIllegalStateException().isThrownBy(new DispatchRecording(1)::figures);
	}

}
