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
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * One run of an executor: dispatches what is due or signalled, collects what is done,
 * waits for what comes next, until told to stop or at its limit.
 * <p>
 * A task that is still being executed at its slot is not dispatched: it is served, late,
 * when it is done, as a late wake would be. That is how a slow task delays no other.
 */
final class DispatchLoop {

	/** How long to wait when nothing is due ever; every real wake-up comes earlier. */
	private static final long IDLE_WAIT_NANOS = TimeUnit.HOURS.toNanos(1);

	/** How long an answer to an interrupt may take at least. */
	private static final long GRACE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

	private static final Logger logger = System.getLogger(CyclicExecutor.class.getName());

	/** How long a condition that ends the run may hold unnoticed. */
	private static final long CONDITION_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

	private final Task[] tasks;

	private final Hooks hooks;

	private final Settings settings;

	private final Limit limit;

	private final SchedulingClock clock;

	private final Waiter waiter;

	private final Grid grid;

	private final BitSet eventDriven = new BitSet();

	private final Deadlines deadlines;

	private final Heartbeat heartbeat;

	private final BitSet inFlight;

	/** What is in flight from an earlier run. */
	private final BitSet leftBehind = new BitSet();

	private final @Nullable Workers workers;

	private final CountDownLatch ended = new CountDownLatch(1);

	private volatile boolean stopRequested;

	private long epochNanos;

	private boolean interrupted;

	private @Nullable ExecutorException error;

	/**
	 * How far a run goes that nobody stops.
	 *
	 * @param scans the number of instants at which something was dispatched
	 * @param nanos the time from its beginning
	 * @param condition ends it as soon as it holds
	 */
	record Limit(long scans, long nanos, @Nullable BooleanSupplier condition) {

		static final Limit NONE = new Limit(Long.MAX_VALUE, Long.MAX_VALUE, null);

		boolean isReached(long scans, long nanos) {
			return scans >= this.scans || nanos >= this.nanos
					|| (this.condition != null && this.condition.getAsBoolean());
		}

		/**
		 * Returns when the limit is to be looked at again.
		 */
		long nextLook(long now) {
			return (this.condition != null) ? Math.min(this.nanos, now + CONDITION_NANOS) : this.nanos;
		}

	}

	DispatchLoop(List<Task> tasks, Hooks hooks, Settings settings, Limit limit) {
		this.tasks = tasks.toArray(Task[]::new);
		this.hooks = hooks;
		this.settings = settings;
		this.limit = limit;
		this.clock = settings.clocks().scheduling();
		this.waiter = new Waiter(settings.waitStrategy(), this.clock);
		this.grid = new Grid(tasks.stream().mapToLong((task) -> task.timing().periodNanos()).toArray());
		this.deadlines = new Deadlines(tasks.stream().mapToLong((task) -> task.timing().deadlineNanos()).toArray());
		for (int i = 0; i < this.tasks.length; i++) {
			this.eventDriven.set(i, !this.tasks[i].timing().isCyclic());
		}
		this.heartbeat = new Heartbeat(settings.heartbeat());
		this.inFlight = new BitSet(this.tasks.length);
		int workers = settings.threads().workersFor(tasks.stream().mapToInt(Task::width).sum());
		this.workers = (workers > 0) ? new Workers(settings.threads(), workers, this.tasks.length) : null;
	}

	/**
	 * Runs on the calling thread.
	 * @throws ExecutorException if an error ended the run
	 */
	void run() {
		heldBy(Thread.currentThread());
		this.hooks.executorUp();
		try {
			if (this.workers != null) {
				this.workers.start();
			}
			// after the workers have inherited what there was before
			TimerSlack slack = TimerSlack.lower();
			try {
				loop();
			}
			finally {
				if (slack != null) {
					slack.restore();
				}
			}
		}
		catch (Throwable ex) {
			failed(ex);
		}
		try {
			finishInFlight();
		}
		catch (Throwable ex) {
			failed(ex);
		}
		end();
		if (this.error != null) {
			throw this.error;
		}
	}

