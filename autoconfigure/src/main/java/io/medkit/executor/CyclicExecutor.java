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
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A cyclic executive: dispatches every cyclic task once a period, on a time grid that
 * neither drifts nor bursts, and every event-driven one when it is signalled.
 * <p>
 * Targets are absolute: the beginning of the run + k·period. A slot that is met late is
 * served once; slots that passed meanwhile are skipped and counted. A task never overlaps
 * itself. With worker threads, a slow or hung task delays no other as long as a worker is
 * free; with none, every task runs in line on the dispatch thread.
 * <p>
 * A task whose execution takes longer than its budget is faulted: its fault handler is
 * executed in its place, or nothing, until the fault is cleared. An execution that takes
 * longer than the iteration budget faults the executor, which halts all its tasks. One
 * that a stop had to interrupt is not held against either.
 * <p>
 * All methods may be called from any thread, at any time, but tasks and hooks are added
 * while no run is under way.
 */
public final class CyclicExecutor implements AutoCloseable {

	/** What a run may need beyond its timeouts to call the last hooks. */
	private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final Logger logger = System.getLogger(CyclicExecutor.class.getName());

	private final Settings settings;

	private final Hooks hooks = new Hooks();

	private final TaskRegistry registry;

	private final Budget iterationBudget;

	private final Object lifecycle = new Object();

	private volatile @Nullable DispatchLoop current;

	private @Nullable ExecutorException backgroundError;

	private boolean closed;

	CyclicExecutor(Settings settings, List<Observer> observers, List<ExecutionMonitor> monitors) {
		this.settings = settings;
		this.registry = new TaskRegistry(this, settings.integrityLevel());
		this.iterationBudget = new Budget(settings.iterationBudgetNanos(), wallClock(), this.hooks::executorFault,
				this::tellOfClear);
		observers.forEach(this::addObserver);
		monitors.forEach(this::addMonitor);
	}

	/**
	 * Returns a builder.
	 * @return a new builder
	 */
	public static CyclicExecutorBuilder builder() {
		return new CyclicExecutorBuilder();
	}

	/**
	 * Returns the executor's name, {@code executor} unless set.
	 * @return the name
	 */
	public String name() {
		return this.settings.name();
	}

	/**
	 * Adds a task that declares its triggers itself. Its id is the item's own or, without
	 * one, {@code task-} and a number.
	 * @param item the task's body
	 * @return the task's id
	 * @throws IllegalArgumentException if the id is taken, or a declaration is bad
	 * @throws IllegalStateException if a run is under way
	 */
	public TaskId add(ExecutableItem item) {
		return add(null, item, (triggers) -> {
		});
	}

	/**
	 * Adds a task that declares its triggers itself.
	 * @param id the task's id, unless the item insists on its own
	 * @param item the task's body
	 * @return the task's id
	 * @throws IllegalArgumentException if the id is taken, or a declaration is bad
	 * @throws IllegalStateException if a run is under way
	 */
	public TaskId add(String id, ExecutableItem item) {
		return add(Objects.requireNonNull(id, "id"), item, (triggers) -> {
		});
	}

	/**
	 * Adds a cyclic task.
	 * @param id the task's id, unless the item insists on its own; {@code null} for
	 * {@code task-} and a number
	 * @param period the time between two scans, above zero; wins over what the item
	 * declares
	 * @param item the task's body
	 * @return the task's id
	 * @throws IllegalArgumentException if the id is taken, or a declaration is bad
	 * @throws IllegalStateException if a run is under way
	 */
	public TaskId add(@Nullable String id, Duration period, ExecutableItem item) {
		return add(id, item, (triggers) -> triggers.interval(period));
	}

	/**
	 * Adds a task.
	 * @param id the task's id, unless the item insists on its own; {@code null} for
	 * {@code task-} and a number
	 * @param item the task's body
	 * @param declaration declares the task's triggers, budget and fault handler; each of
	 * them wins over what the item declares, but signals add up
	 * @return the task's id
	 * @throws IllegalArgumentException if the id is taken, or a declaration is bad
	 * @throws IllegalStateException if a run is under way
	 */
	public TaskId add(@Nullable String id, ExecutableItem item, Consumer<Triggers> declaration) {
		Objects.requireNonNull(item, "item");
		synchronized (this.lifecycle) {
			requireStopped("add tasks");
			Task task = this.registry.add(id, item, declaration);
			this.hooks.taskAdded(task.taskId(), task.timing());
			return task.taskId();
		}
	}

