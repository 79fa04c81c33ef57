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
package io.medkit.model;

import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntityData}.
 */
class EntityDataTests {

	private static final ErrorInfo ERROR = new ErrorInfo("org.example.BadPassword", "secret", Instant.EPOCH, 1);

	private static final BudgetBreach BREACH = new BudgetBreach(FaultCode.BUDGET_EXCEEDED, null, 2, 1, Instant.EPOCH);

	private static final ErrorInfo WITHOUT_MESSAGE = new ErrorInfo("org.example.BadPassword", null, Instant.EPOCH, 1);

	private static final TaskData.Scheduling SCHEDULING = new TaskData.Scheduling("every PT1S", Scope.LOCAL, null, 0,
			null, null, null, null, null);

	@Test
	void taskWithoutValuesKeepsAllButTheMessage() {
		TaskData.Liveness liveness = new TaskData.Liveness(TaskState.ERROR, true, 3, 2, 1, true, 1, 5L, Instant.EPOCH,
				Instant.EPOCH, Instant.EPOCH, null, null, true, null);
		TaskData.Timing timing = new TaskData.Timing(1, 2, 3, 4, 5, 6, null, null, null, 7, 8, 9, 10, null, 11L, 12,
				null, null, null);
		TaskData data = new TaskData(liveness, timing, ERROR, BREACH, new TaskData.Handler(3, 2, 1, ERROR), SCHEDULING);
		assertThat(data.withValues(ValueFilter.NONE)).isEqualTo(new TaskData(liveness, timing, WITHOUT_MESSAGE, BREACH,
				new TaskData.Handler(3, 2, 1, WITHOUT_MESSAGE), SCHEDULING));
		assertThat(data.withValues(ValueFilter.NONE).toString()).doesNotContain("secret");
		TaskData well = new TaskData(liveness, timing, null, null, new TaskData.Handler(3, 0, 1, null), null);
		assertThat(well.withValues(ValueFilter.NONE)).isEqualTo(well);
	}

	@Test
	void executorWithoutValuesKeepsAllButTheMessage() {
		ExecutorData data = new ExecutorData(new ExecutorData.Executor(true, true, 3, ExecutorState.FAILED,
				Instant.EPOCH, 4, 0, null, BREACH, ERROR));
		assertThat(data.withValues(ValueFilter.NONE)).isEqualTo(new ExecutorData(new ExecutorData.Executor(true, true,
				3, ExecutorState.FAILED, Instant.EPOCH, 4, 0, null, BREACH, WITHOUT_MESSAGE)));
		ExecutorData well = new ExecutorData(
				new ExecutorData.Executor(false, false, 0, ExecutorState.NEVER_STARTED, null, 0, 0, null, null, null));
		assertThat(well.withValues(ValueFilter.NONE)).isEqualTo(well);
	}

}
