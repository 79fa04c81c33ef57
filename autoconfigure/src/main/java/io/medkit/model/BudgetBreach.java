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
 * Why a task or an executor is faulted.
 *
 * @param reason which budget was broken
 * @param task the task that broke it; {@code null} if that is the faulted one itself
 * @param tookNanos how long the execution took in nanoseconds
 * @param budgetNanos the budget in nanoseconds
 * @param since when it was broken
 */
public record BudgetBreach(FaultCode reason, @Nullable String task, @JsonProperty("took_ns") long tookNanos,
		@JsonProperty("budget_ns") long budgetNanos, Instant since) {

}
