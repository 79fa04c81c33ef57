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

import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Waits for an instant, or to be woken, in one of the ways of {@link WaitStrategy}.
 * <p>
 * {@link WaitStrategy#HYBRID} sleeps until a stretch before the instant and spins through
 * it. The stretch follows a quantile of the wake-up errors that it sees: it grows when a
 * wake-up came after the instant and shrinks otherwise, by steps whose ratio makes it
 * rest where {@value #IN_TIME} of {@value #WAKE_UPS} wake-ups come in time. So a single
 * preemption hardly moves it, while a slower machine does.
 */
final class Waiter {

	static final int WAKE_UPS = 8;

	static final int IN_TIME = 7;

	static final long MAX_STRETCH_NANOS = 250_000;

	static final long MIN_STRETCH_NANOS = 1_000;

	static final long INITIAL_STRETCH_NANOS = 100_000;

	/** A step is this part of the stretch. */
	private static final int STEP_SHIFT = 7;

	private final WaitStrategy strategy;

	private final SchedulingClock clock;

	private volatile @Nullable Thread thread;

	private volatile boolean woken;

	private long stretchNanos = INITIAL_STRETCH_NANOS;

	Waiter(WaitStrategy strategy, SchedulingClock clock) {
		this.strategy = strategy;
		this.clock = clock;
	}

	/**
	 * Makes the calling thread the one that waits, or nobody any more.
	 */
	void waitingThread(@Nullable Thread thread) {
		this.thread = thread;
	}

	@Nullable Thread waitingThread() {
		return this.thread;
	}

	/**
	 * Ends the wait, or the next one if none is under way. Any thread.
	 */
	void wake() {
		this.woken = true;
		LockSupport.unpark(this.thread);
	}

	/**
	 * Takes note that somebody woke the thread, which from here on looks at what there is
	 * to do.
	 */
	void acknowledge() {
		if (this.woken) {
			this.woken = false;
		}
	}

	/**
	 * Waits. May end too early, when the thread was woken or interrupted.
	 */
	void awaitUntil(long targetNanos) {
		if (this.woken) {
			return;
		}
		switch (this.strategy) {
			case PARK -> this.clock.awaitUntil(targetNanos);
			case HYBRID -> sleepThenSpin(targetNanos);
			case SPIN -> spinUntil(targetNanos);
		}
	}

	private void sleepThenSpin(long targetNanos) {
		long wakeUpNanos = targetNanos - this.stretchNanos;
		if (wakeUpNanos - this.clock.nanoTime() > 0) {
			this.clock.awaitUntil(wakeUpNanos);
			long lateNanos = this.clock.nanoTime() - wakeUpNanos;
			if (this.woken || lateNanos < 0) {
				return;
			}
			adapt(lateNanos);
		}
		spinUntil(targetNanos);
	}

	private void spinUntil(long targetNanos) {
		while (!this.woken && targetNanos - this.clock.nanoTime() > 0) {
			Thread.onSpinWait();
		}
	}

	private void adapt(long lateNanos) {
		long step = Math.max(this.stretchNanos >> STEP_SHIFT, 1);
		this.stretchNanos = (lateNanos > this.stretchNanos)
				? Math.min(this.stretchNanos + IN_TIME * step, MAX_STRETCH_NANOS)
				: Math.max(this.stretchNanos - (WAKE_UPS - IN_TIME) * step, MIN_STRETCH_NANOS);
	}

	long stretchNanos() {
		return this.stretchNanos;
	}

}