	/**
	 * Adds an observer, unless it is registered already. It is told of all tasks that are
	 * there.
	 * @param observer the observer
	 * @throws IllegalStateException if a run is under way
	 */
	public void addObserver(Observer observer) {
		Objects.requireNonNull(observer, "observer");
		synchronized (this.lifecycle) {
			if (!this.hooks.includes(observer)) {
				requireStopped("add observers");
				this.hooks.add(observer);
				this.registry.all().forEach((task) -> this.hooks.taskAdded(observer, task.taskId(), task.timing()));
			}
		}
	}

	/**
	 * Adds a monitor, unless it is registered already.
	 * @param monitor the monitor
	 * @throws IllegalStateException if a run is under way
	 */
	public void addMonitor(ExecutionMonitor monitor) {
		Objects.requireNonNull(monitor, "monitor");
		synchronized (this.lifecycle) {
			if (!this.hooks.includes(monitor)) {
				requireStopped("add monitors");
				this.hooks.add(monitor);
			}
		}
	}

	/**
	 * Returns the ids of all tasks in registration order.
	 * @return a copy
	 */
	public List<TaskId> tasks() {
		return this.registry.all().stream().map(Task::taskId).toList();
	}

	/**
	 * Returns why a task is faulted: its budget was broken, and that was not cleared.
	 * @param id the task's id
	 * @return the fault, {@code null} if the task has none of its own
	 * @throws TaskNotFoundException if there is no such task
	 */
	public @Nullable BudgetFault taskFault(String id) {
		return this.registry.find(id).budget().fault();
	}

	/**
	 * Returns why the executor is faulted: its iteration budget was broken, and that was
	 * not cleared. All its tasks are halted then.
	 * @return the fault, {@code null} if there is none
	 */
	public @Nullable BudgetFault executorFault() {
		return this.iterationBudget.fault();
	}

	/**
	 * Returns the thread that executes a task or its fault handler now, for diagnosis. It
	 * may be done with it when the method returns. Of a graph it is the thread that
	 * drives it.
	 * @param id the task's id
	 * @return the thread, {@code null} if the task is not being executed
	 * @throws TaskNotFoundException if there is no such task
	 */
	public @Nullable Thread executingThread(String id) {
		return this.registry.find(id).executingThread();
	}

	/**
	 * Returns how many executions of a task or its fault handler took longer than the
	 * task's budget, in the executor's life. Clearing a fault does not change it.
	 * @param id the task's id
	 * @return the number of executions
	 * @throws TaskNotFoundException if there is no such task
	 */
	public long overruns(String id) {
		return this.registry.find(id).budget().overruns();
	}

	/**
	 * Returns how many executions took longer than the iteration budget, in the
	 * executor's life. Clearing the fault does not change it.
	 * @return the number of executions
	 */
	public long iterationOverruns() {
		return this.iterationBudget.overruns();
	}

	/**
	 * Clears a task's fault, so that it is executed again, running or not. Hooks are told
	 * before that.
	 * @param id the task's id
	 * @return the fault that is cleared
	 * @throws TaskNotFoundException if there is no such task
	 * @throws NotFaultedException if the task has no fault of its own
	 */
	public BudgetFault clearTaskFault(String id) {
		BudgetFault cleared = this.registry.find(id).budget().clear();
		if (cleared == null) {
			throw new NotFaultedException(isFaulted()
					? "Task '%s' is halted by the fault of executor '%s': clear that one".formatted(id, name())
					: "Task '%s' is not faulted".formatted(id));
		}
		wake();
		return cleared;
	}

