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

/**
 * The clock that decides when tasks are dispatched. A type of its own, so that a
 * telemetry clock can never change dispatch.
 */
public interface SchedulingClock {

	/**
	 * Returns the present instant.
	 * @return nanoseconds from an arbitrary origin; only differences mean something
	 */
	long nanoTime();

	/**
	 * Blocks the calling thread until the given instant. May return before it, for
	 * whatever reason: callers compare {@link #nanoTime()} again. Must return when the
	 * thread is unparked ({@link LockSupport#unpark}) or interrupted.
	 * @param targetNanos the instant to wait for
	 */
	void awaitUntil(long targetNanos);

	/**
	 * Returns the clock of this machine, which parks the waiting thread.
	 * @return the clock
	 */
	static SchedulingClock system() {
		return SystemSchedulingClock.INSTANCE;
	}

}
