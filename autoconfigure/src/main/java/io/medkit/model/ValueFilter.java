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

import org.jspecify.annotations.Nullable;

/**
 * Decides what is shown of what the application itself says: messages of exceptions,
 * names and stacks of threads. Each may hold a secret. Classes of exceptions are always
 * shown.
 */
@FunctionalInterface
public interface ValueFilter {

	/** Shows nothing. */
	ValueFilter NONE = (key, value) -> null;

	/** Shows everything as it is. */
	ValueFilter ALL = (key, value) -> value;

	/**
	 * Returns what is shown in place of a value.
	 * @param key where the value stands
	 * @param value the value
	 * @return what is shown, {@code null} if nothing is
	 */
	@Nullable String apply(String key, String value);

}