	private void failed(Throwable failure) {
		if (this.error == null) {
			this.error = new ExecutorException("The dispatch thread failed: " + failure, failure);
		}
		else {
			this.error.addSuppressed(failure);
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
		heldBy(null);
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void loop() {
		long scans = 0;
		adoptLeftBehind();
		this.epochNanos = this.clock.nanoTime();
		collectDone();
		while (!this.stopRequested && this.error == null && !this.limit.isReached(scans, now())) {
			awaitNextTarget();
			this.interrupted |= Thread.interrupted();
			this.waiter.acknowledge();
			collectDone();
			long now = now();
			if (now >= this.limit.nanos() || this.error != null) {
				break;
			}
			if (dispatchDue(now)) {
				scans++;
			}
			collectDone();
			this.heartbeat.beatIfDue(now(), this.hooks, this.settings.clocks().telemetry());
		}
	}

	/**
	 * What an earlier run could not end may still be executed; it must not be dispatched
	 * again before it is done.
	 */
	private void adoptLeftBehind() {
		for (int i = 0; i < this.tasks.length; i++) {
			this.tasks[i].beginRun(this.workers);
			if (!this.tasks[i].isIdle()) {
				this.inFlight.set(i);
				this.leftBehind.set(i);
			}
		}
	}

	private long now() {
		return this.clock.nanoTime() - this.epochNanos;
	}

	private void awaitNextTarget() {
		long now = now();
		long target = Math.min(earliestTarget(), this.limit.nextLook(now));
		if (target > now && !this.stopRequested) {
			long wait = Math.min(target - now, IDLE_WAIT_NANOS);
			this.waiter.awaitUntil(this.epochNanos + now + wait);
		}
	}

	private long earliestTarget() {
		long earliest = Math.min(this.grid.earliestTarget(this.inFlight), this.heartbeat.target());
		for (int i = this.eventDriven.nextSetBit(0); i >= 0; i = this.eventDriven.nextSetBit(i + 1)) {
			if (!this.inFlight.get(i) && this.tasks[i].isExecutable()) {
				earliest = Math.min(earliest, this.tasks[i].isSignalPending() ? 0 : this.deadlines.target(i));
			}
		}
		return earliest;
	}

	private boolean dispatchDue(long now) {
		boolean any = false;
		for (int i = 0; i < this.tasks.length && !this.stopRequested; i++) {
			if (!this.inFlight.get(i) && isDue(i, now)) {
				dispatch(i);
				any = true;
			}
		}
		return any;
	}

	private boolean isDue(int index, long now) {
		if (!this.eventDriven.get(index)) {
			return this.grid.isDue(index, now);
		}
		Task task = this.tasks[index];
		return (task.isSignalPending() || this.deadlines.isDue(index, now)) && task.isExecutable();
	}

	private void dispatch(int index) {
		Task task = this.tasks[index];
		this.inFlight.set(index);
		if (!serve(index, task)) {
			return;
		}
		if (this.workers != null) {
			this.workers.offer(task);
		}
		else {
			task.invoke();
			// an interrupt was meant for the task, not for the one after it
			this.interrupted |= Thread.interrupted();
		}
	}

	private boolean serve(int index, Task task) {
		// asked anew: in line, the tasks before this one have taken their time
		long now = now();
		if (!this.eventDriven.get(index)) {
			this.grid.serve(index, now);
			return task.dispatched(this.settings.clocks().telemetry().nanoTime(), this.grid.lateBy(index, now),
					this.grid.skipped(index));
		}
		this.deadlines.serve(index, now);
		return task.dispatched(0, 0, 0);
	}

	private void collectDone() {
		for (int i = this.inFlight.nextSetBit(0); i >= 0; i = this.inFlight.nextSetBit(i + 1)) {
			if (this.tasks[i].isDone()) {
				collect(i);
			}
		}
	}

	private void collect(int index) {
		Task task = this.tasks[index];
		this.inFlight.clear(index);
		boolean ours = !this.leftBehind.get(index);
		this.leftBehind.clear(index);
		if (task.isRefused()) {
			task.withdrawn();
			return;
		}
		task.collected();
		CycleObservation observation = task.observation();
		if (observation != null) {
			this.hooks.cycleStats(observation);
		}
		Throwable failure = task.takeFailure();
		if (failure != null && ours && this.settings.errorPolicy() == ErrorPolicy.STOP) {
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
		awaitInFlight(this.settings.shutdownTimeoutNanos());
		if (!this.inFlight.isEmpty()) {
			withdrawQueued();
			cancelInFlight();
			awaitInFlight(Math.max(this.settings.shutdownTimeoutNanos(), GRACE_NANOS));
		}
		for (int i = this.inFlight.nextSetBit(0); i >= 0; i = this.inFlight.nextSetBit(i + 1)) {
			logger.log(Level.WARNING,
					"Task ''{0}'' did not end within {1} and does not answer to an interrupt; its thread is left behind",
					this.tasks[i].taskId(), this.settings.shutdownTimeout());
		}
	}

	private void withdrawQueued() {
		Task task;
		while (this.workers != null && (task = this.workers.withdraw()) != null) {
			task.withdrawn();
			this.inFlight.clear(Arrays.asList(this.tasks).indexOf(task));
		}
	}

	private void awaitInFlight(long timeoutNanos) {
		long deadline = System.nanoTime() + timeoutNanos;
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
		for (Task task : this.tasks) {
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
	 * Makes the dispatch thread look at what is done or signalled. Any thread.
	 */
	void wake() {
		this.waiter.wake();
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
	 * Makes a thread the one that this run cannot go on without, or nobody.
	 */
	void heldBy(@Nullable Thread thread) {
		this.waiter.waitingThread(thread);
	}

	/**
	 * Tells whether the calling thread is one that this run cannot end without.
	 */
	boolean isOwnThread() {
		Thread caller = Thread.currentThread();
		return caller == this.waiter.waitingThread() || (this.workers != null && this.workers.include(caller));
	}

}
