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
package io.medkit.dbscheduler;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Who executed a task last, as far as it is known: the table names an instance only while
 * it executes the task. Not thread-safe.
 */
final class LastInstance {

	/** What a column may cut off of a time. */
	private static final Duration PRECISION = Duration.ofSeconds(1);

	private @Nullable String name;

	/** When its execution ended, {@code null} as long as it goes on. */
	private @Nullable Instant done;

	/** When the execution before its own ended. */
	private @Nullable Instant doneBefore;

	@Nullable String name() {
		return this.name;
	}

	/**
	 * Takes note that this instance began an execution.
	 */
	void began(@Nullable String name, @Nullable Instant doneBefore) {
		this.name = name;
		this.done = null;
		this.doneBefore = doneBefore;
	}

	/**
	 * Takes note that the execution that this instance began has ended.
	 */
	void ended(Instant done) {
		this.done = done;
	}

	/**
	 * Takes note of what the table says. An execution that ended later than that of the
	 * instance was somebody's whom nobody saw.
	 */
	void saw(Row row) {
		Instant lastDone = row.lastDone();
		if (row.pickedBy() != null) {
			began(row.pickedBy(), lastDone);
		}
		else if (this.done == null) {
			this.done = (lastDone != null && !lastDone.equals(this.doneBefore)) ? lastDone : null;
		}
		else if (lastDone != null && lastDone.isAfter(this.done.plus(PRECISION))) {
			this.name = null;
		}
	}

}
