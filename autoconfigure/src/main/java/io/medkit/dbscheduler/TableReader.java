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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.ScheduledExecutionsFilter;
import com.github.kagkarlsson.scheduler.SchedulerClient;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.ScheduleAndData;
import io.medkit.binding.TaskSource;
import org.jspecify.annotations.Nullable;

/**
 * Reads the rows of recurring tasks from the scheduler's table again and again, on a
 * thread of its own.
 */
final class TableReader implements AutoCloseable {

	/** How often it looks whether the scheduler is up, which costs nothing. */
	private static final Duration TICK = Duration.ofSeconds(1);

	/** How long the thread may take to end before and after it is interrupted. */
	private static final Duration MAX_READ = Duration.ofSeconds(1);

	private static final Logger logger = System.getLogger(TableReader.class.getName());

	private final TaskSource source;

	private final WatchedTasks tasks;

	private final SchedulerClient client;

	private final Duration interval;

	private final Runnable tick;

	private boolean away;

	private volatile boolean closed;

	private @Nullable Thread thread;

	/**
	 * Creates a reader that does not read yet.
	 * @param tick what to do between readings
	 */
	TableReader(TaskSource source, WatchedTasks tasks, SchedulerClient client, Duration interval, Runnable tick) {
		this.source = source;
		this.tasks = tasks;
		this.client = client;
		this.interval = interval;
		this.tick = tick;
	}

	synchronized void start() {
		Thread thread = new Thread(this::run, "medkit-db-scheduler-tables");
		thread.setDaemon(true);
		thread.start();
		this.thread = thread;
	}

	/**
	 * Ceases to read. A reading under way is interrupted only if it does not end soon,
	 * since an embedded database may take an interrupt amiss.
	 */
	@Override
	public synchronized void close() {
		this.closed = true;
		Thread thread = this.thread;
		if (thread == null) {
			return;
		}
		LockSupport.unpark(thread);
		try {
			thread.join(MAX_READ.toMillis());
			thread.interrupt();
			thread.join(MAX_READ.toMillis());
		}
		catch (InterruptedException ex) {
			thread.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		long nextNanos = System.nanoTime();
		while (!this.closed) {
			this.tick.run();
			long waitNanos = nextNanos - System.nanoTime();
			if (waitNanos <= 0) {
				read();
				waitNanos = this.interval.toNanos();
				nextNanos = System.nanoTime() + waitNanos;
			}
			if (!this.closed) {
				LockSupport.parkNanos(this, Math.min(waitNanos, TICK.toNanos()));
			}
		}
	}

	/**
	 * Reads once. What is known remains if the table can not be read.
	 */
	void read() {
		try {
			for (String name : this.tasks.recurring()) {
				readOne(name);
			}
			for (String name : this.tasks.persistent()) {
				readInstances(name);
			}
			if (this.away) {
				this.away = false;
				logger.log(Level.INFO, "The table of db-scheduler can be read again");
			}
		}
		catch (Exception ex) {
			if (this.closed) {
				return;
			}
			this.tasks.all().forEach(WatchedTask::tablesAreAway);
			if (!this.away) {
				this.away = true;
				logger.log(Level.WARNING, "The table of db-scheduler can not be read. What was read before holds"
						+ " until it can be, and nothing new is held against a task", ex);
			}
		}
	}

	private void readOne(String name) {
		TaskInstanceId id = TaskInstanceId.of(name, RecurringTask.INSTANCE);
		WatchedTask task = this.tasks.find(id);
		if (task != null) {
			long changes = task.changes();
			Instant readAt = now();
			task.saw(this.client.getScheduledExecution(id).map(Row::of).orElse(null), changes, readAt);
		}
	}

	private void readInstances(String name) {
		Map<WatchedTask, Long> changes = new HashMap<>();
		this.tasks.instancesOf(name).forEach((task) -> changes.put(task, task.changes()));
		Instant readAt = now();
		List<ScheduledExecution<Object>> executions = this.client.getScheduledExecutionsForTask(name, Object.class,
				ScheduledExecutionsFilter.all().limit(WatchedTasks.MAX_INSTANCES));
		for (ScheduledExecution<Object> execution : executions) {
			WatchedTask task = this.tasks.find(execution.getTaskInstance());
			if (task != null) {
				Timetable timetable = timetable(execution);
				if (timetable != null) {
					task.goesBy(timetable);
				}
				Long before = changes.remove(task);
				task.saw(Row.of(execution), (before != null) ? before : 0, readAt);
			}
		}
		boolean all = executions.size() < WatchedTasks.MAX_INSTANCES;
		changes.forEach((task, before) -> {
			if (!all) {
				// it is due later than those that were read, if at all
				task.saw(null, before, readAt);
			}
			else if (task.isIdleSince(before)) {
				this.tasks.removeInstance(name, task.instance());
			}
		});
	}

	/**
	 * Returns what an instance goes by, {@code null} if its data can not be read here,
	 * such as that of a newer version of the application.
	 */
	private static @Nullable Timetable timetable(ScheduledExecution<Object> execution) {
		try {
			return (execution.getData() instanceof ScheduleAndData data) ? Timetable.of(data.getSchedule()) : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	private Instant now() {
		return this.source.wallClock().instant();
	}

}
