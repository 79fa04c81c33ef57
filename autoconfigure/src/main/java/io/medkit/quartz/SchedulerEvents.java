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

import io.medkit.binding.TaskSource;
import org.jspecify.annotations.Nullable;
import org.quartz.JobDetail;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.SchedulerListener;
import org.quartz.Trigger;
import org.quartz.TriggerKey;
import org.quartz.core.JobExecutionProcessException;

/**
 * What a scheduler tells of itself and of its schedule.
 * <p>
 * It may do so on the thread of a job, with the lock of its store or within a
 * transaction. So of the schedule nothing but that it has changed is taken from here; to
 * what, is read later on the refresher's thread.
 */
final class SchedulerEvents implements SchedulerListener {

	private final TaskSource source;

	private final Refresher refresher;

	SchedulerEvents(TaskSource source, Refresher refresher) {
		this.source = source;
		this.refresher = refresher;
	}

	@Override
	public void schedulerStarting() {
	}

	@Override
	public void schedulerStarted() {
		this.source.up();
		this.refresher.scheduleChanged();
	}

	@Override
	public void schedulerInStandbyMode() {
		this.source.down();
	}

	@Override
	public void schedulerShuttingdown() {
		this.source.down();
		this.refresher.end();
	}

	@Override
	public void schedulerShutdown() {
		this.source.down();
		this.refresher.end();
	}

	/**
	 * Takes note of what went wrong with the scheduler. That a job threw something comes
	 * here as well, but is no trouble of the scheduler's.
	 */
	@Override
	public void schedulerError(String msg, SchedulerException cause) {
		if (!(cause instanceof JobExecutionProcessException)) {
			this.source.failed(cause);
		}
	}

	@Override
	public void jobScheduled(Trigger trigger) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void jobUnscheduled(@Nullable TriggerKey triggerKey) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void triggerFinalized(Trigger trigger) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void triggerPaused(TriggerKey triggerKey) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void triggersPaused(@Nullable String triggerGroup) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void triggerResumed(@Nullable TriggerKey triggerKey) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void triggersResumed(@Nullable String triggerGroup) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void jobAdded(JobDetail jobDetail) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void jobDeleted(JobKey jobKey) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void jobPaused(JobKey jobKey) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void jobsPaused(@Nullable String jobGroup) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void jobResumed(JobKey jobKey) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void jobsResumed(@Nullable String jobGroup) {
		this.refresher.scheduleChanged();
	}

	@Override
	public void schedulingDataCleared() {
		this.refresher.scheduleChanged();
	}

}
