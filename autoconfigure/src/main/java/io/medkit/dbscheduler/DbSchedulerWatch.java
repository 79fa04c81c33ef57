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
package io.medkit.dbscheduler;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import com.github.kagkarlsson.scheduler.CurrentlyExecuting;
import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerState;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.medkit.binding.Medkit;
import io.medkit.binding.TaskRun;
import io.medkit.binding.TaskSource;
import io.medkit.binding.TaskThreads;
import org.jspecify.annotations.Nullable;

/**
 * Watches a db-scheduler. What it executes itself, it tells as a listener, on the thread
 * that executes it; what other instances execute is read from its table, on a thread of
 * medkit's own. Thread-safe.
 */
public final class DbSchedulerWatch extends AbstractSchedulerListener implements AutoCloseable {

	private final TaskSource source;

	private final DbSchedulerSettings settings;

	private final WatchedTasks tasks;

	private final Map<Execution, InFlight> inFlight = new ConcurrentHashMap<>();

	/** Guards what is told of the scheduler itself, which any thread may tell. */
	private final Object component = new Object();

	private volatile @Nullable Scheduler scheduler;

	private @Nullable TableReader reader;

	/**
	 * Creates a watch that watches nothing yet.
	 * @param source what to tell of the tasks
	 * @param settings what to know of the scheduler
	 */
	public DbSchedulerWatch(TaskSource source, DbSchedulerSettings settings) {
		this.source = source;
		this.settings = settings;
		this.tasks = new WatchedTasks(source, settings, new SchedulerThreads());
	}

	/**
	 * Listens to a scheduler that was not started yet.
	 * @param scheduler the scheduler, which this must not have been added to
	 * @return whether it listens. Else the scheduler was started already, when no
	 * listener can be added without a danger for its executions, or it does not take any:
	 * only its table can be watched
	 */
	public boolean attach(Scheduler scheduler) {
		this.scheduler = scheduler;
		SchedulerState state = scheduler.getSchedulerState();
		if (state != null && state.isStarted()) {
			return false;
		}
		try {
			scheduler.registerSchedulerListener(this);
			return true;
		}
		catch (UnsupportedOperationException ex) {
			return false;
		}
	}

	/**
	 * Begins to read the table of the scheduler that this was attached to. Does nothing
	 * if it does already, or if there is none.
	 * @param tasks the tasks that the scheduler has; others are listed when they are
	 * executed
	 */
	public synchronized void start(Collection<? extends Task<?>> tasks) {
		TableReader reader = openReader(tasks);
		if (reader != null) {
			reader.start();
			this.reader = reader;
		}
	}

	/**
	 * Lists tasks and returns what reads their rows, not started, {@code null} if there
	 * is one already or none can be.
	 */
	synchronized @Nullable TableReader openReader(Collection<? extends Task<?>> tasks) {
		Scheduler scheduler = this.scheduler;
		if (scheduler == null || this.reader != null) {
			return null;
		}
		this.tasks.list(tasks);
		return new TableReader(this.source, this.tasks, scheduler, this.settings.refreshInterval(), this::lookAtState);
	}

	/**
	 * Ceases to read the table, and waits a little for the thread that does. May be
	 * started again.
	 */
	@Override
	public synchronized void close() {
		TableReader reader = this.reader;
		if (reader != null) {
			this.reader = null;
			reader.close();
		}
	}

	@Override
	public void onExecutionScheduled(TaskInstanceId execution, Instant due) {
		WatchedTask task = this.tasks.find(execution);
		if (task != null) {
			task.scheduled(execution, due);
		}
	}

	@Override
	public void onExecutionStart(CurrentlyExecuting executing) {
		heardOf();
		Execution execution = executing.getExecution();
		WatchedTask task = this.tasks.find(execution);
		if (task != null) {
			this.inFlight.put(execution, new InFlight(task, task.begin(execution).enter()));
		}
	}

	/**
	 * Ends an execution. Called on the thread that it began on.
	 */
	@Override
	public void onExecutionComplete(ExecutionComplete complete) {
		lookAtState();
		Execution execution = complete.getExecution();
		InFlight ended = this.inFlight.remove(execution);
		if (ended != null) {
			ended.run().leave();
			ended.task().end(execution, ended.run(), complete.getTimeDone(), complete.getCause().orElse(null));
		}
	}

	/**
	 * Tells of a death twice: it is trouble of the scheduler and, unless this instance is
	 * executing it all the same, a failure of the task.
	 */
	@Override
	public void onExecutionDead(Execution execution) {
		DeadExecutionException death = new DeadExecutionException(execution);
		failed(death);
		WatchedTask task = this.inFlight.containsKey(execution) ? null : this.tasks.find(execution);
		if (task != null) {
			task.died(death);
		}
	}

	/**
	 * Tells of a heartbeat that could not be written, unless the execution has ended
	 * meanwhile, which is no trouble.
	 */
	@Override
	public void onExecutionFailedHeartbeat(CurrentlyExecuting executing) {
		if (this.inFlight.containsKey(executing.getExecution())) {
			failed(new FailedHeartbeatException(executing.getExecution()));
		}
	}

	/**
	 * Tells of trouble. Deaths and heartbeats have callbacks of their own. What goes
	 * wrong after an execution is told while it is still in flight, on its thread.
	 */
	@Override
	public void onSchedulerEvent(SchedulerEventType type) {
		switch (type) {
			case RAN_EXECUTE_DUE -> heardOf();
			case UNEXPECTED_ERROR -> failed(new UnexpectedErrorException());
			case COMPLETIONHANDLER_ERROR -> Medkit.current()
				.fail("The completion handler failed, so the execution was not put on record and remains picked");
			case FAILUREHANDLER_ERROR -> Medkit.current()
				.fail("The failure handler failed, so the execution was not put on record and remains picked");
			default -> {
			}
		}
	}

	private void failed(Throwable error) {
		synchronized (this.component) {
			this.source.failed(error);
		}
	}

	/**
	 * Takes note of a sign of life, which may come before the scheduler says that it is
	 * started.
	 */
	private void heardOf() {
		tell(true);
	}

	/**
	 * Looks whether the scheduler is up.
	 */
	void lookAtState() {
		tell(false);
	}

	private void tell(boolean alive) {
		Scheduler scheduler = this.scheduler;
		SchedulerState state = (scheduler != null) ? scheduler.getSchedulerState() : null;
		if (state == null) {
			return;
		}
		synchronized (this.component) {
			if (state.isPaused() || state.isShuttingDown()) {
				this.source.down();
			}
			else if (alive || state.isStarted()) {
				this.source.up();
			}
		}
	}

	/**
	 * An execution in flight here.
	 */
	private record InFlight(WatchedTask task, TaskRun run) {

	}

	/**
	 * The threads that the scheduler executes tasks on.
	 */
	private final class SchedulerThreads implements TaskThreads {

		@Override
		public String name() {
			return "db-scheduler";
		}

		@Override
		public boolean areAllBusy() {
			Scheduler scheduler = DbSchedulerWatch.this.scheduler;
			return scheduler != null
					&& scheduler.getCurrentlyExecuting().size() >= DbSchedulerWatch.this.settings.threads();
		}

	}

}
