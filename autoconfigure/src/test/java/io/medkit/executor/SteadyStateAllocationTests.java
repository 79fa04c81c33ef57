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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

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

	private static final Duration PERIOD = Duration.ofNanos(100_000);

	private static final Duration BUDGET = Duration.ofNanos(1_000);

	private static final Duration TOOK = Duration.ofNanos(2_000);

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
	@DisplayName("[89] scans of a faulted task and its handler allocate nothing")
	void faultedTaskAndHandlerAllocateNothing() {
		Meter meter = new Meter();
		FakeSchedulingClock clock = new FakeSchedulingClock();
		CyclicExecutor executor = inLine(clock).build();
		executor.add("other", (context) -> clock.advance(TOOK),
				(triggers) -> triggers.interval(PERIOD).budget(BUDGET).faultHandler(TestItem.ofApp(8, (context) -> {
				})));
		executor.add("ctrl", (context) -> clock.advance(TOOK), (triggers) -> triggers.interval(PERIOD).budget(BUDGET));
		measure(executor, "ctrl", meter);
		assertThat(meter.perLongStretch()).isZero();
		assertThat(executor.taskFault("ctrl")).isNotNull();
	}

	@Test
	@DisplayName("[89] breaking a budget again and again allocates nothing on the thread that breaks it")
	void breachAllocatesNothing() throws InterruptedException {
		Meter meter = new Meter();
		FakeSchedulingClock clock = new FakeSchedulingClock();
		CyclicExecutor executor = inLine(clock).build();
		AtomicBoolean done = new AtomicBoolean();
		AtomicBoolean faulted = new AtomicBoolean();
		executor.add("ctrl", (context) -> clock.advance(TOOK), (triggers) -> triggers.interval(PERIOD).budget(BUDGET));
		Thread measured = Thread.currentThread();
		Thread clearing = new Thread(() -> {
			while (!done.get()) {
				if (faulted.get()) {
					executor.clearTaskFault("ctrl");
					faulted.set(false);
					LockSupport.unpark(measured);
				}
				LockSupport.park();
			}
		});
		clearing.start();
		executor.addObserver(new Observer() {

			@Override
			public void onTaskFault(TaskId task, long tookNanos, long budgetNanos) {
				faulted.set(true);
				LockSupport.unpark(clearing);
			}

			@Override
			public void onCycleStats(CycleObservation observation) {
				while (faulted.get()) {
					LockSupport.park();
				}
			}

		});
		measure(executor, "ctrl", meter);
		done.set(true);
		LockSupport.unpark(clearing);
		clearing.join();
		assertThat(meter.perLongStretch()).isZero();
		assertThat(executor.overruns("ctrl")).isGreaterThanOrEqualTo(CYCLES);
	}

	@Test
	@DisplayName("[89] signals, chains, conditions and heartbeats allocate nothing")
	void signalsChainsAndHeartbeatsAllocateNothing() {
		Meter meter = new Meter();
		Signal signal = new Signal();
		ExecutableItem nothing = (context) -> {
		};
		CyclicExecutor executor = inLine(new FakeSchedulingClock()).heartbeat(PERIOD).build();
		executor.add("event", TestItem.ofApp(8, nothing), (triggers) -> triggers.on(signal).deadline(BUDGET));
		executor.add("ctrl", PERIOD,
				Chain.of((context) -> signal.raise(), nothing.when(() -> true), nothing.when(() -> false), nothing));
		measure(executor, "ctrl", meter);
		assertThat(meter.perLongStretch()).isZero();
	}

	@Test
	@DisplayName("[89] a graph allocates nothing, in line")
	void graphAllocatesNothing() {
		Meter meter = new Meter();
		CyclicExecutor executor = inLine(new FakeSchedulingClock()).build();
		executor.add("ctrl", PERIOD, diamond((context) -> {
		}));
		measure(executor, "ctrl", meter);
		assertThat(meter.perLongStretch()).isZero();
	}

	@Test
	@DisplayName("[89] with two workers a diamond allocates nothing on the thread of its root")
	void graphAllocatesNothingOnAWorker() {
		// which worker takes a root is chance
		Map<Thread, Meter> meters = new ConcurrentHashMap<>();
		AtomicReference<Meter> full = new AtomicReference<>();
		CyclicExecutor executor = CyclicExecutor.builder().workerThreads(2).build();
		executor.add("ctrl", PERIOD, diamond((context) -> {
			Meter meter = meters.computeIfAbsent(Thread.currentThread(), (thread) -> new Meter());
			meter.cycleIfRoom();
			if (meter.isFull()) {
				full.set(meter);
			}
		}));
		executor.runUntil(() -> full.get() != null);
		assertThat(full.get().perLongStretch()).isZero();
	}

	private static Graph diamond(ExecutableItem root) {
		ExecutableItem nothing = (context) -> {
		};
		return Graph.builder()
			.root("root", root)
			.vertex("left", nothing)
			.vertex("right", nothing)
			.vertex("leaf", nothing)
			.edge("root", "left")
			.edge("root", "right")
			.edge("left", "leaf")
			.edge("right", "leaf")
			.build();
	}

	private static CyclicExecutorBuilder inLine(FakeSchedulingClock clock) {
		return CyclicExecutor.builder().workerThreads(0).schedulingClock(clock).telemetryClock(clock::nanoTime);
	}

	/**
	 * Runs, and takes the meter's readings when a task's cycles are told.
	 */
	private static void measure(CyclicExecutor executor, String task, Meter meter) {
		executor.addObserver(new Observer() {

			@Override
			public void onCycleStats(CycleObservation observation) {
				if (observation.task().value().equals(task)) {
					meter.cycleIfRoom();
				}
			}

		});
		executor.runUntil(meter::isFull);
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
		executor.add("ctrl", PERIOD, TestItem.ofApp(7, body));
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

		void cycleIfRoom() {
			if (!isFull()) {
				cycle();
			}
		}

		boolean isFull() {
			return this.cycles == CYCLES;
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
