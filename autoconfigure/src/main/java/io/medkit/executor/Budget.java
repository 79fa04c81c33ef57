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
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * A limit to the time that executions may take. When one breaks it, that is a fault,
 * which holds until it is cleared; what breaks it meanwhile is counted and does not
 * change the reason.
 * <p>
 * The fault is raised and cleared under a lock, together with the hooks that tell of it,
 * so that nobody is told in another order than that in which it happened. An executor's
 * clear also takes the locks of its tasks' budgets, never the other way round. Asking
 * takes no lock: the reason is written only while {@code transitions} is even, before it
 * becomes odd (volatile), so one that is read between two equal odd numbers is whole.
 * Nothing is allocated but by who asks for the reason.
 */
final class Budget {

	/** Stands for no limit. */
	static final long NONE = 0;

	private final long nanos;

	private final InstantSource wallClock;

	private final FaultHook onFault;

	private final Runnable onClear;

	private final AtomicLong overruns = new AtomicLong();

	private final ReentrantLock lock = new ReentrantLock();

	/** Whether hooks are being told of a clear. Guarded by the lock. */
	private boolean clearing;

	/** Odd while faulted. */
	private volatile long transitions;

	private @Nullable TaskId task;

	private long tookNanos;

	private long sinceMillis;

	/**
	 * Tells of a fault.
	 */
	@FunctionalInterface
	interface FaultHook {

		void onFault(TaskId task, long tookNanos, long budgetNanos);

	}

	/**
	 * Creates a budget.
	 * @param nanos the limit, {@link #NONE} for none
	 * @param wallClock what faults are dated by
	 * @param onFault is told of a fault while it is raised
	 * @param onClear is told of its end before it ends
	 */
	Budget(long nanos, InstantSource wallClock, FaultHook onFault, Runnable onClear) {
		this.nanos = nanos;
		this.wallClock = wallClock;
		this.onFault = onFault;
		this.onClear = onClear;
	}

	/**
	 * Compares an execution with the limit.
	 * @param task whose execution it was
	 * @param tookNanos how long it took
	 * @param faulting whether breaking the limit is a fault, or only counted
	 */
	void judge(TaskId task, long tookNanos, boolean faulting) {
		if (this.nanos != NONE && tookNanos > this.nanos) {
			this.overruns.incrementAndGet();
			if (faulting) {
				raise(task, tookNanos);
			}
		}
	}

	private void raise(TaskId task, long tookNanos) {
		if (isFaulted()) {
			// not to wait for hooks that are being told of a clear: this came before it
			return;
		}
		this.lock.lock();
		try {
			if (!isFaulted()) {
				this.task = task;
				this.tookNanos = tookNanos;
				this.sinceMillis = this.wallClock.millis();
				this.transitions = this.transitions + 1;
				this.onFault.onFault(task, tookNanos, this.nanos);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Clears the fault.
	 * @return the fault, {@code null} if there was none
	 */
	@Nullable BudgetFault clear() {
		this.lock.lock();
		try {
			BudgetFault cleared = this.clearing ? null : fault();
			if (cleared != null) {
				this.clearing = true;
				this.onClear.run();
				this.clearing = false;
				this.transitions = this.transitions + 1;
			}
			return cleared;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Does something while no fault can be raised, if there is none.
	 */
	void unlessFaulted(Runnable action) {
		this.lock.lock();
		try {
			if (!isFaulted()) {
				action.run();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isFaulted() {
		return isOdd(this.transitions);
	}

	/**
	 * Returns the fault, {@code null} if there is none.
	 */
	@Nullable BudgetFault fault() {
		while (true) {
			long before = this.transitions;
			TaskId task = this.task;
			if (!isOdd(before) || task == null) {
				return null;
			}
			long tookNanos = this.tookNanos;
			long sinceMillis = this.sinceMillis;
			VarHandle.loadLoadFence();
			if (before == this.transitions) {
				return new BudgetFault(task, tookNanos, this.nanos, Instant.ofEpochMilli(sinceMillis));
			}
		}
	}

	/**
	 * Returns how often the limit was broken. Clearing a fault does not change it.
	 */
	long overruns() {
		return this.overruns.get();
	}

	private static boolean isOdd(long number) {
		return (number & 1) != 0;
	}

}
