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

/**
 * The execution of a task that is going on, for the task itself to tell more of it. Where
 * nobody watches, all methods do nothing.
 *
 * @see Medkit#current()
 */
public interface Execution {

	/**
	 * Tells that this execution failed, although it throws nothing.
	 * @param reason why; kept as an exception's message would be
	 */
	void fail(String reason);

	/**
	 * Tells that this execution failed, although it throws nothing.
	 * @param cause why
	 */
	void fail(Throwable cause);

	/**
	 * Tells that there was nothing to execute, since it was not this instance's turn. It
	 * counts neither as a success nor as a failure, and its duration is no duration.
	 */
	void skip();

	/**
	 * Adds to what this execution got done, so that an execution that does nothing can be
	 * told from one that does.
	 * @param units any number of what the task is there for, such as rows or messages
	 */
	void work(long units);

}
