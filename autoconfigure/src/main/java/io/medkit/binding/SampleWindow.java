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
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

import io.medkit.executor.CycleObservation;

/**
 * The last samples of what a task's hooks measured, as they were measured: the writer
 * stores, and who reads makes figures of them on its own time.
 * <p>
 * Samples are numbered from 0 on. The writer counts a sample, in a field of its slot
 * (opaque), then a store-store fence, then writes it (opaque) over the one that left the
 * window. A reader that holds a consistent count reads backwards from the newest. After
 * each sample it reads the writer's count again, behind a load-load fence: had it read a
 * later sample, the two fences would oblige it to see that sample counted. So a count
 * that leaves the cell untouched proves the sample, and the first that does not ends the
 * reading, since all older cells are overwritten sooner. Nobody waits, nobody retries;
 * beside a fast writer some of the oldest samples are missing.
 * <p>
 * The cells are a plain array, which the slot holds itself: to the writer, whose caches
 * are cold, an object around it would be one more line to fetch.
 */
final class SampleWindow {

	/** Stands in for a figure that a sample does not have. */
	static final long ABSENT = CycleObservation.ABSENT;

	private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

	private SampleWindow() {
	}

	/**
	 * Creates the cells of a window.
	 * @param size the least number of samples that they hold
	 * @param figures the number of figures in a sample, a power of two
	 */
	static long[] cells(int size, int figures) {
		return new long[Integer.highestOneBit(size * 2 - 1) * figures];
	}

	/**
	 * Writes a sample that the writer has counted, behind a store-store fence.
	 * @param number the sample's number
	 */
	static void write(long[] cells, long number, long value) {
		ELEMENT.setOpaque(cells, (int) number & (cells.length - 1), value);
	}

	/**
	 * Writes a sample of two figures.
	 * @param number the sample's number
	 */
	static void write(long[] cells, long number, long first, long second) {
		int cell = ((int) number << 1) & (cells.length - 1);
		ELEMENT.setOpaque(cells, cell, first);
		ELEMENT.setOpaque(cells, cell | 1, second);
	}

	/**
	 * Reads one figure of the sample that was written last, which must be shielded by
	 * other means.
	 * @param count the number of samples ever, at least 1
	 */
	static long last(long[] cells, int figures, int figure, long count) {
		return (long) ELEMENT.getOpaque(cells, cell(cells, figures, count - 1) + figure);
	}

	/**
	 * Reads one figure of all samples that are in the window and have it, the newest
	 * first.
	 * @param size the number of samples in the window
	 * @param count the number of samples ever, as the reader knows it
	 * @param counted reads the writer's count of samples, or more, opaque or stronger
	 * @param sink takes the figures
	 */
	static void read(long[] cells, int figures, int figure, int size, long count, LongSupplier counted,
			LongConsumer sink) {
		int capacity = cells.length / figures;
		long oldest = Math.max(count - size, 0);
		for (long number = count - 1; number >= oldest; number--) {
			long value = (long) ELEMENT.getOpaque(cells, cell(cells, figures, number) + figure);
			VarHandle.loadLoadFence();
			if (counted.getAsLong() > number + capacity) {
				return;
			}
			if (value != ABSENT) {
				sink.accept(value);
			}
		}
	}

	private static int cell(long[] cells, int figures, long number) {
		return ((int) number * figures) & (cells.length - 1);
	}

}
