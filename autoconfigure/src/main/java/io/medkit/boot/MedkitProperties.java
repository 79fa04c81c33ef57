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
package io.medkit.boot;

import java.time.Duration;
import java.util.List;

import io.medkit.executor.ErrorPolicy;
import io.medkit.executor.WaitStrategy;
import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for medkit.
 *
 * @param enabled Whether medkit is there at all.
 * @param tasks Tasks to observe, in order. An entry is a task's id, or its settings.
 * @param unmatchedTasks What to do about a listed task without a body, or a body that no
 * listed task has.
 * @param statisticsWindow Number of samples that percentiles and windowed extremes are
 * made of, for each task.
 * @param executor Executor that runs the tasks.
 * @param health Part in the application's health.
 * @param events Events of faults.
 * @param metrics Meters of tasks.
 * @param sources Schedulers other than the executor, whose tasks are found by themselves.
 */
@ConfigurationProperties(prefix = "medkit", ignoreUnknownFields = false)
public record MedkitProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<Task> tasks,
		@DefaultValue("fail") UnmatchedTasks unmatchedTasks, @DefaultValue("1024") int statisticsWindow,
		@DefaultValue Executor executor, @DefaultValue Health health, @DefaultValue Events events,
		@DefaultValue Metrics metrics, @DefaultValue Sources sources) {

	/**
	 * Settings of a task.
	 *
	 * @param id Id of the task.
	 * @param period Time between two scans. Wins over what the code says.
	 * @param deadline Time after which an event-driven task is executed even if no signal
	 * came. Wins over what the code says.
	 * @param budget Longest time an execution may take before the task is faulted. Wins
	 * over what the code says.
	 * @param tolerance How late an execution may begin before the task is overdue.
	 * Without it, the longer of 5 periods and 1 second.
	 * @param maxRun How long an execution may take before the task is stalled. Without
	 * it, the longer of 10 periods and 1 second.
	 * @param critical Whether trouble with the task turns health to DOWN.
	 */
	public record Task(@Nullable String id, @Nullable Duration period, @Nullable Duration deadline,
			@Nullable Duration budget, @Nullable Duration tolerance, @Nullable Duration maxRun,
			@DefaultValue("true") boolean critical) {

		/**
		 * Converts an entry that is a plain string.
		 * @param id The task's id
		 * @return a task with default settings
		 */
		public static Task of(String id) {
			return new Task(id, null, null, null, null, null, true);
		}

		/**
		 * Converts an entry that is a number, as YAML takes a plain {@code 7} for.
		 * @param id The task's id
		 * @return a task with default settings
		 */
		public static Task of(Integer id) {
			return of(id.toString());
		}

	}

	/**
	 * Settings of the executor.
	 *
	 * @param enabled Whether to run tasks on an executor of medkit's own.
	 * @param autoStartup Whether the executor starts with the application.
	 * @param name Name of the executor, which is the id of its entity.
	 * @param workerThreads Number of threads that execute tasks, 0 to execute them in
	 * line on the dispatch thread. Without it, one for each task, at most 32.
	 * @param onError What to do after a task failed.
	 * @param shutdownTimeout How long a stop waits for tasks before it interrupts them,
	 * and again after that.
	 * @param iterationBudget Longest time any single execution may take before the
	 * executor is faulted and its tasks are halted. Without it, there is no limit.
	 * @param heartbeat Time between two heartbeats of the dispatch thread. Without it,
	 * there are none.
	 * @param waitStrategy How the dispatch thread waits for the next slot.
	 * @param threadNamePrefix Beginning of the names of the executor's threads. Without
	 * it, medkit-, the executor's name and a hyphen.
	 * @param dispatchPriority Priority of the dispatch thread, 1 to 10.
	 * @param workerPriority Priority of the worker threads, 1 to 10.
	 * @param daemon Whether the dispatch thread leaves the process free to end. Worker
	 * threads always do.
	 * @param virtualWorkers Whether tasks are executed on virtual threads, which needs
	 * Java 21.
	 */
	public record Executor(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean autoStartup,
			@DefaultValue("executor") String name, @Nullable Integer workerThreads,
			@DefaultValue("continue") ErrorPolicy onError, @DefaultValue("10s") Duration shutdownTimeout,
			@Nullable Duration iterationBudget, @Nullable Duration heartbeat,
			@DefaultValue("park") WaitStrategy waitStrategy, @Nullable String threadNamePrefix,
			@DefaultValue("5") int dispatchPriority, @DefaultValue("5") int workerPriority,
			@DefaultValue("false") boolean daemon, @DefaultValue("false") boolean virtualWorkers) {

	}

	/**
	 * Settings of the part in the application's health.
	 *
	 * @param contribute What trouble with a critical task does to the application's
	 * health.
	 */
	public record Health(@DefaultValue("status") Contribution contribute) {

	}

	/**
	 * What trouble with a critical task does to the application's health.
	 */
	public enum Contribution {

		/** It turns the task, its scheduler, medkit and the application to DOWN. */
		STATUS,

		/** It stands in the details, of which none is DOWN. */
		DETAILS,

		/** Nothing: there is no health contributor. */
		NONE

	}

	/**
	 * Settings of events of faults.
	 *
	 * @param enabled Whether to publish and to log it when a fault is raised or healed.
	 * @param logInterval Least time between two log entries of the same fault of an
	 * entity. What is left out is counted.
	 */
	public record Events(@DefaultValue("true") boolean enabled, @DefaultValue("1m") Duration logInterval) {

	}

	/**
	 * Settings of meters.
	 *
	 * @param enabled Whether to have meters of tasks.
	 * @param distributions Whether to have meters of percentiles, which take some
	 * microseconds a task to read.
	 */
	public record Metrics(@DefaultValue("true") boolean enabled, @DefaultValue("true") boolean distributions) {

	}

	/**
	 * Settings of the schedulers that are not medkit's own.
	 *
	 * @param scheduling Spring's own scheduling, such as methods annotated with
	 * Scheduled.
	 * @param quartz Quartz schedulers.
	 * @param dbScheduler The db-scheduler.
	 */
	public record Sources(@DefaultValue Scheduling scheduling, @DefaultValue Quartz quartz,
			@DefaultValue DbScheduler dbScheduler) {

	}

	/**
	 * Settings of Spring's own scheduling.
	 *
	 * @param enabled Whether to watch tasks that Spring schedules.
	 * @param tasks Settings of tasks. The first entry that matches a task counts.
	 */
	public record Scheduling(@DefaultValue("true") boolean enabled, @DefaultValue List<SourceTask> tasks) {

	}

	/**
	 * Settings of Quartz schedulers.
	 *
	 * @param enabled Whether to watch jobs of Quartz.
	 * @param refreshInterval How often to read jobs and triggers from the job store.
	 * @param tasks Settings of tasks. The first entry that matches a task counts.
	 */
	public record Quartz(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration refreshInterval,
			@DefaultValue List<SourceTask> tasks) {

	}

	/**
	 * Settings of the db-scheduler.
	 *
	 * @param enabled Whether to watch recurring tasks of the db-scheduler.
	 * @param refreshInterval How often to read executions from the database.
	 * @param tasks Settings of tasks. The first entry that matches a task counts.
	 */
	public record DbScheduler(@DefaultValue("true") boolean enabled, @DefaultValue("10s") Duration refreshInterval,
			@DefaultValue List<SourceTask> tasks) {

	}

	/**
	 * Settings of tasks that a source has found.
	 *
	 * @param match Id of a task, or a pattern in which an asterisk stands for any
	 * characters.
	 * @param watch Whether to watch the tasks.
	 * @param id Id to give the task instead of its own.
	 * @param tolerance How late an execution may begin before the task is overdue.
	 * Without it, for intervals the longer of 2 intervals and 5 seconds, for cron
	 * expressions the longer of a tenth of the gap and 1 minute.
	 * @param maxRun How long an execution may take before the task is stalled. Without
	 * it, there is no limit.
	 * @param critical Whether trouble with the task turns health to DOWN.
	 * @param scope Whether each instance of the application is to execute the task, or
	 * any one of them. Without it, that is found out.
	 */
	public record SourceTask(@Nullable String match, @DefaultValue("true") boolean watch, @Nullable String id,
			@Nullable Duration tolerance, @Nullable Duration maxRun, @DefaultValue("true") boolean critical,
			@Nullable Scope scope) {

	}

	/**
	 * What to do about tasks and bodies that do not match.
	 */
	public enum UnmatchedTasks {

		/** Do not start the application. */
		FAIL,

		/** Log a warning. */
		WARN,

		/** Say nothing. */
		IGNORE

	}

}
