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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.executor.TelemetryClock;

/**
 * Both clocks of a binding, moved by a test.
 */
public final class FakeClock implements TelemetryClock, InstantSource {

	public static final Instant EPOCH = Instant.parse("2026-03-01T12:00:00Z");

	private final AtomicLong nanos;

	private final AtomicLong wallNanos = new AtomicLong();

	private final AtomicLong looks = new AtomicLong();

	public FakeClock() {
		this(0);
	}

	public FakeClock(long nanos) {
		this.nanos = new AtomicLong(nanos);
	}

	@Override
	public long nanoTime() {
		this.looks.incrementAndGet();
		return this.nanos.get();
	}

	@Override
	public Instant instant() {
		return EPOCH.plusNanos(this.wallNanos.get());
	}

	/**
	 * Lets time pass on both clocks.
	 */
	public void advance(Duration time) {
		advanceNanos(time.toNanos());
	}

	public void advanceNanos(long time) {
		this.nanos.addAndGet(time);
		this.wallNanos.addAndGet(time);
	}

	/**
	 * Sets the wall clock forward, or back.
	 */
	void setWallClockBy(Duration time) {
		this.wallNanos.addAndGet(time.toNanos());
	}

	/**
	 * Returns how often the telemetry clock was read.
	 */
	long looks() {
		return this.looks.get();
	}

}
