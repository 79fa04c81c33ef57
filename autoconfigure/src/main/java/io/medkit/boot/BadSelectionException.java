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

import java.util.List;

/**
 * Thrown when a request asks for something that there is not.
 */
class BadSelectionException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/** An answer need not list more. */
	private static final int MAX_ALLOWED = 20;

	private final String parameter;

	private final String value;

	/** Not a list, which need not be serializable. */
	private final String allowed;

	BadSelectionException(String parameter, String value, List<String> allowed) {
		super("The parameter '%s' is wrong".formatted(parameter));
		this.parameter = parameter;
		this.value = value;
		this.allowed = String.join(", ", allowed.subList(0, Math.min(allowed.size(), MAX_ALLOWED)));
	}

	ErrorDocument document() {
		return ErrorDocument.badParameter(this.parameter, this.value, this.allowed);
	}

}
