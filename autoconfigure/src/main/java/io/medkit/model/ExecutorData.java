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

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read of an executor.
 *
 * @param executor the executor's figures
 */
public record ExecutorData(Executor executor) implements EntityData {

	@Override
	public ExecutorData withValues(ValueFilter filter) {
		ErrorInfo error = this.executor.lastRunError();
		return (error != null)
				? new ExecutorData(
						this.executor.withLastRunError(error.withMessage(filter, "executor.last_run_error.message")))
				: this;
	}

	/**
	 * An executor's figures.
	 *
	 * @param up whether it runs
	 * @param faulted whether it has a fault that was not cleared, so that its tasks are
	 * halted
	 * @param taskCount how many tasks are observed
	 * @param state the state of its runs
	 * @param since when that state began
	 * @param runs how many runs were begun
	 * @param heartbeats how often the dispatch thread showed that it makes progress
	 * @param lastHeartbeat when it did so last, if it ever did
	 * @param fault why it is faulted, while it is
	 * @param lastRunError what ended the last run that an error ended, kept as history
	 * until faults are cleared
	 */
	public record Executor(boolean up, boolean faulted, @JsonProperty("task_count") int taskCount, ExecutorState state,
			@Nullable Instant since, long runs, long heartbeats,
			@JsonProperty("last_heartbeat") @Nullable Instant lastHeartbeat, @Nullable BudgetBreach fault,
			@JsonProperty("last_run_error") @Nullable ErrorInfo lastRunError) {

		private Executor withLastRunError(ErrorInfo error) {
			return new Executor(this.up, this.faulted, this.taskCount, this.state, this.since, this.runs,
					this.heartbeats, this.lastHeartbeat, this.fault, error);
		}

	}

}
