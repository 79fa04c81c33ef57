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

import org.jspecify.annotations.Nullable;

/**
 * The identity of a task, handed to every hook. Two ids are equal when their values are.
 * <p>
 * An executor hands the same object to all hooks of a task, and another one, which is
 * equal to it, to those of the task's fault handler. Who observes the task may attach an
 * object to the first, and so finds its own state without a look-up.
 */
public final class TaskId {

	private final String value;

	private final @Nullable TaskId handled;

	private @Nullable Attachment attachment;

	private TaskId(String value, @Nullable TaskId handled) {
		this.value = value;
		this.handled = handled;
	}

	/**
	 * Returns an id with nothing attached.
	 * @param value the id's text, not blank
	 * @return a new object
	 * @throws IllegalArgumentException if the value is blank
	 */
	public static TaskId of(String value) {
		Objects.requireNonNull(value, "value");
		if (value.isBlank()) {
			throw new IllegalArgumentException("A task id must not be blank");
		}
		return new TaskId(value, null);
	}

	/**
	 * Returns the id's text.
	 * @return the text
	 */
	public String value() {
		return this.value;
	}

	/**
	 * Returns what the task's fault handler goes by.
	 */
	TaskId ofFaultHandler() {
		return new TaskId(this.value, this);
	}

	/**
	 * Tells whether this stands for the task's fault handler, not for the task itself.
	 * @return whether it does
	 */
	public boolean isFaultHandler() {
		return this.handled != null;
	}

	/**
	 * Returns the id of the task itself, which this is unless it stands for the task's
	 * fault handler.
	 * @return the task's id
	 */
	public TaskId task() {
		return (this.handled != null) ? this.handled : this;
	}

	/**
	 * Attaches an object. The one before is discarded. Not synchronized: to be called in
	 * {@link Observer#onTaskAdded}, which happens-before every other hook.
	 * @param attachment the object
	 */
	public void attach(Attachment attachment) {
		this.attachment = attachment;
	}

	/**
	 * Returns what was attached last, if it is the given owner's.
	 * @param owner whose object to return
	 * @return the object, or {@code null}
	 */
	public @Nullable Attachment attachmentOf(Object owner) {
		Attachment attachment = this.attachment;
		return (attachment != null && attachment.owner() == owner) ? attachment : null;
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

	/**
	 * What an observer attaches to a task's id. As long as only one class extends it, a
	 * hook finds its own attachment by two loads and a comparison.
	 */
	public abstract static class Attachment {

		/**
		 * Returns whose attachment this is.
		 * @return the observer, always the same
		 */
		protected abstract Object owner();

	}

}
