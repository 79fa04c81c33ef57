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
import java.util.concurrent.locks.LockSupport;

import org.awaitility.Awaitility;

/**
 * A {@link SchedulingClock} that stands still until the test steps it on. For executors
 * with threads of their own.
 */
final class SteppedClock implements SchedulingClock {

	private volatile long now;

	private volatile long target;

	private volatile Thread waiting;

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public void awaitUntil(long targetNanos) {
		this.target = targetNanos;
		this.waiting = Thread.currentThread();
		if (targetNanos - this.now > 0) {
			LockSupport.park(this);
		}
		this.waiting = null;
	}

	/**
	 * Steps on, once the dispatch thread has done all that was due before.
	 */
	void advanceTo(Duration sinceOrigin) {
		awaitQuiet();
		this.now = sinceOrigin.toNanos();
		LockSupport.unpark(this.waiting);
		awaitQuiet();
	}

	/**
	 * Waits until the dispatch thread waits for what is still to come.
	 */
	void awaitQuiet() {
		Awaitility.await()
			.pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(1))
			.until(() -> this.waiting != null && this.target - this.now > 0);
	}

}
