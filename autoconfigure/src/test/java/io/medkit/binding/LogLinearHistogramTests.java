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

import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;

import io.medkit.model.Distribution;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link LogLinearHistogram}.
 */
class LogLinearHistogramTests {

	private static final int SAMPLES = 10_000;

	private final LogLinearHistogram histogram = new LogLinearHistogram();

	@Test
	@DisplayName("[85] the percentiles of 10 000 uniform samples are right to 1 %")
	void percentilesOfUniformSamples() {
		Random random = new Random(85);
		assertPercentiles(() -> 100 + (long) (random.nextDouble() * 1e9));
	}

	@Test
	@DisplayName("[85] the percentiles of 10 000 exponential samples are right to 1 %")
	void percentilesOfExponentialSamples() {
		Random random = new Random(85);
		assertPercentiles(() -> (long) (-Math.log(1 - random.nextDouble()) * 1e6));
	}

	private void assertPercentiles(LongSupplier source) {
		long[] samples = new long[SAMPLES];
		for (int i = 0; i < SAMPLES; i++) {
			samples[i] = source.getAsLong();
			this.histogram.add(samples[i]);
		}
		Arrays.sort(samples);
		assertThat(this.histogram.total()).isEqualTo(SAMPLES);
		Distribution distribution = this.histogram.take();
		assertThat(distribution.min()).isEqualTo(samples[0]);
		assertThat(distribution.max()).isEqualTo(samples[SAMPLES - 1]);
		assertThat((double) distribution.p50()).isCloseTo(samples[4_999], within(samples[4_999] * 0.01));
		assertThat((double) distribution.p95()).isCloseTo(samples[9_499], within(samples[9_499] * 0.01));
		assertThat((double) distribution.p99()).isCloseTo(samples[9_899], within(samples[9_899] * 0.01));
	}

	@Test
	@DisplayName("[85] there are at least 115 buckets in every decade from 100 ns to 10 s")
	void bucketsPerDecade() {
		for (long decade = 100; decade < 10_000_000_000L; decade *= 10) {
			assertThat(LogLinearHistogram.index(decade * 10) - LogLinearHistogram.index(decade))
				.isGreaterThanOrEqualTo(115);
		}
	}

	@Test
	@DisplayName("[85] the index never falls, and no bucket is left out")
	void indexIsMonotonic() {
		int last = LogLinearHistogram.index(-100_000);
		for (long value = -100_000; value <= 100_000; value++) {
			int index = LogLinearHistogram.index(value);
			assertThat(index - last).isBetween(0, 1);
			last = index;
		}
		long value = 1;
		for (int i = 0; i < 3_000 && value > 0; i++) {
			int index = LogLinearHistogram.index(value);
			assertThat(LogLinearHistogram.index(value + 1)).isGreaterThanOrEqualTo(index);
			assertThat(LogLinearHistogram.index(value - 1)).isLessThanOrEqualTo(index);
			value += Math.max(value / 50, 1);
		}
		assertThat(LogLinearHistogram.index(Long.MAX_VALUE)).isGreaterThan(LogLinearHistogram.index(value / 4));
	}

	@Test
	@DisplayName("[85] every single value from 0 to the longest is told to 1 %")
	void everyValueIsToldToOnePercent() {
		for (long value = 0; value >= 0 && value < Long.MAX_VALUE / 2; value += Math.max(value / 77, 1)) {
			for (long signed : new long[] { value, -value }) {
				// extremes around it, so that they do not correct it
				this.histogram.add(Long.MIN_VALUE + 1);
				this.histogram.add(signed);
				this.histogram.add(Long.MAX_VALUE);
				assertThat((double) this.histogram.take().p50()).isCloseTo(signed, within(value * 0.01));
			}
		}
	}

	@Test
	@DisplayName("[85] without samples there is nothing to tell")
	void emptyTellsNothing() {
		assertThat(this.histogram.take()).isNull();
		this.histogram.add(5);
		assertThat(this.histogram.take()).isEqualTo(new Distribution(5, 5, 5, 5, 5));
		assertThat(this.histogram.take()).as("it forgets what was taken").isNull();
	}

	@Test
	void percentileIsTheSmallestValueThatSoManyDoNotExceed() {
		for (int i = 1; i <= 100; i++) {
			this.histogram.add(i % 2 == 0 ? 1 : 60);
		}
		Distribution distribution = this.histogram.take();
		assertThat(distribution.p50()).isEqualTo(1);
		assertThat(distribution.p95()).isEqualTo(60);
	}

}
