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
import java.util.List;

import io.medkit.binding.TaskRule;
import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SourceRules}.
 */
class SourceRulesTests {

	private static final String PROPERTY = "medkit.sources.scheduling.tasks";

	@Test
	void firstEntryThatMatchesCounts() {
		SourceRules rules = rules(task("report.*", "reports"), task("*", null));
		assertThat(rules.apply("report.run")).isEqualTo(new TaskRule(true, "reports", null, null, true, null));
		assertThat(rules.apply("poller.run").id()).isNull();
	}

	@Test
	void taskThatNoEntryMatchesHasTheDefaults() {
		assertThat(rules(task("report.*", null)).apply("poller.run")).isEqualTo(TaskRule.DEFAULT);
	}

	@Test
	void everythingThatIsSetIsInTheRule() {
		MedkitProperties.SourceTask task = new MedkitProperties.SourceTask("poller.run", false, "poller",
				Duration.ofSeconds(1), Duration.ofSeconds(2), false, Scope.CLUSTER);
		assertThat(rules(task).apply("poller.run")).isEqualTo(
				new TaskRule(false, "poller", Duration.ofSeconds(1), Duration.ofSeconds(2), false, Scope.CLUSTER));
	}

	@Test
	void entriesThatNoTaskWasFoundForAreTold() {
		SourceRules rules = rules(task("poller.run", null), task("polller.*", null));
		rules.apply("poller.run");
		assertThat(rules.unused()).containsExactly(
				"Property 'medkit.sources.scheduling.tasks[1].match' is 'polller.*', and no task has been found that it matches");
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " " })
	void entryWithoutPatternIsRefused(@Nullable String match) {
		assertRefused(task(match, null), PROPERTY + "[0].match", "report.*");
	}

	@Test
	void badValuesAreRefusedByName() {
		assertRefused(task("*", "a/b"), PROPERTY + "[0].id", "letters");
		assertRefused(new MedkitProperties.SourceTask("*", true, null, Duration.ZERO, null, true, null),
				PROPERTY + "[0].tolerance", "above zero");
		assertRefused(new MedkitProperties.SourceTask("*", true, null, null, Duration.ofSeconds(-1), true, null),
				PROPERTY + "[0].max-run", "above zero");
	}

	private static void assertRefused(MedkitProperties.SourceTask task, String property, String cure) {
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).isThrownBy(() -> rules(task))
			.satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo(property);
				assertThat(ex.getReason()).contains(cure);
			});
	}

	private static MedkitProperties.SourceTask task(@Nullable String match, @Nullable String id) {
		return new MedkitProperties.SourceTask(match, true, id, null, null, true, null);
	}

	private static SourceRules rules(MedkitProperties.SourceTask... tasks) {
		return new SourceRules(PROPERTY, List.of(tasks));
	}

}
