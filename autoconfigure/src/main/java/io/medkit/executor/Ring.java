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

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;

import org.jspecify.annotations.Nullable;

/**
 * A bounded queue, first in, first out, for any number of threads on both ends. Takes no
 * lock and allocates nothing.
 * <p>
 * Every cell has a turn: it may be filled by who draws the position that equals the turn,
 * and be emptied by who draws the position before it. A position is drawn by
 * compare-and-set; the turn is passed on with release and seen with acquire, so that the
 * element is seen too. (The bounded queue of Dmitry Vyukov.)
 *
 * @param <E> what is queued
 */
final class Ring<E> {

	private final AtomicReferenceArray<@Nullable E> elements;

	private final AtomicLongArray turns;

	private final int mask;

	private final AtomicLong head = new AtomicLong();

	private final AtomicLong tail = new AtomicLong();

	/**
	 * Creates a queue.
	 * @param capacity how many elements it holds at least
	 */
	Ring(int capacity) {
		// with a single cell, a turn that is over could not be told from the next
		int length = Integer.highestOneBit(Math.max(capacity, 2) * 2 - 1);
		this.mask = length - 1;
		this.elements = new AtomicReferenceArray<>(length);
		this.turns = new AtomicLongArray(length);
		for (int i = 0; i < length; i++) {
			this.turns.set(i, i);
		}
	}

	/**
	 * Adds an element.
	 * @return whether there was room
	 */
	boolean offer(E element) {
		while (true) {
			long position = this.tail.get();
			int cell = (int) position & this.mask;
			long turn = this.turns.getAcquire(cell);
			if (turn < position) {
				return false;
			}
			if (turn == position && this.tail.compareAndSet(position, position + 1)) {
				this.elements.setPlain(cell, element);
				this.turns.setRelease(cell, position + 1);
				return true;
			}
		}
	}

	/**
	 * Takes the element that was added first.
	 * @return the element, or {@code null} if there is none that is completely added
	 */
	@Nullable E poll() {
		while (true) {
			long position = this.head.get();
			int cell = (int) position & this.mask;
			long turn = this.turns.getAcquire(cell);
			if (turn <= position) {
				return null;
			}
			if (turn == position + 1 && this.head.compareAndSet(position, position + 1)) {
				E element = this.elements.getPlain(cell);
				this.elements.setPlain(cell, null);
				this.turns.setRelease(cell, position + this.mask + 1);
				return element;
			}
		}
	}

	/**
	 * Tells whether nothing is added, or about to be.
	 */
	boolean isEmpty() {
		return this.head.get() == this.tail.get();
	}

}