	/**
	 * Clears the executor's fault, so that the tasks that it halts are executed again,
	 * running or not. Those that have a fault of their own stay faulted. Hooks are told
	 * before that: {@link Observer#onTaskClear} for each task that was halted, then
	 * {@link Observer#onExecutorClear}.
	 * @return the fault that is cleared
	 * @throws NotFaultedException if the executor has no fault
	 */
	public BudgetFault clearExecutorFault() {
		BudgetFault cleared = this.iterationBudget.clear();
		if (cleared == null) {
			throw new NotFaultedException("Executor '%s' is not faulted".formatted(name()));
		}
		wake();
		return cleared;
	}

	private void tellOfClear() {
		for (Task task : this.registry.all()) {
			task.budget().unlessFaulted(() -> this.hooks.taskClear(task.taskId()));
		}
		this.hooks.executorClear();
	}

	/**
	 * Begins a run on a dispatch thread of the executor's own. What ends it with an error
	 * is logged, and thrown by the next {@link #stop()}.
	 * @throws AdmissionRejectedException if the executor may not run
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void start() {
		DispatchLoop loop = begin(DispatchLoop.Limit.NONE);
		try {
			this.settings.threads().dispatch(() -> performInBackground(loop)).start();
		}
		catch (Throwable ex) {
			ended(loop);
			throw ex;
		}
	}

	private void performInBackground(DispatchLoop loop) {
		try {
			loop.run();
		}
		catch (ExecutorException ex) {
			synchronized (this.lifecycle) {
				this.backgroundError = ex;
			}
			logger.log(Level.ERROR, "Executor '%s' ended with an error".formatted(name()), ex);
		}
		finally {
			ended(loop);
		}
	}

	/**
	 * Runs on the calling thread until it is stopped.
	 * @throws TaskFailedException if an item failed and the policy is
	 * {@link ErrorPolicy#STOP}
	 * @throws AdmissionRejectedException if the executor may not run
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void run() {
		perform(DispatchLoop.Limit.NONE);
	}

	/**
	 * Runs on the calling thread for the given time, however long the periods are, or
	 * until it is stopped. What is executed at the end is finished.
	 * @param duration the time to run
	 * @throws TaskFailedException if an item failed and the policy is
	 * {@link ErrorPolicy#STOP}
	 * @throws AdmissionRejectedException if the executor may not run
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void runFor(Duration duration) {
		perform(new DispatchLoop.Limit(Long.MAX_VALUE, TimeUnit.NANOSECONDS.convert(duration), null));
	}

	/**
	 * Runs on the calling thread for a number of scans, or until it is stopped. A scan is
	 * an instant at which at least one task is dispatched, faulted ones included.
	 * @param scans the number of scans
	 * @throws TaskFailedException if an item failed and the policy is
	 * {@link ErrorPolicy#STOP}
	 * @throws AdmissionRejectedException if the executor may not run
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void runScans(long scans) {
		perform(new DispatchLoop.Limit(scans, Long.MAX_VALUE, null));
	}

	/**
	 * Runs on the calling thread until a condition holds, or until it is stopped. What is
	 * executed at the end is finished.
	 * @param condition is asked on the calling thread before the first scan, after each,
	 * and at least every 10 milliseconds
	 * @throws TaskFailedException if an item failed and the policy is
	 * {@link ErrorPolicy#STOP}
	 * @throws ExecutorException if the condition throws
	 * @throws AdmissionRejectedException if the executor may not run
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void runUntil(BooleanSupplier condition) {
		Objects.requireNonNull(condition, "condition");
		perform(new DispatchLoop.Limit(Long.MAX_VALUE, Long.MAX_VALUE, condition));
	}

	private void perform(DispatchLoop.Limit limit) {
		DispatchLoop loop = begin(limit);
		try {
			loop.run();
		}
		finally {
			ended(loop);
		}
	}

	private DispatchLoop begin(DispatchLoop.Limit limit) {
		DispatchLoop loop;
		synchronized (this.lifecycle) {
			requireStopped("begin another run");
			if (this.closed) {
				throw new IllegalStateException("Executor '%s' is closed".formatted(name()));
			}
			loop = new DispatchLoop(this.registry.all(), this.hooks, this.settings, limit);
			this.current = loop;
			this.backgroundError = null;
		}
		try {
			loop.heldBy(Thread.currentThread());
			admit();
			loop.heldBy(null);
			return loop;
		}
		catch (Throwable ex) {
			ended(loop);
			throw ex;
		}
	}

	private void admit() {
		String reason = reasonToReject();
		if (reason != null) {
			this.hooks.admissionRejected(reason);
			throw new AdmissionRejectedException(name(), reason);
		}
		this.hooks.admissionAdmitted();
	}

	private @Nullable String reasonToReject() {
		AdmissionCheck check = this.settings.admissionCheck();
		if (check == null) {
			return null;
		}
		try {
			return check.reasonToReject(
					new AdmissionCheck.Request(name(), this.registry.all().size(), this.settings.integrityLevel()));
		}
		catch (Throwable ex) {
			return "The check failed with %s".formatted(ex);
		}
	}

	private void ended(DispatchLoop loop) {
		synchronized (this.lifecycle) {
			this.current = null;
		}
		loop.markEnded();
	}

	/**
	 * Asks the run to end and returns at once. What is executed now is finished, nothing
	 * further is dispatched. Does nothing when no run is under way.
	 */
	public void requestStop() {
		DispatchLoop loop = this.current;
		if (loop != null) {
			loop.requestStop();
		}
	}

