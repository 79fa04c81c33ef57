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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import io.medkit.model.IgnoredObservations;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IgnoredIds}.
 */
class IgnoredIdsTests {

	private final IgnoredIds ignored = new IgnoredIds();

	@Test
	@DisplayName("[25] every observation counts, every id shows once")
	void everyObservationCountsEveryIdShowsOnce() {
		this.ignored.record("a");
		this.ignored.record(new String("a"));
		this.ignored.record("b");
		assertThat(this.ignored.read()).isEqualTo(new IgnoredObservations(3, List.of("a", "b")));
	}

	@Test
	@DisplayName("[25] threads that record at the same time lose and repeat nothing")
	void threadsLoseAndRepeatNothing() throws InterruptedException {
		for (int round = 0; round < 200; round++) {
			IgnoredIds ignored = new IgnoredIds();
			CountDownLatch start = new CountDownLatch(1);
			List<Thread> threads = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Thread thread = new Thread(() -> {
					await(start);
					for (int id = 0; id < 20; id++) {
						ignored.record("task-" + id);
					}
				});
				thread.start();
				threads.add(thread);
			}
			start.countDown();
			for (Thread thread : threads) {
				thread.join();
			}
			assertThat(ignored.read().count()).isEqualTo(80);
			assertThat(ignored.read().ids()).hasSize(16).doesNotHaveDuplicates();
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
