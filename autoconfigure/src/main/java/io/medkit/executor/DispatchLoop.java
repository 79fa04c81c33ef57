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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * One run of an executor: dispatches what is due, collects what is done, waits for the
 * next slot, until told to stop or at its limit.
 * <p>
 * A task that is still being executed at its slot is not dispatched: it is served, late,
 * when it is done, as a late wake would be. That is how a slow task delays no other.
 */
final class DispatchLoop {

	/** How long to wait when nothing is due ever; every real wake-up comes earlier. */
	private static final long IDLE_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

	private static final Logger logger = System.getLogger(CyclicExecutor.class.getName());

	private final CyclicTask[] tasks;

	private final Hooks hooks;

	private final Settings settings;

	private final Limit limit;

	private final Grid grid;

	private final BitSet inFlight;

	private final @Nullable Workers workers;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean stopRequested;

	private volatile @Nullable Thread dispatchThread;

	private long epochNanos;

	private boolean interrupted;

	private @Nullable ExecutorException error;

	/**
	 * How far a run goes that nobody stops.
	 *
	 * @param scans the number of grid points at which something was dispatched
	 * @param nanos the time from its beginning
	 */
	record Limit(long scans, long nanos) {

		static final Limit NONE = new Limit(Long.MAX_VALUE, Long.MAX_VALUE);

	}

	DispatchLoop(List<CyclicTask> tasks, Hooks hooks, Settings settings, Limit limit, Runnable onWorkerDone) {
		this.tasks = tasks.toArray(CyclicTask[]::new);
		this.hooks = hooks;
		this.settings = settings;
		this.limit = limit;
		this.grid = new Grid(tasks.stream().mapToLong(CyclicTask::periodNanos).toArray());
		this.inFlight = new BitSet(this.tasks.length);
		int workerThreads = settings.workerThreadsFor(this.tasks.length);
		this.workers = (workerThreads > 0)
				? new Workers(settings.threadName("worker-"), workerThreads, this.tasks.length, (task) -> {
					task.invoke(hooks, settings.telemetryClock());
					onWorkerDone.run();
				}) : null;
	}

	/**
	 * Runs on the calling thread.
	 * @throws ExecutorException if an error ended the run
	 */
	void run() {
		this.dispatchThread = Thread.currentThread();
		this.hooks.admissionAdmitted();
		this.hooks.executorUp();
		try {
			if (this.workers != null) {
				this.workers.start();
			}
			loop();
			finishInFlight();
		}
		catch (Throwable ex) {
			this.error = new ExecutorException("The dispatch thread failed: " + ex, ex);
		}
		finally {
			end();
		}
		if (this.error != null) {
			throw this.error;
		}
	}

