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

import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Decides, once before every run, whether an executor may run.
 */
@FunctionalInterface
public interface AdmissionCheck {

	/**
	 * Decides on a run. Called on the thread that begins it; what it throws rejects the
	 * run too.
	 * @param request what is about to run
	 * @return why it may not, or {@code null} to admit it
	 */
	@Nullable String reasonToReject(Request request);

	/**
	 * What is about to run.
	 *
	 * @param executor the executor's name
	 * @param taskCount how many tasks it has
	 * @param integrityLevel the integrity level of all its tasks, if it has one
	 */
	record Request(String executor, int taskCount, OptionalInt integrityLevel) {

	}

}
