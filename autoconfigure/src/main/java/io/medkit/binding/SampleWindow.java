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
 */
final class SampleWindow {

	/** Stands in for a figure that a sample does not have. */
	static final long ABSENT = CycleObservation.ABSENT;

	private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(long[].class);

	private final int size;

	/** The number of cells, a power of two, less one. */
	private final int mask;

	/** Base 2 logarithm of the figures in a sample. */
	private final int shift;

	private final long[] elements;

	/**
	 * Creates an empty window.
	 * @param size the number of samples
	 * @param figures the number of figures in a sample, a power of two
	 */
	SampleWindow(int size, int figures) {
		this.size = size;
		this.mask = Integer.highestOneBit(size * 2 - 1) - 1;
		this.shift = Integer.numberOfTrailingZeros(figures);
		this.elements = new long[(this.mask + 1) << this.shift];
	}

	/**
	 * Writes a sample that the writer has counted, behind a store-store fence.
	 * @param number the sample's number
	 */
	void write(long number, long value) {
		ELEMENT.setOpaque(this.elements, element(number, 0), value);
	}

	/**
	 * Writes a sample of two figures.
	 * @param number the sample's number
	 */
	void write(long number, long first, long second) {
		int element = element(number, 0);
		ELEMENT.setOpaque(this.elements, element, first);
		ELEMENT.setOpaque(this.elements, element + 1, second);
	}

	/**
	 * Reads one figure of all samples that are in the window and have it, the newest
	 * first.
	 * @param count the number of samples ever, as the reader knows it
	 * @param counted reads the writer's count of samples, opaque or stronger
	 * @param sink takes the figures
	 */
	void read(int figure, long count, LongSupplier counted, LongConsumer sink) {
		long oldest = Math.max(count - this.size, 0);
		for (long number = count - 1; number >= oldest; number--) {
			long value = (long) ELEMENT.getOpaque(this.elements, element(number, figure));
			VarHandle.loadLoadFence();
			if (counted.getAsLong() > number + this.mask + 1) {
				return;
			}
			if (value != ABSENT) {
				sink.accept(value);
			}
		}
	}

	private int element(long number, int figure) {
		return (((int) number & this.mask) << this.shift) + figure;
	}

}
