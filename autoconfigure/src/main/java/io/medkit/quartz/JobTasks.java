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

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.medkit.binding.AnnouncedPlan;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskSource;
import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/**
 * The tasks that the jobs of a scheduler have become. Thread-safe.
 */
final class JobTasks {

	/** The plan of a job whose triggers were not read yet. */
	private static final String NOT_READ = "not known yet";

	private final TaskSource source;

	private final Scope scope;

	private final String instance;

	private final PoolThreads threads;

	/** By the job; empty for one that a user does not want watched. */
	private final Map<JobKey, Optional<JobTask>> tasks = new ConcurrentHashMap<>();

	JobTasks(Scheduler scheduler, TaskSource source) throws SchedulerException {
		this.source = source;
		this.scope = scheduler.getMetaData().isJobStoreClustered() ? Scope.CLUSTER : Scope.LOCAL;
		this.instance = scheduler.getSchedulerInstanceId();
		this.threads = new PoolThreads(scheduler);
	}

	/**
	 * Returns the task of a job, which becomes one if it was not. Reads nothing.
	 * @return the task, {@code null} if it is not to be watched
	 */
	@Nullable JobTask get(JobKey job) {
		return this.tasks.computeIfAbsent(job, this::add).orElse(null);
	}

	private Optional<JobTask> add(JobKey job) {
		AnnouncedPlan plan = new AnnouncedPlan(NOT_READ);
		SourceTask task = this.source.add("%s.%s".formatted(job.getGroup(), job.getName()), plan, this.scope,
				this.threads);
		return Optional.ofNullable(task)
			.map((added) -> new JobTask(added, plan, NOT_READ, this.threads, this.source.wallClock(), this.instance));
	}

	/**
	 * Tells whether a job has become a task, or is not to be one.
	 */
	boolean contains(JobKey job) {
		return this.tasks.containsKey(job);
	}

	/**
	 * Returns the jobs that are here now.
	 */
	Set<JobKey> jobs() {
		return new HashSet<>(this.tasks.keySet());
	}

	/**
	 * Removes the task of a job that is no more.
	 */
	void remove(JobKey job) {
		Optional<JobTask> task = this.tasks.remove(job);
		if (task != null) {
			task.map(JobTask::task).ifPresent(this.source::remove);
		}
	}

	/**
	 * Takes note that the job store can not be read.
	 */
	void storeAway() {
		this.tasks.values().forEach((task) -> task.ifPresent(JobTask::storeAway));
	}

}
