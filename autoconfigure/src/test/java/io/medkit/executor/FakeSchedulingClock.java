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
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A {@link SchedulingClock} whose waits take no time: {@link #awaitUntil} advances it to
 * its target, or does what the script says instead. For executors that run in line on the
 * test's thread.
 */
final class FakeSchedulingClock implements SchedulingClock {

	/**
	 * Close to the end of the range: whoever compares instants, not differences, fails.
	 */
	static final long ORIGIN = Long.MAX_VALUE - 1_000;

	private final Deque<Wait> script = new ArrayDeque<>();

	private long now = ORIGIN;

	/**
	 * What a wait does in place of ending at its target.
	 */
	@FunctionalInterface
	interface Wait {

		void until(long targetNanos);

	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	@Override
	public void awaitUntil(long targetNanos) {
		Wait scripted = this.script.poll();
		if (scripted != null) {
			scripted.until(targetNanos);
		}
		else {
			reach(targetNanos);
		}
	}

	private void reach(long targetNanos) {
		if (targetNanos - this.now > 0) {
			this.now = targetNanos;
		}
	}

	/**
	 * Lets the next unscripted wait be something else.
	 */
	FakeSchedulingClock script(Wait wait) {
		this.script.add(wait);
		return this;
	}

	/**
	 * Lets the next unscripted wait end at its target, but for a delay.
	 */
	FakeSchedulingClock wakeLate(Duration delay) {
		return script((target) -> {
			reach(target);
			advance(delay);
		});
	}

	/**
	 * Lets the next unscripted wait end at its target.
	 */
	FakeSchedulingClock wakeOnTime() {
		return wakeLate(Duration.ZERO);
	}

	/**
	 * Passes time, as an item that takes some does.
	 */
	void advance(Duration duration) {
		this.now += duration.toNanos();
	}

	/**
	 * Returns the time since the beginning.
	 */
	Duration elapsed() {
		return Duration.ofNanos(this.now - ORIGIN);
	}

}
