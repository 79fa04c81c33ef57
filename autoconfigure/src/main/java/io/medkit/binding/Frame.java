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

import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;

import io.medkit.model.FreezeFrame;
import org.jspecify.annotations.Nullable;

/**
 * What a freeze frame is taken of: the figures of a task, as they are now.
 */
interface Frame {

	/** The number of figures. */
	int LENGTH = 10;

	/**
	 * Copies the figures. Allocates nothing.
	 */
	void copyTo(AtomicLongArray target, int offset);

	/**
	 * Puts figures to where they are kept. Each of them may be {@link TaskSlot#ABSENT}.
	 */
	static void put(AtomicLongArray target, int offset, long executions, long errors, long consecutiveErrors,
			long lastTookNanos, long ewmaTookNanos, long maxTookNanos, long startedNanos, long skippedSlots,
			long overruns, long latenessNanos) {
		target.set(offset, executions);
		target.set(offset + 1, errors);
		target.set(offset + 2, consecutiveErrors);
		target.set(offset + 3, lastTookNanos);
		target.set(offset + 4, ewmaTookNanos);
		target.set(offset + 5, maxTookNanos);
		target.set(offset + 6, startedNanos);
		target.set(offset + 7, skippedSlots);
		target.set(offset + 8, overruns);
		target.set(offset + 9, latenessNanos);
	}

	/**
	 * Tells of figures that were put, at the time when they were.
	 */
	static FreezeFrame freezeFrame(long[] figures, long atMillis, Moment moment) {
		return new FreezeFrame(Instant.ofEpochMilli(atMillis), figures[0], figures[1], figures[2], figures[3],
				figures[4], figures[5], instant(figures[6], moment), figures[7], figures[8], present(figures[9]), null,
				null);
	}

	private static @Nullable Instant instant(long nanos, Moment moment) {
		return (nanos != TaskSlot.ABSENT) ? moment.instantOf(nanos) : null;
	}

	private static @Nullable Long present(long value) {
		return (value != TaskSlot.ABSENT) ? Long.valueOf(value) : null;
	}

}
