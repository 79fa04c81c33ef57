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
import java.time.ZoneId;

import io.medkit.binding.FakeClock;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskSource;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.Test;

import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.support.CronTrigger;
import org.springframework.scheduling.support.PeriodicTrigger;
import org.springframework.scheduling.support.SimpleTriggerContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnnouncingTrigger}.
 */
class AnnouncingTriggerTests {

	private static final Instant NOW = FakeClock.EPOCH;

	private final FakeClock clock = new FakeClock();

	private final SimpleTriggerContext triggerContext = new SimpleTriggerContext(this.clock.withZone(ZoneId.of("UTC")));

	private TaskData.Liveness liveness(Trigger trigger) {
		AnnouncingTrigger announcing = new AnnouncingTrigger(trigger);
		TaskSource source = TaskSource.builder("scheduling").telemetryClock(this.clock).wallClock(this.clock).build();
		source.up();
		SourceTask task = source.add("job", announcing.plan(), Scope.LOCAL, null);
		assertThat(announcing.nextExecution(this.triggerContext)).isEqualTo(trigger.nextExecution(this.triggerContext));
		return ((TaskData) source.find("app:" + task.id()).data()).liveness();
	}

	@Test
	void cronExpressionIsDueInItsZoneWithATenthOfTheGapAsTolerance() {
		TaskData.Liveness liveness = liveness(new CronTrigger("0 0 1 * * *", ZoneId.of("Europe/Berlin")));
		assertThat(liveness.due()).isEqualTo(Instant.parse("2026-03-02T00:00:00Z"));
		assertThat(liveness.tolerance()).isEqualTo(Duration.ofMinutes(144));
	}

	@Test
	void gapOfACronExpressionIsThatToTheOneAfterTheNext() {
		TaskData.Liveness liveness = liveness(new CronTrigger("0 0 0 1 * *", ZoneId.of("UTC")));
		assertThat(liveness.due()).isEqualTo(Instant.parse("2026-04-01T00:00:00Z"));
		assertThat(liveness.tolerance()).isEqualTo(Duration.ofDays(3));
	}

	@Test
	void periodicTriggerIsAnInterval() {
		PeriodicTrigger trigger = new PeriodicTrigger(Duration.ofSeconds(10));
		trigger.setFixedRate(true);
		this.triggerContext.update(NOW, NOW, NOW.plusMillis(3));
		TaskData.Liveness liveness = liveness(trigger);
		assertThat(liveness.due()).isEqualTo(NOW.plusSeconds(10));
		assertThat(liveness.tolerance()).isEqualTo(Duration.ofSeconds(20));
	}

	@Test
	void gapOfAnotherTriggerIsTakenToBeTheLast() {
		this.triggerContext.update(NOW, NOW, NOW);
		assertThat(liveness((context) -> NOW.plus(Duration.ofHours(1))).tolerance()).isEqualTo(Duration.ofMinutes(6));
	}

	@Test
	void triggerThatHasNoMoreTimesIsDueNoMore() {
		assertThat(liveness((context) -> null).due()).isNull();
	}

}
