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
package io.medkit.executor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The tasks of an executor in registration order, and how one is made of what is declared
 * for it.
 */
final class TaskRegistry {

	private final CyclicExecutor executor;

	private final OptionalInt integrityLevel;

	private final Map<String, Task> tasks = new ConcurrentHashMap<>();

	/** The same in order, guarded by itself. */
	private final List<Task> order = new ArrayList<>();

	TaskRegistry(CyclicExecutor executor, OptionalInt integrityLevel) {
		this.executor = executor;
		this.integrityLevel = integrityLevel;
	}

	/**
	 * Makes a task and adds it. One thread at a time.
	 * @param supplied the id, unless the item insists on its own; {@code null} for
	 * {@code task-} and a number
	 * @param item what it executes
	 * @param declaration declares what wins over what the item declares
	 * @throws IllegalArgumentException if the id is taken, or a declaration is bad
	 */
	Task add(@Nullable String supplied, ExecutableItem item, Consumer<Triggers> declaration) {
		String own = item.taskId();
		TaskId id = newId((own != null) ? own : supplied);
		try {
			Triggers triggers = triggers(item, declaration);
			TaskTiming timing = triggers.timing();
			ExecutableItem handler = triggers.faultHandler();
			IntegrityLevels.require(this.integrityLevel, item);
			if (handler != null) {
				IntegrityLevels.require(this.integrityLevel, handler);
				Triggers.requireNone("Its fault handler", handler);
			}
			Task task = new Task(id, item, handler, timing, this.executor);
			this.tasks.put(id.value(), task);
			synchronized (this.order) {
				this.order.add(task);
			}
			triggers.signals().forEach((signal) -> signal.listen(task));
			return task;
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("Task '%s': %s".formatted(id, ex.getMessage()), ex);
		}
	}

	private static Triggers triggers(ExecutableItem item, Consumer<Triggers> declaration) {
		Triggers declared = new Triggers();
		item.declareTriggers(declared);
		Triggers winning = new Triggers();
		declaration.accept(winning);
		return winning.orElse(declared);
	}

	private TaskId newId(@Nullable String wanted) {
		String id = (wanted != null) ? wanted : freeId();
		if (this.tasks.containsKey(id)) {
			throw new IllegalArgumentException("Executor '%s' has a task '%s' already: give one of the two another id"
				.formatted(this.executor.name(), id));
		}
		return TaskId.of(id);
	}

	private String freeId() {
		int n = this.tasks.size();
		while (this.tasks.containsKey("task-" + n)) {
			n++;
		}
		return "task-" + n;
	}

	/**
	 * Returns all tasks. Any thread.
	 */
	List<Task> all() {
		synchronized (this.order) {
			return new ArrayList<>(this.order);
		}
	}

	/**
	 * Returns the task with an id. Any thread.
	 * @throws TaskNotFoundException if there is none
	 */
	Task find(String id) {
		Task task = this.tasks.get(id);
		if (task == null) {
			throw new TaskNotFoundException(this.executor.name(), id);
		}
		return task;
	}

}
