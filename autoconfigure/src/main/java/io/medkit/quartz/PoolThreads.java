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

import io.medkit.binding.TaskThreads;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

/**
 * The threads of a scheduler.
 */
final class PoolThreads implements TaskThreads {

	private final Scheduler scheduler;

	private final String name;

	PoolThreads(Scheduler scheduler) throws SchedulerException {
		this.scheduler = scheduler;
		this.name = "quartz:" + scheduler.getSchedulerName();
	}

	@Override
	public String name() {
		return this.name;
	}

	/**
	 * Tells whether as many jobs are executed as there are threads. A pool that is not
	 * Quartz's own may not tell how many it has.
	 */
	@Override
	public boolean areAllBusy() {
		try {
			int size = this.scheduler.getMetaData().getThreadPoolSize();
			return size > 0 && this.scheduler.getCurrentlyExecutingJobs().size() >= size;
		}
		catch (SchedulerException ex) {
			// it was shut down
			return false;
		}
	}

}
