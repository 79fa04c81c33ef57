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

import java.util.List;
import java.util.stream.Stream;

/**
 * Observations of tasks that nobody registered: the sign of a misspelt id.
 *
 * @param count how many there were
 * @param ids the first few ids that they were of
 */
public record IgnoredObservations(long count, List<String> ids) {

	/** There were none. */
	public static final IgnoredObservations NONE = new IgnoredObservations(0, List.of());

	/**
	 * Copies the list.
	 */
	public IgnoredObservations {
		ids = List.copyOf(ids);
	}

	/**
	 * Adds up two.
	 * @param other the other
	 * @return the sum
	 */
	public IgnoredObservations plus(IgnoredObservations other) {
		return new IgnoredObservations(this.count + other.count,
				Stream.concat(this.ids.stream(), other.ids.stream()).distinct().toList());
	}

}
