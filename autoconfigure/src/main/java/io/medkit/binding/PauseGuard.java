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

/**
 * Notices when the whole process was suspended: then the watchdog's own tick is late, and
 * that a task is late too says nothing about the task.
 */
final class PauseGuard {

	private final long tickNanos;

	private boolean watching;

	private long lastTickNanos;

	private boolean paused;

	private long resumedNanos;

	PauseGuard(long tickNanos) {
		this.tickNanos = tickNanos;
	}

	/**
	 * Takes note that the watchdog is there.
	 */
	synchronized void tick(long nowNanos) {
		look(nowNanos);
		this.watching = true;
		this.lastTickNanos = nowNanos;
	}

	/**
	 * Takes note that the watchdog is gone, so that its silence means nothing.
	 */
	synchronized void unwatch() {
		this.watching = false;
	}

	/**
	 * Returns for how long the process has been running without a pause, as far as is
	 * known; {@link Long#MAX_VALUE} if none is.
	 */
	synchronized long sincePause(long nowNanos) {
		look(nowNanos);
		return this.paused ? nowNanos - this.resumedNanos : Long.MAX_VALUE;
	}

	/**
	 * Takes note of a pause, once for each: a watchdog that died is no pause that lasts.
	 */
	private void look(long nowNanos) {
		boolean late = this.watching && nowNanos - this.lastTickNanos > 2 * this.tickNanos;
		if (late && (!this.paused || this.resumedNanos - this.lastTickNanos <= 0)) {
			this.paused = true;
			this.resumedNanos = nowNanos;
		}
	}

}
