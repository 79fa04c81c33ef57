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
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/**
 * A plan of which the engine announces one time after the other, such as that of a cron
 * expression or a trigger. It goes by the wall clock.
 */
public final class AnnouncedPlan extends Plan {

	/** What an engine's clock may differ from ours, which is read a little later. */
	private static final long SLACK_MILLIS = 2;

	private static final Times NOTHING_DUE = new Times(NONE, NONE, 0, 0);

	private volatile Times times = NOTHING_DUE;

	/** The due time that the last execution began for. */
	private volatile long servedMillis = NONE;

	/**
	 * Creates a plan of which nothing is announced yet.
	 * @param text the plan for people
	 */
	public AnnouncedPlan(String text) {
		super(text);
	}

	/**
	 * Announces when the next execution is due by a calendar, such as a cron expression.
	 * @param due when
	 * @param gap the time from there to the one after it, zero if there is none
	 */
	public void announceByCalendar(Instant due, Duration gap) {
		announceByCalendar(due, gap, Duration.ZERO);
	}

	/**
	 * Announces when the next execution is due by a calendar.
	 * @param due when
	 * @param gap the time from there to the one after it, zero if there is none
	 * @param grace the time that the engine itself may take until it notices
	 */
	public void announceByCalendar(Instant due, Duration gap, Duration grace) {
		long nanos = TimeUnit.NANOSECONDS.convert(gap);
		announce(due, nanos, calendarTolerance(nanos) + TimeUnit.NANOSECONDS.convert(grace));
	}

	/**
	 * Announces when the next execution is due by an interval.
	 * @param due when
	 * @param interval the time from there to the one after it, zero if there is none
	 * @param grace the time that the engine itself may take until it notices
	 */
	public void announceByInterval(Instant due, Duration interval, Duration grace) {
		long nanos = TimeUnit.NANOSECONDS.convert(interval);
		announce(due, nanos, intervalTolerance(nanos) + TimeUnit.NANOSECONDS.convert(grace));
	}

	private void announce(Instant due, long gapNanos, long toleranceNanos) {
		long millis = due.toEpochMilli();
		Times before = this.times;
		long previous = (before.dueMillis != millis) ? before.dueMillis : before.previousMillis;
		this.times = new Times(millis, previous, gapNanos, toleranceNanos);
	}

	/**
	 * Announces that nothing is due: the task is paused, or has come to its end.
	 */
	public void announceNothing() {
		this.times = NOTHING_DUE;
	}

	/**
	 * Takes note that somebody, here or elsewhere, has begun the execution that was due
	 * then.
	 * @param due when it was due
	 */
	public void serve(Instant due) {
		this.servedMillis = due.toEpochMilli();
	}

	/**
	 * Takes note that an execution begins: the one that is due or, if its time has not
	 * come, the one before, since an engine may announce the next while it begins that.
	 */
	@Override
	long begun(long nanos, InstantSource wallClock) {
		Times times = this.times;
		long wallMillis = wallClock.millis();
		long planned = (times.dueMillis != NONE && times.dueMillis - SLACK_MILLIS <= wallMillis) ? times.dueMillis
				: times.previousMillis;
		if (planned == NONE) {
			return NONE;
		}
		this.servedMillis = planned;
		return TimeUnit.MILLISECONDS.toNanos(wallMillis - planned);
	}

	@Override
	long dueNanos(Moment moment, boolean inFlight) {
		Times times = this.times;
		long due = times.dueMillis;
		if (due == NONE) {
			return NONE;
		}
		if (this.servedMillis == NONE || this.servedMillis < due) {
			return moment.nanosOf(due);
		}
		return (times.gapNanos != 0) ? moment.nanosOf(due) + times.gapNanos : NONE;
	}

	@Override
	long toleranceNanos() {
		return this.times.toleranceNanos;
	}

	@Override
	long intervalNanos() {
		return this.times.gapNanos;
	}

	@Override
	boolean isEstimated() {
		return false;
	}

	/**
	 * What was announced.
	 */
	private record Times(long dueMillis, long previousMillis, long gapNanos, long toleranceNanos) {

	}

}
