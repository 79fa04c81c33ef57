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
 * The last thing that was thrown.
 *
 * @param type the name of its class, or {@value #UNKNOWN_TYPE}
 * @param message what it says, cut at {@value #MAX_MESSAGE_LENGTH} characters;
 * {@code null} if it says nothing, or if that is not to be shown
 * @param time when it was thrown
 * @param consecutive how many failures in a row it ends, 0 after a success
 */
public record ErrorInfo(String type, @Nullable String message, Instant time,
		@JsonProperty("consecutive") long consecutive) {

	/** The longest message that is kept, in characters. */
	public static final int MAX_MESSAGE_LENGTH = 500;

	/** Stands for the class of something that nobody told about. */
	public static final String UNKNOWN_TYPE = "unknown";

	/**
	 * Cuts the message.
	 */
	public ErrorInfo {
		if (message != null && message.length() > MAX_MESSAGE_LENGTH) {
			int end = MAX_MESSAGE_LENGTH - 1;
			// half a character is not JSON to every reader
			message = message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "…";
		}
	}

	ErrorInfo withMessage(ValueFilter filter, String key) {
		return (this.message == null) ? this
				: new ErrorInfo(this.type, filter.apply(key, this.message), this.time, this.consecutive);
	}

}
