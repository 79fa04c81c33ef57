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

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

import io.medkit.binding.AnnouncedPlan;
import io.medkit.binding.ClusterView;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskRun;
import io.medkit.binding.TaskThreads;
import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/**
 * A job as a task, which is due when the first of its triggers is.
 * <p>
 * What was read of a trigger may be older than its last execution here. So each is kept
 * with the due time that it was seen to fire for.
 */
final class JobTask {

	private static final FireTimes NOTHING_DUE = new FireTimes(null, Duration.ZERO, false, false, FireTimes.NEVER);

	private final SourceTask task;

	private final TaskThreads threads;

	private final InstantSource wallClock;

	/** The name of this instance. */
	private final String instance;

	private final Map<TriggerKey, FireTimes> triggers = new HashMap<>();

	/** Of the triggers that have not fired since. */
	private final Map<TriggerKey, Misses> misses = new HashMap<>();

	private AnnouncedPlan plan;

	private String planText;

	/** The due time that the job was executed for last. */
	private Instant lastFired = FireTimes.NEVER;

	/** Where that was, if it is known. */
	private @Nullable String lastInstance;

	/**
	 * Creates a job's task of whose triggers nothing is known yet.
	 * @param plan the task's plan
	 * @param planText the plan for people
	 * @param threads those of the scheduler
	 * @param instance the name of this instance
	 */
	JobTask(SourceTask task, AnnouncedPlan plan, String planText, TaskThreads threads, InstantSource wallClock,
			String instance) {
		this.task = task;
		this.plan = plan;
		this.planText = planText;
		this.threads = threads;
		this.wallClock = wallClock;
		this.instance = instance;
	}

	SourceTask task() {
		return this.task;
	}

	private boolean isShared() {
		return this.task.scope() == Scope.CLUSTER;
	}

	/**
	 * Begins an execution on the job's thread. One that makes up for another, of an
	 * instance that died or one that the job wants repeated, is not late: the due time
	 * that Quartz has for it is that of the other.
	 */
	TaskRun begin(JobExecutionContext context) {
		boolean makesUp = context.isRecovering() || context.getRefireCount() != 0;
		FireTimes times = times(context);
		TaskRun run = this.task.begin(makesUp ? this.wallClock.instant() : times.served());
		fired(context.getTrigger().getKey(), times);
		return run;
	}

	void skip(JobExecutionContext context) {
		FireTimes times = times(context);
		this.task.skip();
		fired(context.getTrigger().getKey(), times);
	}

	/**
	 * Takes note that it was too late for a trigger, before its next time is known.
	 */
	void miss(Trigger trigger) {
		this.task.miss(1);
		Date missed = trigger.getNextFireTime();
		synchronized (this) {
			FireTimes known = this.triggers.get(trigger.getKey());
			if (missed != null && known != null && !known.paused()) {
				this.misses.merge(trigger.getKey(), new Misses(missed.toInstant(), 1), Misses::plus);
				announce();
			}
		}
	}

	/**
	 * Returns the times of a trigger that has just fired. It knows its next one already.
	 */
	private static FireTimes times(JobExecutionContext context) {
		return FireTimes.of(context.getTrigger(), false, context.getScheduledFireTime().toInstant());
	}

	private synchronized void fired(TriggerKey key, FireTimes times) {
		FireTimes known = this.triggers.get(key);
		this.misses.remove(key);
		if (isPlanned(key) && (known == null || !times.served().isBefore(known.served()))) {
			this.triggers.put(key, (known != null && known.paused()) ? times.whilePaused() : times);
		}
		announce();
		this.lastInstance = this.instance;
		this.lastFired = later(this.lastFired, times.served());
	}

	/**
	 * Takes note of what the job store has.
	 * @param stored the job's triggers
	 * @param execution an execution that is in flight on some instance, if that is known
	 * @param readAt when that was read
	 */
	synchronized void read(Collection<StoredTrigger> stored, @Nullable InstanceRun execution, Instant readAt) {
		boolean elsewhere = execution != null && execution.alive() && !execution.instance().equals(this.instance);
		Map<TriggerKey, FireTimes> fresh = new HashMap<>();
		for (StoredTrigger trigger : stored) {
			if (isPlanned(trigger.key())) {
				FireTimes known = this.triggers.get(trigger.key());
				FireTimes times = trigger.times((known != null) ? known.served() : FireTimes.NEVER);
				fresh.put(trigger.key(), (elsewhere && trigger.isBlocked()) ? times.notBefore(readAt) : times);
				this.misses.computeIfPresent(trigger.key(),
						(key, misses) -> (times.paused() || misses.areOver(trigger.previous())) ? null : misses);
			}
		}
		this.triggers.clear();
		this.triggers.putAll(fresh);
		this.misses.keySet().retainAll(fresh.keySet());
		plan(PlanText.of(stored.stream().map(StoredTrigger::trigger).toList()));
		tellView(stored, execution, readAt);
	}

	/**
	 * Tells whether a trigger fires of itself, and not to make up for an execution of an
	 * instance that died, which is late from the beginning.
	 */
	private static boolean isPlanned(TriggerKey key) {
		return !key.getGroup().equals(Scheduler.DEFAULT_RECOVERY_GROUP);
	}

	private void plan(String text) {
		if (text.equals(this.planText)) {
			announce();
			return;
		}
		this.planText = text;
		this.plan = new AnnouncedPlan(text);
		announce();
		this.task.replan(this.plan, this.threads);
	}

	private void announce() {
		FireTimes first = NOTHING_DUE;
		for (Map.Entry<TriggerKey, FireTimes> trigger : this.triggers.entrySet()) {
			Misses misses = this.misses.get(trigger.getKey());
			FireTimes times = trigger.getValue();
			first = first.orEarlier((misses != null) ? misses.applyTo(times) : times);
		}
		first.announceTo(this.plan);
	}

	private void tellView(Collection<StoredTrigger> stored, @Nullable InstanceRun execution, Instant readAt) {
		Instant fired = stored.stream().map(StoredTrigger::previous).reduce(FireTimes.NEVER, JobTask::later);
		if (execution != null) {
			this.lastInstance = execution.instance();
		}
		else if (fired.isAfter(this.lastFired)) {
			this.lastInstance = null;
		}
		this.lastFired = later(this.lastFired, fired);
		if (isShared()) {
			this.task.tell(new ClusterView(this.lastInstance, null, 0, readAt, false));
		}
	}

	/**
	 * Takes note that the job store can not be read.
	 */
	void storeAway() {
		ClusterView view = this.task.cluster();
		if (view != null) {
			this.task.tell(view.whileAway());
		}
	}

	private static Instant later(Instant time, Instant other) {
		return other.isAfter(time) ? other : time;
	}

}
