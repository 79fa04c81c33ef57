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
import java.util.ArrayList;
import java.util.List;

import io.medkit.binding.ExecutorBinding;
import io.medkit.binding.Plan;
import io.medkit.binding.TaskSource;
import io.medkit.gateway.Gateway;
import io.medkit.gateway.Snapshot;
import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Selection}.
 */
class SelectionTests {

	private final TaskSource source = TaskSource.builder("scheduling").build();

	private final Snapshot snapshot = snapshot();

	private Snapshot snapshot() {
		this.source.up();
		this.source.add("failing", Plan.fixedRate(0, Duration.ofDays(1)), Scope.LOCAL, null)
			.begin()
			.end(new IllegalStateException());
		this.source.add("waiting", Plan.fixedRate(System.nanoTime(), Duration.ofDays(1)), Scope.LOCAL, null);
		return new Gateway(List.of(ExecutorBinding.withTasks("ctrl", "io"), this.source)).snapshot();
	}

	@Test
	void withoutParametersAllIsShown() {
		assertThat(ids(null, null, null, null)).containsExactly("executor", "app:ctrl", "app:io", "scheduling",
				"app:failing", "app:waiting");
		assertThat(page(null, null, null, null).position()).isNull();
	}

	@Test
	void sourceIsShownWithItsTasks() {
		assertThat(ids(null, "scheduling", null, null)).containsExactly("scheduling", "app:failing", "app:waiting");
	}

	@Test
	void stateSelectsTasksAlone() {
		assertThat(ids("error", null, null, null)).containsExactly("app:failing");
		assertThat(ids("error,unknown", "scheduling", null, null)).containsExactly("app:failing", "app:waiting");
		assertThat(ids("stalled", null, null, null)).isEmpty();
	}

	@Test
	void pageTellsWhereItStands() {
		assertThat(ids(null, null, "1", "2")).containsExactly("app:ctrl", "app:io");
		assertThat(page(null, null, "1", "2").position()).isEqualTo(new Selection.Position(1, 2, 6));
		assertThat(ids(null, null, "5", "1000")).containsExactly("app:waiting");
		assertThat(ids(null, null, String.valueOf(Integer.MAX_VALUE), "1000")).isEmpty();
		assertThat(page(null, null, String.valueOf(Integer.MAX_VALUE), "1000").position().total()).isEqualTo(6);
	}

	@Test
	void noAnswerIsWithoutBound() {
		List<String> tasks = new ArrayList<>();
		for (int i = 0; i < 1_500; i++) {
			tasks.add("task" + i);
		}
		Snapshot large = new Gateway(List.of(ExecutorBinding.withTasks(tasks.toArray(String[]::new)))).snapshot();
		Selection.Page first = Selection.ALL.apply(large);
		assertThat(first.reports()).hasSize(1_000);
		assertThat(first.position()).isEqualTo(new Selection.Position(0, 1_000, 1_501));
		assertThat(Selection.of(null, null, "1000", null).apply(large).reports()).hasSize(501);
	}

	@ParameterizedTest
	@CsvSource(nullValues = "-",
			value = { "sleeping, -, -, -, state, 'faulted, halted'", "'error,', -, -, -, state, ''",
					"ERROR, -, -, -, state, ''", "-, nobody, -, -, source, 'executor, scheduling'",
					"-, app:ctrl, -, -, source, ''", "-, -, -1, -, offset, 0 to", "-, -, -, 0, limit, 1 to 1000",
					"-, -, -, 1001, limit, 1 to 1000", "-, -, -, many, limit, 1 to 1000",
					"-, -, -, '1,2', limit, 1 to 1000", "-, -, 4294967297, -, offset, 0 to",
					"-, -, '', -, offset, 0 to" })
	void whatThereIsNotIsRefusedByNameAndCure(@Nullable String state, @Nullable String source, @Nullable String offset,
			@Nullable String limit, String parameter, String cure) {
		assertThatExceptionOfType(BadSelectionException.class).isThrownBy(() -> page(state, source, offset, limit))
			.satisfies((ex) -> {
				assertThat(ex.document().errorCode()).isEqualTo("bad-parameter");
				assertThat(ex.document().parameters()).containsEntry("parameter", parameter);
				assertThat(ex.document().message()).contains(cure);
			});
	}

	private Selection.Page page(@Nullable String state, @Nullable String source, @Nullable String offset,
			@Nullable String limit) {
		return Selection.of(state, source, offset, limit).apply(this.snapshot);
	}

	private List<String> ids(@Nullable String state, @Nullable String source, @Nullable String offset,
			@Nullable String limit) {
		return page(state, source, offset, limit).reports().stream().map((report) -> report.entity().id()).toList();
	}

}
