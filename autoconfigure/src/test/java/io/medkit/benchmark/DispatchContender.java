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
package io.medkit.benchmark;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.Observer;
import io.medkit.executor.WaitStrategy;

import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * What executes a body once a period, on a grid that it began itself.
 */
enum DispatchContender {

	/** What a user would take who has nothing else. */
	JDK("ScheduledThreadPoolExecutor") {

		@Override
		Runnable start(long periodNanos, Runnable body, DispatchRecording recording) {
			ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1);
			Fixed task = new Fixed(body, recording, periodNanos);
			// starts the thread and loads what the second one needs
			executor.scheduleAtFixedRate(NOTHING, 0, 1, TimeUnit.DAYS);
			executor.execute(NOTHING);
			task.epoch = System.nanoTime() + periodNanos;
			executor.scheduleAtFixedRate(task, periodNanos, periodNanos, TimeUnit.NANOSECONDS);
			return executor::shutdownNow;
		}

	},

	/** What a user of Spring would take. */
	SPRING("Spring ThreadPoolTaskScheduler") {

		@Override
		Runnable start(long periodNanos, Runnable body, DispatchRecording recording) {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.initialize();
			Fixed task = new Fixed(body, recording, periodNanos);
			// starts the thread and loads what the second one needs
			scheduler.scheduleAtFixedRate(NOTHING, Duration.ofDays(1));
			scheduler.execute(NOTHING);
			task.epoch = System.nanoTime();
			scheduler.scheduleAtFixedRate(task, Duration.ofNanos(periodNanos));
			return scheduler::shutdown;
		}

	},

	/** Sleeping until an absolute instant, by hand: what the machine can do. */
	BARE("bare parkNanos loop") {

		@Override
		Runnable start(long periodNanos, Runnable body, DispatchRecording recording) {
			Thread thread = new Thread(() -> {
				long target = System.nanoTime() + periodNanos;
				while (!Thread.currentThread().isInterrupted()) {
					LockSupport.parkNanos(target - System.nanoTime());
					long now = System.nanoTime();
					if (now >= target) {
						recording.charge();
						long passed = (now - target) / periodNanos;
						recording.add(now, target + passed * periodNanos, passed);
						target += (passed + 1) * periodNanos;
						body.run();
					}
				}
			});
			thread.start();
			return thread::interrupt;
		}

	},

	PARK("`park`") {

		@Override
		Runnable start(long periodNanos, Runnable body, DispatchRecording recording) {
			return medkit(0, WaitStrategy.PARK, periodNanos, body, recording);
		}

	},

	HYBRID("`hybrid`") {

		@Override
		Runnable start(long periodNanos, Runnable body, DispatchRecording recording) {
			return medkit(0, WaitStrategy.HYBRID, periodNanos, body, recording);
		}

	},

	SPIN("`spin`") {

		@Override
		Runnable start(long periodNanos, Runnable body, DispatchRecording recording) {
			return medkit(0, WaitStrategy.SPIN, periodNanos, body, recording);
		}

	},

	/** With the hand-over to a worker, as an application has it by default. */
	PARK_WORKER("`park`, on a worker") {

		@Override
		Runnable start(long periodNanos, Runnable body, DispatchRecording recording) {
			return medkit(1, WaitStrategy.PARK, periodNanos, body, recording);
		}

	};

	private static final Runnable NOTHING = () -> {
	};

	private final String title;

	DispatchContender(String title) {
		this.title = title;
	}

	/**
	 * Begins to execute the body.
	 * @return what ends it
	 */
	abstract Runnable start(long periodNanos, Runnable body, DispatchRecording recording);

	@Override
	public String toString() {
		return this.title;
	}

	private static Runnable medkit(int workers, WaitStrategy strategy, long periodNanos, Runnable body,
			DispatchRecording recording) {
		long[] begun = new long[1];
		CyclicExecutor executor = CyclicExecutor.builder()
			.workerThreads(workers)
			.waitStrategy(strategy)
			.observer(new Observer() {

				@Override
				public void onCycleStats(CycleObservation observation) {
					recording.charge();
					recording.add(begun[0], observation.preNanos() - observation.latenessNanos(),
							observation.skippedSlots());
				}

			})
			.build();
		executor.add("task", Duration.ofNanos(periodNanos), (context) -> {
			begun[0] = System.nanoTime();
			recording.charge();
			body.run();
		});
		executor.start();
		return executor::close;
	}

	/**
	 * A task of which every execution is for the slot after that of the one before.
	 */
	private static final class Fixed implements Runnable {

		private final Runnable body;

		private final DispatchRecording recording;

		private final long periodNanos;

		private volatile long epoch;

		private long executions;

		Fixed(Runnable body, DispatchRecording recording, long periodNanos) {
			this.body = body;
			this.recording = recording;
			this.periodNanos = periodNanos;
		}

		@Override
		public void run() {
			long now = System.nanoTime();
			this.recording.charge();
			this.recording.add(now, this.epoch + this.executions++ * this.periodNanos, 0);
			this.body.run();
		}

	}

}
