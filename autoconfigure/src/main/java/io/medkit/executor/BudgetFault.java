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

import java.time.Instant;

/**
 * Why a task or an executor is faulted: an execution took longer than its budget.
 *
 * @param task the task whose execution it was
 * @param tookNanos how long it took, in nanoseconds
 * @param budgetNanos the budget, in nanoseconds
 * @param since when it ended, to the millisecond
 */
public record BudgetFault(TaskId task, long tookNanos, long budgetNanos, Instant since) {

}
