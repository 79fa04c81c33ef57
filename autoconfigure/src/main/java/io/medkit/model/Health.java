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
 * How well an entity is, from best to worst.
 */
public enum Health {

	/** Nothing is known to be wrong. */
	OK,

	/** Something is wrong that the entity's user said not to be critical. */
	WARNING,

	/** The entity does not do what it is there for. */
	ERROR,

	/** As {@link #ERROR}, and others are at risk. */
	CRITICAL;

	/**
	 * Returns the worse of two.
	 * @param other the other
	 * @return this or the other
	 */
	public Health worst(Health other) {
		return (compareTo(other) >= 0) ? this : other;
	}

}
