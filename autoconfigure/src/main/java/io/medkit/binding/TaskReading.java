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

import java.util.concurrent.atomic.AtomicLongArray;

import org.jspecify.annotations.Nullable;

/**
 * One consistent state of a {@link TaskSlot}, or several {@linkplain #plus added up}.
 * What ends in {@code Nanos} or {@code Since} may be {@link TaskSlot#ABSENT} where its
 * name is that of an instant, a lateness or a jitter. The average is in eighths of a
 * nanosecond.
 */
record TaskReading(long starts, long stops, long errors, long consecutiveErrors, int inFlight, long inFlightSince,
		long startedNanos, long endedNanos, long lastSuccessNanos, long executions, long lastTookNanos,
		long minTookNanos, long maxTookNanos, long totalTookNanos, long ewmaTook, long overruns, long budgetNanos,
		long deadlineNanos, long timedScans, long faultedScans, long scannedNanos, long periodNanos, long skippedSlots,
		long latenessNanos, long jitterNanos, long breachTookNanos, long breachBudgetNanos, long errorMillis,
		@Nullable String errorType, @Nullable String errorMessage, Occurrences.Reading failures,
		Occurrences.Reading breaches, Handler handler) implements Frame {

	/**
	 * Adds what another slot of the same task holds. Counts are summed, extremes are
	 * those of both, and what is told of the last execution, scan or error is that of the
	 * one which was later. The average is that of the slot whose execution ended later.
	 */
	TaskReading plus(TaskReading other) {
		TaskReading ended = isLater(other.endedNanos, this.endedNanos) ? other : this;
		TaskReading scanned = isLater(other.lastScanNanos(), lastScanNanos()) ? other : this;
		TaskReading failed = hasLaterError(other) ? other : this;
		TaskReading breached = (other.breaches.lastMillis() > this.breaches.lastMillis()) ? other : this;
		return new TaskReading(this.starts + other.starts, this.stops + other.stops, this.errors + other.errors,
				unhealedErrors() + other.unhealedErrors(), this.inFlight + other.inFlight,
				earliest(this.inFlightSince, other.inFlightSince), latest(this.startedNanos, other.startedNanos),
				ended.endedNanos, latest(this.lastSuccessNanos, other.lastSuccessNanos),
				this.executions + other.executions, ended.lastTookNanos, minTookNanos(other),
				Math.max(this.maxTookNanos, other.maxTookNanos), this.totalTookNanos + other.totalTookNanos,
				ended.ewmaTook, this.overruns + other.overruns, Math.min(this.budgetNanos, other.budgetNanos),
				Math.max(this.deadlineNanos, other.deadlineNanos), this.timedScans + other.timedScans,
				this.faultedScans + other.faultedScans, scanned.scannedNanos,
				Math.max(this.periodNanos, other.periodNanos), this.skippedSlots + other.skippedSlots,
				scanned.latenessNanos, scanned.jitterNanos, breached.breachTookNanos, breached.breachBudgetNanos,
				failed.errorMillis, failed.errorType, failed.errorMessage, this.failures.plus(other.failures),
				this.breaches.plus(other.breaches), (other.handler.executions() != 0) ? other.handler : this.handler);
	}

	private long minTookNanos(TaskReading other) {
		if (this.executions == 0 || other.executions == 0) {
			return (this.executions == 0) ? other.minTookNanos : this.minTookNanos;
		}
		return Math.min(this.minTookNanos, other.minTookNanos);
	}

	private boolean hasLaterError(TaskReading other) {
		return other.errorMillis > this.errorMillis
				|| (other.errorMillis == this.errorMillis && this.errorType == null);
	}

	private long unhealedErrors() {
		return inError() ? this.consecutiveErrors : 0;
	}

	private long lastScanNanos() {
		return (scans() != 0) ? this.scannedNanos : TaskSlot.ABSENT;
	}

	private static boolean isLater(long nanos, long otherNanos) {
		return nanos != TaskSlot.ABSENT && (otherNanos == TaskSlot.ABSENT || nanos - otherNanos > 0);
	}

	private static long latest(long nanos, long otherNanos) {
		return isLater(nanos, otherNanos) ? nanos : otherNanos;
	}

	private static long earliest(long nanos, long otherNanos) {
		if (nanos == TaskSlot.ABSENT || otherNanos == TaskSlot.ABSENT) {
			return (nanos == TaskSlot.ABSENT) ? otherNanos : nanos;
		}
		return isLater(nanos, otherNanos) ? otherNanos : nanos;
	}

	@Override
	public void copyTo(AtomicLongArray target, int offset) {
		Frame.put(target, offset, this.executions, this.errors, this.consecutiveErrors, this.lastTookNanos,
				ewmaTookNanos(), this.maxTookNanos, this.startedNanos, this.skippedSlots, this.overruns,
				this.latenessNanos);
	}

	long scans() {
		return this.timedScans + this.faultedScans;
	}

	long ewmaTookNanos() {
		return this.ewmaTook >> TaskSlot.EWMA_SHIFT;
	}

	boolean isInFlight() {
		return this.inFlight != 0;
	}

	boolean inError() {
		return this.failures.active();
	}

	boolean faulted() {
		return this.breaches.active();
	}

	boolean hasRun() {
		return this.starts != 0 || this.executions != 0 || this.errors != 0;
	}

	/**
	 * What one state of a slot has of the fault handler.
	 */
	record Handler(long executions, long errors, long consecutiveErrors, long lastTookNanos, long errorMillis,
			@Nullable String errorType, @Nullable String errorMessage) {

		static final Handler NONE = new Handler(0, 0, 0, 0, 0, null, null);

	}

}
