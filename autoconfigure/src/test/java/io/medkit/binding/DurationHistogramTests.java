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

import java.util.Random;
import java.util.stream.LongStream;

import io.medkit.model.TaskData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DurationHistogram}.
 */
class DurationHistogramTests {

	private final long[] cells = DurationHistogram.cells(TaskSlot.MAX_NANOS);

	@ParameterizedTest
	@CsvSource({ "0, 128", "127, 128", "128, 256", "511, 512", "512, 640", "639, 640", "640, 768", "768, 896",
			"896, 1024", "1024, 1280", "100000, 114688", "1000000000, 1073741824" })
	void durationIsBelowTheBoundOfItsBucket(long nanos, long belowNanos) {
		DurationHistogram.add(this.cells, nanos);
		assertThat(DurationHistogram.buckets(this.cells)).containsExactly(new TaskData.Bucket(belowNanos, 1));
	}

	@Test
	void boundsAreAtMostAQuarterApart() {
		long before = 512;
		for (long nanos = 512; nanos < TaskSlot.MAX_NANOS / 2; nanos = before) {
			long below = boundOf(nanos);
			assertThat(below).isGreaterThan(before);
			assertThat((double) below / before).isLessThanOrEqualTo(1.25);
			before = below;
		}
	}

	@Test
	void everyDurationIsInTheBucketWhoseBoundsEncloseIt() {
		Random random = new Random(7);
		LongStream.generate(() -> random.nextLong() >>> random.nextInt(1, 60))
			.map((nanos) -> Math.min(nanos, 1L << 52))
			.limit(10_000)
			.forEach((nanos) -> {
				long below = boundOf(nanos);
				assertThat(nanos).isLessThan(below);
				assertThat(boundOf(below)).isGreaterThan(below);
				assertThat((nanos < 512) ? below : below * 0.8).isLessThanOrEqualTo(Math.max(nanos, 512) * 1.0);
			});
	}

	@Test
	void longestDurationHasABucket() {
		DurationHistogram.add(this.cells, TaskSlot.MAX_NANOS);
		assertThat(DurationHistogram.buckets(this.cells)).hasSize(1);
		assertThat(this.cells[this.cells.length - 1]).isEqualTo(1);
	}

	@Test
	void bucketsComeInOrderAndTheEmptyOnesAreLeftOut() {
		for (long nanos : new long[] { 5_000, 10, 1_000_000, 5_001, 20 }) {
			DurationHistogram.add(this.cells, nanos);
		}
		assertThat(DurationHistogram.buckets(this.cells)).containsExactly(new TaskData.Bucket(128, 2),
				new TaskData.Bucket(5_120, 2), new TaskData.Bucket(1_048_576, 1));
	}

	@Test
	void histogramsAddUp() {
		long[] sum = DurationHistogram.cells(TaskSlot.MAX_NANOS);
		DurationHistogram.add(this.cells, 5_000);
		DurationHistogram.addTo(this.cells, sum);
		DurationHistogram.addTo(this.cells, sum);
		assertThat(DurationHistogram.buckets(sum)).containsExactly(new TaskData.Bucket(5_120, 2));
	}

	private static long boundOf(long nanos) {
		long[] cells = DurationHistogram.cells(TaskSlot.MAX_NANOS);
		DurationHistogram.add(cells, nanos);
		return DurationHistogram.buckets(cells).get(0).belowNanos();
	}

}
