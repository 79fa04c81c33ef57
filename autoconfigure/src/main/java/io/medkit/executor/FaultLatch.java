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

import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Whether something is faulted, and why. It trips once and holds until it is cleared;
 * what breaks a budget meanwhile does not change the reason.
 * <p>
 * Transitions, with the hooks that tell of them, exclude each other by {@link #lock()},
 * so that whoever is told hears of them in their order. Asking takes no lock: the reason
 * is written only while {@code transitions} is even, before it becomes odd (volatile), so
 * one that is read between two equal odd numbers is whole. Nothing is allocated but by
 * who asks for the reason.
 */
final class FaultLatch {

	private final ReentrantLock lock = new ReentrantLock();

	/** Odd while faulted. */
	private volatile long transitions;

	private @Nullable TaskId task;

	private long tookNanos;

	private long budgetNanos;

	private long sinceMillis;

	void lock() {
		this.lock.lock();
	}

	void unlock() {
		this.lock.unlock();
	}

	/**
	 * Trips the latch, under its lock.
	 * @return whether it has not been tripped before
	 */
	boolean trip(TaskId task, long tookNanos, long budgetNanos, long atMillis) {
		if (isFaulted()) {
			return false;
		}
		this.task = task;
		this.tookNanos = tookNanos;
		this.budgetNanos = budgetNanos;
		this.sinceMillis = atMillis;
		this.transitions = this.transitions + 1;
		return true;
	}

	/**
	 * Clears the latch, under its lock.
	 */
	void clear() {
		this.transitions = this.transitions + 1;
	}

	boolean isFaulted() {
		return isOdd(this.transitions);
	}

	@Nullable BudgetFault read() {
		while (true) {
			long before = this.transitions;
			if (!isOdd(before)) {
				return null;
			}
			TaskId task = this.task;
			long tookNanos = this.tookNanos;
			long budgetNanos = this.budgetNanos;
			long sinceMillis = this.sinceMillis;
			VarHandle.loadLoadFence();
			if (before == this.transitions && task != null) {
				return new BudgetFault(task, tookNanos, budgetNanos, Instant.ofEpochMilli(sinceMillis));
			}
		}
	}

	private static boolean isOdd(long number) {
		return (number & 1) != 0;
	}

}
