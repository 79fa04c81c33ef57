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
 * Something that went wrong with an entity, once or more often, since its faults were
 * last cleared.
 *
 * @param code what went wrong, unique among an entity's faults
 * @param description the same for people, free of what the application's exceptions say
 * @param severity how grave it is, 0 to 3
 * @param severityLabel the same as a word
 * @param status whether it still holds
 * @param occurrenceCount how often it occurred
 * @param firstOccurred when it occurred first
 * @param lastOccurred when it occurred last
 * @param freezeFrame the figures of the task that it happened to, as they were when it
 * last became active; absent if no task is concerned
 */
public record Fault(@JsonProperty("fault_code") FaultCode code, String description, int severity,
		@JsonProperty("severity_label") Severity severityLabel, FaultStatus status,
		@JsonProperty("occurrence_count") long occurrenceCount, @JsonProperty("first_occurred") Instant firstOccurred,
		@JsonProperty("last_occurred") Instant lastOccurred,
		@JsonProperty("freeze_frame") @Nullable FreezeFrame freezeFrame) {

	/**
	 * Creates a fault.
	 * @param code what went wrong
	 * @param description the same for people
	 * @param severity how grave it is
	 * @param active whether it still holds
	 * @param occurrenceCount how often it occurred
	 * @param firstOccurred when it occurred first
	 * @param lastOccurred when it occurred last
	 * @param freezeFrame the figures of the task when it last became active, if there are
	 * any
	 */
	public Fault(FaultCode code, String description, Severity severity, boolean active, long occurrenceCount,
			Instant firstOccurred, Instant lastOccurred, @Nullable FreezeFrame freezeFrame) {
		this(code, description, severity.ordinal(), severity, active ? FaultStatus.ACTIVE : FaultStatus.HEALED,
				occurrenceCount, firstOccurred, lastOccurred, freezeFrame);
	}

	/**
	 * Returns the same with another freeze frame.
	 * @param frame the frame
	 * @return the fault
	 */
	public Fault withFreezeFrame(FreezeFrame frame) {
		return new Fault(this.code, this.description, this.severity, this.severityLabel, this.status,
				this.occurrenceCount, this.firstOccurred, this.lastOccurred, frame);
	}

	/**
	 * Returns the same with no more of what the application says than a filter lets pass.
	 * @param filter the filter
	 * @return the filtered fault
	 */
	public Fault withValues(ValueFilter filter) {
		FreezeFrame frame = this.freezeFrame;
		return (frame != null && frame.stack() != null) ? withFreezeFrame(frame.withValues(filter)) : this;
	}

}
