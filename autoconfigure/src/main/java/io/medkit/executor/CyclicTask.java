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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.channels.ClosedByInterruptException;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A cyclic task: its item, what one invocation of it is, and the hand-over of an
 * invocation between the dispatch thread and the thread that executes it.
 * <p>
 * The hand-over orders all memory: what the dispatch thread writes before a worker's
 * queue is seen by the invocation; what the invocation writes before {@link #isDone()}
 * turns true (release) is seen by the dispatch thread that reads it (acquire).
 */
final class CyclicTask implements ExecutionContext {

	private static final VarHandle DONE;

	static {
		try {
			DONE = MethodHandles.lookup().findVarHandle(CyclicTask.class, "done", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final TaskId id;

	private final ExecutableItem item;

	private final long periodNanos;

	private final boolean hasApp;

	private final int appId;

	private final @Nullable Integer appInstanceId;

	private final CyclicExecutor executor;

	private final CycleTelemetry telemetry;

	private volatile @Nullable Thread executingThread;

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private boolean done;

	private boolean idle = true;

	private long tookNanos;

	private @Nullable Throwable failure;

	CyclicTask(TaskId id, ExecutableItem item, long periodNanos, CyclicExecutor executor) {
		this.id = id;
		this.item = item;
		this.periodNanos = periodNanos;
		OptionalInt appId = item.appId();
		this.hasApp = appId.isPresent();
		this.appId = appId.orElse(0);
		OptionalInt instance = item.appInstanceId();
		this.appInstanceId = instance.isPresent() ? Integer.valueOf(instance.getAsInt()) : null;
		this.executor = executor;
		this.telemetry = new CycleTelemetry(id, periodNanos);
	}

	@Override
	public TaskId taskId() {
		return this.id;
	}

	@Override
	public void stopExecutor() {
		this.executor.requestStop();
	}

	@Override
	public void sendEvent(UserEvent event) {
		this.executor.hooks().sendEvent(this.id, event);
	}

	long periodNanos() {
		return this.periodNanos;
	}

	/**
	 * Prepares the next invocation. Dispatch thread only, while none is under way.
	 */
	void dispatched(long preNanos, long lateByNanos, long skippedSlots) {
		this.idle = false;
		this.done = false;
		this.cancelled.set(false);
		this.telemetry.dispatched(preNanos, lateByNanos, skippedSlots);
	}

	/**
	 * Executes the item, with every hook of an invocation. Never throws.
	 */
	void invoke(Hooks hooks, TelemetryClock clock) {
		Thread thread = Thread.currentThread();
		this.executingThread = thread;
		if (this.cancelled.get()) {
			// cancel() came when there was no thread to interrupt yet
			thread.interrupt();
		}
		if (this.hasApp) {
			hooks.appStart(this.id, this.appId, this.appInstanceId);
		}
		long started = clock.nanoTime();
		hooks.preExecute(this.id, started);
		Throwable thrown = null;
		try {
			this.item.execute(this);
		}
		catch (Throwable ex) {
			thrown = ex;
		}
		long took = clock.nanoTime() - started;
		this.executingThread = null;
		boolean cancelled = this.cancelled.get();
		if (cancelled) {
			Thread.interrupted();
		}
		if (thrown != null && cancelled && isInterrupt(thrown)) {
			thrown = null;
		}
		hooks.postExecute(this.id, started, took, thrown == null);
		if (thrown != null) {
			hooks.appError(this.id, thrown);
		}
		if (this.hasApp) {
			hooks.appStop(this.id);
		}
		this.tookNanos = took;
		this.failure = thrown;
		DONE.setRelease(this, true);
	}

	/**
	 * Interrupts the invocation that is under way, once however often it is called. If
	 * the item then ends by that interrupt, it was stopped and did not fail. Any thread.
	 */
	void cancel() {
		if (this.cancelled.compareAndSet(false, true)) {
			Thread thread = this.executingThread;
			if (thread != null) {
				thread.interrupt();
			}
		}
	}

	/**
	 * Takes back a dispatch that no thread has begun to execute. Dispatch thread only.
	 */
	void withdrawn() {
		this.idle = true;
		this.telemetry.withdrawn();
	}

	boolean isDone() {
		return (boolean) DONE.getAcquire(this);
	}

	/**
	 * Tells whether the task may be dispatched. Dispatch thread only.
	 */
	boolean isIdle() {
		return this.idle;
	}

	/**
	 * Makes the task idle again after an invocation is done. Dispatch thread only.
	 */
	void collected() {
		this.idle = true;
	}

	/**
	 * Returns the observation of the invocation that is done. Dispatch thread only.
	 */
	CycleObservation observation() {
		return this.telemetry.executed(this.tookNanos);
	}

	/**
	 * Takes what the invocation that is done threw. Dispatch thread only.
	 */
	@Nullable Throwable takeFailure() {
		Throwable taken = this.failure;
		this.failure = null;
		return taken;
	}

	void beginRun() {
		this.telemetry.beginRun();
	}

	private static boolean isInterrupt(Throwable thrown) {
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
				return true;
			}
		}
		return false;
	}

}
