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
package com.example.project;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.SchedulingClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DayTests {

	@Test
	void aDayTakesNoTime() {
		AtomicInteger hours = new AtomicInteger();
		try (CyclicExecutor executor = CyclicExecutor.builder().workerThreads(0).schedulingClock(new Leaps()).build()) {
			executor.add("hourly", Duration.ofHours(1), (context) -> hours.incrementAndGet());
			executor.runScans(24);
		}
		assertThat(hours).hasValue(24);
	}

	/** A clock whose waits take no time. */
	static class Leaps implements SchedulingClock {

		private long now;

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public void awaitUntil(long targetNanos) {
			this.now = Math.max(this.now, targetNanos);
		}

	}

}
