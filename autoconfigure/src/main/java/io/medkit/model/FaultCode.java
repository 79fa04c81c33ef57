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

/**
 * What can go wrong. The names are the codes on the wire.
 */
public enum FaultCode {

	/** An execution of the task failed. */
	TASK_ERROR,

	/** An execution of the task took longer than its budget. */
	BUDGET_EXCEEDED,

	/** The task should have been started, and was not. */
	OVERDUE,

	/** The task was started, and did not end within its limit. */
	STALLED,

	/** An execution broke the budget that holds for all tasks of the executor. */
	EXECUTOR_FAULT,

	/** A run of the executor ended with an error. */
	EXECUTOR_ERROR

}
