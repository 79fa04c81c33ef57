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

import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;

import io.medkit.executor.TelemetryClock;
import io.medkit.model.EntityReport;
import io.medkit.model.Scope;
import io.medkit.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler that is not ours, as it is watched: an entity of its own, whose id is the
 * source's name, and {@code app:<task>} for each task that it has. What becomes of the
 * tasks is told through {@link SourceTask}; nothing here decides when they are executed.
 */
public final class TaskSource implements Provider {

	private final Component component;

	private final int statisticsWindow;

	private final Function<String, TaskRule> rules;

	private final TaskIds ids;

	private TaskSource(Builder builder) {
		this.component = new Component(builder.name, builder.clock, builder.wallClock);
		this.statisticsWindow = builder.statisticsWindow;
		this.rules = builder.rules;
		this.ids = builder.ids;
	}

	/**
	 * Returns a builder.
	 * @param name the name of the source, which is its entity's id
	 * @return a new builder
	 */
	public static Builder builder(String name) {
		return new Builder(name);
	}

	/**
	 * Adds a task, as far as a user wants it to be watched. One that was there before and
	 * was cancelled goes on where it ended.
	 * @param id the id that it has by itself; one that is taken gets a suffix
	 * @param plan when it should be executed
	 * @param scope who is expected to execute it, unless a user says so
	 * @param threads the threads that it is executed on, if they are limited
	 * @return the task, or {@code null} if it is not to be watched
	 */
	public synchronized @Nullable SourceTask add(String id, Plan plan, Scope scope, @Nullable TaskThreads threads) {
		TaskRule rule = this.rules.apply(id);
		if (!rule.watched()) {
			return null;
		}
		String wanted = TaskIds.pathSafe((rule.id() != null) ? rule.id() : id);
		SourceTask former = cancelled(wanted);
		if (former != null) {
			former.replan(plan, threads);
			return former;
		}
		TaskRegistration registration = new TaskRegistration(this.ids.reserve(wanted), rule.tolerance(), rule.maxRun(),
				rule.critical());
		SourceTask task = new SourceTask(this.component, registration, new TaskLanes(this, this.statisticsWindow),
				(rule.scope() != null) ? rule.scope() : scope, plan, threads);
		this.component.add(List.of(new TaskWatch(this.component, registration, task)));
		return task;
	}

	/**
	 * Returns a task of that id, or of that id with a suffix, that was cancelled.
	 */
	private @Nullable SourceTask cancelled(String wanted) {
		String id = wanted;
		TaskWatch watch = this.component.task(id);
		for (int n = 2; watch != null; n++) {
			SourceTask task = watch.sourceTask();
			if (task != null && task.plan().isCancelled()) {
				return task;
			}
			id = TaskIds.suffixed(wanted, n);
			watch = this.component.task(id);
		}
		return null;
	}

	/**
	 * Removes a task that is no more.
	 * @param task the task
	 */
	public synchronized void remove(SourceTask task) {
		this.component.remove(task.id());
		this.ids.release(task.id());
	}

	/**
	 * Returns the name of the source.
	 * @return the name
	 */
	public String name() {
		return this.component.name();
	}

	/**
	 * Returns the ids of the tasks.
	 * @return the ids, in the order in which the tasks were added
	 */
	public List<String> tasks() {
		return this.component.tasks();
	}

	/**
	 * Returns the present instant on the clock of the source.
	 * @return nanoseconds from an arbitrary origin
	 */
	public long nanoTime() {
		return this.component.clock().nanoTime();
	}

	/**
	 * Returns the wall clock that the source goes by.
	 * @return the clock
	 */
	public InstantSource wallClock() {
		return this.component.wallClock();
	}

	/**
	 * Takes note that the scheduler executes tasks from now on. Does nothing if it does
	 * already.
	 */
	public void up() {
		if (!this.component.slot().isUp()) {
			this.component.slot().up(nanoTime());
		}
	}

	/**
	 * Takes note that the scheduler was stopped, or paused, so that nothing is due. Does
	 * nothing unless it was up.
	 */
	public void down() {
		if (this.component.slot().isUp()) {
			this.component.slot().down(nanoTime());
		}
	}

	/**
	 * Takes note that the scheduler itself failed.
	 * @param error how
	 */
	public void failed(Throwable error) {
		this.component.slot()
			.troubled(error.getClass().getName(), ErrorText.messageOf(error), this.component.wallClock().millis());
	}

	@Override
	public List<EntityReport> snapshot() {
		return this.component.snapshot();
	}

	@Override
	public @Nullable EntityReport find(String entityId) {
		return this.component.find(entityId, true);
	}

	@Override
	public @Nullable EntityReport summary(String entityId) {
		return this.component.find(entityId, false);
	}

	@Override
	public boolean knows(String entityId) {
		return this.component.knows(entityId);
	}

	@Override
	public boolean clearFaults(String entityId) {
		if (entityId.equals(name())) {
			this.component.slot().clearHistory();
			return true;
		}
		TaskWatch task = this.component.entity(entityId);
		if (task != null) {
			task.clearFaults();
		}
		return task != null;
	}

	Component component() {
		return this.component;
	}

	/**
	 * Builds a {@link TaskSource}. Not thread-safe.
	 */
	public static final class Builder {

		private final String name;

		private TelemetryClock clock = TelemetryClock.system();

		private InstantSource wallClock = Clock.systemUTC();

		private int statisticsWindow = TaskSlot.DEFAULT_WINDOW;

		private Function<String, TaskRule> rules = (id) -> TaskRule.DEFAULT;

		private TaskIds ids = new TaskIds(List.of());

		private Builder(String name) {
			this.name = name;
		}

		/**
		 * Sets the clock that figures are taken with.
		 * @param clock the clock
		 * @return this
		 */
		public Builder telemetryClock(TelemetryClock clock) {
			this.clock = clock;
			return this;
		}

		/**
		 * Sets the clock that calendars go by, and that faults are dated by.
		 * @param wallClock the clock
		 * @return this
		 */
		public Builder wallClock(InstantSource wallClock) {
			this.wallClock = wallClock;
			return this;
		}

		/**
		 * Sets how many samples distributions are told of.
		 * @param samples the number of samples, as for an {@link ExecutorBinding}
		 * @return this
		 * @throws IllegalArgumentException if it is a number that is out of range
		 */
		public Builder statisticsWindow(int samples) {
			this.statisticsWindow = ExecutorBinding.checkedWindow(samples);
			return this;
		}

		/**
		 * Sets what a user wants of the tasks.
		 * @param rules gives the rule for the id that a task has by itself
		 * @return this
		 */
		public Builder rules(Function<String, TaskRule> rules) {
			this.rules = rules;
			return this;
		}

		/**
		 * Sets the ids that all sources share.
		 * @param ids the ids
		 * @return this
		 */
		public Builder ids(TaskIds ids) {
			this.ids = ids;
			return this;
		}

		/**
		 * Builds the source.
		 * @return the source
		 */
		public TaskSource build() {
			return new TaskSource(this);
		}

	}

}
