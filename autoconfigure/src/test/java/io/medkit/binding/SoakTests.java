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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.Graph;
import io.medkit.executor.Observer;
import io.medkit.executor.SchedulingClock;
import io.medkit.executor.Signal;
import io.medkit.model.EntityReport;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Soak tests of an executor and its binding together, with somebody who reads. The system
 * property {@code soak.seconds} says for how long in real time.
 */
@Timeout(value = 5, unit = TimeUnit.HOURS)
class SoakTests {

	private static final long SECONDS = Long.getLong("soak.seconds", 3);

	private static final long CYCLES = 1_000_000;

	@Test
	@DisplayName("[90] a million cycles: no gap, no lateness, nothing left on the heap")
	void millionCycles() {
		JumpingClock clock = new JumpingClock();
		ExecutorBinding binding = ExecutorBinding.withTasks("fast", "slow");
		Watch watch = new Watch();
		CyclicExecutor executor = CyclicExecutor.builder()
			.workerThreads(0)
			.schedulingClock(clock)
			.telemetryClock(clock::nanoTime)
			.observer(watch)
			.build();
		binding.bindTo(executor);
		executor.add("fast", Duration.ofMillis(1), (context) -> {
		});
		executor.add("slow", Duration.ofMillis(7), (context) -> {
		});
		executor.runScans(CYCLES / 10);
		long heapBefore = UsedHeap.bytes();
		executor.runScans(CYCLES);
		assertThat(UsedHeap.bytes() - heapBefore).isLessThan(UsedHeap.NOISE);
		executor.close();
		assertThat(watch.gaps).isZero();
		assertThat(watch.skipped).isZero();
		assertThat(watch.latest).isZero();
		assertThat(data(binding.find("app:fast")).timing().scans()).isEqualTo(CYCLES + CYCLES / 10)
			.isEqualTo(watch.indexes.get("fast") + 1);
	}

	@Test
	@DisplayName("[90] in real time: every slot is served or skipped, nothing drifts, no thread is left")
	void realTime() throws InterruptedException {
		List<String> tasks = List.of("kilohertz", "odd", "graph", "event");
		ExecutorBinding binding = ExecutorBinding.builder()
			.name("soak")
			.tasks(tasks.stream().map(TaskRegistration::new).toList())
			.build();
		Watch watch = new Watch();
		Signal signal = new Signal();
		CyclicExecutor executor = CyclicExecutor.builder().name("soak").workerThreads(2).observer(watch).build();
		binding.bindTo(executor);
		executor.add("kilohertz", Duration.ofMillis(1), (context) -> signal.raise());
		executor.add("odd", Duration.ofNanos(3_333_333), (context) -> {
		});
		executor.add("graph", Duration.ofMillis(5), Graph.builder().root("a", (context) -> {
		}).vertex("b", (context) -> {
		}).vertex("c", (context) -> {
		}).edge("a", "b").edge("a", "c").build());
		executor.add("event", (context) -> {
		}, (triggers) -> triggers.on(signal));
		executor.start();
		long heapBefore = readFor(binding, Duration.ofSeconds(SECONDS).dividedBy(3));
		long heapAfter = readFor(binding, Duration.ofSeconds(SECONDS).dividedBy(3).multipliedBy(2));
		assertThat(executor.stop()).isTrue();
		executor.close();
		assertThat(heapAfter - heapBefore).isLessThan(UsedHeap.NOISE);
		assertThat(watch.gaps).isZero();
		for (String task : tasks.subList(0, 3)) {
			TaskData.Timing timing = data(binding.find("app:" + task)).timing();
			assertThat(timing.scans()).isPositive();
			// the slots up to the last one that was served
			long slots = watch.lastSlot.get(task);
			assertThat(timing.scans() + timing.skippedSlots()).isBetween(slots - 1, slots + 1);
			assertThat(timing.distributions().lateness().p50()).as("a drift would grow for ever")
				.isLessThan(timing.periodNanos());
		}
		assertThat(data(binding.find("app:event")).timing().executions()).isPositive();
		assertThat(threads("medkit-soak-")).isEmpty();
	}

	/**
	 * Reads all the time, and returns what the heap holds after that.
	 */
	private static long readFor(ExecutorBinding binding, Duration duration) throws InterruptedException {
		long end = System.nanoTime() + duration.toNanos();
		while (System.nanoTime() < end) {
			binding.snapshot();
			TimeUnit.MILLISECONDS.sleep(1);
		}
		return UsedHeap.bytes();
	}

	private static String threads(String prefix) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith(prefix))
			.collect(Collectors.joining());
	}

	private static TaskData data(EntityReport report) {
		return (TaskData) report.data();
	}

	/**
	 * Looks for what must not be in observations, and keeps nothing of them.
	 */
	private static final class Watch implements Observer {

		private final Map<String, Long> indexes = new ConcurrentHashMap<>();

		private final Map<String, Long> lastSlot = new ConcurrentHashMap<>();

		private final Map<String, Long> epochs = new ConcurrentHashMap<>();

		private long gaps;

		private long skipped;

		private long latest;

		@Override
		public void onCycleStats(CycleObservation observation) {
			String task = observation.task().value();
			Long before = this.indexes.put(task, observation.cycleIndex());
			if (observation.cycleIndex() != ((before != null) ? before + 1 : 0)) {
				this.gaps++;
			}
			long slotNanos = observation.preNanos() - observation.latenessNanos();
			if (before == null) {
				this.epochs.put(task, slotNanos - observation.periodNanos());
			}
			this.lastSlot.put(task, (slotNanos - this.epochs.get(task)) / observation.periodNanos());
			this.skipped += observation.skippedSlots();
			this.latest = Math.max(this.latest, observation.latenessNanos());
		}

	}

	/**
	 * A clock on which every wait takes no time.
	 */
	private static final class JumpingClock implements SchedulingClock {

		private long now;

		@Override
		public long nanoTime() {
			return this.now;
		}

		@Override
		public void awaitUntil(long targetNanos) {
			this.now = Math.max(this.now, targetNanos);
		}

	}

}
