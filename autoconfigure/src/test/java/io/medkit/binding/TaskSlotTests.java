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

import java.lang.reflect.Proxy;
import java.util.Random;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.TaskId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link TaskSlot}.
 */
class TaskSlotTests {

	/** From anywhere to anywhere: 8 · ln(2^63 · 8), and some to spare. */
	private static final int STEPS_TO_CONVERGE = 500;

	private static final long LONGEST = Long.MAX_VALUE / 8;

	@Test
	@DisplayName("[9] the average begins at the first sample and folds without truncation")
	void averageFoldsWithoutTruncation() {
		Random random = new Random(9);
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks());
		double exact = 0;
		for (int i = 0; i < 10_000; i++) {
			long took = random.nextInt((i % 100 < 50) ? 20 : 1_000_000);
			slot.executionEnded(0, took, true, 0);
			exact = (i == 0) ? took : exact - exact / 8 + took / 8.0;
			double average = slot.read().ewmaTook() / 8.0;
			if (i == 0) {
				assertThat(average).isEqualTo(took);
			}
			assertThat(average).isCloseTo(exact, within(1.0));
		}
	}

	@Test
	@DisplayName("[9] a step shows with its weight of 1/8 at once, even if it is one nanosecond")
	void smallestStepIsKept() {
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks());
		slot.executionEnded(0, 1000, true, 0);
		slot.executionEnded(0, 1001, true, 0);
		assertThat(slot.read().ewmaTook()).isEqualTo(8 * 1000 + 1);
	}

	@Test
	@DisplayName("[32] on constant input the average becomes exactly that value, from any start")
	void averageConvergesToConstantInput() {
		Random random = new Random(32);
		for (int round = 0; round < 300; round++) {
			long start = Math.min(random.nextLong() >>> random.nextInt(64) >>> 1, LONGEST);
			long took = Math.min(random.nextLong() >>> random.nextInt(64) >>> 1, LONGEST);
			assertConverges(start, took);
		}
		assertConverges(0, LONGEST);
		assertConverges(LONGEST, 0);
	}

	@Test
	@DisplayName("[32] the average converges exactly for few nanoseconds and for small steps")
	void averageConvergesForSmallValuesAndSteps() {
		for (long took = 0; took <= 20; took++) {
			for (long step = -7; step <= 7; step++) {
				assertConverges(Math.max(took + step, 0), took);
				assertConverges(1000 + took, 1000 + took + step);
			}
		}
	}

	private static void assertConverges(long start, long took) {
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks());
		for (int i = 0; i < 3; i++) {
			slot.executionEnded(0, start, true, 0);
			assertThat(average(slot)).isEqualTo(start);
		}
		for (int i = 0; i < STEPS_TO_CONVERGE; i++) {
			slot.executionEnded(0, took, true, 0);
		}
		for (int i = 0; i < 20; i++) {
			assertThat(average(slot)).as("from %d to %d", start, took).isEqualTo(took);
			slot.executionEnded(0, took, true, 0);
		}
	}

	private static long average(TaskSlot slot) {
		return slot.read().ewmaTookNanos();
	}

	@Test
	void durationsThatCannotBeAreCut() {
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks());
		slot.executionEnded(0, Long.MAX_VALUE, true, 0);
		slot.executionEnded(0, Long.MAX_VALUE, true, 0);
		assertThat(slot.read().maxTookNanos()).isEqualTo(LONGEST);
		assertThat(average(slot)).isEqualTo(LONGEST);
		slot.executionEnded(0, -1, true, 0);
		assertThat(slot.read().lastTookNanos()).isZero();
		assertThat(slot.read().minTookNanos()).isZero();
		assertThat(average(slot)).isPositive();
	}

	@Test
	void observationThatThrowsLeavesTheSlotReadable() {
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks());
		Scan scan = new Scan(TaskId.of("ctrl"), 0, false, 100, 0, 100, 0, 0, 3, 0);
		slot.scanned(scan);
		CycleObservation broken = (CycleObservation) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { CycleObservation.class }, (proxy, method, args) -> {
					if (method.getName().equals("skippedSlots")) {
						throw new IllegalStateException("broken");
					}
					return method.invoke(scan, args);
				});
		assertThatThrownBy(() -> slot.scanned(broken)).hasMessage("broken");
		assertThat(slot.read()).isNotNull();
		assertThat(slot.read().scans()).isEqualTo(1);
		slot.scanned(scan);
		assertThat(slot.read().skippedSlots()).isEqualTo(6);
	}

	@Test
	void writeThatWasCutShortIsCompletedByTheNext() {
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks());
		slot.executionEnded(1, 5, true, 0);
		UnfinishedWrite.cutShort(slot);
		assertThat(slot.read()).isNull();
		slot.executionEnded(1, 7, true, 0);
		assertThat(slot.read()).isNotNull();
		assertThat(slot.read().executions()).isEqualTo(3);
		assertThat(slot.read().lastTookNanos()).isEqualTo(7);
	}

}
