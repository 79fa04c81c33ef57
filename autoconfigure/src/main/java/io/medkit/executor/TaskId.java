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

import java.util.Objects;

/**
 * The identity of a task, handed to every hook. Two ids are equal when their values are.
 * <p>
 * Ids that an executor hands to hooks also carry the task's registration index, so that a
 * hook can find its own per-task state without hashing the value.
 */
public final class TaskId {

	/** The index of an id that belongs to no executor. */
	public static final int NO_INDEX = -1;

	private final String value;

	private final int index;

	TaskId(String value, int index) {
		this.value = value;
		this.index = index;
	}

	/**
	 * Returns an id that belongs to no executor.
	 * @param value the id's text, not blank
	 * @return the id
	 * @throws IllegalArgumentException if the value is blank
	 */
	public static TaskId of(String value) {
		Objects.requireNonNull(value, "value");
		if (value.isBlank()) {
			throw new IllegalArgumentException("A task id must not be blank");
		}
		return new TaskId(value, NO_INDEX);
	}

	/**
	 * Returns the id's text.
	 * @return the text
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns the task's position in its executor's registration order, from 0 on.
	 * @return the index, or {@link #NO_INDEX}
	 */
	public int index() {
		return this.index;
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof TaskId that && this.value.equals(that.value));
	}

	@Override
	public int hashCode() {
		return this.value.hashCode();
	}

	@Override
	public String toString() {
		return this.value;
	}

}
