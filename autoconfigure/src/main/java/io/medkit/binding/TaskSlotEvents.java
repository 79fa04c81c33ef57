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
 * The fields of a {@link TaskSlot} that only what happens rarely touches.
 */
abstract class TaskSlotEvents extends TaskSlotFields {

	long maxTookNanos;

	/** Executions above it are overruns. */
	long budgetNanos = Long.MAX_VALUE;

	long overruns;

	long skippedSlots;

	/** Scans that executed nothing, since the task was faulted, and have no sample. */
	long faultedScans;

	long errorCount;

	/** How many executions have failed since the last success, or since a clear. */
	long consecutiveErrors;

	/** When the last success ended before the errors that have occurred since. */
	long lastSuccessNanos = TaskSlot.ABSENT;

	/** When the error occurred whose type and message are kept. */
	long errorMillis;

	long appStarts;

	long appStops;

	long deadlineNanos;

	long breachCount;

	long breachTookNanos;

	long breachBudgetNanos;

	long handlerExecutions;

	long handlerErrors;

	long handlerConsecutiveErrors;

	long handlerTookNanos;

	long handlerErrorMillis;

	boolean handlerInFlight;

	boolean appOpen;

	boolean appFailed;

	@Nullable String handlerErrorType;

	@Nullable String handlerErrorMessage;

	@Nullable String errorType;

	@Nullable String errorMessage;

	/** The execution in flight, if a source told of it. */
	@Nullable TaskRun run;

	final Occurrences errors = new Occurrences();

	final Occurrences breaches = new Occurrences();

	TaskSlotEvents(Object owner, int window) {
		super(owner, window);
	}

}
