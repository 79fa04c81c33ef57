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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Ring}.
 */
class RingTests {

	@Test
	void isFirstInFirstOutForManyTurns() {
		Ring<Integer> ring = new Ring<>(3);
		for (int i = 0; i < 100; i += 3) {
			assertThat(ring.isEmpty()).isTrue();
			for (int j = i; j < i + 3; j++) {
				assertThat(ring.offer(j)).isTrue();
			}
			assertThat(ring.isEmpty()).isFalse();
			for (int j = i; j < i + 3; j++) {
				assertThat(ring.poll()).isEqualTo(j);
			}
			assertThat(ring.poll()).isNull();
		}
	}

	@Test
	void refusesWhatItHasNoRoomFor() {
		Ring<Integer> ring = new Ring<>(4);
		for (int i = 0; i < 4; i++) {
			assertThat(ring.offer(i)).isTrue();
		}
		assertThat(ring.offer(4)).isFalse();
		assertThat(ring.poll()).isZero();
		assertThat(ring.offer(5)).isTrue();
	}

	@Test
	void holdsAtLeastAsManyAsItIsMadeFor() {
		for (int capacity = 1; capacity <= 20; capacity++) {
			Ring<Integer> ring = new Ring<>(capacity);
			for (int i = 0; i < capacity; i++) {
				assertThat(ring.offer(i)).isTrue();
			}
		}
	}

	@Test
	void everyElementIsTakenOnceWhoeverOffersAndTakes() throws InterruptedException {
		int elements = 400_000;
		int threads = 2;
		Ring<Integer> ring = new Ring<>(8);
		AtomicIntegerArray taken = new AtomicIntegerArray(elements);
		AtomicLong count = new AtomicLong();
		CountDownLatch done = new CountDownLatch(2 * threads);
		for (int t = 0; t < threads; t++) {
			int first = t;
			new Thread(() -> {
				for (int i = first; i < elements; i += threads) {
					while (!ring.offer(i)) {
						Thread.yield();
					}
				}
				done.countDown();
			}).start();
			new Thread(() -> {
				while (count.get() < elements) {
					Integer element = ring.poll();
					if (element == null) {
						Thread.yield();
					}
					else {
						taken.incrementAndGet(element);
						count.incrementAndGet();
					}
				}
				done.countDown();
			}).start();
		}
		done.await();
		for (int i = 0; i < elements; i++) {
			assertThat(taken.get(i)).isEqualTo(1);
		}
	}

}
