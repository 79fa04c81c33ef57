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

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.TaskInstanceId;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTaskWithPersistentSchedule;
import io.medkit.binding.AnnouncedPlan;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskSource;
import io.medkit.binding.TaskThreads;
import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * The tasks of a scheduler that are watched: one for each task that it has or, if a task
 * has a schedule for each of its instances, one for each instance.
 */
final class WatchedTasks {

	/** How many instances of one task are watched, those that are due first. */
	static final int MAX_INSTANCES = 256;

	private final TaskSource source;

	private final DbSchedulerSettings settings;

	private final TaskThreads threads;

	/** The names of the tasks that have one schedule. */
	private final Set<String> recurring = ConcurrentHashMap.newKeySet();

	/** The names of the tasks that have a schedule for each instance. */
	private final Set<String> persistent = ConcurrentHashMap.newKeySet();

	/** What is not to be watched is there too, but empty. */
	private final Map<Key, Optional<WatchedTask>> tasks = new ConcurrentHashMap<>();

	WatchedTasks(TaskSource source, DbSchedulerSettings settings, TaskThreads threads) {
		this.source = source;
		this.settings = settings;
		this.threads = threads;
	}

	/**
	 * Lists tasks that the scheduler has, whether or not they were seen before.
	 */
	void list(Collection<? extends Task<?>> tasks) {
		for (Task<?> task : tasks) {
			String name = task.getTaskName();
			if (task instanceof RecurringTaskWithPersistentSchedule) {
				this.persistent.add(name);
				remove(new Key(name, null));
			}
			else {
				WatchedTask watched = find(new Key(name, null));
				if (watched != null && task instanceof RecurringTask<?> recurring) {
					watched.goesBy(Timetable.of(recurring));
					this.recurring.add(name);
				}
			}
		}
	}

	/**
	 * Returns the names of the tasks that have one schedule.
	 */
	Collection<String> recurring() {
		return List.copyOf(this.recurring);
	}

	/**
	 * Returns the names of the tasks that have a schedule for each instance.
	 */
	Collection<String> persistent() {
		return List.copyOf(this.persistent);
	}

	/**
	 * Returns the task that an execution is watched as. One that is seen for the first
	 * time is listed.
	 * @return the task, {@code null} if it is not to be watched
	 */
	@Nullable WatchedTask find(TaskInstanceId execution) {
		String name = execution.getTaskName();
		return find(new Key(name, this.persistent.contains(name) ? execution.getId() : null));
	}

	private @Nullable WatchedTask find(Key key) {
		Optional<WatchedTask> task = this.tasks.get(key);
		if (task == null) {
			boolean full = key.instance() != null && instances(key.name()).count() >= MAX_INSTANCES;
			task = full ? Optional.empty() : this.tasks.computeIfAbsent(key, this::add);
		}
		return task.orElse(null);
	}

	private Optional<WatchedTask> add(Key key) {
		String id = (key.instance() != null) ? "%s.%s".formatted(key.name(), key.instance()) : key.name();
		AnnouncedPlan plan = new AnnouncedPlan(Timetable.NONE.text());
		SourceTask task = this.source.add(id, plan, Scope.CLUSTER, this.threads);
		if (task == null) {
			return Optional.empty();
		}
		String instance = (key.instance() != null) ? key.instance() : RecurringTask.INSTANCE;
		return Optional.of(new WatchedTask(task, instance, plan, this.threads, this.settings));
	}

	private Stream<Key> instances(String name) {
		return this.tasks.keySet().stream().filter((key) -> key.name().equals(name));
	}

	/**
	 * Returns the instances of a task that are watched.
	 */
	List<WatchedTask> instancesOf(String name) {
		return instances(name).flatMap((key) -> this.tasks.getOrDefault(key, Optional.empty()).stream()).toList();
	}

	/**
	 * Removes an instance that is no more.
	 */
	void removeInstance(String name, String instance) {
		remove(new Key(name, instance));
	}

	private void remove(Key key) {
		Optional<WatchedTask> removed = this.tasks.remove(key);
		if (removed != null) {
			removed.ifPresent((task) -> this.source.remove(task.sourceTask()));
		}
	}

	Stream<WatchedTask> all() {
		return this.tasks.values().stream().flatMap(Optional::stream);
	}

	private record Key(String name, @Nullable String instance) {

	}

}
