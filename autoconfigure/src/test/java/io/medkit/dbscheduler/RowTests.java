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

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import io.medkit.binding.FakeClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Row}.
 */
class RowTests {

	private static final Instant NOW = FakeClock.EPOCH;

	private static final Duration LIMIT = Duration.ofMinutes(30);

	@Test
	void heartbeatIsFoundWhateverTheNamesAre() {
		Row row = row("a, lastHeartbeat=2001-01-01T00:00:00Z, b", true, NOW.minusMillis(1));
		assertThat(row.heartbeat()).isEqualTo(NOW.minusMillis(1));
		assertThat(row.pickedBy()).isEqualTo("plant-1");
	}

	@Test
	void rowThatNobodyHasPickedHasNoHeartbeat() {
		Row row = row("prune", false, NOW);
		assertThat(row.heartbeat()).isNull();
		assertThat(row.pickedBy()).isNull();
		assertThat(row.isInFlight(NOW, LIMIT)).isFalse();
	}

	@Test
	void pickedRowIsInFlightUntilItsHeartbeatIsAsOldAsTheLimit() {
		Row row = row("prune", true, NOW.minus(LIMIT));
		assertThat(row.isInFlight(NOW.minusMillis(1), LIMIT)).isTrue();
		assertThat(row.isInFlight(NOW, LIMIT)).isFalse();
	}

	@Test
	void pickedRowWhoseHeartbeatIsNotToldIsInFlight() {
		assertThat(Row.heartbeat("Execution: task=prune")).isNull();
		assertThat(Row.heartbeat("Execution: task=prune, lastHeartbeat=null, version=1")).isNull();
		assertThat(Row.heartbeat("Execution: task=prune, lastHeartbeat=2026-03-01T12:00:00Z")).isEqualTo(NOW);
		assertThat(row("prune", true, null).isInFlight(NOW, LIMIT)).isTrue();
	}

	@Test
	void lastExecutionEndedWithTheLaterOfSuccessAndFailure() {
		Instant later = NOW.plusSeconds(1);
		assertThat(new Row(NOW, null, null, NOW, later, 1).lastDone()).isEqualTo(later);
		assertThat(new Row(NOW, null, null, later, NOW, 0).lastDone()).isEqualTo(later);
		assertThat(new Row(NOW, null, null, null, NOW, 1).lastDone()).isEqualTo(NOW);
		assertThat(new Row(NOW, null, null, null, null, 0).lastDone()).isNull();
	}

	private static Row row(String task, boolean picked, Instant heartbeat) {
		Execution execution = new Execution(NOW, new TaskInstance<>(task, "recurring"), picked, "plant-1", null, null,
				0, heartbeat, 1);
		return Row.of(new ScheduledExecution<>(Object.class, execution));
	}

}
