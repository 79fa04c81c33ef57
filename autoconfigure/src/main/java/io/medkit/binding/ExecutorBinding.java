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
package io.medkit.binding;

import java.time.Clock;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.ExecutionMonitor;
import io.medkit.executor.ExecutorException;
import io.medkit.executor.NotFaultedException;
import io.medkit.executor.Observer;
import io.medkit.executor.TaskFailedException;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskNotFoundException;
import io.medkit.executor.TaskTiming;
import io.medkit.executor.TelemetryClock;
import io.medkit.model.EntityReport;
import io.medkit.model.IgnoredObservations;
import io.medkit.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * Folds an executor's hooks into one slot a task, and tells what is in them.
 * <p>
 * {@linkplain #bindTo Bind} it to one executor. Its entities are the executor itself,
 * whose id is the executor's name, and {@code app:<task>} for each registered task, in
 * registration order.
 * <p>
 * The hooks neither lock nor throw, never wait for somebody who reads and, once all tasks
 * are added, do not allocate. With the id that an executor {@linkplain #onTaskAdded made
 * known} they must not overlap, and each must happen-before the next, as an executor
 * guarantees. Who calls them on his own, with equal ids, may do so on any number of
 * threads at once, as long as the hooks of one execution are called on one thread: each
 * execution is counted exactly. Hooks of tasks that are not registered are counted.
 */
public final class ExecutorBinding implements Observer, ExecutionMonitor, Provider {

	/**
	 * The most samples that distributions can be told of.
	 */
	public static final int MAX_STATISTICS_WINDOW = 1 << 20;

	private final Component component;

	private final ExecutorSlot executor;

	private final TelemetryClock clock;

	private final InstantSource wallClock;

	private final IgnoredIds ignored = new IgnoredIds();

	private volatile @Nullable CyclicExecutor source;

	private ExecutorBinding(Builder builder) {
		this.clock = builder.clock;
		this.wallClock = builder.wallClock;
		this.component = new Component(builder.name, builder.clock, builder.wallClock);
		this.executor = this.component.slot();
		this.component.add(builder.tasks.stream()
			.map((task) -> new TaskWatch(this.component, task, new TaskLanes(this, builder.statisticsWindow),
					() -> executingThread(task.id())))
			.toList());
	}

	/**
	 * Creates a binding for critical tasks with the default limits.
	 * @param tasks the tasks' ids; of duplicates the first counts
	 * @return the binding
	 */
	public static ExecutorBinding withTasks(String... tasks) {
		return builder().tasks(Arrays.stream(tasks).map(TaskRegistration::new).toList()).build();
	}

	/**
	 * Returns a builder.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Returns the name of the executor, which is its entity's id.
	 * @return the name
	 */
	public String name() {
		return this.component.name();
	}

	/**
	 * Returns the ids of the registered tasks, in order.
	 * @return the ids
	 */
	public List<String> tasks() {
		return this.component.tasks();
	}

	/**
	 * Registers with an executor, as observer and as monitor. From then on
	 * {@link #clearFaults} also clears the faults that the executor itself holds, so that
	 * what is faulted or halted is executed again. A binding that is only registered as
	 * observer and monitor can not do that.
	 * @param executor the executor
	 * @throws IllegalStateException if a run of the executor is under way
	 */
	public void bindTo(CyclicExecutor executor) {
		executor.addObserver(this);
		executor.addMonitor(this);
		this.source = executor;
	}

	@Override
	public void onTaskAdded(TaskId task, TaskTiming timing) {
		TaskWatch watch = this.component.task(task.value());
		if (watch != null) {
			task.attach(watch.lanes().own(task, timing));
		}
	}

	@Override
	public void onAdmissionRejected(String reason) {
		this.executor.rejected(this.clock.nanoTime());
	}

	@Override
	public void onExecutorUp() {
		this.executor.up(this.clock.nanoTime());
	}

	@Override
	public void onExecutorDown() {
		this.executor.down(this.clock.nanoTime());
	}

	@Override
	public void onExecutorError(ExecutorException error) {
		Throwable cause = (error.getCause() != null) ? error.getCause() : error;
		this.executor.failed(cause.getClass().getName(), ErrorText.messageOf(cause), this.clock.nanoTime(),
				this.wallClock.millis(), (error instanceof TaskFailedException failed) ? known(failed.taskId()) : null);
	}

	private @Nullable Frame known(String id) {
		TaskWatch watch = this.component.task(id);
		return (watch != null) ? watch.lanes().frame() : null;
	}

	@Override
	public void onExecutorFault(TaskId task, long tookNanos, long budgetNanos) {
		this.executor.faulted(task.value(), tookNanos, budgetNanos, this.wallClock.millis(), known(task.value()));
	}

	@Override
	public void onHeartbeat(long sequence, long atNanos) {
		this.executor.heartbeat(atNanos);
	}

	@Override
	public void onExecutorClear() {
		this.executor.cleared();
	}

	@Override
	public void onAppStart(TaskId task, int appId, @Nullable Integer appInstanceId) {
		TaskSlot slot = slot(task);
		if (slot != null) {
			slot.appStarted();
			return;
		}
		TaskHooks hooks = hooksByText(task);
		if (hooks != null) {
			hooks.appStarted();
		}
	}

	@Override
	public void onAppStop(TaskId task) {
		TaskSlot slot = slot(task);
		if (slot != null) {
			slot.appStopped();
			return;
		}
		TaskHooks hooks = hooksByText(task);
		if (hooks != null) {
			hooks.appStopped();
		}
	}

	@Override
	public void onAppError(TaskId task, Throwable error) {
		TaskHooks hooks = hooks(task);
		if (hooks != null) {
			hooks.errorThrown(error.getClass().getName(), ErrorText.messageOf(error), this.wallClock.millis());
		}
	}

	@Override
	public void onTaskFault(TaskId task, long tookNanos, long budgetNanos) {
		TaskHooks hooks = hooks(task);
		if (hooks != null) {
			hooks.budgetExceeded(tookNanos, budgetNanos, this.wallClock.millis());
		}
	}

	@Override
	public void onTaskClear(TaskId task) {
		TaskLanes lanes = lanes(task);
		if (lanes != null) {
			lanes.healBreaches();
			// a task that was only halted is not better for it
			if (!this.executor.isFaulted()) {
				lanes.healErrors();
			}
		}
	}

	@Override
	public void onCycleStats(CycleObservation observation) {
		TaskSlot slot = slot(observation.task());
		if (slot != null) {
			slot.scanned(observation);
			return;
		}
		TaskHooks hooks = hooksByText(observation.task());
		if (hooks != null) {
			hooks.scanned(observation);
		}
	}

	@Override
	public void preExecute(TaskId task, long startedNanos) {
		TaskSlot slot = slot(task);
		if (slot != null) {
			slot.executionStarted(startedNanos);
			return;
		}
		TaskHooks hooks = hooksByText(task);
		if (hooks != null) {
			hooks.executionStarted(startedNanos);
		}
	}

	@Override
	public void postExecute(TaskId task, long startedNanos, long tookNanos, boolean ok) {
		long errorMillis = ok ? 0 : this.wallClock.millis();
		TaskSlot slot = slot(task);
		if (slot != null) {
			slot.executionEnded(startedNanos, tookNanos, ok, errorMillis);
			return;
		}
		TaskHooks hooks = hooksByText(task);
		if (hooks != null) {
			hooks.executionEnded(startedNanos, tookNanos, ok, errorMillis);
		}
	}

	/**
	 * Finds who records what a hook tells that is not called in every cycle.
	 */
	private @Nullable TaskHooks hooks(TaskId task) {
		TaskSlot slot = slot(task);
		return (slot != null) ? slot : hooksByText(task);
	}

	/**
	 * Finds the slot that is attached to the id which the executor made known.
	 */
	private @Nullable TaskSlot slot(TaskId task) {
		return (TaskSlot) task.attachmentOf(this);
	}

	/**
	 * Finds who records what the hooks of a fault handler tell, those of a task to which
	 * somebody else attached something after us, or those that no executor calls.
	 */
	private @Nullable TaskHooks hooksByText(TaskId task) {
		TaskLanes lanes = lanes(task);
		return (lanes != null) ? lanes.hooksOf(task) : null;
	}

	private @Nullable TaskLanes lanes(TaskId task) {
		TaskWatch watch = this.component.task(task.value());
		if (watch == null) {
			this.ignored.record(task.value());
			return null;
		}
		return watch.lanes();
	}

	@Override
	public List<EntityReport> snapshot() {
		return this.component.snapshot();
	}

	@Override
	public @Nullable EntityReport find(String entityId) {
		return this.component.find(entityId, true);
	}

	@Override
	public @Nullable EntityReport summary(String entityId) {
		return this.component.find(entityId, false);
	}

	@Override
	public boolean knows(String entityId) {
		return this.component.knows(entityId);
	}

	@Override
	public boolean clearFaults(String entityId) {
		if (entityId.equals(this.component.name())) {
			clearAtSource(CyclicExecutor::clearExecutorFault);
			this.executor.clearHistory();
			return true;
		}
		TaskWatch watch = this.component.entity(entityId);
		if (watch != null) {
			clearAtSource((executor) -> executor.clearTaskFault(watch.id()));
			watch.clearFaults();
		}
		return watch != null;
	}

	private @Nullable Thread executingThread(String task) {
		CyclicExecutor source = this.source;
		try {
			return (source != null) ? source.executingThread(task) : null;
		}
		catch (TaskNotFoundException ex) {
			return null; // somebody else calls its hooks
		}
	}

	private void clearAtSource(Consumer<CyclicExecutor> clear) {
		CyclicExecutor source = this.source;
		if (source != null) {
			try {
				clear.accept(source);
			}
			catch (NotFaultedException | TaskNotFoundException ex) {
				// then there is only history to clear
			}
		}
	}

	@Override
	public IgnoredObservations ignored() {
		return this.ignored.read();
	}

	Component component() {
		return this.component;
	}

	static int checkedWindow(int samples) {
		if (samples < 1 || samples > MAX_STATISTICS_WINDOW) {
			throw new IllegalArgumentException("The statistics window must be 1 to %d samples, but is %d"
				.formatted(MAX_STATISTICS_WINDOW, samples));
		}
		return samples;
	}

	/**
	 * Builds an {@link ExecutorBinding}. Not thread-safe.
	 */
	public static final class Builder {

		private String name = "executor";

		private final List<TaskRegistration> tasks = new ArrayList<>();

		private int statisticsWindow = TaskSlot.DEFAULT_WINDOW;

		private TelemetryClock clock = TelemetryClock.system();

		private InstantSource wallClock = Clock.systemUTC();

		private Builder() {
		}

		/**
		 * Sets the executor's name, {@code executor} unless set.
		 * @param name the name
		 * @return this
		 */
		public Builder name(String name) {
			this.name = name;
			return this;
		}

		/**
		 * Adds tasks to observe.
		 * @param tasks the tasks; of duplicates the first counts
		 * @return this
		 */
		public Builder tasks(Collection<TaskRegistration> tasks) {
			this.tasks.addAll(tasks);
			return this;
		}

		/**
		 * Sets how many samples distributions are told of, 1024 unless set. Each costs 24
		 * bytes for every task, rounded up to a power of two.
		 * @param samples the number of samples, 1 to 1048576
		 * @return this
		 * @throws IllegalArgumentException if it is another number
		 */
		public Builder statisticsWindow(int samples) {
			this.statisticsWindow = checkedWindow(samples);
			return this;
		}

		/**
		 * Sets the clock of the executor's hooks, which ages are told by.
		 * @param clock the clock
		 * @return this
		 */
		public Builder telemetryClock(TelemetryClock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets the clock that faults are dated by.
		 * @param wallClock the clock; reading its milliseconds should not allocate
		 * @return this
		 */
		public Builder wallClock(InstantSource wallClock) {
			this.wallClock = wallClock;
			return this;
		}

		/**
		 * Builds the binding.
		 * @return the binding
		 */
		public ExecutorBinding build() {
			return new ExecutorBinding(this);
		}

	}

}
