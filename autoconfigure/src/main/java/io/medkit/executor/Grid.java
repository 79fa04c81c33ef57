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

import java.util.Arrays;
import java.util.BitSet;

/**
 * The absolute time grid of one run: task <i>i</i> is due at epoch + k·period<i>i</i>,
 * whatever happened before, and never if its period is 0. A slot that is met late is
 * served once; slots that passed meanwhile are skipped, and told with the next one that
 * is served. All periods share the epoch, so that harmonic periods stay in phase.
 * <p>
 * Confined to the dispatch thread. All instants are nanoseconds since the epoch.
 */
final class Grid {

	/** What {@link #earliestTarget} answers when nothing is due ever. */
	static final long NEVER = Long.MAX_VALUE;

	private final long[] periods;

	private final long[] targets;

	private final long[] abandoned;

	private final long[] skipped;

	private final boolean[] served;

	Grid(long[] periods) {
		this.periods = periods;
		this.targets = Arrays.stream(periods).map((period) -> (period != 0) ? period : NEVER).toArray();
		this.abandoned = new long[periods.length];
		this.skipped = new long[periods.length];
		this.served = new boolean[periods.length];
	}

	/**
	 * Returns the earliest target of all tasks that are not in the given set.
	 */
	long earliestTarget(BitSet except) {
		long earliest = NEVER;
		for (int task = 0; task < this.targets.length; task++) {
			if (this.targets[task] < earliest && !except.get(task)) {
				earliest = this.targets[task];
			}
		}
		return earliest;
	}

	boolean isDue(int task, long now) {
		return this.targets[task] <= now;
	}

	/**
	 * Serves a task that is due and sets its next target, which always lies in the
	 * future: one period on or, if that has passed too, the next slot that has not.
	 */
	void serve(int task, long now) {
		long period = this.periods[task];
		long next = this.targets[task] + period;
		this.skipped[task] = this.abandoned[task];
		this.abandoned[task] = 0;
		if (next <= now) {
			long realigned = now - now % period + period;
			if (this.served[task]) {
				this.abandoned[task] = (realigned - next) / period;
			}
			next = realigned;
		}
		this.targets[task] = next;
		this.served[task] = true;
	}

	long target(int task) {
		return this.targets[task];
	}

	/**
	 * Returns the slots that passed unserved before the dispatch served last.
	 */
	long skipped(int task) {
		return this.skipped[task];
	}

	/**
	 * Returns the time since the task's last slot.
	 */
	long lateBy(int task, long now) {
		return now % this.periods[task];
	}

}
