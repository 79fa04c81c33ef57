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

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What state a task is in, from worst to best known.
 */
public enum TaskState {

	/** It broke its budget and is not executed until that is cleared. */
	@JsonProperty("faulted")
	FAULTED,

	/** Its executor is faulted, so it is not executed. */
	@JsonProperty("halted")
	HALTED,

	/** It has been executing for longer than its limit. */
	@JsonProperty("stalled")
	STALLED,

	/** It should have been started, and has not been. */
	@JsonProperty("overdue")
	OVERDUE,

	/** Its last completed execution failed. */
	@JsonProperty("error")
	ERROR,

	/** It is being executed, or scheduled and on time. */
	@JsonProperty("running")
	RUNNING,

	/** It ran, and nothing schedules it now. */
	@JsonProperty("stopped")
	STOPPED,

	/** It has not run yet. */
	@JsonProperty("unknown")
	UNKNOWN;

	/**
	 * Tells whether a task in this state does not do what it is there for.
	 * @return whether it does not
	 */
	public boolean isBad() {
		return compareTo(ERROR) <= 0;
	}

}
