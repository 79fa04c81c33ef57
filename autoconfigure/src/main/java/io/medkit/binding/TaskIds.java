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
package io.medkit.binding;

import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Ids of which no two are the same, such as those of all tasks, whoever runs them.
 * Thread-safe.
 */
public final class TaskIds {

	private final Set<String> taken = ConcurrentHashMap.newKeySet();

	/**
	 * Creates a set of ids.
	 * @param taken those that are taken already
	 */
	public TaskIds(Collection<String> taken) {
		this.taken.addAll(taken);
	}

	/**
	 * Takes an id or, if it is taken, the first of {@code id-2}, {@code id-3}, … that is
	 * not.
	 * @param wanted the id
	 * @return the id that was taken
	 */
	public String reserve(String wanted) {
		String id = wanted;
		for (int n = 2; !this.taken.add(id); n++) {
			id = suffixed(wanted, n);
		}
		return id;
	}

	static String suffixed(String id, int number) {
		return "%s-%d".formatted(id, number);
	}

	void release(String id) {
		this.taken.remove(id);
	}

	/**
	 * Returns an id in which nothing but letters, digits, dots, hyphens and underscores
	 * is left, so that it is one segment of a path as it is.
	 */
	static String pathSafe(String id) {
		StringBuilder safe = new StringBuilder(id.length());
		id.codePoints()
			.map((point) -> (Character.isLetterOrDigit(point) || "._-~".indexOf(point) >= 0) ? point : '_')
			.forEach(safe::appendCodePoint);
		return safe.isEmpty() ? "_" : safe.toString();
	}

}
