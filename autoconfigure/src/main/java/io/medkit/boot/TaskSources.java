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
package io.medkit.boot;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

import io.medkit.binding.TaskIds;
import io.medkit.binding.TaskSource;
import io.medkit.binding.Watchdog;
import io.medkit.executor.TelemetryClock;
import io.medkit.model.EntityReport;
import io.medkit.provider.Provider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * All sources of an application: the schedulers that are not medkit's own. Makes them,
 * lets watchdogs watch them while the application runs, and reads them. Sources may come
 * at any time.
 */
class TaskSources implements Provider, SmartLifecycle {

	private static final Log logger = LogFactory.getLog(TaskSources.class);

	private final TelemetryClock clock;

	private final InstantSource wallClock;

	private final int statisticsWindow;

	private final TaskIds ids;

	private final List<TaskSource> sources = new CopyOnWriteArrayList<>();

	private final List<SourceRules> rules = new CopyOnWriteArrayList<>();

	private final List<Watchdog> watchdogs = new ArrayList<>();

	private boolean running;

	/**
	 * Creates the sources, none as yet.
	 * @param ids the ids that tasks have already
	 */
	TaskSources(TelemetryClock clock, InstantSource wallClock, int statisticsWindow, TaskIds ids) {
		this.clock = clock;
		this.wallClock = wallClock;
		this.statisticsWindow = statisticsWindow;
		this.ids = ids;
	}

	/**
	 * Adds a source.
	 * @param name its name, which is the id of its entity
	 * @param rules what is wanted of its tasks
	 */
	synchronized TaskSource add(String name, SourceRules rules) {
		TaskSource source = TaskSource.builder(name)
			.telemetryClock(this.clock)
			.wallClock(this.wallClock)
			.statisticsWindow(this.statisticsWindow)
			.rules(rules)
			.ids(this.ids)
			.build();
		this.sources.add(source);
		this.rules.add(rules);
		Watchdog watchdog = new Watchdog(source);
		this.watchdogs.add(watchdog);
		if (this.running) {
			watchdog.start();
		}
		return source;
	}

	/**
	 * Tells of rules that no task was found for. Called when the application is ready.
	 */
	void tellUnusedRules() {
		this.rules.stream().distinct().flatMap((rules) -> rules.unused().stream()).forEach(logger::warn);
	}

	@Override
	public List<EntityReport> snapshot() {
		return withTasks().flatMap((source) -> source.snapshot().stream()).toList();
	}

	@Override
	public @Nullable EntityReport find(String entityId) {
		return withTasks().map((source) -> source.find(entityId)).filter(Objects::nonNull).findFirst().orElse(null);
	}

	@Override
	public @Nullable EntityReport summary(String entityId) {
		return withTasks().map((source) -> source.summary(entityId)).filter(Objects::nonNull).findFirst().orElse(null);
	}

	@Override
	public boolean knows(String entityId) {
		return withTasks().anyMatch((source) -> source.knows(entityId));
	}

	/**
	 * Returns the sources that have tasks: others are only there because a library is.
	 */
	private Stream<TaskSource> withTasks() {
		return this.sources.stream().filter((source) -> !source.tasks().isEmpty());
	}

	@Override
	public boolean clearFaults(String entityId) {
		return withTasks().anyMatch((source) -> source.clearFaults(entityId));
	}

	@Override
	public synchronized void start() {
		this.running = true;
		this.watchdogs.forEach(Watchdog::start);
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.watchdogs.forEach(Watchdog::close);
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return ExecutorLifecycle.PHASE;
	}

}
