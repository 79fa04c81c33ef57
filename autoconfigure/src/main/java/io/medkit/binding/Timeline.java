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

import java.time.InstantSource;

import io.medkit.executor.TelemetryClock;

/**
 * Tells the present on the telemetry clock and the wall clock. The offset between the two
 * is kept while it holds, so that the same instant reads the same twice, and taken anew
 * when the wall clock was set or the process was suspended.
 */
final class Timeline {

	/** More than two readings of the clocks are apart, less than anybody minds. */
	private static final long KEPT_MILLIS = 10;

	private final TelemetryClock clock;

	private final InstantSource wallClock;

	private long offsetMillis;

	Timeline(TelemetryClock clock, InstantSource wallClock) {
		this.clock = clock;
		this.wallClock = wallClock;
		this.offsetMillis = wallClock.millis() - Moment.millis(clock.nanoTime());
	}

	synchronized Moment now() {
		long nanos = this.clock.nanoTime();
		long offset = this.wallClock.millis() - Moment.millis(nanos);
		if (Math.abs(offset - this.offsetMillis) > KEPT_MILLIS) {
			this.offsetMillis = offset;
		}
		return new Moment(nanos, this.offsetMillis);
	}

}
