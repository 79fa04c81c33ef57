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

import org.jspecify.annotations.Nullable;

/**
 * Something that is judged of a task again and again, and its history. Takes next to no
 * memory until it was true once, which for most tasks it never is. Confined to one thread
 * at a time.
 */
final class Verdict {

	private @Nullable Occurrences occurrences;

	/**
	 * Takes note of what was judged.
	 * @param holds whether it is true
	 * @param raisable whether it may become true now; if it is already, it goes on
	 * @param sinceMillis since when it has been true
	 * @param frame what a freeze frame is taken of
	 */
	void judge(boolean holds, boolean raisable, long sinceMillis, Frame frame) {
		if (!holds) {
			heal();
		}
		else if (raisable && !isActive()) {
			if (this.occurrences == null) {
				this.occurrences = new Occurrences();
			}
			this.occurrences.raise(sinceMillis, frame);
		}
	}

	/**
	 * Ends what holds; it remains as history.
	 */
	void heal() {
		if (this.occurrences != null) {
			this.occurrences.heal();
		}
	}

	boolean isActive() {
		return this.occurrences != null && this.occurrences.isActive();
	}

	/**
	 * Forgets the history, unless it holds.
	 */
	void clear() {
		if (this.occurrences != null) {
			this.occurrences.clear();
		}
	}

	Occurrences.Reading read() {
		return (this.occurrences != null) ? this.occurrences.read() : Occurrences.Reading.NONE;
	}

}
