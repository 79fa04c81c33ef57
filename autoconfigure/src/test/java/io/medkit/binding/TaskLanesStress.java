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

import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Concurrency stress of {@link TaskLanes}: executions of one task that overlap.
 */
final class TaskLanesStress {

	/** Stands for a reader that gave up. */
	private static final int NONE = -1;

	private TaskLanesStress() {
	}

	private static TaskLanes lanes() {
		return new TaskLanes(ExecutorBinding.withTasks(), 4);
	}

	private static void execute(TaskLanes lanes, int n, boolean ok) {
		lanes.executionStarted(n);
		lanes.executionEnded(n, n, ok, n);
	}

	/**
	 * Two writers, also where they both find that there must be more lanes: nothing is
	 * lost.
	 */
	@JCStressTest
	@State
	@Outcome(id = "4, 10, 1, 4", expect = Expect.ACCEPTABLE, desc = "count, sum, shortest, longest")
	public static class Exact {

		private final TaskLanes lanes = lanes();

		@Actor
		public void first() {
			execute(this.lanes, 1, true);
			execute(this.lanes, 2, true);
		}

		@Actor
		public void second() {
			execute(this.lanes, 3, true);
			execute(this.lanes, 4, true);
		}

		@Arbiter
		public void arbiter(IIII_Result result) {
			TaskReading reading = this.lanes.read();
			result.r1 = NONE;
			if (reading != null && reading.inFlight() == 0) {
				result.r1 = (int) reading.executions();
				result.r2 = (int) reading.totalTookNanos();
				result.r3 = (int) reading.minTookNanos();
				result.r4 = (int) reading.maxTookNanos();
			}
		}

	}

	/**
	 * What a reader adds up beside two writers is a state of each lane: the sum belongs
	 * to the count, and so does what is in flight.
	 */
	@JCStressTest
	@State
	@Outcome(id = "0, 0, [012]", expect = Expect.ACCEPTABLE, desc = "none ended")
	@Outcome(id = "1, [12], [01]", expect = Expect.ACCEPTABLE, desc = "one ended")
	@Outcome(id = "2, 3, 0", expect = Expect.ACCEPTABLE, desc = "both ended")
	@Outcome(id = "-1, 0, 0", expect = Expect.ACCEPTABLE, desc = "a writer was suspended in the middle")
	public static class OneState {

		private final TaskLanes lanes = lanes();

		@Actor
		public void first() {
			execute(this.lanes, 1, true);
		}

		@Actor
		public void second() {
			execute(this.lanes, 2, true);
		}

		@Actor
		public void reader(III_Result result) {
			TaskReading reading = this.lanes.read();
			result.r1 = NONE;
			if (reading != null) {
				result.r1 = (int) reading.executions();
				result.r2 = (int) reading.totalTookNanos();
				result.r3 = reading.inFlight();
			}
		}

	}

	/**
	 * An average lies between the extremes, whatever the order.
	 */
	@JCStressTest
	@State
	@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "within the extremes")
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "nothing ended, or not read")
	public static class Average {

		private final TaskLanes lanes = lanes();

		@Actor
		public void first() {
			execute(this.lanes, 100, true);
		}

		@Actor
		public void second() {
			execute(this.lanes, 10, true);
		}

		@Actor
		public void reader(II_Result result) {
			TaskReading reading = this.lanes.read();
			if (reading == null || reading.executions() == 0) {
				result.r2 = 1;
			}
			else if (reading.ewmaTookNanos() >= reading.minTookNanos()
					&& reading.ewmaTookNanos() <= reading.maxTookNanos()) {
				result.r1 = 1;
			}
		}

	}

	/**
	 * A failure beside a success: whichever counts as the later, no failure is lost, and
	 * one that is healed is not in error.
	 */
	@JCStressTest
	@State
	@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "failed after the success")
	@Outcome(id = "1, 1, 0", expect = Expect.ACCEPTABLE, desc = "healed by it")
	public static class Heal {

		private final TaskLanes lanes = lanes();

		@Actor
		public void first() {
			execute(this.lanes, 1, false);
		}

		@Actor
		public void second() {
			execute(this.lanes, 2, true);
		}

		@Arbiter
		public void arbiter(III_Result result) {
			TaskReading reading = this.lanes.read();
			result.r1 = NONE;
			if (reading != null) {
				result.r1 = (int) reading.errors();
				result.r2 = (int) reading.failures().count();
				result.r3 = reading.inError() ? 1 : 0;
			}
		}

	}

	/**
	 * An executor's lane beside somebody else's.
	 */
	@JCStressTest
	@State
	@Outcome(id = "4, 10", expect = Expect.ACCEPTABLE, desc = "nothing lost")
	public static class BesideAnExecutor {

		private final TaskLanes lanes = lanes();

		private final TaskSlot own = this.lanes.own(TaskId.of("ctrl"), new TaskTiming(1, 0, 0));

		@Actor
		public void executor() {
			for (int n = 1; n <= 2; n++) {
				this.own.executionStarted(n);
				this.own.executionEnded(n, n, true, 0);
			}
		}

		@Actor
		public void other() {
			execute(this.lanes, 3, true);
			execute(this.lanes, 4, true);
		}

		@Arbiter
		public void arbiter(II_Result result) {
			TaskReading reading = this.lanes.read();
			result.r1 = NONE;
			if (reading != null) {
				result.r1 = (int) reading.executions();
				result.r2 = (int) reading.totalTookNanos();
			}
		}

	}

}
