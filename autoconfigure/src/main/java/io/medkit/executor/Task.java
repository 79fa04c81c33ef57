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
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

/**
 * A task: what one invocation of it is, and the hand-over of an invocation between the
 * dispatch thread and the thread that executes it.
 * <p>
 * The hand-over orders all memory: what the dispatch thread writes before a worker's
 * queue is seen by the invocation; what the invocation writes before {@link #isDone()}
 * turns true (release) is seen by the dispatch thread that reads it (acquire).
 */
final class Task implements ExecutionContext, Job {

	/** How far to look for an interrupt behind what was thrown; a chain may be a ring. */
	private static final int MAX_CAUSES = 100;

	private static final VarHandle DONE;

	static {
		try {
			DONE = MethodHandles.lookup().findVarHandle(Task.class, "done", boolean.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final TaskId id;

	private final Body main;

	private final @Nullable Body handler;

	private final TaskTiming timing;

	private final CyclicExecutor executor;

	private final @Nullable CycleTelemetry telemetry;

	private final Budget budget;

	private final AtomicBoolean signalPending = new AtomicBoolean();

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private volatile @Nullable Thread executingThread;

	private volatile boolean chainStopped;

	private volatile @Nullable Workers workers;

	private @Nullable Body current;

	private boolean faulted;

	private boolean signalled;

	private boolean done;

	private boolean idle = true;

	/** Whether the invocation was cancelled before it began. */
	private boolean refused;

	private long tookNanos;

	private @Nullable Throwable failure;

	/**
	 * Creates a task.
	 * @param id its id
	 * @param item what it executes
	 * @param handler what it executes while it is faulted, if anything
	 * @param timing the times that are declared for it
	 * @param executor whose task it is
	 */
	Task(TaskId id, ExecutableItem item, @Nullable ExecutableItem handler, TaskTiming timing, CyclicExecutor executor) {
		this.id = id;
		this.main = Body.of(id, item);
		this.handler = (handler != null) ? Body.of(id.ofFaultHandler(), handler) : null;
		this.timing = timing;
		this.executor = executor;
		Hooks hooks = executor.hooks();
		this.budget = new Budget(timing.budgetNanos(), executor.wallClock(), hooks::taskFault,
				() -> hooks.taskClear(id));
		this.telemetry = timing.isCyclic() ? new CycleTelemetry(id, timing.periodNanos()) : null;
	}

	@Override
	public TaskId taskId() {
		return this.id;
	}

	@Override
	public boolean isSignalled() {
		return this.signalled;
	}

	@Override
	public void stopChain() {
		this.chainStopped = true;
	}

	@Override
	public boolean isChainStopped() {
		return this.chainStopped;
	}

	@Override
	public void stopExecutor() {
		this.executor.requestStop();
	}

	@Override
	public void sendEvent(UserEvent event) {
		this.executor.hooks().sendEvent(this.id, event);
	}

	TaskTiming timing() {
		return this.timing;
	}

	/**
	 * Returns how many threads one execution can make use of.
	 */
	int width() {
		return Graph.width(this.main.item());
	}

	/**
	 * Returns who may help with an execution, if anybody.
	 */
	@Nullable Workers workers() {
		return this.workers;
	}

	/**
	 * Asks for an execution. Any thread.
	 */
	void signal() {
		// always a write, even if one is pending: it publishes what the caller wrote
		if (!this.signalPending.getAndSet(true)) {
			this.executor.wake();
		}
	}

	/**
	 * Tells whether an execution was asked for. A signal that finds nothing to execute
	 * waits until there is.
	 */
	boolean isSignalPending() {
		return this.signalPending.get();
	}

	/**
	 * Tells whether a dispatch would execute anything now.
	 */
	boolean isExecutable() {
		return this.handler != null || !isFaulted();
	}

	private boolean isFaulted() {
		return this.budget.isFaulted() || this.executor.isFaulted();
	}

	/**
	 * Prepares the next invocation. Dispatch thread only, while none is under way.
	 * @param preNanos the present on the telemetry clock
	 * @param lateByNanos how late it is
	 * @param skippedSlots how many slots passed unserved since the last dispatch
	 * @return whether there is anything to execute; if not, the invocation is done
	 */
	boolean dispatched(long preNanos, long lateByNanos, long skippedSlots) {
		this.faulted = isFaulted();
		this.current = this.faulted ? this.handler : this.main;
		this.signalled = this.signalPending.getAndSet(false);
		this.idle = false;
		this.refused = false;
		this.chainStopped = false;
		this.cancelled.set(false);
		if (this.telemetry != null) {
			this.telemetry.dispatched(preNanos, lateByNanos, skippedSlots);
		}
		this.done = this.current == null;
		if (this.done && this.signalled) {
			this.signalPending.set(true);
		}
		return !this.done;
	}

	/**
	 * Executes the invocation as a worker's job.
	 */
	@Override
	public void perform() {
		invoke();
		this.executor.wake();
	}

	/**
	 * Executes the item, with every hook of an invocation. Never throws.
	 */
	void invoke() {
		Body body = this.current;
		if (body != null) {
			invoke(body, this.executor.hooks(), this.executor.telemetryClock());
		}
		DONE.setRelease(this, true);
	}

	private void invoke(Body body, Hooks hooks, TelemetryClock clock) {
		Thread thread = Thread.currentThread();
		this.executingThread = thread;
		if (this.cancelled.get()) {
			this.executingThread = null;
			Thread.interrupted();
			this.refused = true;
			return;
		}
		if (body.hasApp()) {
			hooks.appStart(body.id(), body.appId(), body.appInstanceId());
		}
		long started = clock.nanoTime();
		hooks.preExecute(body.id(), started);
		Throwable thrown = null;
		try {
			body.item().execute(this);
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
		hooks.postExecute(body.id(), started, took, thrown == null);
		if (thrown != null) {
			hooks.appError(body.id(), thrown);
		}
		if (body.hasApp()) {
			hooks.appStop(body.id());
		}
		if (!cancelled) {
			// a handler that breaks the budget says nothing new about the task
			this.budget.judge(this.id, took, body == this.main);
			this.executor.iterationBudget().judge(this.id, took, true);
		}
		this.tookNanos = took;
		this.failure = thrown;
	}

	/**
	 * Returns what limits the task's executions. Any thread.
	 */
	Budget budget() {
		return this.budget;
	}

	/**
	 * Returns the thread of the invocation that is under way, {@code null} if none is.
	 * Any thread.
	 */
	@Nullable Thread executingThread() {
		return this.executingThread;
	}

	/**
	 * Interrupts the invocation that is under way, once however often it is called. One
	 * that has not begun is not executed any more. If the item then ends by that
	 * interrupt, it was stopped and did not fail. Any thread.
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
	 * Takes back a dispatch whose execution has not begun. Dispatch thread only.
	 */
	void withdrawn() {
		this.idle = true;
		if (this.signalled) {
			this.signalPending.set(true);
		}
		if (this.telemetry != null) {
			this.telemetry.withdrawn();
		}
	}

	/**
	 * Tells whether the invocation that is done was cancelled before it began. Dispatch
	 * thread only.
	 */
	boolean isRefused() {
		return this.refused;
	}

	boolean isCancelled() {
		return this.cancelled.get();
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
	 * Returns the observation of the invocation that is done, {@code null} if the task is
	 * not cyclic. Dispatch thread only.
	 */
	@Nullable CycleObservation observation() {
		if (this.telemetry == null) {
			return null;
		}
		return this.faulted ? this.telemetry.notExecuted() : this.telemetry.executed(this.tookNanos);
	}

	/**
	 * Takes what the invocation that is done threw. Dispatch thread only.
	 */
	@Nullable Throwable takeFailure() {
		Throwable taken = this.failure;
		this.failure = null;
		return taken;
	}

	void beginRun(@Nullable Workers workers) {
		this.workers = workers;
		if (this.telemetry != null) {
			this.telemetry.beginRun();
		}
	}

	private static boolean isInterrupt(Throwable thrown) {
		Throwable cause = thrown;
		for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
			if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

}
