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
 * The threads that some tasks of a source share, so that one of them can starve the
 * others. Asked only when a task is overdue.
 */
public interface TaskThreads {

	/**
	 * Returns what they are called.
	 * @return the name
	 */
	String name();

	/**
	 * Tells whether each of them is busy.
	 * @return whether an execution that is due would have to wait
	 */
	boolean areAllBusy();

}
