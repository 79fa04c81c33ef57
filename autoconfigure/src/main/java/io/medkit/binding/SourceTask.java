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

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import org.jspecify.annotations.Nullable;

/**
 * A task of a source, for the source to tell what becomes of it. Executions may overlap;
 * each is counted exactly.
 */
public final class SourceTask {

	private static final long NEVER = TaskSlot.ABSENT;

	private final Component component;

	private final TaskRegistration registration;

	private final TaskLanes lanes;

	private final Scope scope;

	private final AtomicLong skipped = new AtomicLong();

	private final AtomicLong totalUnits = new AtomicLong();

	private volatile long lastUnits = NEVER;

	private volatile long lastSkippedMillis = NEVER;

	/** How late the last execution began. Only for the difference to the next. */
	private final AtomicLong latenessNanos = new AtomicLong(NEVER);

	private volatile Plan plan;

	private volatile @Nullable TaskThreads threads;

	private volatile @Nullable ClusterView cluster;

	SourceTask(Component component, TaskRegistration registration, TaskLanes lanes, Scope scope, Plan plan,
			@Nullable TaskThreads threads) {
		this.component = component;
		this.registration = registration;
		this.lanes = lanes;
		this.scope = scope;
		this.plan = plan;
		this.threads = threads;
	}

	/**
	 * Returns the task's id.
	 * @return the id
	 */
	public String id() {
		return this.registration.id();
	}

	/**
	 * Returns who is expected to execute the task.
	 * @return the scope
	 */
	public Scope scope() {
		return this.scope;
	}

	/**
	 * Begins an execution on the calling thread, for the time that the plan has for it.
	 * @return the execution
	 */
	public TaskRun begin() {
		long nanos = this.component.clock().nanoTime();
		return begin(nanos, this.plan.begun(nanos, this.component.wallClock()));
	}

	/**
	 * Begins an execution on the calling thread.
	 * @param due when it was due, as the engine has it
	 * @return the execution
	 */
	public TaskRun begin(Instant due) {
		long nanos = this.component.clock().nanoTime();
		long millis = this.component.wallClock().millis();
		this.plan.begun(nanos, this.component.wallClock());
		return begin(nanos, TimeUnit.MILLISECONDS.toNanos(millis - due.toEpochMilli()));
	}

	private TaskRun begin(long nanos, long latenessNanos) {
		TaskSlot lane = this.lanes.begin(nanos);
		long previous = this.latenessNanos.getPlain();
		this.latenessNanos.setPlain(latenessNanos);
		boolean periodic = this.plan.periodNanos() != 0 && previous != NEVER && latenessNanos != NEVER;
		lane.punctual(nanos, latenessNanos, periodic ? latenessNanos - previous : NEVER);
		TaskRun run = new TaskRun(this, lane, nanos);
		lane.run(run);
		return run;
	}

	void end(TaskRun run) {
		long nanos = this.component.clock().nanoTime();
		TaskSlot lane = run.lane();
		lane.run(null);
		if (run.isSkipped()) {
			this.skipped.incrementAndGet();
			this.lastSkippedMillis = this.component.wallClock().millis();
			this.lanes.drop(lane);
		}
		else {
			tookNote(run);
			String failure = run.failureType();
			if (failure == null) {
				this.lanes.end(lane, run.startedNanos(), nanos - run.startedNanos(), true, 0);
			}
			else {
				this.lanes.fail(lane, run.startedNanos(), nanos - run.startedNanos(),
						this.component.wallClock().millis(), failure, run.failureMessage());
			}
		}
		this.plan.ended(nanos);
	}

	private void tookNote(TaskRun run) {
		if (run.units() != NEVER) {
			this.lastUnits = run.units();
			this.totalUnits.addAndGet(run.units());
		}
	}

	/**
	 * Takes note that the engine let an execution pass that was due, since it was vetoed
	 * or since it was not this instance's turn.
	 */
	public void skip() {
		long millis = this.component.wallClock().millis();
		this.plan.begun(this.component.clock().nanoTime(), this.component.wallClock());
		this.plan.ended(this.component.clock().nanoTime());
		this.skipped.incrementAndGet();
		this.lastSkippedMillis = millis;
	}

	/**
	 * Takes note that the engine let executions pass that were due, since it was too late
	 * for them.
	 * @param count how many
	 */
	public void miss(long count) {
		this.lanes.missed(count);
	}

	/**
	 * Takes note of an execution that failed without having begun or ended here, so that
	 * it is counted as an error only.
	 * @param error how
	 */
	public void failed(Throwable error) {
		this.lanes.failed(this.component.wallClock().millis(), error.getClass().getName(), ErrorText.messageOf(error));
	}

	/**
	 * Tells what the engine's tables say of the task.
	 * @param view what they say
	 */
	public void tell(ClusterView view) {
		this.cluster = view;
	}

	/**
	 * Returns what was told last of the engine's tables.
	 * @return what they say, {@code null} if there are none
	 */
	public @Nullable ClusterView cluster() {
		return this.cluster;
	}

	/**
	 * Returns the plan.
	 * @return the plan
	 */
	public Plan plan() {
		return this.plan;
	}

	/**
	 * Gives the task another plan, since its engine was told another.
	 * @param plan the plan
	 * @param threads the threads that it is executed on, if they are limited
	 */
	public void replan(Plan plan, @Nullable TaskThreads threads) {
		this.threads = threads;
		this.plan = plan;
	}

	@Nullable TaskThreads threads() {
		return this.threads;
	}

	TaskLanes lanes() {
		return this.lanes;
	}

	/**
	 * Tells whether it is only a stop that an execution throws something for.
	 */
	boolean isInterruptOfStop(Throwable thrown) {
		if (!this.component.slot().isDown()) {
			return false;
		}
		for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
			if (cause instanceof InterruptedException) {
				return true;
			}
		}
		return Thread.currentThread().isInterrupted();
	}

	TaskData.Scheduling describe(TaskData.@Nullable Starver starver) {
		Plan plan = this.plan;
		long skipped = this.skipped.get();
		long lastUnits = this.lastUnits;
		ClusterView view = this.cluster;
		return new TaskData.Scheduling(plan.text(), this.scope, plan.isEstimated() ? Boolean.TRUE : null, skipped,
				(skipped != 0) ? Instant.ofEpochMilli(this.lastSkippedMillis) : null,
				(lastUnits != NEVER) ? Long.valueOf(lastUnits) : null,
				(lastUnits != NEVER) ? Long.valueOf(this.totalUnits.get()) : null, starver,
				(view != null) ? cluster(view) : null);
	}

	private TaskData.Cluster cluster(ClusterView view) {
		long ageMillis = this.component.wallClock().millis() - view.readAt().toEpochMilli();
		return new TaskData.Cluster(view.instance(), view.lastSuccess(), view.consecutiveFailures(), view.readAt(),
				Duration.ofMillis(Math.max(ageMillis, 0)), view.away() ? Boolean.TRUE : null);
	}

}
