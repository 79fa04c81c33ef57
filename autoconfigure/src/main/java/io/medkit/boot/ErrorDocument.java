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
package io.medkit.boot;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonProperty;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * Why a request has no answer.
 *
 * @param errorCode the reason, for programs
 * @param message the same for people
 * @param parameters what the request asked for
 */
public record ErrorDocument(@JsonProperty("error_code") String errorCode, String message,
		Map<String, String> parameters) implements OperationResponseBody {

	/** An answer need not repeat more of a hostile id. */
	private static final int MAX_ECHO_LENGTH = 128;

	static ErrorDocument unknownEntity(String id) {
		String shown = shorten(id);
		return new ErrorDocument("entity-not-found",
				"There is no entity '%s'. The endpoint without an id lists all.".formatted(shown),
				Map.of("entity_id", shown));
	}

	static ErrorDocument unknownCollection(String id, String collection) {
		String shown = shorten(collection);
		return new ErrorDocument("collection-not-found",
				"An entity has no collection '%s' here. It has 'data' and 'faults'.".formatted(shown),
				Map.of("entity_id", shorten(id), "collection", shown));
	}

	static ErrorDocument notClearable(String id, String collection) {
		return new ErrorDocument("collection-not-clearable",
				"The collection '%s' of an entity cannot be cleared, 'faults' alone can.".formatted(collection),
				Map.of("entity_id", shorten(id), "collection", collection));
	}

	static ErrorDocument badParameter(String parameter, String value, String allowed) {
		String shown = shorten(value);
		return new ErrorDocument("bad-parameter",
				"The parameter '%s' cannot be '%s'. It can be: %s.".formatted(parameter, shown, allowed),
				Map.of("parameter", parameter, "value", shown));
	}

	private static String shorten(String text) {
		if (text.length() <= MAX_ECHO_LENGTH) {
			return text;
		}
		// half a character is not JSON to every reader
		int end = Character.isHighSurrogate(text.charAt(MAX_ECHO_LENGTH - 1)) ? MAX_ECHO_LENGTH - 1 : MAX_ECHO_LENGTH;
		return text.substring(0, end) + "…";
	}

}
