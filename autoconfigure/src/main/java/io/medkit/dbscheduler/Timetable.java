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
package io.medkit.dbscheduler;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.SchedulableInstance;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * By what rule a task is executed again and again.
 *
 * @param text the rule for people
 * @param calendar whether it goes by a calendar, and not by an interval that begins when
 * an execution ends
 * @param next gives the time after one, as if an execution had ended then
 */
record Timetable(String text, boolean calendar, UnaryOperator<Instant> next) {

	/** What a task goes by that is not recurring, as far as is known. */
	static final Timetable NONE = new Timetable("not recurring", true, UnaryOperator.identity());

	private static final Timetable DISABLED = new Timetable("disabled", true, UnaryOperator.identity());

	/** Times from here on stand for never, and can not be told in nanoseconds. */
	private static final Instant NEVER = Instant.parse("2200-01-01T00:00:00Z");

	private static final Pattern FIXED_DELAY = Pattern.compile("FixedDelay duration=(\\S+)");

	private static final Pattern CRON = Pattern
		.compile("CronSchedule pattern=(.+), cronStyle=(?:SPRING|SPRING53), zone=(.+)");

	private static final String SCHEDULE = "onComplete=OnCompleteReschedule with ";

	/**
	 * Returns that of a task, which keeps its schedule to itself: what the first time
	 * would be tells whether it goes by a calendar; only its text tells the delay.
	 */
	static Timetable of(RecurringTask<?> task) {
		String text = task.toString();
		int begin = text.indexOf(SCHEDULE);
		String schedule = (begin >= 0) ? text.substring(begin + SCHEDULE.length()) : "recurring";
		SchedulableInstance<?> instance = task.schedulableInstance(RecurringTask.INSTANCE);
		try {
			if (!instance.getNextExecutionTime(Instant.EPOCH).equals(Instant.EPOCH)) {
				return new Timetable(calendarText(schedule), true, instance::getNextExecutionTime);
			}
		}
		catch (UnsupportedOperationException ex) {
			return DISABLED;
		}
		Duration delay = delay(schedule);
		return (delay != null) ? after(delay) : new Timetable(schedule, false, UnaryOperator.identity());
	}

	/**
	 * Returns that of a schedule.
	 */
	static Timetable of(Schedule schedule) {
		if (schedule.isDisabled()) {
			return DISABLED;
		}
		Duration delay = delay(schedule.toString());
		if (delay != null) {
			return after(delay);
		}
		String text = (schedule instanceof CronSchedule) ? schedule.toString() : schedule.getClass().getSimpleName();
		return new Timetable(calendarText(text), schedule.isDeterministic(),
				(done) -> schedule.getNextExecutionTime(ExecutionComplete.simulatedSuccess(done)));
	}

	private static Timetable after(Duration delay) {
		return new Timetable("%s after the last".formatted(delay), false, (done) -> done.plus(delay));
	}

	private static @Nullable Duration delay(String schedule) {
		Matcher matcher = FIXED_DELAY.matcher(schedule);
		try {
			return matcher.matches() ? Duration.parse(matcher.group(1)) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static String calendarText(String schedule) {
		Matcher matcher = CRON.matcher(schedule);
		return matcher.matches() ? "cron %s, %s".formatted(matcher.group(1), matcher.group(2)) : schedule;
	}

	boolean isRecurring() {
		return this != NONE && this != DISABLED;
	}

	/**
	 * Returns when an execution is due that follows one that ended at a time,
	 * {@code null} if that is not known or never.
	 */
	@Nullable Instant after(Instant done) {
		Instant next;
		try {
			next = this.next.apply(done);
		}
		catch (RuntimeException ex) {
			// a schedule may be the application's own
			return null;
		}
		return (next.isAfter(done) && !isNever(next)) ? next : null;
	}

	static boolean isNever(Instant due) {
		return !due.isBefore(NEVER);
	}

}
