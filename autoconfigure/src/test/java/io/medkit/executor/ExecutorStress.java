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
package io.medkit.executor;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Concurrency stress of what an executor's threads share.
 */
final class ExecutorStress {

	private ExecutorStress() {
	}

	/**
	 * Two threads on each end of a queue: each element is taken once, by one of them.
	 */
	@JCStressTest
	@State
	@Outcome(id = "3, 0", expect = Expect.ACCEPTABLE, desc = "both taken, each once")
	@Outcome(id = "[12], [12]", expect = Expect.ACCEPTABLE, desc = "one taken, the other left")
	@Outcome(id = "0, 3", expect = Expect.ACCEPTABLE, desc = "none taken yet")
	public static class Queue {

		private final Ring<Integer> ring = new Ring<>(2);

		private final AtomicInteger taken = new AtomicInteger();

		@Actor
		public void first() {
			this.ring.offer(1);
		}

		@Actor
		public void second() {
			this.ring.offer(2);
		}

		@Actor
		public void taker() {
			take();
		}

		@Actor
		public void otherTaker() {
			take();
		}

		private void take() {
			Integer element = this.ring.poll();
			if (element != null) {
				this.taken.addAndGet(element);
			}
		}

		@Arbiter
		public void arbiter(II_Result result) {
			result.r1 = this.taken.get();
			for (Integer left = this.ring.poll(); left != null; left = this.ring.poll()) {
				result.r2 += left;
			}
			if (result.r1 + result.r2 != 3) {
				result.r1 = -1;
			}
		}

	}

	/**
	 * What was written before an element was offered is seen by who takes it.
	 */
	@JCStressTest
	@State
	@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "not offered yet")
	@Outcome(id = "1, 7", expect = Expect.ACCEPTABLE, desc = "taken, with what came before")
	public static class Publication {

		private final Ring<Integer> ring = new Ring<>(2);

		private int written;

		@Actor
		public void offering() {
			this.written = 7;
			this.ring.offer(1);
		}

		@Actor
		public void taking(II_Result result) {
			Integer element = this.ring.poll();
			if (element != null) {
				result.r1 = element;
				result.r2 = this.written;
			}
		}

	}

	/**
	 * A fault is told, cleared and read by three threads: the reason is whole, and hooks
	 * come in pairs.
	 */
	@JCStressTest
	@State
	@Outcome(id = "(0|11|22), 1, 0", expect = Expect.ACCEPTABLE, desc = "raised, and it holds")
	@Outcome(id = "(0|11|22), 1, 1", expect = Expect.ACCEPTABLE, desc = "raised and cleared")
	@Outcome(id = "(0|11|22), 2, 1", expect = Expect.ACCEPTABLE, desc = "raised, cleared, raised")
	public static class Fault {

		private static final TaskId TASK = TaskId.of("ctrl");

		private final AtomicInteger raised = new AtomicInteger();

		private final AtomicInteger cleared = new AtomicInteger();

		private final Budget budget = new Budget(1, InstantSource.system(),
				(task, took, nanos) -> this.raised.incrementAndGet(), this.cleared::incrementAndGet);

		private int read;

		@Actor
		public void executing() {
			this.budget.judge(TASK, 11, true);
			this.budget.judge(TASK, 22, true);
		}

		@Actor
		public void clearing() {
			this.budget.clear();
		}

		@Actor
		public void reading() {
			BudgetFault fault = this.budget.fault();
			this.read = (fault != null) ? (int) fault.tookNanos() : 0;
		}

		@Arbiter
		public void arbiter(III_Result result) {
			result.r1 = this.read;
			result.r2 = this.raised.get();
			result.r3 = this.cleared.get();
		}

	}

}
