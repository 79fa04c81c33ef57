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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;

import io.medkit.model.TaskData;

/**
 * Counts durations by their size, for as long as the application lives.
 * <p>
 * A duration's bucket is the exponent and the first two fraction bits of it as a
 * floating-point number, so that each octave has four buckets of equal width, whose
 * bounds are at most a quarter apart. Durations are told apart from 128 ns on.
 * <p>
 * One writer, any number of readers: each count is written and read as a whole (opaque),
 * and none is ever lost. The cells are a plain array, which the slot holds itself, as
 * those of a {@link SampleWindow} are.
 */
final class DurationHistogram {

	/** The bits of a floating-point number that are no part of its bucket. */
	private static final int DROPPED_BITS = 50;

	/** What durations are told apart by, less one. */
	private static final long RESOLUTION = 127;

	private static final int FIRST = (int) (Double.doubleToRawLongBits(RESOLUTION) >>> DROPPED_BITS);

	private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

	private DurationHistogram() {
	}

	/**
	 * Creates the cells of a histogram.
	 * @param longestNanos the longest duration that it is to hold
	 */
	static long[] cells(long longestNanos) {
		return new long[bucket(longestNanos) + 1];
	}

	/**
	 * Counts a duration, which must be neither negative nor longer than the longest.
	 */
	static void add(long[] cells, long nanos) {
		int bucket = bucket(nanos);
		ELEMENT.setOpaque(cells, bucket, cells[bucket] + 1);
	}

	/**
	 * Adds the counts of one histogram to those of another that nobody else uses.
	 */
	static void addTo(long[] cells, long[] counts) {
		for (int bucket = 0; bucket < cells.length; bucket++) {
			counts[bucket] += (long) ELEMENT.getOpaque(cells, bucket);
		}
	}

	/**
	 * Tells of the buckets that are not empty, in order.
	 */
	static List<TaskData.Bucket> buckets(long[] counts) {
		List<TaskData.Bucket> buckets = new ArrayList<>();
		for (int bucket = 0; bucket < counts.length; bucket++) {
			if (counts[bucket] != 0) {
				buckets.add(new TaskData.Bucket(belowNanos(bucket), counts[bucket]));
			}
		}
		return buckets;
	}

	/**
	 * Returns what all durations in a bucket are below, in nanoseconds.
	 */
	static long belowNanos(int bucket) {
		return (long) Double.longBitsToDouble((bucket + FIRST + 1L) << DROPPED_BITS);
	}

	private static int bucket(long nanos) {
		return (int) (Double.doubleToRawLongBits(nanos | RESOLUTION) >>> DROPPED_BITS) - FIRST;
	}

}
