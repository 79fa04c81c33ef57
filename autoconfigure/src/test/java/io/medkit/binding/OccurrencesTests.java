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

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.medkit.binding.Occurrences.Reading;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.FreezeFrame;
import io.medkit.model.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Occurrences}.
 */
class OccurrencesTests {

	private static final Moment MOMENT = new Moment(0, 0);

	private final Occurrences occurrences = new Occurrences();

	@Test
	void nothingOccurred() {
		assertThat(this.occurrences.read()).isEqualTo(Reading.NONE);
		List<Fault> faults = new ArrayList<>();
		this.occurrences.read().addTo(faults, FaultCode.TASK_ERROR, Severity.ERROR, MOMENT, () -> "unused");
		assertThat(faults).isEmpty();
		this.occurrences.heal();
		this.occurrences.clear();
		assertThat(this.occurrences.isActive()).isFalse();
	}

	@Test
	void tellsFirstLastAndCount() {
		this.occurrences.raise(10, null);
		assertReads(true, 1, 10, 10);
		this.occurrences.raise(20, null);
		this.occurrences.raise(30, null);
		assertReads(true, 3, 10, 30);
		this.occurrences.heal();
		assertReads(false, 3, 10, 30);
		this.occurrences.raise(40, null);
		assertReads(true, 4, 10, 40);
	}

	@Test
	void becomesAFault() {
		this.occurrences.raise(10, null);
		this.occurrences.raise(20, null);
		this.occurrences.heal();
		List<Fault> faults = new ArrayList<>();
		this.occurrences.read().addTo(faults, FaultCode.OVERDUE, Severity.WARN, MOMENT, () -> "late");
		assertThat(faults).containsExactly(new Fault(FaultCode.OVERDUE, "late", 1, Severity.WARN, FaultStatus.HEALED, 2,
				Instant.ofEpochMilli(10), Instant.ofEpochMilli(20), null));
	}

	@Test
	void freezeFrameIsThatOfTheMomentWhenItBecameActive() {
		this.occurrences.raise(10, frame(1));
		this.occurrences.raise(20, frame(2));
		assertFrame(10, 1);
		this.occurrences.heal();
		assertFrame(10, 1);
		this.occurrences.raise(30, frame(3));
		this.occurrences.raise(40, frame(4));
		this.occurrences.raise(50, frame(5));
		assertFrame(30, 3);
		assertThat(fault().firstOccurred()).isEqualTo(Instant.ofEpochMilli(10));
		this.occurrences.heal();
		this.occurrences.clear();
		assertThat(this.occurrences.read().frame()).isNull();
		this.occurrences.raise(60, null);
		assertThat(fault().freezeFrame()).isNull();
	}

	private static Frame frame(long figure) {
		return (target, offset) -> Frame.put(target, offset, figure, figure + 1, figure + 2, figure + 3, figure + 4,
				figure + 5, TimeUnit.MILLISECONDS.toNanos(figure), figure + 6, figure + 7, TaskSlot.ABSENT);
	}

	private void assertFrame(long atMillis, long figure) {
		assertThat(fault().freezeFrame())
			.isEqualTo(new FreezeFrame(Instant.ofEpochMilli(atMillis), figure, figure + 1, figure + 2, figure + 3,
					figure + 4, figure + 5, Instant.ofEpochMilli(figure), figure + 6, figure + 7, null, null, null));
	}

	private Fault fault() {
		List<Fault> faults = new ArrayList<>();
		this.occurrences.read().addTo(faults, FaultCode.TASK_ERROR, Severity.ERROR, MOMENT, () -> "late");
		return faults.get(0);
	}

	@Test
	void clearWhileItHoldsKeepsIt() {
		this.occurrences.raise(10, null);
		this.occurrences.heal();
		this.occurrences.raise(20, null);
		this.occurrences.clear();
		assertReads(true, 2, 10, 20);
		this.occurrences.raise(30, null);
		assertReads(true, 3, 10, 30);
	}

	@Test
	void clearAfterItHealedForgetsIt() {
		this.occurrences.raise(10, null);
		this.occurrences.heal();
		this.occurrences.clear();
		assertThat(this.occurrences.read()).isEqualTo(Reading.NONE);
	}

	@Test
	void occurrenceAfterAClearBeginsAnew() {
		for (int round = 1; round <= 3; round++) {
			this.occurrences.raise(round * 100, null);
			this.occurrences.raise(round * 100 + 1, null);
			assertReads(true, 2, round * 100, round * 100 + 1);
			this.occurrences.heal();
			this.occurrences.clear();
			assertThat(this.occurrences.read()).isEqualTo(Reading.NONE);
		}
	}

	/**
	 * The n-th occurrence happens at n, so that in every state last - first + 1 is the
	 * count, whatever was cleared before.
	 */
	@Test
	@Timeout(30)
	void isConsistentAndLosesNothingWhileItIsHealedAndClearedByOthers() throws InterruptedException {
		AtomicBoolean done = new AtomicBoolean();
		List<String> contradictions = new ArrayList<>();
		Thread healing = repeat(done, this.occurrences::heal);
		Thread clearing = repeat(done, () -> {
			this.occurrences.heal();
			this.occurrences.clear();
		});
		Thread reading = repeat(done, () -> {
			Reading state = this.occurrences.read();
			if (state != Reading.NONE && state.lastMillis() - state.firstMillis() + 1 != state.count()
					&& contradictions.size() < 10) {
				contradictions.add(state.toString());
			}
		});
		boolean reopened = false;
		long count = 0;
		long end = System.nanoTime() + 1_000_000_000L;
		while (System.nanoTime() - end < 0) {
			for (int i = 0; i < 100; i++) {
				this.occurrences.raise(++count, null);
				if (count % 4 == 0) {
					this.occurrences.heal();
					reopened |= this.occurrences.isActive();
				}
			}
		}
		done.set(true);
		healing.join();
		clearing.join();
		reading.join();
		assertThat(contradictions).isEmpty();
		assertThat(reopened).as("what was healed held again").isFalse();
		this.occurrences.raise(count + 1, null);
		assertThat(this.occurrences.isActive()).isTrue();
		assertThat(this.occurrences.read().lastMillis()).isEqualTo(count + 1);
		this.occurrences.heal();
		this.occurrences.clear();
		this.occurrences.raise(7, null);
		assertReads(true, 1, 7, 7);
	}

	private void assertReads(boolean active, long count, long firstMillis, long lastMillis) {
		Reading reading = this.occurrences.read();
		assertThat(reading.active()).isEqualTo(active);
		assertThat(reading.count()).isEqualTo(count);
		assertThat(reading.firstMillis()).isEqualTo(firstMillis);
		assertThat(reading.lastMillis()).isEqualTo(lastMillis);
	}

	private static Thread repeat(AtomicBoolean done, Runnable action) {
		Thread thread = new Thread(() -> {
			while (!done.get()) {
				action.run();
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
