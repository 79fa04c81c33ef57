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
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TimeZone;
import java.util.stream.Collectors;

import org.quartz.CalendarIntervalTrigger;
import org.quartz.CronTrigger;
import org.quartz.DailyTimeIntervalTrigger;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.SimpleTrigger;
import org.quartz.Trigger;

/**
 * Puts triggers into words.
 */
final class PlanText {

	/** How many triggers of a job are told. */
	private static final int MOST = 3;

	private static final String ONCE = "once";

	private PlanText() {
	}

	/**
	 * Returns when the triggers of a job fire. Those that fire but once are told only if
	 * there are no others: they come and go.
	 */
	static String of(Collection<Trigger> triggers) {
		List<String> texts = triggers.stream()
			.map(PlanText::of)
			.filter((text) -> !text.equals(ONCE))
			.distinct()
			.sorted()
			.toList();
		if (texts.isEmpty()) {
			return ONCE;
		}
		String text = texts.stream().limit(MOST).collect(Collectors.joining(", "));
		return (texts.size() > MOST) ? "%s and %d more".formatted(text, texts.size() - MOST) : text;
	}

	private static String of(Trigger trigger) {
		if (trigger instanceof SimpleTrigger simple) {
			return (simple.getRepeatCount() != 0) ? "every " + Duration.ofMillis(simple.getRepeatInterval()) : ONCE;
		}
		if (trigger instanceof CronTrigger cron) {
			return "cron " + cron.getCronExpression() + zone(cron.getTimeZone());
		}
		if (trigger instanceof CalendarIntervalTrigger calendar) {
			return every(calendar.getRepeatInterval(), calendar.getRepeatIntervalUnit());
		}
		if (trigger instanceof DailyTimeIntervalTrigger daily) {
			return "%s of certain hours".formatted(every(daily.getRepeatInterval(), daily.getRepeatIntervalUnit()));
		}
		return trigger.getClass().getSimpleName();
	}

	private static String zone(TimeZone zone) {
		return zone.equals(TimeZone.getDefault()) ? "" : " " + zone.getID();
	}

	private static String every(int count, IntervalUnit unit) {
		String name = unit.name().toLowerCase(Locale.ROOT);
		return (count != 1) ? "every %d %ss".formatted(count, name) : "every " + name;
	}

}
