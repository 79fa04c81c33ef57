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
package io.medkit.quartz;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;

import io.medkit.binding.AnnouncedPlan;
import org.jspecify.annotations.Nullable;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;

/**
 * When one trigger fires.
 *
 * @param due when it fires next, {@code null} if it does not
 * @param gap the time from there to the one after it, zero if there is none
 * @param regular whether it fires at an interval, not by a calendar
 * @param paused whether it is kept from firing
 * @param served the due time that it has fired for last, as far as it was seen here
 */
record FireTimes(@Nullable Instant due, Duration gap, boolean regular, boolean paused, Instant served) {

	/** Stands for no time at all. */
	static final Instant NEVER = Instant.EPOCH;

	/**
	 * Returns the times of a trigger as it is now.
	 */
	static FireTimes of(Trigger trigger, boolean paused, Instant served) {
		Date next = trigger.getNextFireTime();
		Date after = (next != null) ? trigger.getFireTimeAfter(next) : null;
		Duration gap = (after != null) ? Duration.ofMillis(after.getTime() - next.getTime()) : Duration.ZERO;
		return new FireTimes((next != null) ? next.toInstant() : null, gap, trigger instanceof SimpleTrigger, paused,
				served);
	}

	/**
	 * Returns when it has to fire, {@code null} if it has not to.
	 */
	@Nullable Instant planned() {
		return this.paused ? null : this.due;
	}

	/**
	 * Returns the same, but due at some time at the earliest.
	 */
	FireTimes notBefore(Instant time) {
		return (this.due != null && this.due.isBefore(time)) ? dueAt(time) : this;
	}

	/**
	 * Returns the same, but due at another time.
	 */
	FireTimes dueAt(Instant time) {
		return new FireTimes(time, this.gap, this.regular, this.paused, this.served);
	}

	/**
	 * Returns the same of a trigger that is paused.
	 */
	FireTimes whilePaused() {
		return new FireTimes(this.due, this.gap, this.regular, true, this.served);
	}

	/**
	 * Returns these times or others, whichever have to fire first.
	 */
	FireTimes orEarlier(FireTimes other) {
		Instant due = planned();
		Instant otherDue = other.planned();
		return (otherDue != null && (due == null || otherDue.isBefore(due))) ? other : this;
	}

	/**
	 * Makes this what a plan goes by.
	 */
	void announceTo(AnnouncedPlan plan) {
		Instant due = planned();
		if (due == null) {
			plan.announceNothing();
		}
		else if (this.regular) {
			plan.announceByInterval(due, this.gap, Duration.ZERO);
		}
		else {
			plan.announceByCalendar(due, this.gap);
		}
		plan.serve(this.served);
	}

}
