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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A cyclic executive: dispatches every task once a period, on a time grid that neither
 * drifts nor bursts.
 * <p>
 * Targets are absolute: the beginning of the run + k·period. A slot that is met late is
 * served once; slots that passed meanwhile are skipped and counted. A task never overlaps
 * itself. With worker threads, a slow or hung task delays no other as long as a worker is
 * free; with none, every task runs in line on the dispatch thread.
 * <p>
 * All methods may be called from any thread. Tasks and hooks are added while no run is
 * under way.
 */
public final class CyclicExecutor implements AutoCloseable {

	/** What a run may need beyond its timeouts to call the last hooks. */
	private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final Logger logger = System.getLogger(CyclicExecutor.class.getName());

	private final Settings settings;

	private final Hooks hooks = new Hooks();

	private final List<CyclicTask> tasks = new ArrayList<>();

	private final Set<String> ids = new HashSet<>();

	private final Object lifecycle = new Object();

	private volatile @Nullable DispatchLoop current;

	private boolean closed;

	private CyclicExecutor(Builder builder) {
		this.settings = new Settings(builder.name, builder.workerThreads, builder.errorPolicy, builder.shutdownTimeout,
				builder.schedulingClock, builder.telemetryClock);
		builder.observers.forEach(this::addObserver);
		builder.monitors.forEach(this::addMonitor);
	}

	/**
	 * Returns a builder.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the executor's name, {@code executor} unless set.
	 * @return the name
	 */
	public String name() {
		return this.settings.name();
	}

	/**
	 * Adds a task that declares its period itself. Its id is the item's own or, without
	 * one, {@code task-} and a number.
	 * @param item the task's body
	 * @return the task's id
	 * @throws IllegalArgumentException if the id is taken, or no period is declared
	 * @throws IllegalStateException if a run is under way
	 */
	public TaskId add(ExecutableItem item) {
		return add(null, null, item);
	}

	/**
	 * Adds a task that declares its period itself.
	 * @param id the task's id, unless the item insists on its own
	 * @param item the task's body
	 * @return the task's id
	 * @throws IllegalArgumentException if the id is taken, or no period is declared
	 * @throws IllegalStateException if a run is under way
	 */
	public TaskId add(String id, ExecutableItem item) {
		return add(Objects.requireNonNull(id, "id"), null, item);
	}

	/**
	 * Adds a cyclic task.
	 * @param id the task's id, unless the item insists on its own; {@code null} for
	 * {@code task-} and a number
	 * @param period the time between two scans, above zero; wins over what the item
	 * declares, and {@code null} leaves it to the item
	 * @param item the task's body
	 * @return the task's id
	 * @throws IllegalArgumentException if the id is taken, or there is no valid period
	 * @throws IllegalStateException if a run is under way
	 */
	public TaskId add(@Nullable String id, @Nullable Duration period, ExecutableItem item) {
		Objects.requireNonNull(item, "item");
		synchronized (this.lifecycle) {
			requireStopped("add tasks");
			String own = item.taskId();
			TaskId task = newId((own != null) ? own : id);
			CyclicTask cyclic = new CyclicTask(task, item, periodNanos(task, period, item), this);
			this.ids.add(task.value());
			this.tasks.add(cyclic);
			this.hooks.taskAdded(task, new TaskTiming(cyclic.periodNanos(), 0, 0));
			return task;
		}
	}

	private TaskId newId(@Nullable String wanted) {
		String id = (wanted != null) ? wanted : freeId();
		if (this.ids.contains(id)) {
			throw new IllegalArgumentException(
					"Executor '%s' has a task '%s' already: give one of the two another id".formatted(name(), id));
		}
		return TaskId.of(id);
	}

	private String freeId() {
		int n = this.tasks.size();
		while (this.ids.contains("task-" + n)) {
			n++;
		}
		return "task-" + n;
	}

