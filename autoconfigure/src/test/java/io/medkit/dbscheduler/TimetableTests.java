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

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.CronStyle;
import com.github.kagkarlsson.scheduler.task.schedule.DisabledSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.medkit.binding.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Timetable}.
 */
class TimetableTests {

	private static final Instant NOON = FakeClock.EPOCH;

	@Test
	void fixedDelayBeginsWhenAnExecutionEnds() {
		for (Timetable timetable : both(FixedDelay.ofSeconds(90))) {
			assertThat(timetable.calendar()).isFalse();
			assertThat(timetable.isRecurring()).isTrue();
			assertThat(timetable.text()).isEqualTo("PT1M30S after the last");
			assertThat(timetable.after(NOON)).isEqualTo(NOON.plusSeconds(90));
		}
	}

	@Test
	void cronGoesByTheCalendar() {
		for (Timetable timetable : both(new CronSchedule("0 0 3 * * *", ZoneId.of("UTC")))) {
			assertThat(timetable.calendar()).isTrue();
			assertThat(timetable.text()).isEqualTo("cron 0 0 3 * * *, UTC");
			assertThat(timetable.after(NOON)).isEqualTo(NOON.plus(Duration.ofHours(15)));
		}
	}

	@Test
	void cronOfAnotherStyleSaysSo() {
		Schedule unix = new CronSchedule("0 3 * * *", ZoneId.of("UTC"), CronStyle.UNIX);
		assertThat(Timetable.of(unix).text()).isEqualTo("CronSchedule pattern=0 3 * * *, cronStyle=UNIX, zone=UTC");
	}

	@Test
	void cronThatHasNoFurtherTimeIsDueNoMore() {
		for (Timetable timetable : both(new CronSchedule("0 0 0 31 2 *", ZoneId.of("UTC")))) {
			assertThat(timetable.after(NOON)).isNull();
		}
	}

	@Test
	void disabledScheduleIsNotRecurring() {
		for (Timetable timetable : both(new CronSchedule("-"))) {
			assertThat(timetable.isRecurring()).isFalse();
			assertThat(timetable.text()).isEqualTo("disabled");
		}
		assertThat(Timetable.of(new DisabledSchedule()).isRecurring()).isFalse();
	}

	@Test
	void scheduleOfTheApplicationsOwnMayFail() {
		Schedule own = new Schedule() {

			@Override
			public Instant getNextExecutionTime(ExecutionComplete complete) {
				throw new IllegalStateException("no calendar");
			}

			@Override
			public Instant getInitialExecutionTime(Instant now) {
				return now;
			}

			@Override
			public boolean isDeterministic() {
				return false;
			}

			@Override
			public String toString() {
				return "when the moon is full";
			}

		};
		for (Timetable timetable : both(own)) {
			assertThat(timetable.isRecurring()).isTrue();
			assertThat(timetable.after(NOON)).isNull();
		}
	}

	private static Timetable[] both(Schedule schedule) {
		RecurringTask<Void> task = Tasks.recurring("prune", schedule).execute((instance, context) -> {
		});
		return new Timetable[] { Timetable.of(task), Timetable.of(schedule) };
	}

}
