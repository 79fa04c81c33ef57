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

/**
 * An item threw, and the executor's policy is {@link ErrorPolicy#STOP}. What further
 * items threw in the same wake is attached as suppressed.
 */
public class TaskFailedException extends ExecutorException {

	private static final long serialVersionUID = 1L;

	private final String taskId;

	TaskFailedException(TaskId task, Throwable cause) {
		super("Task '%s' failed: %s".formatted(task, cause), cause);
		this.taskId = task.value();
	}

	/**
	 * Returns the id of the task whose failure was found first.
	 * @return the id's text
	 */
	public String taskId() {
		return this.taskId;
	}

}
