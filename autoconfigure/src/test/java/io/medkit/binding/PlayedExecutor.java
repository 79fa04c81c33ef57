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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.medkit.executor.ExecutorException;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import io.medkit.model.Entity;
import io.medkit.model.EntityReport;
import io.medkit.model.ExecutorData;
import io.medkit.model.Fault;
import io.medkit.model.Health;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;

/**
 * Plays an executor's part towards a binding, on clocks that stand still unless moved,
 * and reads the binding.
 */
final class PlayedExecutor {

	static final Duration PERIOD = Duration.ofMillis(100);

	static final Duration TOOK = Duration.ofMillis(1);

	static final int APP_ID = 7;

	private final FakeClock clock = new FakeClock();

	private final ExecutorBinding binding;

	private final Map<String, TaskId> ids = new HashMap<>();

	private boolean observed = true;

	private boolean monitored = true;

	private boolean withApp;

	PlayedExecutor(TaskRegistration... tasks) {
		this.binding = ExecutorBinding.builder()
			.tasks(List.of(tasks))
			.telemetryClock(this.clock)
			.wallClock(this.clock)
			.build();
	}

	PlayedExecutor(String... tasks) {
		this(List.of(tasks).stream().map(TaskRegistration::new).toArray(TaskRegistration[]::new));
	}

	/**
	 * Registers the binding as observer, as monitor, or as both.
	 */
	PlayedExecutor registered(boolean observer, boolean monitor) {
		this.observed = observer;
		this.monitored = monitor;
		return this;
	}

	/**
	 * Gives the items an application id.
	 */
	PlayedExecutor withApp(boolean withApp) {
		this.withApp = withApp;
		return this;
	}

	FakeClock clock() {
		return this.clock;
	}

	ExecutorBinding binding() {
		return this.binding;
	}

	/**
	 * Lets the executor come up with one cyclic task.
	 */
	PlayedExecutor up(String task) {
		this.binding.onTaskAdded(this.ids.computeIfAbsent(task, TaskId::of), new TaskTiming(PERIOD.toNanos(), 0, 0));
		this.binding.onExecutorUp();
		return this;
	}

	/**
	 * Returns the id that the executor made known, or one of its own if there is none.
	 */
	TaskId id(String task) {
		return this.ids.getOrDefault(task, TaskId.of(task));
	}

	void begin(String task) {
		TaskId id = id(task);
		if (this.observed && this.withApp) {
			this.binding.onAppStart(id, APP_ID, null);
		}
		if (this.monitored) {
			this.binding.preExecute(id, this.clock.nanoTime());
		}
	}

	void succeed(String task) {
		end(task, TOOK.toNanos(), null);
	}

	void fail(String task, Throwable error) {
		end(task, TOOK.toNanos(), error);
	}

	private void end(String task, long tookNanos, Throwable error) {
		TaskId id = id(task);
		long started = this.clock.nanoTime();
		this.clock.advanceNanos(tookNanos);
		if (this.monitored) {
			this.binding.postExecute(id, started, tookNanos, error == null);
		}
		if (this.observed && error != null) {
			this.binding.onAppError(id, error);
		}
		if (this.observed && this.withApp) {
			this.binding.onAppStop(id);
		}
	}

	/**
	 * Plays one invocation that succeeds, and the scan that it belongs to.
	 */
	void scan(String task) {
		Scan scan = Scan.of(id(task), PERIOD, this.clock.nanoTime());
		begin(task);
		succeed(task);
		if (this.observed) {
			this.binding.onCycleStats(scan);
		}
	}

	void runEndedBy(Throwable error) {
		this.binding.onExecutorError(new ExecutorException("Task 'ctrl' failed", error));
	}

	/**
	 * Begins an execution, and lets it throw.
	 */
	void beginAndFail(String task, Throwable error) {
		begin(task);
		fail(task, error);
	}

	EntityReport report(String entityId) {
		EntityReport report = this.binding.find(entityId);
		if (report == null) {
			throw new IllegalArgumentException("No entity " + entityId);
		}
		return report;
	}

	Entity entity(String task) {
		return report("app:" + task).entity();
	}

	Health health(String task) {
		return report("app:" + task).health();
	}

	TaskData data(String task) {
		return (TaskData) report("app:" + task).data();
	}

	TaskData.Liveness liveness(String task) {
		return data(task).liveness();
	}

	TaskData.Timing timing(String task) {
		return data(task).timing();
	}

	TaskState state(String task) {
		return liveness(task).state();
	}

	List<Fault> faults(String task) {
		return new ArrayList<>(report("app:" + task).faults());
	}

	Health executorHealth() {
		return report("executor").health();
	}

	ExecutorData.Executor executor() {
		return ((ExecutorData) report("executor").data()).executor();
	}

}