	private void end() {
		if (this.workers != null) {
			this.workers.close(this.inFlight.isEmpty());
		}
		if (this.error != null) {
			this.hooks.executorError(this.error);
		}
		else {
			this.hooks.executorDown();
		}
		this.dispatchThread = null;
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void loop() {
		long scans = 0;
		adoptLeftBehind();
		this.epochNanos = this.settings.schedulingClock().nanoTime();
		while (!this.stopRequested && this.error == null && scans < this.limit.scans()) {
			awaitNextTarget();
			this.interrupted |= Thread.interrupted();
			collectDone();
			long now = now();
			if (now >= this.limit.nanos()) {
				break;
			}
			if (dispatchDue(now)) {
				scans++;
			}
			collectDone();
		}
	}

	/**
	 * What an earlier run could not end may still be executed; it must not be dispatched
	 * again before it is done.
	 */
	private void adoptLeftBehind() {
		for (int i = 0; i < this.tasks.length; i++) {
			this.tasks[i].beginRun();
			if (!this.tasks[i].isIdle()) {
				this.inFlight.set(i);
			}
		}
	}

	private long now() {
		return this.settings.schedulingClock().nanoTime() - this.epochNanos;
	}

	private void awaitNextTarget() {
		long target = Math.min(this.grid.earliestTarget(this.inFlight), this.limit.nanos());
		long now = now();
		if (target > now && !this.stopRequested && !anyDone()) {
			long wait = Math.min(target - now, IDLE_WAIT_NANOS);
			this.settings.schedulingClock().awaitUntil(this.epochNanos + now + wait);
		}
	}

	private boolean anyDone() {
		for (int i = this.inFlight.nextSetBit(0); i >= 0; i = this.inFlight.nextSetBit(i + 1)) {
			if (this.tasks[i].isDone()) {
				return true;
			}
		}
		return false;
	}

	private boolean dispatchDue(long now) {
		boolean any = false;
		for (int i = 0; i < this.tasks.length && !this.stopRequested; i++) {
			if (this.grid.isDue(i, now) && !this.inFlight.get(i)) {
				dispatch(i);
				any = true;
			}
		}
		return any;
	}

	private void dispatch(int index) {
		CyclicTask task = this.tasks[index];
		// asked anew: in line, the tasks before this one have taken their time
		long now = now();
		this.grid.serve(index, now);
		this.inFlight.set(index);
		task.dispatched(this.settings.telemetryClock().nanoTime(), this.grid.lateBy(index, now),
				this.grid.skipped(index));
		if (this.workers != null) {
			this.workers.offer(task);
		}
		else {
			task.invoke(this.hooks, this.settings.telemetryClock());
		}
	}

	private void collectDone() {
		for (int i = this.inFlight.nextSetBit(0); i >= 0; i = this.inFlight.nextSetBit(i + 1)) {
			if (this.tasks[i].isDone()) {
				collect(i);
			}
		}
	}

	private void collect(int index) {
		CyclicTask task = this.tasks[index];
		this.inFlight.clear(index);
		task.collected();
		this.hooks.cycleStats(task.observation());
		Throwable failure = task.takeFailure();
		if (failure != null && this.settings.errorPolicy() == ErrorPolicy.STOP) {
			if (this.error == null) {
				this.error = new TaskFailedException(task.taskId(), failure);
			}
			else {
				this.error.addSuppressed(failure);
			}
		}
	}

	/**
	 * Waits for what is dispatched. When the time is up, takes back what no worker has
	 * begun, interrupts the rest, and in the end leaves behind what does not answer to
	 * that either.
	 */
	private void finishInFlight() {
		awaitInFlight();
		if (!this.inFlight.isEmpty()) {
			withdrawQueued();
			cancelInFlight();
			awaitInFlight();
		}
		for (int i = this.inFlight.nextSetBit(0); i >= 0; i = this.inFlight.nextSetBit(i + 1)) {
			logger.log(Level.WARNING,
					"Task ''{0}'' did not end within {1} and does not answer to an interrupt; its thread is left behind",
					this.tasks[i].taskId(), this.settings.shutdownTimeout());
		}
	}

	private void withdrawQueued() {
		CyclicTask task;
		while (this.workers != null && (task = this.workers.poll()) != null) {
			task.withdrawn();
			this.inFlight.clear(Arrays.asList(this.tasks).indexOf(task));
		}
	}

	private void awaitInFlight() {
		long deadline = System.nanoTime() + this.settings.shutdownTimeoutNanos();
		collectDone();
		long remaining = deadline - System.nanoTime();
		while (!this.inFlight.isEmpty() && remaining > 0) {
			LockSupport.parkNanos(this, remaining);
			this.interrupted |= Thread.interrupted();
			collectDone();
			remaining = deadline - System.nanoTime();
		}
	}

	void cancelInFlight() {
		for (CyclicTask task : this.tasks) {
			task.cancel();
		}
	}

	/**
	 * Ends the run after what is being executed now. Any thread; returns at once.
	 */
	void requestStop() {
		this.stopRequested = true;
		wake();
	}

	/**
	 * Makes the dispatch thread look at what is done. Any thread.
	 */
	void wake() {
		LockSupport.unpark(this.dispatchThread);
	}

	/**
	 * Waits for the run to end.
	 * @return whether it did in time
	 */
	boolean awaitEnd(long timeoutNanos) throws InterruptedException {
		return this.ended.await(timeoutNanos, TimeUnit.NANOSECONDS);
	}

	void markEnded() {
		this.ended.countDown();
	}

	/**
	 * Tells whether the calling thread is one that this run cannot end without.
	 */
	boolean isOwnThread() {
		Thread caller = Thread.currentThread();
		return caller == this.dispatchThread || (this.workers != null && this.workers.include(caller));
	}

}
