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
 * The fields of a {@link TaskSlot}, in a class of their own so that there is padding in
 * front of them and behind them.
 */
abstract class TaskSlotFields extends LeadingPadding {

	long sequence;

	long inFlightSince = TaskSlot.ABSENT;

	long startedNanos;

	long executions;

	long lastTookNanos;

	long minTookNanos = Long.MAX_VALUE;

	long maxTookNanos;

	/** In eighths of a nanosecond, see {@link TaskSlot}. */
	long ewmaTook;

	long consecutiveErrors;

	long scans;

	/** Scans that were not faulted. */
	long timedScans;

	long scannedNanos;

	long periodNanos;

	long skippedSlots;

	long latenessNanos = TaskSlot.ABSENT;

	long jitterNanos = TaskSlot.ABSENT;

	/** In eighths of a nanosecond, see {@link TaskSlot}. */
	long ewmaPeriod = TaskSlot.ABSENT;

	long faultedScans;

	long errorCount;

	long appStarts;

	long appStops;

	/** Executions above it are overruns. */
	long budgetNanos = Long.MAX_VALUE;

	long deadlineNanos;

	long overruns;

	long breachTookNanos;

	long breachBudgetNanos;

	boolean handlerInFlight;

	long handlerExecutions;

	long handlerErrors;

	long handlerConsecutiveErrors;

	long handlerTookNanos;

	long handlerErrorMillis;

	@Nullable String handlerErrorType;

	@Nullable String handlerErrorMessage;

	boolean appOpen;

	boolean appFailed;

	boolean errorCounted;

	@Nullable String errorType;

	@Nullable String errorMessage;

	final Occurrences errors = new Occurrences();

	final Occurrences breaches = new Occurrences();

}
