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

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks what readers beside the writer of a {@link TaskSlot} see against its history.
 * <p>
 * A random script is played twice: once alone, where the state after every step is
 * recorded, and then again and again beside readers. Whatever they see must be one of the
 * recorded states, whole, and never an earlier one than before.
 */
class SlotHistoryTests {

	private static final TaskId TASK = TaskId.of("ctrl");

	private static final int SCRIPTS = 40;

	private static final int STEPS = 200;

	private static final int ROUNDS = 100;

	private static final int READERS = 2;

	private static final int PACE = 8;

	/** A writer that goes on can not be in the middle of a write so many times. */
	private static final int MAX_UNREAD = 100_000;

	private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();

	private final AtomicLong seen = new AtomicLong();

	@ParameterizedTest
	@ValueSource(longs = { 4, 28, 36 })
	@DisplayName("[28] each state that a reader sees is one of the slot's history, in order")
	void readersSeeTheHistory(long seed) throws InterruptedException {
		Random random = new Random(seed);
		for (int i = 0; i < SCRIPTS; i++) {
			List<Step> script = script(random);
			List<List<Object>> history = history(script);
			for (int round = 0; round < ROUNDS; round++) {
				playBesideReaders(script, history);
			}
			assertThat(this.contradictions).isEmpty();
		}
		assertThat(this.seen).as("states that were not the last").hasValueGreaterThan(SCRIPTS);
	}

	private List<List<Object>> history(List<Step> script) {
		TaskSlot slot = newSlot();
		List<List<Object>> history = new ArrayList<>();
		history.add(figures(slot.read()));
		for (Step step : script) {
			step.play(slot);
			history.add(figures(slot.read()));
		}
		return history;
	}

	private void playBesideReaders(List<Step> script, List<List<Object>> history) throws InterruptedException {
		TaskSlot slot = newSlot();
		List<Thread> readers = new ArrayList<>();
		for (int i = 0; i < READERS; i++) {
			Thread reader = new Thread(() -> follow(slot, history));
			reader.start();
			readers.add(reader);
		}
		for (int i = 0; i < script.size(); i++) {
			script.get(i).play(slot);
			if (i % PACE == 0) {
				// with one processor the readers have none otherwise
				Thread.yield();
			}
		}
		for (Thread reader : readers) {
			reader.join();
		}
	}

	/**
	 * Reads until the last state, and looks each one up from where the last was found.
	 */
	private void follow(TaskSlot slot, List<List<Object>> history) {
		int at = 0;
		int unread = 0;
		while (at < history.size() - 1) {
			TaskReading reading = slot.read();
			if (reading == null) {
				if (++unread > MAX_UNREAD) {
					this.contradictions.add("After state %d: not to be read".formatted(at));
					return;
				}
				continue;
			}
			unread = 0;
			List<Object> figures = figures(reading);
			int found = at;
			while (found < history.size() && !history.get(found).equals(figures)) {
				found++;
			}
			if (found == history.size()) {
				this.contradictions.add("After state %d: %s".formatted(at, figures));
				return;
			}
			if (found == at) {
				Thread.yield();
			}
			at = found;
			if (at != 0 && at < history.size() - 1) {
				this.seen.incrementAndGet();
			}
		}
	}

	private static TaskSlot newSlot() {
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks(), 4);
		slot.scheduled(new TaskTiming(100, 500, 0));
		return slot;
	}

	private static List<Object> figures(TaskReading reading) {
		return List.of(reading.starts(), reading.stops(), reading.errors(), reading.consecutiveErrors(),
				reading.inFlight(), reading.inFlightSince(), reading.startedNanos(), reading.endedNanos(),
				reading.executions(), reading.lastTookNanos(), reading.minTookNanos(), reading.maxTookNanos(),
				reading.totalTookNanos(), reading.ewmaTook(), reading.overruns(), reading.timedScans(),
				reading.faultedScans(), reading.scannedNanos(), reading.skippedSlots(), reading.latenessNanos(),
				reading.jitterNanos(), reading.breachTookNanos(), String.valueOf(reading.errorType()),
				reading.failures().count(), reading.inError(), reading.breaches().count(), reading.handler());
	}

	private static List<Step> script(Random random) {
		List<Step> script = new ArrayList<>();
		for (int i = 1; i <= STEPS; i++) {
			long at = i;
			long took = random.nextInt(1_000);
			boolean ok = random.nextInt(4) != 0;
			CycleObservation scan = new Scan(TASK, i, false, 100, at, took, took, took - 500, random.nextInt(3), took);
			switch (random.nextInt(8)) {
				case 0 -> script.add((slot) -> slot.scanned(((Scan) scan).asFaulted()));
				case 1 -> script.add((slot) -> slot.budgetExceeded(took, 500, at));
				case 2 -> {
					script.add((slot) -> slot.handlerStarted(at));
					script.add((slot) -> slot.handlerEnded(took, ok, at));
				}
				case 3 -> script.add((slot) -> slot.errorThrown("Error" + at, null, at));
				default -> {
					script.add((slot) -> slot.executionStarted(at));
					script.add((slot) -> slot.executionEnded(at, took, ok, at));
					script.add((slot) -> slot.scanned(scan));
				}
			}
		}
		return script;
	}

	/**
	 * One hook.
	 */
	private interface Step {

		void play(TaskSlot slot);

	}

}
