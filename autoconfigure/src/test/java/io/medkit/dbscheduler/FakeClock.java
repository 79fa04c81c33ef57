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
package io.medkit.dbscheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import com.github.kagkarlsson.scheduler.Clock;
import io.medkit.executor.TelemetryClock;

/**
 * The clocks of a source and of its scheduler, moved by a test.
 */
final class FakeClock implements TelemetryClock, InstantSource, Clock {

	static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");

	private final AtomicLong nanos = new AtomicLong();

	@Override
	public long nanoTime() {
		return this.nanos.get();
	}

	@Override
	public Instant instant() {
		return EPOCH.plusNanos(this.nanos.get());
	}

	@Override
	public Instant now() {
		return instant();
	}

	void advance(Duration time) {
		this.nanos.addAndGet(time.toNanos());
	}

}
