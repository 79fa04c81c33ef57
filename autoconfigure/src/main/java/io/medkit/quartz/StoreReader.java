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

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.impl.matchers.GroupMatcher;

/**
 * Reads the job store of a scheduler, which may be a database, and tells the tasks what
 * is in it. Not thread-safe.
 */
final class StoreReader {

	private final Scheduler scheduler;

	private final JobTasks tasks;

	private final InstantSource wallClock;

	private final @Nullable FiredTriggers fired;

	private final Outage storeOutage;

	private final Outage tableOutage;

	private @Nullable SQLException tableFailure;

	/**
	 * Creates a reader.
	 * @param wallClock the clock that what is read is dated by
	 * @param fired the tables that say what is executed where, if they are to be read
	 */
	StoreReader(Scheduler scheduler, JobTasks tasks, InstantSource wallClock, @Nullable FiredTriggers fired)
			throws SchedulerException {
		this.scheduler = scheduler;
		this.tasks = tasks;
		this.wallClock = wallClock;
		this.fired = fired;
		String name = scheduler.getSchedulerName();
		this.storeOutage = new Outage("The jobs of scheduler '%s' can not be read".formatted(name));
		this.tableOutage = new Outage(
				"It can not be read which instance executes the jobs of scheduler '%s'".formatted(name));
	}

	/**
	 * Reads everything. If that fails, the tasks go by what was read before.
	 * @return whether there is anything to read in future
	 */
	boolean read() {
		try {
			readJobs();
			this.storeOutage.is(null);
		}
		catch (SchedulerException | RuntimeException ex) {
			if (isShutdown() || Thread.currentThread().isInterrupted()) {
				return false;
			}
			this.tasks.storeAway();
			this.storeOutage.is(ex);
		}
		return true;
	}

	private boolean isShutdown() {
		try {
			return this.scheduler.isShutdown();
		}
		catch (SchedulerException ex) {
			return false;
		}
	}

	/**
	 * Reads executions before triggers: one that ends meanwhile has not left the triggers
	 * blocked. A job that comes meanwhile is left to the next time.
	 */
	private void readJobs() throws SchedulerException {
		Instant readAt = Instant.ofEpochMilli(this.wallClock.millis());
		Set<JobKey> gone = this.tasks.jobs();
		Map<JobKey, InstanceRun> executions = readExecutions(readAt);
		Set<JobKey> jobs = this.scheduler.getJobKeys(GroupMatcher.anyJobGroup());
		for (JobKey job : jobs) {
			readJob(job, executions.get(job), readAt);
		}
		gone.removeAll(jobs);
		gone.forEach(this.tasks::remove);
		this.tableOutage.is(this.tableFailure);
	}

	private void readJob(JobKey job, @Nullable InstanceRun execution, Instant readAt) throws SchedulerException {
		List<StoredTrigger> triggers = new ArrayList<>();
		for (Trigger trigger : this.scheduler.getTriggersOfJob(job)) {
			triggers.add(new StoredTrigger(trigger, this.scheduler.getTriggerState(trigger.getKey())));
		}
		JobTask task = (this.tasks.contains(job) || !triggers.isEmpty()) ? this.tasks.get(job) : null;
		if (task != null) {
			task.read(triggers, execution, readAt);
		}
	}

	private Map<JobKey, InstanceRun> readExecutions(Instant now) {
		if (this.fired == null) {
			return Map.of();
		}
		try {
			this.tableFailure = null;
			return this.fired.read(now.toEpochMilli());
		}
		catch (SQLException ex) {
			// told only if the rest can be read
			this.tableFailure = ex;
			return Map.of();
		}
	}

}
