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
package io.medkit.scheduling;

import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskRun;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.SchedulingAwareRunnable;

/**
 * Executes a task as it is, and tells when it begins and ends.
 */
class WatchedRunnable implements SchedulingAwareRunnable {

	private final Runnable delegate;

	private final SourceTask task;

	private final CountedThreads threads;

	WatchedRunnable(Runnable delegate, SourceTask task, CountedThreads threads) {
		this.delegate = delegate;
		this.task = task;
		this.threads = threads;
	}

	@Override
	public void run() {
		this.threads.enter();
		TaskRun run = this.task.begin().enter();
		try {
			execute(this.delegate, run);
		}
		catch (Throwable ex) {
			run.end(ex);
			throw ex;
		}
		finally {
			run.leave();
			this.threads.leave();
		}
	}

	/**
	 * Executes the task, and ends the execution unless it goes on elsewhere.
	 */
	void execute(Runnable delegate, TaskRun run) {
		delegate.run();
		run.end(null);
	}

	@Override
	public boolean isLongLived() {
		return this.delegate instanceof SchedulingAwareRunnable aware && aware.isLongLived();
	}

	@Override
	public @Nullable String getQualifier() {
		return (this.delegate instanceof SchedulingAwareRunnable aware) ? aware.getQualifier() : null;
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
