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
package io.medkit.model;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Health} and {@link TaskState}.
 */
class HealthTests {

	@Test
	@DisplayName("[91] the worse of two is the same both ways")
	void worseOfTwoIsTheSameBothWays() {
		assertThat(Health.values()).containsExactly(Health.OK, Health.WARNING, Health.ERROR, Health.CRITICAL);
		for (Health one : Health.values()) {
			for (Health other : Health.values()) {
				Health worse = Health.values()[Math.max(one.ordinal(), other.ordinal())];
				assertThat(one.worst(other)).isEqualTo(worse);
				assertThat(other.worst(one)).isEqualTo(worse);
			}
		}
	}

	@Test
	void statesGoFromWorstToBestKnown() {
		assertThat(TaskState.values()).containsExactly(TaskState.FAULTED, TaskState.HALTED, TaskState.STALLED,
				TaskState.OVERDUE, TaskState.ERROR, TaskState.RUNNING, TaskState.STOPPED, TaskState.UNKNOWN);
		assertThat(TaskState.values()).filteredOn(TaskState::isBad)
			.containsExactly(TaskState.FAULTED, TaskState.HALTED, TaskState.STALLED, TaskState.OVERDUE,
					TaskState.ERROR);
	}

}
