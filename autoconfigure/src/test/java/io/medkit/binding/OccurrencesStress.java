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

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Concurrency stress of {@link Occurrences}: who raises, heals, clears and reads.
 */
final class OccurrencesStress {

	private OccurrencesStress() {
	}

	/**
	 * Count, first and last belong together.
	 */
	@JCStressTest
	@State
	@Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "nothing yet")
	@Outcome(id = "1, 1, 1", expect = Expect.ACCEPTABLE, desc = "one")
	@Outcome(id = "2, 1, 2", expect = Expect.ACCEPTABLE, desc = "two")
	@Outcome(id = "3, 1, 3", expect = Expect.ACCEPTABLE, desc = "three")
	public static class OneState {

		private final Occurrences occurrences = new Occurrences();

		@Actor
		public void writer() {
			for (int n = 1; n <= 3; n++) {
				this.occurrences.raise(n, null);
			}
		}

		@Actor
		public void reader(III_Result result) {
			Occurrences.Reading reading = this.occurrences.read();
			result.r1 = (int) reading.count();
			result.r2 = (int) reading.firstMillis();
			result.r3 = (int) reading.lastMillis();
		}

	}

	/**
	 * A heal never takes the fault away that came after what it saw.
	 */
	@JCStressTest
	@State
	@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "healed before the second: it holds")
	@Outcome(id = "0, 2", expect = Expect.ACCEPTABLE, desc = "healed after it")
	public static class Heal {

		private final Occurrences occurrences = new Occurrences();

		public Heal() {
			this.occurrences.raise(1, null);
		}

		@Actor
		public void writer() {
			this.occurrences.raise(2, null);
		}

		@Actor
		public void healer() {
			this.occurrences.heal();
		}

		@Arbiter
		public void arbiter(II_Result result) {
			result.r1 = this.occurrences.isActive() ? 1 : 0;
			result.r2 = (int) this.occurrences.read().count();
		}

	}

	/**
	 * An occurrence that crosses a clear is not lost. Its history may stay.
	 */
	@JCStressTest
	@State
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "cleared, then raised: it is the first")
	@Outcome(id = "1, 2", expect = Expect.ACCEPTABLE, desc = "raised: what holds is not cleared; or they crossed")
	public static class Clear {

		private final Occurrences occurrences = new Occurrences();

		public Clear() {
			this.occurrences.raise(1, null);
			this.occurrences.heal();
		}

		@Actor
		public void writer() {
			this.occurrences.raise(2, null);
		}

		@Actor
		public void clearer() {
			this.occurrences.clear();
		}

		@Arbiter
		public void arbiter(II_Result result) {
			result.r1 = this.occurrences.isActive() ? 1 : 0;
			result.r2 = (int) this.occurrences.read().count();
		}

	}

}
