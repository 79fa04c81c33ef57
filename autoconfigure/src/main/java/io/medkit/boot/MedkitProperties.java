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
 */
@ConfigurationProperties(prefix = "medkit", ignoreUnknownFields = false)
public record MedkitProperties(@DefaultValue("true") boolean enabled, @DefaultValue List<Task> tasks,
		@DefaultValue("fail") UnmatchedTasks unmatchedTasks, @DefaultValue("1024") int statisticsWindow,
		@DefaultValue Executor executor) {

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
