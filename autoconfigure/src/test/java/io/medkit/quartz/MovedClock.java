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
package io.medkit.quartz;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.executor.TelemetryClock;

/**
 * Both clocks of a source, which go as those of the machine do and are moved by a test.
 */
final class MovedClock implements TelemetryClock, InstantSource {

	private final AtomicLong movedNanos = new AtomicLong();

	@Override
	public long nanoTime() {
		return System.nanoTime() + this.movedNanos.get();
	}

	@Override
	public Instant instant() {
		return Instant.now().plusNanos(this.movedNanos.get());
	}

	void advance(Duration time) {
		this.movedNanos.addAndGet(time.toNanos());
	}

}