	/**
	 * Ends the run and waits for that: until what is executed is finished or the shutdown
	 * timeout is over, then, after an interrupt, until the timeout is over once more. May
	 * be followed by another run, which keeps all tasks, hooks and cycle indexes. Does
	 * nothing when no run is under way; called by an item or hook of this run, it does
	 * not wait. An interrupt of the calling thread ends the wait and is passed on to what
	 * is executed.
	 * @return whether the run has ended
	 * @throws ExecutorException the error that ended the run that {@link #start()} began,
	 * before or now; thrown once
	 */
	public boolean stop() {
		boolean ended = end();
		if (ended) {
			throwBackgroundError();
		}
		return ended;
	}

	private void throwBackgroundError() {
		ExecutorException error;
		synchronized (this.lifecycle) {
			error = this.backgroundError;
			this.backgroundError = null;
		}
		if (error != null) {
			throw error;
		}
	}

	private boolean end() {
		DispatchLoop loop = this.current;
		if (loop == null) {
			return true;
		}
		loop.requestStop();
		if (loop.isOwnThread()) {
			return false;
		}
		long timeoutNanos = this.settings.shutdownTimeoutNanos();
		try {
			if (loop.awaitEnd(timeoutNanos)) {
				return true;
			}
			cancelInFlight(loop);
			return loop.awaitEnd(timeoutNanos) || loop.awaitEnd(GRACE_NANOS);
		}
		catch (InterruptedException ex) {
			cancelInFlight(loop);
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private void cancelInFlight(DispatchLoop loop) {
		synchronized (this.lifecycle) {
			// runs share the tasks: what the next run executes is not to be interrupted
			if (this.current == loop) {
				loop.cancelInFlight();
			}
		}
	}

	/**
	 * Stops for good. Leaves no thread behind, but for one whose item answers neither to
	 * the stop nor to an interrupt. Does not throw what ended a run.
	 */
	@Override
	public void close() {
		synchronized (this.lifecycle) {
			this.closed = true;
		}
		end();
	}

	/**
	 * Tells whether a run is under way.
	 * @return whether it is
	 */
	public boolean isRunning() {
		return this.current != null;
	}

	/**
	 * Returns how often a hook threw, in the executor's life.
	 * @return the number of failures
	 */
	public long hookFailures() {
		return this.hooks.failures();
	}

	Hooks hooks() {
		return this.hooks;
	}

	TelemetryClock telemetryClock() {
		return this.settings.clocks().telemetry();
	}

	InstantSource wallClock() {
		return this.settings.clocks().wall();
	}

	Budget iterationBudget() {
		return this.iterationBudget;
	}

	boolean isFaulted() {
		return this.iterationBudget.isFaulted();
	}

	/**
	 * Makes the run, if one is under way, look at what there is to do.
	 */
	void wake() {
		DispatchLoop loop = this.current;
		if (loop != null) {
			loop.wake();
		}
	}

	private void requireStopped(String whatThen) {
		if (this.current != null) {
			throw new IllegalStateException("Executor '%s' is running: stop it, then %s".formatted(name(), whatThen));
		}
	}

}
