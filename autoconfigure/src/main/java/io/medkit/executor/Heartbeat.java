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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Shows that the dispatch thread makes progress. Beats lie on the absolute grid of the
 * run; those that were missed are not made up for.
 * <p>
 * Confined to the dispatch thread. All instants are nanoseconds since the epoch.
 */
final class Heartbeat {

	private final long periodNanos;

	private long target;

	private long sequence;

	Heartbeat(@Nullable Duration period) {
		this.periodNanos = (period != null) ? period.toNanos() : Grid.NEVER;
		this.target = this.periodNanos;
	}

	long target() {
		return this.target;
	}

	void beatIfDue(long now, Hooks hooks, TelemetryClock clock) {
		if (now >= this.target) {
			this.target = now - now % this.periodNanos + this.periodNanos;
			hooks.heartbeat(++this.sequence, clock.nanoTime());
		}
	}

}
