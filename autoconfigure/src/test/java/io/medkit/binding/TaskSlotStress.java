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

import java.util.concurrent.atomic.AtomicInteger;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.TaskId;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

/**
 * Concurrency stress of {@link TaskSlot}: a writer and its readers.
 */
final class TaskSlotStress {

	/** Stands for a reader that gave up. */
	private static final int NONE = -1;

	private TaskSlotStress() {
	}

	private static TaskSlot slot(int window) {
		return new TaskSlot(ExecutorBinding.withTasks(), window);
	}

	private static void execute(TaskSlot slot, int n) {
		slot.executionStarted(n);
		slot.executionEnded(n, n, true, 0);
	}

	/**
	 * Executions, their longest, the last one, and whether one is in flight: all of one
	 * state.
	 */
	@JCStressTest
	@State
	@Outcome(id = "0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "nothing yet")
	@Outcome(id = "0, 0, 0, 1", expect = Expect.ACCEPTABLE, desc = "the first begun")
	@Outcome(id = "1, 1, 1, 0", expect = Expect.ACCEPTABLE, desc = "the first ended")
	@Outcome(id = "1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the second begun")
	@Outcome(id = "2, 2, 2, 0", expect = Expect.ACCEPTABLE, desc = "the second ended")
	@Outcome(id = "-1, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the writer was suspended in the middle")
	public static class OneState {

		private final TaskSlot slot = slot(4);

		@Actor
		public void writer() {
			execute(this.slot, 1);
			execute(this.slot, 2);
		}

		@Actor
		public void reader(IIII_Result result) {
			TaskReading reading = this.slot.read();
			result.r1 = NONE;
			if (reading != null) {
				result.r1 = (int) reading.executions();
				result.r2 = (int) reading.maxTookNanos();
				result.r3 = (int) reading.lastTookNanos();
				result.r4 = reading.inFlight();
			}
		}

	}

	/**
	 * A failure, its count, and what it leaves behind.
	 */
	@JCStressTest
	@State
	@Outcome(id = "0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "nothing yet")
	@Outcome(id = "1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "failed")
	@Outcome(id = "2, 1, 0, 1", expect = Expect.ACCEPTABLE, desc = "failed, then succeeded")
	@Outcome(id = "-1, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the writer was suspended in the middle")
	public static class Errors {

		private final TaskSlot slot = slot(4);

		@Actor
		public void writer() {
			this.slot.executionEnded(1, 1, false, 1);
			this.slot.executionEnded(2, 2, true, 0);
		}

		@Actor
		public void reader(IIII_Result result) {
			TaskReading reading = this.slot.read();
			result.r1 = NONE;
			if (reading != null) {
				result.r1 = (int) reading.executions();
				result.r2 = (int) reading.errors();
				result.r3 = (int) reading.consecutiveErrors();
				result.r4 = (int) reading.failures().count();
			}
		}

	}

	/**
	 * Scans, faulted ones, and the lateness of the last that was not.
	 */
	@JCStressTest
	@State
	@Outcome(id = "0, 0, -1", expect = Expect.ACCEPTABLE, desc = "nothing yet")
	@Outcome(id = "1, 0, 7", expect = Expect.ACCEPTABLE, desc = "a scan")
	@Outcome(id = "2, 1, 7", expect = Expect.ACCEPTABLE, desc = "a scan, a faulted one")
	@Outcome(id = "3, 1, 9", expect = Expect.ACCEPTABLE, desc = "a scan, a faulted one, a scan")
	@Outcome(id = "-1, 0, 0", expect = Expect.ACCEPTABLE, desc = "the writer was suspended in the middle")
	public static class Scans {

		private static final TaskId TASK = TaskId.of("ctrl");

		private static final CycleObservation FIRST = scan(7, false);

		private static final CycleObservation FAULTED = scan(8, true);

		private static final CycleObservation THIRD = scan(9, false);

		private final TaskSlot slot = slot(4);

		private static CycleObservation scan(long latenessNanos, boolean faulted) {
			return new Scan(TASK, 0, faulted, 1, 1, CycleObservation.ABSENT, CycleObservation.ABSENT, latenessNanos, 0,
					0);
		}

		@Actor
		public void writer() {
			this.slot.scanned(FIRST);
			this.slot.scanned(FAULTED);
			this.slot.scanned(THIRD);
		}

		@Actor
		public void reader(III_Result result) {
			TaskReading reading = this.slot.read();
			result.r1 = NONE;
			if (reading != null) {
				result.r1 = (int) reading.scans();
				result.r2 = (int) reading.faultedScans();
				result.r3 = (reading.latenessNanos() != TaskSlot.ABSENT) ? (int) reading.latenessNanos() : NONE;
			}
		}

	}

	/**
	 * A reader never goes back.
	 */
	@JCStressTest
	@State
	@Outcome(id = "(0, 0)|(0, 1)|(0, 2)|(1, 1)|(1, 2)|(2, 2)", expect = Expect.ACCEPTABLE, desc = "in order")
	@Outcome(id = "(-1, .)|(., -1)|(-1, -1)", expect = Expect.ACCEPTABLE,
			desc = "the writer was suspended in the middle")
	public static class Order {

		private final TaskSlot slot = slot(4);

		@Actor
		public void writer() {
			execute(this.slot, 1);
			execute(this.slot, 2);
		}

		@Actor
		public void reader(II_Result result) {
			result.r1 = executions();
			result.r2 = executions();
		}

		private int executions() {
			TaskReading reading = this.slot.read();
			return (reading != null) ? (int) reading.executions() : NONE;
		}

	}

	/**
	 * The window beside a writer that laps it: a reader gets the samples of its own
	 * count, newest first, or fewer, never a later one in an earlier one's place.
	 */
	@JCStressTest
	@State
	@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "none, or all of them overwritten")
	@Outcome(id = "[123]", expect = Expect.ACCEPTABLE, desc = "so many samples, all right")
	public static class Window {

		private static final int WRONG = 9;

		private final TaskSlot slot = slot(2);

		@Actor
		public void writer() {
			for (int n = 1; n <= 6; n++) {
				this.slot.executionEnded(n, n, true, 0);
			}
		}

		@Actor
		public void reader(I_Result result) {
			TaskReading reading = this.slot.read();
			if (reading != null) {
				long executions = reading.executions();
				int[] seen = new int[1];
				this.slot.forEachTook(reading, (took) -> {
					seen[0] = (took == executions - seen[0]) ? seen[0] + 1 : WRONG;
				});
				result.r1 = seen[0];
			}
		}

	}

	/**
	 * Task threads that take turns, as those of an executor do: the hand-over by a
	 * release and an acquire is all the order that the slot needs.
	 */
	@JCStressTest
	@State
	@Outcome(id = "2, 3, 2", expect = Expect.ACCEPTABLE, desc = "nothing lost")
	@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "not handed over yet")
	public static class HandOver {

		private final TaskSlot slot = slot(4);

		private final AtomicInteger turn = new AtomicInteger();

		@Actor
		public void first() {
			execute(this.slot, 1);
			this.turn.setRelease(1);
		}

		@Actor
		public void second() {
			if (this.turn.getAcquire() == 1) {
				this.slot.executionStarted(3);
				this.slot.executionEnded(3, 3, true, 0);
			}
		}

		@Arbiter
		public void arbiter(III_Result result) {
			TaskReading reading = this.slot.read();
			result.r1 = NONE;
			if (reading != null) {
				result.r1 = (int) reading.executions();
				result.r2 = (int) reading.maxTookNanos();
				result.r3 = (int) reading.starts();
			}
		}

	}

}
