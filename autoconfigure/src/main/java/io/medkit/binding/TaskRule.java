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

import java.time.Duration;

import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;

/**
 * What a user wants of a task that a source has found.
 *
 * @param watched whether it is to be watched at all
 * @param id the id that it is to have, {@code null} for the one that it has by itself
 * @param tolerance how late it may begin, {@code null} for the default of its plan
 * @param maxRun how long an execution may take, {@code null} for no limit
 * @param critical whether it can make health worse than a warning
 * @param scope who is expected to execute it, {@code null} for the default of the source
 */
public record TaskRule(boolean watched, @Nullable String id, @Nullable Duration tolerance, @Nullable Duration maxRun,
		boolean critical, @Nullable Scope scope) {

	/** What holds where a user says nothing. */
	public static final TaskRule DEFAULT = new TaskRule(true, null, null, null, true, null);

}
