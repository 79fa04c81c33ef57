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

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Takes an item's declaration of what triggers it. Not thread-safe.
 */
public final class Triggers {

	private @Nullable Duration interval;

	Triggers() {
	}

	/**
	 * Makes the item cyclic.
	 * @param period the time between two scans, above zero
	 * @return this
	 * @throws IllegalArgumentException if the period is not above zero, or if an interval
	 * has been declared already
	 */
	public Triggers interval(Duration period) {
		if (this.interval != null) {
			throw new IllegalArgumentException(
					"A task has exactly one period, but both %s and %s are declared".formatted(this.interval, period));
		}
		periodNanos(period);
		this.interval = period;
		return this;
	}

	@Nullable Duration interval() {
		return this.interval;
	}

	static long periodNanos(Duration period) {
		if (period.isNegative() || period.isZero()) {
			throw new IllegalArgumentException("A period must be above zero, but is %s".formatted(period));
		}
		try {
			return period.toNanos();
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException("A period must fit 292 years, but is %s".formatted(period), ex);
		}
	}

}
