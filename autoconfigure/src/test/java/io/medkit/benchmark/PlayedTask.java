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
import java.util.Random;

import io.medkit.binding.ExecutorBinding;
import io.medkit.executor.CycleObservation;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.TaskId;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * A task whose executions are made up: when each begins, how long it takes, and what an
 * executor tells of it. Reads no clock. What it is about to tell changes from one
 * execution to the next, the same way for whoever is told, and is an object of its own
 * for each thread, so that no reader slows it down.
 */
@State(Scope.Thread)
public class PlayedTask {

	/** The time between two executions. */
	private static final Duration PERIOD = Duration.ofMillis(100);

	private static final long PERIOD_NANOS = PERIOD.toNanos();

	private static final int APP_ID = 7;

	/**
	 * About 100 microseconds, as even as those of a periodic task; a power of two of
	 * them.
	 */
	private static final long[] DURATIONS = new Random(1).longs(1024, 100_000, 104_096).toArray();

	private ExecutorBinding binding;

	private TaskId task;

	private final Observation observation = new Observation();

	private final long epochNanos = System.nanoTime();

	private long cycleIndex;

	private long tookNanos;

	/**
	 * Adds the task to an executor that the binding observes, and plays the executor's
	 * part from now on.
	 */
	public void addTo(ExecutorBinding binding, String id) {
		call(binding, CyclicExecutor.builder().observer(binding).build().add(id, PERIOD, (context) -> {
		}));
	}

	/**
	 * Calls the hooks of a binding from now on.
	 * @param binding the binding
	 * @param task the id to call them with
	 */
	public void call(ExecutorBinding binding, TaskId task) {
		this.binding = binding;
		this.task = task;
	}

	/**
	 * Goes on to the next execution.
	 * @return how long it takes
	 */
	public long next() {
		long index = this.cycleIndex + 1;
		long took = DURATIONS[(int) index & (DURATIONS.length - 1)];
		this.cycleIndex = index;
		this.tookNanos = took;
		return took;
	}

	/**
	 * Calls all hooks of the next execution, as an executor does for a task with an
	 * application id.
	 */
	public void play() {
		ExecutorBinding binding = this.binding;
		TaskId task = this.task;
		long took = next();
		long started = startedNanos();
		binding.onAppStart(task, APP_ID, null);
		binding.preExecute(task, started);
		binding.postExecute(task, started, took, true);
		binding.onCycleStats(this.observation);
		binding.onAppStop(task);
	}

	/**
	 * Returns what an executor tells of the present execution.
	 * @return the observation
	 */
	public CycleObservation observation() {
		return this.observation;
	}

	/**
	 * Returns when the present execution began.
	 * @return the instant on the task's clock
	 */
	public long startedNanos() {
		return this.epochNanos + this.cycleIndex * PERIOD_NANOS;
	}

	/**
	 * What the executor tells of the execution: like an executor's, a view that is used
	 * again and again.
	 */
	private final class Observation implements CycleObservation {

		@Override
		public TaskId task() {
			return PlayedTask.this.task;
		}

		@Override
		public long cycleIndex() {
			return PlayedTask.this.cycleIndex;
		}

		@Override
		public boolean faulted() {
			return false;
		}

		@Override
		public long periodNanos() {
			return PERIOD_NANOS;
		}

		@Override
		public long preNanos() {
			return startedNanos();
		}

		@Override
		public long actualPeriodNanos() {
			return PERIOD_NANOS + jitterNanos();
		}

		@Override
		public long jitterNanos() {
			return PlayedTask.this.tookNanos >> 7;
		}

		@Override
		public long latenessNanos() {
			return PlayedTask.this.tookNanos >> 6;
		}

		@Override
		public long skippedSlots() {
			return 0;
		}

		@Override
		public long tookNanos() {
			return PlayedTask.this.tookNanos;
		}

	}

}
