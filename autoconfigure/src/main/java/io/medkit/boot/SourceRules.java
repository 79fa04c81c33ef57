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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.medkit.binding.TaskRule;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.PatternMatchUtils;
import org.springframework.util.StringUtils;

/**
 * What the properties of a source say of the tasks that it finds: of those whose pattern
 * matches a task's id, the first.
 */
class SourceRules implements Function<String, TaskRule> {

	private final List<Entry> entries = new ArrayList<>();

	private final Set<Entry> used = ConcurrentHashMap.newKeySet();

	/**
	 * Checks the rules.
	 * @param property the name of the property that lists them
	 * @throws InvalidConfigurationPropertyValueException if a value is bad
	 */
	SourceRules(String property, List<MedkitProperties.SourceTask> tasks) {
		for (int i = 0; i < tasks.size(); i++) {
			this.entries.add(entry("%s[%d]".formatted(property, i), tasks.get(i)));
		}
	}

	private static Entry entry(String property, MedkitProperties.SourceTask task) {
		String match = task.match();
		if (!StringUtils.hasText(match)) {
			throw new InvalidConfigurationPropertyValueException(property + ".match", match,
					"It must be the id of a task, or a pattern in which * stands for any characters, such as 'report.*'.");
		}
		String id = (task.id() != null) ? PropertyCheck.id(property + ".id", task.id()) : null;
		return new Entry(property, match,
				new TaskRule(task.watch(), id, PropertyCheck.aboveZero(property + ".tolerance", task.tolerance()),
						PropertyCheck.aboveZero(property + ".max-run", task.maxRun()), task.critical(), task.scope()));
	}

	@Override
	public TaskRule apply(String id) {
		Entry entry = find(id);
		if (entry == null) {
			return TaskRule.DEFAULT;
		}
		this.used.add(entry);
		return entry.rule();
	}

	private @Nullable Entry find(String id) {
		return this.entries.stream()
			.filter((entry) -> PatternMatchUtils.simpleMatch(entry.match(), id))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns a sentence for each rule that no task was found for.
	 */
	List<String> unused() {
		return this.entries.stream()
			.filter((entry) -> !this.used.contains(entry))
			.map((entry) -> "Property '%s.match' is '%s', and no task has been found that it matches"
				.formatted(entry.property(), entry.match()))
			.toList();
	}

	private record Entry(String property, String match, TaskRule rule) {

	}

}
