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

/**
 * Executes a task that only subscribes to something, whose end is that of the
 * subscription.
 */
class ReactiveRunnable extends WatchedRunnable {

	private final ReactiveObservations observations;

	private final ScheduledTaskNames.Origin origin;

	ReactiveRunnable(Runnable delegate, SourceTask task, CountedThreads threads, ReactiveObservations observations,
			ScheduledTaskNames.Origin origin) {
		super(delegate, task, threads);
		this.observations = observations;
		this.origin = origin;
	}

	@Override
	void execute(Runnable delegate, TaskRun run) {
		if (this.observations.subscribe(delegate, run, this.origin)) {
			run.detach();
		}
		else {
			run.end(null);
		}
	}

}
