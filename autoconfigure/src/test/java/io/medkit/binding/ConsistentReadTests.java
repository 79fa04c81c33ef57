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
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.TaskId;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that readers of an {@link ExecutorBinding} beside its writer see consistent
 * states only.
 * <p>
 * Everything that the writer writes follows from the number of the execution, so that
 * each state tells what it must be, and a torn one contradicts itself.
 */
@Timeout(60)
class ConsistentReadTests {

	private static final TaskId CTRL = TaskId.of("ctrl");

	/** More than executions can be counted here. */
	private static final long MIDDLE_NANOS = 1L << 40;

	/** Every so many executions one fails. */
	private static final int FAILING = 16;

	private static final int FAILING_OFTEN = 3;

	/** Few, so that most states are among the first of a slot. */
	private static final int EXECUTIONS = 400;

	private static final long MIN_NANOS = 1_000_000_000L;

	private static final long MAX_NANOS = 20_000_000_000L;

	/** What the readers should have seen before the test may end. */
	private static final int STATES = 300;

	private final ConcurrentLinkedQueue<String> contradictions = new ConcurrentLinkedQueue<>();

	private final AtomicLong states = new AtomicLong();

	private volatile ExecutorBinding binding = new Writer().binding;

	private volatile boolean done;

	@ParameterizedTest
	@ValueSource(ints = { 1, 3 })
	@DisplayName("[28] readers beside a writer see consistent states, from the very first sample on")
	void readersSeeConsistentStates(int readers) throws InterruptedException {
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < readers; i++) {
			Thread thread = new Thread(this::readOn);
			thread.setDaemon(true);
			thread.start();
			threads.add(thread);
		}
		long begun = System.nanoTime();
		long passed = 0;
		while (passed < MIN_NANOS || (this.states.get() < STATES && passed < MAX_NANOS)) {
			Writer writer = new Writer();
			this.binding = writer.binding;
			for (int n = 1; n <= EXECUTIONS; n++) {
				writer.execute(n);
			}
			passed = System.nanoTime() - begun;
		}
		this.done = true;
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.contradictions).isEmpty();
		assertThat(this.states).hasValueGreaterThanOrEqualTo(STATES);
	}

	@Test
	@DisplayName("[28] what is read of a slot beside its writer is one state")
	void slotIsReadAsOneState() throws InterruptedException {
		TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks());
		Thread reader = new Thread(() -> {
			long seen = 0;
			while (!this.done) {
				TaskReading reading = slot.read();
				if (reading != null) {
					check(reading);
					long executions = reading.executions();
					if (executions != seen) {
						seen = executions;
						this.states.incrementAndGet();
					}
				}
			}
		});
		reader.setDaemon(true);
		reader.start();
		long begun = System.nanoTime();
		long passed = 0;
		long n = 0;
		while (passed < 2 * MIN_NANOS || (this.states.get() < STATES && passed < MAX_NANOS)) {
			n++;
			boolean ok = n % FAILING_OFTEN != 0;
			slot.executionStarted(n);
			slot.executionEnded(n, took(n), ok, n);
			// as long as a read takes, and a little more each time, so that reads begin
			// anywhere
			for (long i = n % 32; i > 0; i--) {
				Thread.onSpinWait();
			}
			passed = System.nanoTime() - begun;
		}
		this.done = true;
		reader.join();
		assertThat(this.contradictions).isEmpty();
		assertThat(this.states).hasValueGreaterThanOrEqualTo(STATES);
	}

	private void check(TaskReading reading) {
		long n = reading.executions();
		long failures = n / FAILING_OFTEN;
		boolean failed = n > 0 && n % FAILING_OFTEN == 0;
		boolean consistent = reading.lastTookNanos() == took(n)
				&& reading.minTookNanos() == ((n == 0) ? 0 : took(n - 1 + n % 2))
				&& reading.maxTookNanos() == ((n < 2) ? took(n) : took(n - n % 2)) && reading.stops() == n
				&& reading.starts() == n + reading.inFlight()
				&& reading.startedNanos() == ((reading.starts() == 0) ? TaskSlot.ABSENT : reading.starts())
				&& reading.errors() == failures && reading.failures().count() == failures && reading.inError() == failed
				&& reading.consecutiveErrors() == (failed ? 1 : 0)
				&& reading.failures().lastMillis() == failures * FAILING_OFTEN;
		if (!consistent && this.contradictions.size() < 5) {
			this.contradictions.add(reading.toString());
		}
	}

	private void readOn() {
		ExecutorBinding read = this.binding;
		long seen = 0;
		while (!this.done) {
			ExecutorBinding present = this.binding;
			if (present != read) {
				read = present;
				seen = 0;
			}
			TaskData data = (TaskData) read.find("app:ctrl").data();
			List<Fault> faults = read.faults("app:ctrl");
			long executions = data.timing().executions();
			if (executions < seen) {
				contradict("went back from %d".formatted(seen), data, faults);
			}
			if (executions > seen) {
				seen = executions;
				this.states.incrementAndGet();
			}
			check(data, faults);
		}
	}

	private void check(TaskData data, List<Fault> faults) {
		TaskData.Liveness liveness = data.liveness();
		TaskData.Timing timing = data.timing();
		long n = timing.executions();
		expect(timing.lastTookNanos(), took(n), "last", data, faults);
		expect(timing.minTookNanos(), (n == 0) ? 0 : took(n - 1 + n % 2), "min", data, faults);
		expect(timing.maxTookNanos(), (n < 2) ? took(n) : took(n - n % 2), "max", data, faults);
		expectWithin(timing.ewmaTookNanos(), timing.minTookNanos(), timing.maxTookNanos(), "ewma", data, faults);
		expectWithin(liveness.starts(), n, n + 1, "starts", data, faults);
		expectWithin(liveness.stops(), n - 1, n, "stops", data, faults);
		expect(liveness.errors(), n / FAILING, "errors", data, faults);
		if (liveness.inFlight()) {
			expect(liveness.starts(), n + 1, "starts in flight", data, faults);
		}
		long scans = timing.scans();
		expectWithin(scans, n - 1, n, "scans", data, faults);
		expect(timing.skippedSlots(), 3 * scans, "skipped", data, faults);
		expect((timing.lastLatenessNanos() != null) ? timing.lastLatenessNanos() : 0, scans, "lateness", data, faults);
		if (data.lastError() != null) {
			expect(data.lastError().time().toEpochMilli(), n - n % FAILING, "time of the error", data, faults);
			expect(data.lastError().consecutive(), (n % FAILING == 0) ? 1 : 0, "consecutive", data, faults);
		}
		else {
			expect(n / FAILING, 0, "no error", data, faults);
		}
		for (Fault fault : faults) {
			if (fault.code() == FaultCode.TASK_ERROR) {
				expect(fault.lastOccurred().toEpochMilli(), fault.occurrenceCount() * FAILING, "last", data, faults);
				expect(fault.firstOccurred().toEpochMilli(), FAILING, "first", data, faults);
			}
		}
	}

	private void expect(long actual, long expected, String what, TaskData data, List<Fault> faults) {
		expectWithin(actual, expected, expected, what, data, faults);
	}

	private void expectWithin(long actual, long min, long max, String what, TaskData data, List<Fault> faults) {
		if (actual < min || actual > max) {
			contradict("%s is %d, should be %d to %d".formatted(what, actual, min, max), data, faults);
		}
	}

	private void contradict(String what, TaskData data, List<Fault> faults) {
		if (this.contradictions.size() < 5) {
			this.contradictions.add("%s: %s %s".formatted(what, data, faults));
		}
	}

	/**
	 * Returns how long the n-th execution takes: even ones ever longer, odd ones ever
	 * shorter, so that the extremes too follow from n.
	 */
	private static long took(long n) {
		if (n == 0) {
			return 0;
		}
		return (n % 2 == 0) ? MIDDLE_NANOS + n : MIDDLE_NANOS - n;
	}

	/**
	 * Plays an executor with one task.
	 */
	private static final class Writer implements InstantSource {

		private final ExecutorBinding binding = ExecutorBinding.builder()
			.tasks(List.of(new TaskRegistration("ctrl")))
			.wallClock(this)
			.build();

		private long millis;

		@Override
		public Instant instant() {
			return Instant.ofEpochMilli(millis());
		}

		@Override
		public long millis() {
			return this.millis;
		}

		void execute(long n) {
			this.millis = n;
			boolean ok = n % FAILING != 0;
			this.binding.onAppStart(CTRL, 7, null);
			this.binding.preExecute(CTRL, n);
			pause();
			this.binding.postExecute(CTRL, n, took(n), ok);
			if (!ok) {
				this.binding.onAppError(CTRL, new IllegalStateException());
			}
			this.binding.onAppStop(CTRL);
			this.binding.onCycleStats(
					new Scan(CTRL, n, false, 1_000_000, n, CycleObservation.ABSENT, CycleObservation.ABSENT, n, 3, 0));
			pause();
		}

		/**
		 * Lets readers come between two hooks, as bodies and periods do.
		 */
		private static void pause() {
			for (int i = 0; i < 100; i++) {
				Thread.onSpinWait();
			}
		}

	}

}
