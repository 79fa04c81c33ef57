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

import java.lang.management.ManagementFactory;
import java.time.Duration;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DispatchLoop}: a cycle allocates nothing, neither on the dispatch
 * thread nor on a worker.
 */
class SteadyStateAllocationTests {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	/** Longer than the warm-up of every class and call site on the way. */
	private static final int WARM_UP = 500;

	private static final int SHORT = 100;

	private static final int LONG = 1000;

	/**
	 * The runtime may allocate on any thread now and then. What the code allocates it
	 * allocates every time.
	 */
	private static final int ATTEMPTS = 4;

	private static final int CYCLES = WARM_UP + ATTEMPTS * (SHORT + LONG) + 1;

	private static volatile Object sink;

	@Test
	@DisplayName("[89] in line, 1000 cycles allocate as much as 100 do: nothing")
	void inLineCycleAllocatesNothing() {
		Meter meter = new Meter();
		CyclicExecutor executor = CyclicExecutor.builder()
			.workerThreads(0)
			.schedulingClock(new FakeSchedulingClock())
			.build();
		run(executor, meter, (context) -> {
		});
		assertThat(meter.perLongStretch()).isZero();
	}

	@Test
	@DisplayName("[89] with workers, 1000 cycles allocate as much as 100 do on the dispatch thread: nothing")
	void dispatchThreadAllocatesNothing() {
		Meter meter = new Meter();
		run(CyclicExecutor.builder().workerThreads(1).build(), meter, (context) -> {
		});
		assertThat(meter.perLongStretch()).isZero();
	}

	@Test
	@DisplayName("[89] with workers, 1000 cycles allocate as much as 100 do on a worker: nothing")
	void workerAllocatesNothing() {
		Meter meter = new Meter();
		run(CyclicExecutor.builder().workerThreads(1).build(), null, (context) -> meter.cycle());
		assertThat(meter.perLongStretch()).isZero();
	}

	@Test
	@DisplayName("[89] the measurement sees a deliberate allocation")
	void measurementSeesAnAllocation() {
		Meter meter = new Meter();
		CyclicExecutor executor = CyclicExecutor.builder()
			.workerThreads(0)
			.schedulingClock(new FakeSchedulingClock())
			.build();
		run(executor, meter, (context) -> sink = new byte[16]);
		assertThat(meter.perLongStretch()).isGreaterThanOrEqualTo((LONG - SHORT) * 16L);
	}

	private static void run(CyclicExecutor executor, Meter dispatchMeter, ExecutableItem body) {
		executor.addObserver(new Observer() {

			@Override
			public void onCycleStats(CycleObservation observation) {
				if (dispatchMeter != null) {
					dispatchMeter.cycle();
				}
			}

		});
		executor.addMonitor(new ExecutionMonitor() {
		});
		executor.add("ctrl", Duration.ofNanos(100_000), TestItem.ofApp(7, body));
		executor.runScans(CYCLES);
	}

	/**
	 * Takes what the calling thread has allocated at the ends of a short and a long
	 * stretch of cycles, some times over.
	 */
	private static final class Meter {

		private final long[] allocated = new long[CYCLES];

		private int cycles;

		void cycle() {
			this.allocated[this.cycles++] = threads.getCurrentThreadAllocatedBytes();
		}

		/**
		 * Returns by how much a long stretch allocates more than a short one.
		 */
		long perLongStretch() {
			assertThat(this.cycles).isEqualTo(CYCLES);
			long leastShort = Long.MAX_VALUE;
			long leastLong = Long.MAX_VALUE;
			for (int i = 0; i < ATTEMPTS; i++) {
				int begin = WARM_UP + i * (SHORT + LONG);
				int middle = begin + SHORT;
				leastShort = Math.min(leastShort, this.allocated[middle] - this.allocated[begin]);
				leastLong = Math.min(leastLong, this.allocated[middle + LONG] - this.allocated[middle]);
			}
			return leastLong - leastShort;
		}

	}

}
