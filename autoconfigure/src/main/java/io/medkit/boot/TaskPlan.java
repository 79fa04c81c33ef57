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

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.medkit.binding.TaskRegistration;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The tasks that are listed under {@code medkit.tasks}, checked.
 */
class TaskPlan {

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	/**
	 * A listed task.
	 *
	 * @param property the name of the property that lists it
	 * @param id its id
	 * @param period its period, if it is listed with one
	 * @param deadline its deadline, if it is listed with one
	 * @param budget its budget, if it is listed with one
	 * @param registration how it is judged
	 */
	record Entry(String property, String id, @Nullable Duration period, @Nullable Duration deadline,
			@Nullable Duration budget, TaskRegistration registration) {

	}

	/**
	 * Checks the listed tasks.
	 * @throws InvalidConfigurationPropertyValueException if a value is bad
	 */
	TaskPlan(List<MedkitProperties.Task> tasks) {
		for (int i = 0; i < tasks.size(); i++) {
			add("medkit.tasks[%d]".formatted(i), tasks.get(i));
		}
	}

	private void add(String property, MedkitProperties.Task task) {
		String id = PropertyCheck.id(property + ".id", task.id());
		Entry earlier = this.entries.get(id);
		if (earlier != null) {
			throw new InvalidConfigurationPropertyValueException(property + ".id", id,
					"The task '%s' has this id already. Remove one of the two, or give it another id."
						.formatted(earlier.property()));
		}
		Duration period = PropertyCheck.aboveZero(property + ".period", task.period());
		Duration deadline = PropertyCheck.aboveZero(property + ".deadline", task.deadline());
		Duration budget = PropertyCheck.aboveZero(property + ".budget", task.budget());
		Duration tolerance = PropertyCheck.aboveZero(property + ".tolerance", task.tolerance());
		Duration maxRun = PropertyCheck.aboveZero(property + ".max-run", task.maxRun());
		this.entries.put(id, new Entry(property, id, period, deadline, budget,
				new TaskRegistration(id, tolerance, maxRun, task.critical())));
	}

	List<Entry> entries() {
		return List.copyOf(this.entries.values());
	}

	@Nullable Entry entry(String id) {
		return this.entries.get(id);
	}

	List<TaskRegistration> registrations() {
		return this.entries.values().stream().map(Entry::registration).toList();
	}

}
