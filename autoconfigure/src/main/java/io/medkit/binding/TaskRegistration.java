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
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * A task that a binding observes, and how it is judged.
 *
 * @param id the task's id
 * @param tolerance how late its next execution may begin before the task is overdue,
 * above zero; {@code null} for the longer of 5 periods and 1 second
 * @param maxRun how long an execution may take before the task is stalled, above zero;
 * {@code null} for the longer of 10 periods and 1 second, and for no limit where no
 * period is known
 * @param critical whether the task's health can be worse than a warning
 */
public record TaskRegistration(String id, @Nullable Duration tolerance, @Nullable Duration maxRun, boolean critical) {

	private static final long FLOOR_NANOS = Duration.ofSeconds(1).toNanos();

	private static final int TOLERATED_PERIODS = 5;

	private static final int MAX_RUN_PERIODS = 10;

	/**
	 * Checks the durations.
	 */
	public TaskRegistration {
		requirePositive(id, "tolerance", tolerance);
		requirePositive(id, "max-run", maxRun);
	}

	/**
	 * Registers a critical task with the default limits.
	 * @param id the task's id
	 */
	public TaskRegistration(String id) {
		this(id, null, null, true);
	}

	long toleranceNanos(long periodNanos) {
		return (this.tolerance != null) ? saturatedNanos(this.tolerance)
				: Math.max(saturatedProduct(TOLERATED_PERIODS, periodNanos), FLOOR_NANOS);
	}

	/**
	 * Returns how late an execution may begin.
	 * @param byDefault what holds if a user says nothing
	 */
	long toleranceNanos(LongSupplier byDefault) {
		return (this.tolerance != null) ? saturatedNanos(this.tolerance) : byDefault.getAsLong();
	}

	/**
	 * Returns the longest an execution may take, {@link Long#MAX_VALUE} for no limit.
	 */
	long maxRunNanos(long periodNanos) {
		if (this.maxRun != null) {
			return saturatedNanos(this.maxRun);
		}
		return (periodNanos == 0) ? Long.MAX_VALUE
				: Math.max(saturatedProduct(MAX_RUN_PERIODS, periodNanos), FLOOR_NANOS);
	}

	private static long saturatedNanos(Duration duration) {
		return TimeUnit.NANOSECONDS.convert(duration);
	}

	static long saturatedProduct(int factor, long nanos) {
		return (nanos > Long.MAX_VALUE / factor) ? Long.MAX_VALUE : factor * nanos;
	}

	private static void requirePositive(String id, String what, @Nullable Duration duration) {
		if (duration != null && (duration.isNegative() || duration.isZero())) {
			throw new IllegalArgumentException(
					"Task '%s': %s must be above zero, but is %s".formatted(id, what, duration));
		}
	}

}
