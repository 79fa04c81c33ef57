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
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * When a task of a source should begin, kept apart from the engine that begins it, since
 * an engine that is late or stuck does not tell. Thread-safe; who reads it waits for
 * nobody.
 */
public abstract class Plan {

	/** Stands for no time at all: nothing is due. */
	static final long NONE = TaskSlot.ABSENT;

	private static final long INTERVAL_FLOOR_NANOS = Duration.ofSeconds(5).toNanos();

	private static final long CALENDAR_FLOOR_NANOS = Duration.ofMinutes(1).toNanos();

	private final String text;

	private volatile BooleanSupplier cancelled = () -> false;

	Plan(String text) {
		this.text = text;
	}

	/**
	 * Plans executions at a fixed rate: the n-th is due n periods after the first,
	 * however long they take.
	 * @param firstNanos when the first is due, on the clock of the source
	 * @param period the period, above zero
	 * @return the plan
	 */
	public static Plan fixedRate(long firstNanos, Duration period) {
		return new FixedRate(firstNanos, period);
	}

	/**
	 * Plans executions one after the other, each a delay after the end of the one before.
	 * @param firstNanos when the first is due, on the clock of the source
	 * @param delay the delay
	 * @return the plan
	 */
	public static Plan fixedDelay(long firstNanos, Duration delay) {
		return new FixedDelay(firstNanos, delay);
	}

	/**
	 * Tells how to find out whether the engine has been told not to execute the task any
	 * more.
	 * @param cancelled tells it at once, to any thread
	 */
	public void cancelledWhen(BooleanSupplier cancelled) {
		this.cancelled = cancelled;
	}

	boolean isCancelled() {
		return this.cancelled.getAsBoolean();
	}

	/**
	 * Returns the plan for people.
	 */
	String text() {
		return this.text;
	}

	/**
	 * Takes note that an execution begins.
	 * @param wallClock read only by plans that go by it
	 * @return how late it does, {@link #NONE} if that is not known
	 */
	abstract long begun(long nanos, InstantSource wallClock);

	void ended(long nanos) {
	}

	/**
	 * Returns when the next execution is due, {@link #NONE} if none is.
	 * @param inFlight whether one is in flight
	 */
	abstract long dueNanos(Moment moment, boolean inFlight);

	/**
	 * Returns how late an execution may begin, unless a user says so.
	 */
	abstract long toleranceNanos();

	/**
	 * Tells whether due times are worked out here, since the engine does not tell its
	 * own.
	 */
	boolean isEstimated() {
		return true;
	}

	/**
	 * Returns the period, 0 if there is none.
	 */
	long periodNanos() {
		return 0;
	}

	/**
	 * Returns the time from one execution to the next, 0 if that is not known.
	 */
	abstract long intervalNanos();

	static long intervalTolerance(long intervalNanos) {
		return Math.max(TaskRegistration.saturatedProduct(2, intervalNanos), INTERVAL_FLOOR_NANOS);
	}

	static long calendarTolerance(long gapNanos) {
		return Math.max(gapNanos / 10, CALENDAR_FLOOR_NANOS);
	}

	private static final class FixedRate extends Plan {

		private final long firstNanos;

		private final long periodNanos;

		private final AtomicLong begun = new AtomicLong();

		private final AtomicLong lastBegunNanos;

		private FixedRate(long firstNanos, Duration period) {
			super("every " + period);
			this.firstNanos = firstNanos;
			this.periodNanos = TimeUnit.NANOSECONDS.convert(period);
			this.lastBegunNanos = new AtomicLong(firstNanos - this.periodNanos);
		}

		@Override
		long begun(long nanos, InstantSource wallClock) {
			this.lastBegunNanos.lazySet(nanos);
			return nanos - slot(this.begun.getAndIncrement());
		}

		/**
		 * Returns the next slot after the last execution began: what was missed before is
		 * told as lateness, which some schedulers make up for and others do not.
		 */
		@Override
		long dueNanos(Moment moment, boolean inFlight) {
			return slot(Math.floorDiv(this.lastBegunNanos.get() - this.firstNanos, this.periodNanos) + 1);
		}

		private long slot(long number) {
			return this.firstNanos + number * this.periodNanos;
		}

		@Override
		long toleranceNanos() {
			return intervalTolerance(this.periodNanos);
		}

		@Override
		long periodNanos() {
			return this.periodNanos;
		}

		@Override
		long intervalNanos() {
			return this.periodNanos;
		}

	}

	private static final class FixedDelay extends Plan {

		private final long delayNanos;

		private volatile long dueNanos;

		private FixedDelay(long firstNanos, Duration delay) {
			super("%s after the last".formatted(delay));
			this.delayNanos = TimeUnit.NANOSECONDS.convert(delay);
			this.dueNanos = firstNanos;
		}

		@Override
		long begun(long nanos, InstantSource wallClock) {
			long due = this.dueNanos;
			this.dueNanos = NONE;
			return (due != NONE) ? nanos - due : NONE;
		}

		@Override
		void ended(long nanos) {
			this.dueNanos = nanos + this.delayNanos;
		}

		@Override
		long dueNanos(Moment moment, boolean inFlight) {
			return inFlight ? NONE : this.dueNanos;
		}

		@Override
		long toleranceNanos() {
			return intervalTolerance(this.delayNanos);
		}

		@Override
		long intervalNanos() {
			return this.delayNanos;
		}

	}

}
