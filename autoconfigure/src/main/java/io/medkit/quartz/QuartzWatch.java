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
package io.medkit.quartz;

import java.time.Duration;

import javax.sql.DataSource;

import io.medkit.binding.TaskSource;
import org.jspecify.annotations.Nullable;
import org.quartz.ListenerManager;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/**
 * Watches the jobs of one Quartz scheduler: each job that has a trigger is a task of a
 * source, called {@code <group>.<name>}.
 * <p>
 * Executions are told by listeners that are added to those of the scheduler, on the
 * threads of the jobs, and cost them no look at the job store. Jobs, triggers and their
 * states are read on a thread of the watch's own, at a steady pace and soon after each
 * change.
 */
public final class QuartzWatch implements AutoCloseable {

	private final Scheduler scheduler;

	private final TaskSource source;

	private final Duration refreshInterval;

	private final @Nullable DataSource tables;

	private final String tablePrefix;

	private @Nullable Watching watching;

	/**
	 * Creates a watch that does not watch yet.
	 * @param scheduler the scheduler, in this process
	 * @param source what its jobs become tasks of
	 * @param refreshInterval how often to read jobs and triggers, above zero
	 */
	public QuartzWatch(Scheduler scheduler, TaskSource source, Duration refreshInterval) {
		this(scheduler, source, refreshInterval, null, "");
	}

	/**
	 * Creates a watch that does not watch yet, and that looks at the tables of a
	 * clustered job store for what the scheduler does not tell: which instance executes a
	 * job.
	 * @param scheduler the scheduler, in this process
	 * @param source what its jobs become tasks of
	 * @param refreshInterval how often to read jobs and triggers, above zero
	 * @param tables the database of the job store, {@code null} not to look at its tables
	 * @param tablePrefix what the names of the tables begin with
	 */
	public QuartzWatch(Scheduler scheduler, TaskSource source, Duration refreshInterval, @Nullable DataSource tables,
			String tablePrefix) {
		this.scheduler = scheduler;
		this.source = source;
		this.refreshInterval = refreshInterval;
		this.tables = tables;
		this.tablePrefix = tablePrefix;
	}

	/**
	 * Begins to watch: finds the jobs that are there, on the calling thread, and those to
	 * come. Does nothing if it watches already. A job store that can not be read now is
	 * read later.
	 * @throws SchedulerException if the scheduler can not be listened to, such as one in
	 * another process
	 */
	public synchronized void start() throws SchedulerException {
		if (this.watching == null) {
			this.watching = begin();
		}
	}

	private Watching begin() throws SchedulerException {
		ListenerManager listeners = this.scheduler.getListenerManager();
		JobTasks tasks = new JobTasks(this.scheduler, this.source);
		FiredTriggers fired = (this.tables != null)
				? new FiredTriggers(this.tables, this.tablePrefix, this.scheduler.getSchedulerName()) : null;
		Refresher refresher = new Refresher(new StoreReader(this.scheduler, tasks, this.source.wallClock(), fired),
				this.refreshInterval, this.scheduler.getSchedulerName());
		JobEvents jobs = new JobEvents("medkit:" + this.source.name(), tasks, refresher);
		SchedulerEvents events = new SchedulerEvents(this.source, refresher);
		listeners.addJobListener(jobs);
		listeners.addTriggerListener(jobs);
		listeners.addSchedulerListener(events);
		if (this.scheduler.isStarted()) {
			this.source.up();
		}
		refresher.start();
		return new Watching(jobs, events, refresher);
	}

	/**
	 * Ceases to watch and waits for the watch's thread to end, for 2 s at most. The tasks
	 * stay as they are, and nothing is due any more. The scheduler goes on.
	 */
	@Override
	public synchronized void close() {
		Watching watching = this.watching;
		if (watching != null) {
			this.watching = null;
			stopListening(watching);
			watching.refresher().close();
			this.source.down();
		}
	}

	private void stopListening(Watching watching) {
		try {
			ListenerManager listeners = this.scheduler.getListenerManager();
			listeners.removeJobListener(watching.jobs().getName());
			listeners.removeTriggerListener(watching.jobs().getName());
			listeners.removeSchedulerListener(watching.events());
		}
		catch (SchedulerException ex) {
			throw new IllegalStateException("A scheduler that had listeners has none", ex);
		}
	}

	private record Watching(JobEvents jobs, SchedulerEvents events, Refresher refresher) {

	}

}
