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

import io.medkit.model.Distribution;
import org.jspecify.annotations.Nullable;

/**
 * Sums samples up as extremes and percentiles. Reusable, and confined to one thread.
 * <p>
 * Every octave is divided into {@value #BUCKETS_PER_OCTAVE} buckets of equal width, which
 * makes 212 in a decade; below that number each value has its own. A percentile is told
 * as the middle of its bucket. The bucket of a value v &ge; 64 is at most v/64 wide, so
 * the middle is off by at most v/128, which is 0.8 %. Extremes are exact, and no
 * percentile lies beyond them. Negative values have the same buckets, mirrored.
 */
final class LogLinearHistogram {

	static final int BUCKETS_PER_OCTAVE = 64;

	/** Base 2 logarithm of the buckets per octave. */
	private static final int PRECISION = 6;

	/** The buckets of one sign: those of each value, and of each octave of a long. */
	private static final int BUCKETS = (Long.SIZE - 1 - PRECISION + 1) * BUCKETS_PER_OCTAVE;

	private final int[] counts = new int[2 * BUCKETS];

	private int lowest = this.counts.length;

	private int highest = -1;

	private long min = Long.MAX_VALUE;

	private long max = Long.MIN_VALUE;

	private int total;

	void add(long value) {
		int index = index(value);
		this.counts[index]++;
		this.lowest = Math.min(this.lowest, index);
		this.highest = Math.max(this.highest, index);
		this.min = Math.min(this.min, value);
		this.max = Math.max(this.max, value);
		this.total++;
	}

	int total() {
		return this.total;
	}

	/**
	 * Returns what the samples amount to and forgets them.
	 * @return {@code null} if there are none
	 */
	@Nullable Distribution take() {
		if (this.total == 0) {
			return null;
		}
		Distribution distribution = new Distribution(percentile(500), percentile(950), percentile(990), this.min,
				this.max);
		Arrays.fill(this.counts, this.lowest, this.highest + 1, 0);
		this.lowest = this.counts.length;
		this.highest = -1;
		this.min = Long.MAX_VALUE;
		this.max = Long.MIN_VALUE;
		this.total = 0;
		return distribution;
	}

	/**
	 * Returns the smallest value that at least so many samples out of a thousand do not
	 * exceed.
	 */
	long percentile(int permille) {
		long rank = Math.max((this.total * (long) permille + 999) / 1000, 1);
		int index = this.lowest;
		long seen = this.counts[index];
		while (seen < rank) {
			seen += this.counts[++index];
		}
		return Math.min(Math.max(middle(index), this.min), this.max);
	}

	static int index(long value) {
		return (value >= 0) ? BUCKETS + magnitude(value) : BUCKETS - magnitude(-Math.max(value, -Long.MAX_VALUE));
	}

	private static int magnitude(long value) {
		if (value < BUCKETS_PER_OCTAVE) {
			return (int) value;
		}
		int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(value) - PRECISION;
		return shift * BUCKETS_PER_OCTAVE + (int) (value >> shift);
	}

	private static long middle(int index) {
		return (index >= BUCKETS) ? middleOfMagnitude(index - BUCKETS) : -middleOfMagnitude(BUCKETS - index);
	}

	private static long middleOfMagnitude(int magnitude) {
		if (magnitude < 2 * BUCKETS_PER_OCTAVE) {
			return magnitude;
		}
		int shift = magnitude / BUCKETS_PER_OCTAVE - 1;
		long lower = (long) (magnitude % BUCKETS_PER_OCTAVE + BUCKETS_PER_OCTAVE) << shift;
		return lower + (1L << (shift - 1));
	}

}
