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

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.medkit.executor.TelemetryClock;
import io.medkit.model.EntityReport;
import org.jspecify.annotations.Nullable;

/**
 * Something that runs tasks, as it is watched: the slot of its own state, its tasks'
 * watches, and the clocks that all of them are judged by.
 */
final class Component {

	private static final String APP_PREFIX = "app:";

	private final String name;

	private final TelemetryClock clock;

	private final InstantSource wallClock;

	private final Map<String, TaskWatch> watches = new ConcurrentHashMap<>();

	private final List<TaskWatch> inOrder = new CopyOnWriteArrayList<>();

	private final ExecutorSlot slot = new ExecutorSlot();

	private final ExecutorWatch watch;

	private final PauseGuard pauseGuard = new PauseGuard(Watchdog.TICK.toNanos());

	private final Timeline timeline;

	Component(String name, TelemetryClock clock, InstantSource wallClock) {
		this.name = name;
		this.clock = clock;
		this.wallClock = wallClock;
		this.watch = new ExecutorWatch(name);
		this.timeline = new Timeline(clock, wallClock);
	}

	String name() {
		return this.name;
	}

	TelemetryClock clock() {
		return this.clock;
	}

	InstantSource wallClock() {
		return this.wallClock;
	}

	ExecutorSlot slot() {
		return this.slot;
	}

	/**
	 * Adds tasks, which follow those that are there. One whose id is there already is
	 * left out.
	 */
	void add(List<TaskWatch> tasks) {
		List<TaskWatch> added = new ArrayList<>(tasks.size());
		for (TaskWatch task : tasks) {
			if (this.watches.putIfAbsent(task.id(), task) == null) {
				added.add(task);
			}
		}
		this.inOrder.addAll(added);
	}

	void remove(String id) {
		this.inOrder.remove(this.watches.remove(id));
	}

	static String entityId(String taskId) {
		return APP_PREFIX + taskId;
	}

	/**
	 * Returns the watch of a task, if there is one.
	 */
	@Nullable TaskWatch task(String id) {
		return this.watches.get(id);
	}

	/**
	 * Returns the watch of the task that is an entity, if there is one.
	 */
	@Nullable TaskWatch entity(String entityId) {
		return entityId.startsWith(APP_PREFIX) ? task(entityId.substring(APP_PREFIX.length())) : null;
	}

	List<String> tasks() {
		return this.inOrder.stream().map(TaskWatch::id).toList();
	}

	List<EntityReport> snapshot() {
		Look look = look();
		List<EntityReport> reports = new ArrayList<>(this.inOrder.size() + 1);
		reports.add(this.watch.report(look, this.inOrder.size()));
		this.inOrder.forEach((task) -> reports.add(task.report(look, false)));
		return reports;
	}

	/**
	 * Reads one entity.
	 * @param detailed whether to tell of distributions, which takes time
	 */
	@Nullable EntityReport find(String entityId, boolean detailed) {
		if (entityId.equals(this.name)) {
			return this.watch.report(look(), this.inOrder.size());
		}
		TaskWatch task = entity(entityId);
		return (task != null) ? task.report(look(), detailed) : null;
	}

	boolean knows(String entityId) {
		return entityId.equals(this.name) || entity(entityId) != null;
	}

	/**
	 * Judges all tasks, on the watchdog's thread.
	 */
	void tick() {
		Moment moment = this.timeline.now();
		this.pauseGuard.tick(moment.nanos());
		Look look = look(moment);
		this.inOrder.forEach((task) -> task.assess(look));
	}

	/**
	 * Takes note that no watchdog looks any more.
	 */
	void unwatch() {
		this.pauseGuard.unwatch();
	}

	private Look look() {
		return look(this.timeline.now());
	}

	private Look look(Moment moment) {
		return new Look(moment, this.slot.read(), this.pauseGuard.sincePause(moment.nanos()), this.inOrder);
	}

}
