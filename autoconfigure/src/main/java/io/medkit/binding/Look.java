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

import java.util.IdentityHashMap;
import java.util.Map;

import io.medkit.model.TaskData;
import org.jspecify.annotations.Nullable;

/**
 * One look at a component and its tasks: what all of them are judged by.
 */
final class Look {

	private final Moment moment;

	private final ExecutorSlot.Reading component;

	private final long sincePauseNanos;

	private final Iterable<TaskWatch> tasks;

	private @Nullable Map<TaskThreads, TaskData.@Nullable Starver> starvers;

	/**
	 * Begins to look.
	 * @param moment when it is
	 * @param component the state of the component
	 * @param sincePauseNanos for how long the process has been running without a pause
	 * @param tasks all tasks of the component
	 */
	Look(Moment moment, ExecutorSlot.Reading component, long sincePauseNanos, Iterable<TaskWatch> tasks) {
		this.moment = moment;
		this.component = component;
		this.sincePauseNanos = sincePauseNanos;
		this.tasks = tasks;
	}

	Moment moment() {
		return this.moment;
	}

	ExecutorSlot.Reading component() {
		return this.component;
	}

	long sincePauseNanos() {
		return this.sincePauseNanos;
	}

	/**
	 * Returns who starves the tasks that some threads are for: if all of them are busy,
	 * the execution that has been in flight for longest, as far as it is known here.
	 */
	TaskData.@Nullable Starver starver(TaskThreads threads) {
		if (this.starvers == null) {
			this.starvers = new IdentityHashMap<>();
		}
		if (!this.starvers.containsKey(threads)) {
			this.starvers.put(threads, threads.areAllBusy() ? oldestOn(threads) : null);
		}
		return this.starvers.get(threads);
	}

	private TaskData.Starver oldestOn(TaskThreads threads) {
		TaskRun oldest = null;
		for (TaskWatch task : this.tasks) {
			SourceTask sourceTask = task.sourceTask();
			TaskRun run = (sourceTask != null && sourceTask.threads() == threads) ? sourceTask.lanes().oldestRun()
					: null;
			if (run != null && run.thread() != null
					&& (oldest == null || run.startedNanos() - oldest.startedNanos() < 0)) {
				oldest = run;
			}
		}
		return new TaskData.Starver(threads.name(), (oldest != null) ? Component.entityId(oldest.task().id()) : null,
				(oldest != null) ? this.moment.instantOf(oldest.startedNanos()) : null);
	}

}
