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
package io.medkit.scheduling;

import java.time.Duration;
import java.time.Instant;

import io.medkit.binding.AnnouncedPlan;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.support.CronTrigger;
import org.springframework.scheduling.support.PeriodicTrigger;
import org.springframework.scheduling.support.SimpleTriggerContext;

/**
 * A trigger as it is, whose times are announced when the scheduler asks for them. The
 * scheduler alone knows the plan, and tells it only as long as it is not late.
 */
class AnnouncingTrigger implements Trigger {

	private final Trigger delegate;

	private final AnnouncedPlan plan;

	AnnouncingTrigger(Trigger delegate) {
		this.delegate = delegate;
		this.plan = new AnnouncedPlan(textOf(delegate));
	}

	private static String textOf(Trigger trigger) {
		if (trigger instanceof PeriodicTrigger periodic) {
			return periodic.isFixedRate() ? "every " + periodic.getPeriodDuration()
					: periodic.getPeriodDuration() + " after the last";
		}
		return (trigger instanceof CronTrigger) ? "cron " + trigger : "trigger";
	}

	AnnouncedPlan plan() {
		return this.plan;
	}

	@Override
	public @Nullable Instant nextExecution(TriggerContext context) {
		Instant next = this.delegate.nextExecution(context);
		if (next == null) {
			this.plan.announceNothing();
		}
		else if (this.delegate instanceof PeriodicTrigger periodic) {
			this.plan.announceByInterval(next, periodic.getPeriodDuration(), Duration.ZERO);
		}
		else {
			this.plan.announceByCalendar(next, gapAfter(next, context));
		}
		return next;
	}

	/**
	 * Returns the time to the execution after the next: a cron expression knows it, and
	 * of others it is taken to be the one before it.
	 */
	private Duration gapAfter(Instant next, TriggerContext context) {
		if (this.delegate instanceof CronTrigger cron) {
			SimpleTriggerContext executed = new SimpleTriggerContext(context.getClock());
			executed.update(next, next, next);
			Instant following = cron.nextExecution(executed);
			return (following != null) ? Duration.between(next, following) : Duration.ZERO;
		}
		Instant last = context.lastScheduledExecution();
		return (last != null && last.isBefore(next)) ? Duration.between(last, next) : Duration.ZERO;
	}

	@Override
	public String toString() {
		return this.delegate.toString();
	}

}
