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
import java.util.concurrent.TimeUnit;

/**
 * The present on the telemetry clock, and how to tell that clock's instants on the wall
 * clock.
 *
 * @param nanos the telemetry clock
 * @param offsetMillis what to add to the telemetry clock's milliseconds to get those of
 * the wall clock since the epoch
 */
record Moment(long nanos, long offsetMillis) {

	/**
	 * Returns when an instant of the telemetry clock was, to the millisecond.
	 */
	Instant instantOf(long nanos) {
		return Instant.ofEpochMilli(millisOf(nanos));
	}

	/**
	 * Returns when an instant of the telemetry clock was, in milliseconds since the
	 * epoch.
	 */
	long millisOf(long nanos) {
		return this.offsetMillis + millis(nanos);
	}

	/**
	 * Returns where on the telemetry clock a time of the wall clock is.
	 */
	long nanosOf(long millis) {
		return this.nanos + TimeUnit.MILLISECONDS.toNanos(millis - millisOf(this.nanos));
	}

	/**
	 * Returns how long ago an instant of the telemetry clock was, at least 0: a task may
	 * write while the reading that this moment belongs to goes on.
	 */
	long since(long nanos) {
		return Math.max(this.nanos - nanos, 0);
	}

	static long millis(long nanos) {
		return Math.floorDiv(nanos, TimeUnit.MILLISECONDS.toNanos(1));
	}

}
