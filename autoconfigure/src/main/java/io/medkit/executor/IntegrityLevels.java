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

import java.util.Collection;
import java.util.OptionalInt;

/**
 * Keeps items of different integrity levels apart.
 */
final class IntegrityLevels {

	private IntegrityLevels() {
	}

	/**
	 * Returns the level of all items that have one.
	 * @throws IllegalArgumentException if they have several
	 */
	static OptionalInt common(String what, Collection<? extends ExecutableItem> items) {
		int[] levels = items.stream()
			.map(ExecutableItem::integrityLevel)
			.flatMapToInt(OptionalInt::stream)
			.distinct()
			.toArray();
		if (levels.length > 1) {
			throw new IllegalArgumentException(
					"Items of the integrity levels %d and %d are mixed in %s".formatted(levels[0], levels[1], what));
		}
		return (levels.length == 1) ? OptionalInt.of(levels[0]) : OptionalInt.empty();
	}

	/**
	 * Checks that an item fits an executor.
	 * @throws IllegalArgumentException if it has a level, and not that of the executor
	 */
	static void require(OptionalInt executorLevel, ExecutableItem item) {
		OptionalInt level = item.integrityLevel();
		if (level.isPresent() && executorLevel.isPresent() && level.getAsInt() != executorLevel.getAsInt()) {
			throw new IllegalArgumentException(
					"Its integrity level is %d, that of the executor is %d: add it to an executor of its own level"
						.formatted(level.getAsInt(), executorLevel.getAsInt()));
		}
	}

}
