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
package io.medkit.dbscheduler;

import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import io.medkit.binding.AnnouncedPlan;
import io.medkit.binding.ClusterView;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskRun;
import io.medkit.binding.TaskThreads;
import org.jspecify.annotations.Nullable;

/**
 * A task of the scheduler. What happens here is known at once, what happens elsewhere
 * when the table is read; a row that was read before something happened here is not held
 * against it.
 */
final class WatchedTask {

	private final SourceTask task;

	private final String instance;

	private final TaskThreads threads;

	private final Duration pollingInterval;

	private final Duration heartbeatLimit;

	private final LastInstance lastInstance = new LastInstance();

	private Timetable timetable = Timetable.NONE;

	private AnnouncedPlan plan;

	/** How many executions of the instance are in flight here. */
	private int inFlight;

	/** How often something happened here. */
	private long changes;

	/**
	 * Watches a task that goes by no schedule, as far as is known.
	 * @param instance the instance of it that a schedule would be for
	 */
	WatchedTask(SourceTask task, String instance, AnnouncedPlan plan, TaskThreads threads,
			DbSchedulerSettings settings) {
		this.task = task;
		this.instance = instance;
		this.plan = plan;
		this.threads = threads;
		this.pollingInterval = settings.pollingInterval();
		this.heartbeatLimit = settings.heartbeatLimit();
	}

	SourceTask sourceTask() {
		return this.task;
	}

	String instance() {
		return this.instance;
	}

	/**
	 * Takes note of the rule that the task is executed by, which may be known late and
	 * may change.
	 */
	synchronized void goesBy(Timetable timetable) {
		if (!timetable.text().equals(this.timetable.text())) {
			this.plan = new AnnouncedPlan(timetable.text());
			this.task.replan(this.plan, this.threads);
		}
		this.timetable = timetable;
	}

	/**
	 * Begins an execution on the calling thread. Until it ends, nothing that goes by an
	 * interval is due; a calendar goes on.
	 */
	synchronized TaskRun begin(Execution execution) {
		Instant due = execution.getExecutionTime();
		if (!execution.getId().equals(this.instance)) {
			return this.task.begin(due);
		}
		this.changes++;
		this.inFlight++;
		this.lastInstance.began(execution.pickedBy, null);
		announce(due, this.timetable.calendar() ? this.timetable.after(due) : null);
		TaskRun run = this.task.begin(due);
		this.plan.serve(due);
		return run;
	}

	/**
	 * Ends an execution.
	 * @param done when it ended on the scheduler's clock, as the table has it
	 */
	synchronized void end(Execution execution, TaskRun run, Instant done, @Nullable Throwable thrown) {
		if (execution.getId().equals(this.instance)) {
			this.changes++;
			this.inFlight--;
			this.lastInstance.ended(done);
		}
		run.end(thrown);
	}

	/**
	 * Takes note that an execution was scheduled here, be it the first or the next.
	 */
	synchronized void scheduled(TaskInstanceId execution, Instant due) {
		if (execution.getId().equals(this.instance)) {
			this.changes++;
			announce(due, this.timetable.after(due));
		}
	}

	/**
	 * Takes note that an execution died that is not in flight here.
	 */
	void died(DeadExecutionException death) {
		this.task.failed(death);
	}

	/**
	 * Returns what {@link #saw} is to be told, taken before the table is read.
	 */
	synchronized long changes() {
		return this.changes;
	}

	/**
	 * Tells whether nothing has happened here since, and nothing is in flight.
	 */
	synchronized boolean isIdleSince(long changes) {
		return changes == this.changes && this.inFlight == 0;
	}

	/**
	 * Takes note of what the table says.
	 * @param row the task's row, {@code null} if there is none
	 * @param changes how often something had happened here when the reading began
	 * @param readAt when it began
	 */
	synchronized void saw(@Nullable Row row, long changes, Instant readAt) {
		boolean upToDate = isIdleSince(changes);
		if (row != null && upToDate) {
			this.lastInstance.saw(row);
		}
		this.task.tell(new ClusterView(this.lastInstance.name(), (row != null) ? row.lastSuccess() : null,
				(row != null) ? row.consecutiveFailures() : 0, readAt, false));
		if (!upToDate) {
			return;
		}
		if (row == null) {
			this.plan.announceNothing();
		}
		else if (row.isInFlight(readAt, this.heartbeatLimit)) {
			announceAfter(readAt);
		}
		else {
			announce(row.due(), this.timetable.after(row.due()));
		}
	}

	/**
	 * Takes note that the table can not be read.
	 */
	void tablesAreAway() {
		ClusterView view = this.task.cluster();
		if (view != null && !view.away()) {
			this.task.tell(view.whileAway());
		}
	}

	/**
	 * Announces what would be due if the execution that is in flight elsewhere ended now:
	 * there is no other before it does, however long that takes.
	 */
	private void announceAfter(Instant now) {
		Instant due = this.timetable.after(now);
		if (due != null) {
			announce(due, this.timetable.after(due));
		}
		else {
			this.plan.announceNothing();
		}
	}

	private void announce(Instant due, @Nullable Instant next) {
		if (!this.timetable.isRecurring() || Timetable.isNever(due)) {
			this.plan.announceNothing();
			return;
		}
		Duration gap = (next != null) ? Duration.between(due, next) : Duration.ZERO;
		if (this.timetable.calendar()) {
			this.plan.announceByCalendar(due, gap, this.pollingInterval);
		}
		else {
			this.plan.announceByInterval(due, gap, this.pollingInterval);
		}
	}

}