	private static long periodNanos(TaskId task, @Nullable Duration period, ExecutableItem item) {
		try {
			Triggers triggers = new Triggers();
			item.declareTriggers(triggers);
			Duration effective = (period != null) ? period : triggers.interval();
			if (effective == null) {
				throw new IllegalArgumentException(
						"No period is declared, so it would never run: give it one when it is added, or in declareTriggers");
			}
			return Triggers.periodNanos(effective);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Task '%s': %s".formatted(task, ex.getMessage()), ex);
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
				this.tasks.forEach((task) -> this.hooks.taskAdded(observer, task.taskId(),
						new TaskTiming(task.periodNanos(), 0, 0)));
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
		synchronized (this.lifecycle) {
			return this.tasks.stream().map(CyclicTask::taskId).toList();
		}
	}

	/**
	 * Begins a run on a dispatch thread of the executor's own.
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void start() {
		DispatchLoop loop = begin(DispatchLoop.Limit.NONE);
		Thread thread = new Thread(() -> {
			try {
				perform(loop);
			}
			catch (ExecutorException ex) {
				logger.log(Level.ERROR, "Executor '%s' ended with an error".formatted(name()), ex);
			}
		}, this.settings.threadName("dispatch"));
		try {
			thread.start();
		}
		catch (Throwable ex) {
			ended(loop);
			throw ex;
		}
	}

	/**
	 * Runs on the calling thread until it is stopped.
	 * @throws TaskFailedException if an item failed and the policy is
	 * {@link ErrorPolicy#STOP}
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void run() {
		perform(begin(DispatchLoop.Limit.NONE));
	}

	/**
	 * Runs on the calling thread for the given time, however long the periods are, or
	 * until it is stopped. What is executed at the end is finished.
	 * @param duration the time to run
	 * @throws TaskFailedException if an item failed and the policy is
	 * {@link ErrorPolicy#STOP}
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void runFor(Duration duration) {
		perform(begin(new DispatchLoop.Limit(Long.MAX_VALUE, TimeUnit.NANOSECONDS.convert(duration))));
	}

	/**
	 * Runs on the calling thread for a number of scans, or until it is stopped. A scan is
	 * an instant at which at least one task is dispatched.
	 * @param scans the number of scans
	 * @throws TaskFailedException if an item failed and the policy is
	 * {@link ErrorPolicy#STOP}
	 * @throws IllegalStateException if a run is under way, or the executor is closed
	 */
	public void runScans(long scans) {
		perform(begin(new DispatchLoop.Limit(scans, Long.MAX_VALUE)));
	}

	private DispatchLoop begin(DispatchLoop.Limit limit) {
		synchronized (this.lifecycle) {
			requireStopped("begin another run");
			if (this.closed) {
				throw new IllegalStateException("Executor '%s' is closed".formatted(name()));
			}
			DispatchLoop loop = new DispatchLoop(this.tasks, this.hooks, this.settings, limit, this::wake);
			this.current = loop;
			return loop;
		}
	}

	private void perform(DispatchLoop loop) {
		try {
			loop.run();
		}
		finally {
			ended(loop);
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
	 */
	public boolean stop() {
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
	 * the stop nor to an interrupt.
	 */
	@Override
	public void close() {
		synchronized (this.lifecycle) {
			this.closed = true;
		}
		stop();
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

	private void wake() {
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

	/**
	 * Builds a {@link CyclicExecutor}. Not thread-safe.
	 */
	public static final class Builder {

		private String name = "executor";

		private OptionalInt workerThreads = OptionalInt.empty();

		private ErrorPolicy errorPolicy = ErrorPolicy.CONTINUE;

		private Duration shutdownTimeout = Duration.ofSeconds(10);

		private WaitStrategy waitStrategy = WaitStrategy.PARK;

		private SchedulingClock schedulingClock = SchedulingClock.system();

		private TelemetryClock telemetryClock = TelemetryClock.system();

		private final List<Observer> observers = new ArrayList<>();

		private final List<ExecutionMonitor> monitors = new ArrayList<>();

		private Builder() {
		}

		/**
		 * Sets the executor's name. Its threads carry it.
		 * @param name the name, not blank
		 * @return this
		 */
		public Builder name(String name) {
			if (name.isBlank()) {
				throw new IllegalArgumentException("An executor's name must not be blank");
			}
			this.name = name;
			return this;
		}

		/**
		 * Sets the number of worker threads. Without it, every task has one of its own,
		 * up to 32.
		 * @param workerThreads the number, 0 to execute in line on the dispatch thread
		 * @return this
		 */
		public Builder workerThreads(int workerThreads) {
			if (workerThreads < 0) {
				throw new IllegalArgumentException(
						"The number of worker threads must not be below zero, but is %d".formatted(workerThreads));
			}
			this.workerThreads = OptionalInt.of(workerThreads);
			return this;
		}

		/**
		 * Sets what follows when an item throws, {@link ErrorPolicy#CONTINUE} unless set.
		 * @param errorPolicy the policy
		 * @return this
		 */
		public Builder errorPolicy(ErrorPolicy errorPolicy) {
			this.errorPolicy = errorPolicy;
			return this;
		}

		/**
		 * Sets how long the end of a run waits for items before it interrupts them, and
		 * again after that, 10 seconds unless set.
		 * @param shutdownTimeout the time to wait, not below zero
		 * @return this
		 */
		public Builder shutdownTimeout(Duration shutdownTimeout) {
			if (shutdownTimeout.isNegative()) {
				throw new IllegalArgumentException(
						"The shutdown timeout must not be below zero, but is %s".formatted(shutdownTimeout));
			}
			this.shutdownTimeout = shutdownTimeout;
			return this;
		}

		/**
		 * Sets how the dispatch thread waits, {@link WaitStrategy#PARK} unless set.
		 * @param waitStrategy the strategy
		 * @return this
		 */
		public Builder waitStrategy(WaitStrategy waitStrategy) {
			this.waitStrategy = waitStrategy;
			return this;
		}

		/**
		 * Sets the clock that tasks are dispatched by.
		 * @param schedulingClock the clock
		 * @return this
		 */
		public Builder schedulingClock(SchedulingClock schedulingClock) {
			this.schedulingClock = schedulingClock;
			return this;
		}

		/**
		 * Sets the clock that figures are taken with.
		 * @param telemetryClock the clock
		 * @return this
		 */
		public Builder telemetryClock(TelemetryClock telemetryClock) {
			this.telemetryClock = telemetryClock;
			return this;
		}

		/**
		 * Adds an observer.
		 * @param observer the observer
		 * @return this
		 */
		public Builder observer(Observer observer) {
			this.observers.add(observer);
			return this;
		}

		/**
		 * Adds a monitor.
		 * @param monitor the monitor
		 * @return this
		 */
		public Builder monitor(ExecutionMonitor monitor) {
			this.monitors.add(monitor);
			return this;
		}

		/**
		 * Builds the executor. It has no tasks yet and does not run.
		 * @return the executor
		 */
		public CyclicExecutor build() {
			return new CyclicExecutor(this);
		}

	}

}
