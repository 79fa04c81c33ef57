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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.medkit.binding.TaskRun;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.JobListener;
import org.quartz.Trigger;
import org.quartz.Trigger.CompletedExecutionInstruction;
import org.quartz.TriggerListener;
import org.quartz.core.JobExecutionProcessException;

/**
 * What a scheduler tells of executions, on the threads of the jobs.
 * <p>
 * Nothing is read from the job store here. Nothing is thrown either: Quartz does not
 * execute a job of which a listener fails.
 */
final class JobEvents implements JobListener, TriggerListener {

	/** What an execution is kept by in the context of its job. */
	private static final Object RUN = new Object();

	private static final Logger logger = System.getLogger(JobEvents.class.getName());

	private final String name;

	private final JobTasks tasks;

	private final Refresher refresher;

	private final AtomicBoolean failed = new AtomicBoolean();

	JobEvents(String name, JobTasks tasks, Refresher refresher) {
		this.name = name;
		this.tasks = tasks;
		this.refresher = refresher;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public void jobToBeExecuted(JobExecutionContext context) {
		tell(context.getJobDetail().getKey(), (task) -> context.put(RUN, task.begin(context).enter()));
	}

	@Override
	public void jobExecutionVetoed(JobExecutionContext context) {
		tell(context.getJobDetail().getKey(), (task) -> task.skip(context));
	}

	@Override
	public void jobWasExecuted(JobExecutionContext context, @Nullable JobExecutionException jobException) {
		if (context.get(RUN) instanceof TaskRun run) {
			run.leave();
			run.end(thrown(jobException));
		}
	}

	/**
	 * Returns what the job threw, without what Quartz has put around it.
	 */
	private static @Nullable Throwable thrown(@Nullable JobExecutionException exception) {
		Throwable thrown = exception;
		while ((thrown instanceof JobExecutionException || thrown instanceof JobExecutionProcessException)
				&& thrown.getCause() != null) {
			thrown = thrown.getCause();
		}
		return thrown;
	}

	@Override
	public void triggerFired(Trigger trigger, JobExecutionContext context) {
	}

	@Override
	public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
		return false;
	}

	/**
	 * Takes note that it was too late for a trigger. When it is due instead, Quartz has
	 * yet to find out.
	 */
	@Override
	public void triggerMisfired(Trigger trigger) {
		tell(trigger.getJobKey(), (task) -> task.miss(trigger));
		this.refresher.scheduleChanged();
	}

	@Override
	public void triggerComplete(Trigger trigger, JobExecutionContext context,
			CompletedExecutionInstruction triggerInstructionCode) {
	}

	private void tell(JobKey key, Consumer<JobTask> event) {
		try {
			JobTask task = this.tasks.get(key);
			if (task != null) {
				event.accept(task);
			}
		}
		catch (RuntimeException ex) {
			if (this.failed.compareAndSet(false, true)) {
				logger.log(Level.ERROR,
						"An execution of job '%s' could not be observed; this is told once".formatted(key), ex);
			}
		}
	}

}
