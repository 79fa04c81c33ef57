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

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import io.medkit.executor.ExecutorException;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import io.medkit.model.Health;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Plays random sequences of what can happen to a task, and holds its state and health
 * against a model that is nothing but the definitions of the states.
 */
class TaskStateModelTests {

	private static final int SEQUENCES = 200;

	private static final int STEPS = 120;

	private static final Duration PERIOD = Duration.ofMillis(100);

	private static final Duration TOLERANCE = Duration.ofSeconds(1);

	private static final Duration MAX_RUN = Duration.ofSeconds(2);

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	@DisplayName("[18] [19] [20] [21] [22] [24] after any sequence of events the state is the one that is defined")
	void stateIsTheDefinedOne(long seed) {
		Random random = new Random(seed);
		for (int sequence = 0; sequence < SEQUENCES; sequence++) {
			Model model = new Model(random.nextBoolean(), random.nextBoolean());
			List<String> events = new ArrayList<>();
			for (int step = 0; step < STEPS; step++) {
				events.add(model.happen(random));
				TaskState expected = model.state();
				assertThat(model.liveness().state()).as("after %s", events).isEqualTo(expected);
				assertThat(model.health()).as("after %s", events)
					.isEqualTo(!expected.isBad() ? Health.OK : (model.critical ? Health.ERROR : Health.WARNING));
				assertThat(model.liveness().inFlight()).as("after %s", events).isEqualTo(model.inFlightSince != null);
			}
		}
	}

	/**
	 * What the definitions need to know, beside the binding that has to come to the same.
	 */
	private static final class Model {

		private final FakeClock clock = new FakeClock();

		private final boolean critical;

		private final ExecutorBinding binding;

		private final TaskId announced = TaskId.of("ctrl");

		/** The executor's id or, as somebody else would call hooks, an equal one. */
		private final TaskId task;

		private boolean everUp;

		private boolean up;

		private Duration upSince = Duration.ZERO;

		private boolean executorFaulted;

		private boolean taskFaulted;

		private boolean failed;

		private boolean everBegun;

		private Duration lastBegun = Duration.ZERO;

		private Duration lastEnded = Duration.ZERO;

		private Duration inFlightSince;

		private Model(boolean critical, boolean byHand) {
			this.critical = critical;
			this.task = byHand ? TaskId.of("ctrl") : this.announced;
			this.binding = ExecutorBinding.builder()
				.tasks(List.of(new TaskRegistration("ctrl", TOLERANCE, MAX_RUN, critical)))
				.telemetryClock(this.clock)
				.wallClock(this.clock)
				.build();
			this.binding.onTaskAdded(this.announced, new TaskTiming(PERIOD.toNanos(), 0, 0));
		}

		TaskState state() {
			Duration now = now();
			boolean isDown = this.everUp && !this.up;
			if (this.taskFaulted) {
				return TaskState.FAULTED;
			}
			if (this.executorFaulted) {
				return TaskState.HALTED;
			}
			if (this.inFlightSince != null && !isDown && now.minus(this.inFlightSince).compareTo(MAX_RUN) > 0) {
				return TaskState.STALLED;
			}
			if (this.up && this.inFlightSince == null && now.compareTo(due().plus(TOLERANCE)) > 0) {
				return TaskState.OVERDUE;
			}
			if (this.failed) {
				return TaskState.ERROR;
			}
			if (this.everBegun && (this.up || (this.inFlightSince != null && !isDown))) {
				return TaskState.RUNNING;
			}
			return this.everBegun ? TaskState.STOPPED : TaskState.UNKNOWN;
		}

		/**
		 * One period after the last beginning in this run, or after the run's, and not
		 * before the last end.
		 */
		private Duration due() {
			Duration latest = max(this.upSince, this.everBegun ? this.lastBegun : this.upSince);
			return max(latest.plus(PERIOD), this.lastEnded);
		}

		private static Duration max(Duration one, Duration other) {
			return (one.compareTo(other) > 0) ? one : other;
		}

		private Duration now() {
			return Duration.ofNanos(this.clock.nanoTime());
		}

		TaskData.Liveness liveness() {
			return ((TaskData) this.binding.find("app:ctrl").data()).liveness();
		}

		Health health() {
			return this.binding.health("app:ctrl");
		}

		/**
		 * Lets something happen that can happen now.
		 * @return what it is
		 */
		String happen(Random random) {
			return switch (random.nextInt(12)) {
				case 0 -> this.up ? down(random.nextInt(3) == 0) : up();
				case 1 -> this.up ? fault(random.nextBoolean()) : up();
				case 2 -> this.executorFaulted ? clearExecutor() : this.taskFaulted ? clearTask() : forget();
				case 3 -> forget();
				case 4, 5, 6 -> pass(Duration.ofMillis(random.nextInt(4_000)));
				case 7 -> pass(Duration.ofMillis(random.nextInt(200)));
				default -> (this.inFlightSince != null) ? end(random.nextInt(3) != 0) : begin();
			};
		}

		private String up() {
			this.binding.onExecutorUp();
			this.everUp = true;
			this.up = true;
			this.upSince = now();
			return "up";
		}

		private String down(boolean withError) {
			if (withError) {
				this.binding.onExecutorError(new ExecutorException("failed", null));
			}
			else {
				this.binding.onExecutorDown();
			}
			this.up = false;
			return withError ? "error" : "down";
		}

		private String fault(boolean executor) {
			if (executor) {
				this.binding.onExecutorFault(this.task, 2, 1);
				this.executorFaulted = true;
				return "executor fault";
			}
			this.binding.onTaskFault(this.task, 2, 1);
			this.taskFaulted = true;
			return "task fault";
		}

		private String clearExecutor() {
			this.binding.onExecutorClear();
			this.executorFaulted = false;
			return "executor clear";
		}

		private String clearTask() {
			this.binding.onTaskClear(this.task);
			this.taskFaulted = false;
			this.failed = false;
			return "task clear";
		}

		/**
		 * A clear at the endpoint, which ends only what a success would.
		 */
		private String forget() {
			this.binding.clearFaults("app:ctrl");
			this.failed = false;
			return "clear";
		}

		/**
		 * Lets time pass as the watchdog sees it, who would take a longer gap for a pause
		 * of the process.
		 */
		private String pass(Duration duration) {
			Duration left = duration;
			while (left.compareTo(Watchdog.TICK) > 0) {
				this.clock.advance(Watchdog.TICK);
				this.binding.component().tick();
				left = left.minus(Watchdog.TICK);
			}
			this.clock.advance(left);
			this.binding.component().tick();
			return "pass " + duration;
		}

		private String begin() {
			if (!this.up || this.taskFaulted || this.executorFaulted) {
				return "nothing";
			}
			this.binding.preExecute(this.task, this.clock.nanoTime());
			this.inFlightSince = now();
			this.lastBegun = now();
			this.everBegun = true;
			return "begin";
		}

		private String end(boolean ok) {
			this.binding.postExecute(this.task, this.inFlightSince.toNanos(), now().minus(this.inFlightSince).toNanos(),
					ok);
			if (!ok) {
				this.binding.onAppError(this.task, new IllegalStateException("broken"));
			}
			this.inFlightSince = null;
			this.lastEnded = now();
			this.failed = !ok;
			return ok ? "success" : "failure";
		}

	}

}
