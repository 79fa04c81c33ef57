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

package io.medkit.sample;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Holds readings until they are written. When full it drops the oldest. Thread-safe.
 */
final class ReadingBuffer {

	private final int capacity;

	private final Deque<HostReading> readings = new ArrayDeque<>();

	private long dropped;

	ReadingBuffer(int capacity) {
		if (capacity < 1) {
			throw new IllegalArgumentException("Capacity must be positive, not " + capacity);
		}
		this.capacity = capacity;
	}

	synchronized void add(HostReading reading) {
		if (this.readings.size() == this.capacity) {
			this.readings.removeFirst();
			this.dropped++;
		}
		this.readings.addLast(reading);
	}

	/**
	 * Takes everything out.
	 * @return the readings, oldest first
	 */
	synchronized List<HostReading> drain() {
		List<HostReading> drained = new ArrayList<>(this.readings);
		this.readings.clear();
		return drained;
	}

	/**
	 * Puts drained readings back in front of what came since, as far as there is room.
	 * @param drained the readings, oldest first
	 */
	synchronized void giveBack(List<HostReading> drained) {
		int kept = Math.min(drained.size(), this.capacity - this.readings.size());
		this.dropped += drained.size() - kept;
		for (int i = drained.size() - 1; i >= drained.size() - kept; i--) {
			this.readings.addFirst(drained.get(i));
		}
	}

	/**
	 * Returns how many readings were dropped since the last call.
	 * @return the count
	 */
	synchronized long takeDropped() {
		long count = this.dropped;
		this.dropped = 0;
		return count;
	}

}
