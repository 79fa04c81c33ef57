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
package io.medkit.dbscheduler;

import com.github.kagkarlsson.scheduler.task.Execution;

/**
 * Stands for a heartbeat of an execution in flight here that could not be written.
 */
final class FailedHeartbeatException extends Exception {

	private static final long serialVersionUID = 1L;

	FailedHeartbeatException(Execution execution) {
		super("The heartbeat of the execution of '%s' (%s) that was due at %s could not be written"
			.formatted(execution.getTaskName(), execution.getId(), execution.getExecutionTime()), null, false, false);
	}

}
