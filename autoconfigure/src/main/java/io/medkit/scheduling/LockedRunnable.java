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

/**
 * Executes a task that needs a lock, whose execution is skipped where it does not get it.
 * Locks that other tasks ask for on their way say nothing of the task as a whole.
 */
class LockedRunnable extends WatchedRunnable {

	private static final ThreadLocal<@Nullable TaskRun> LOCKED = new ThreadLocal<>();

	LockedRunnable(Runnable delegate, SourceTask task, CountedThreads threads) {
		super(delegate, task, threads);
	}

	/**
	 * Skips the execution that the calling thread is in, if that needs a lock.
	 */
	static void skip() {
		TaskRun run = LOCKED.get();
		if (run != null) {
			run.skip();
		}
	}

	@Override
	void execute(Runnable delegate, TaskRun run) {
		LOCKED.set(run);
		try {
			super.execute(delegate, run);
		}
		finally {
			LOCKED.remove();
		}
	}

}
