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

import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests of how much memory a task takes, as the thread that allocates it is charged.
 */
class SlotMemoryTests {

	private static final int TASKS = 1_000;

	private static final int ATTEMPTS = 5;

	private static final int MAX_BYTES_WITHOUT_WINDOW = 3_000;

	private static final int BYTES_OF_A_SAMPLE = 24;

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final ExecutorBinding binding = ExecutorBinding.withTasks();

	@BeforeEach
	void requireCounters() {
		assumeThat(threads.isThreadAllocatedMemorySupported() && threads.isThreadAllocatedMemoryEnabled()).isTrue();
	}

	@Test
	void slotWithItsHistogramAndFaultHistoryTakesThreeKilobytesAtMost() {
		assertThat(bytesOf((i) -> new TaskSlot(this.binding, 1))).isLessThanOrEqualTo(MAX_BYTES_WITHOUT_WINDOW);
	}

	@Test
	void windowTakesSoManyBytesASample() {
		long small = bytesOf((i) -> new TaskSlot(this.binding, 1));
		long large = bytesOf((i) -> new TaskSlot(this.binding, 1_024));
		assertThat(large - small).isEqualTo(1_023 * BYTES_OF_A_SAMPLE);
	}

	@Test
	void taskOfAnExecutorHasOneSlotOnly() {
		long slot = bytesOf((i) -> new TaskSlot(this.binding, 1_024));
		long lanes = bytesOf((i) -> {
			TaskLanes created = new TaskLanes(this.binding, 1_024);
			created.own(TaskId.of("task"), new TaskTiming(1, 0, 0));
			return created;
		});
		assertThat(lanes).isBetween(slot, slot + 200);
	}

	/**
	 * Returns what one takes, in the attempt in which they take least: a thread may be
	 * charged for what the virtual machine does once.
	 */
	private static long bytesOf(IntFunction<Object> factory) {
		return IntStream.range(0, ATTEMPTS).mapToLong((attempt) -> allocate(factory)).min().orElseThrow() / TASKS;
	}

	private static long allocate(IntFunction<Object> factory) {
		Object[] kept = new Object[TASKS];
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		for (int i = 0; i < TASKS; i++) {
			kept[i] = factory.apply(i);
		}
		return threads.getThreadAllocatedBytes(thread) - before;
	}

}
