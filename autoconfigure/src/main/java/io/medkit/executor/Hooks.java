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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * Calls every registered observer and monitor, in registration order. One that throws is
 * counted, logged the first time, and keeps no other from being called.
 * <p>
 * Registration happens between two runs, but may meet a worker that an earlier run left
 * behind. What a cycle calls allocates nothing.
 */
final class Hooks {

	private static final Logger logger = System.getLogger(CyclicExecutor.class.getName());

	private final AtomicLong failures = new AtomicLong();

	private final Set<Object> loggedAbout = ConcurrentHashMap.newKeySet();

	private volatile Observer[] observers = {};

	private volatile ExecutionMonitor[] monitors = {};

	boolean includes(Observer observer) {
		return Arrays.stream(this.observers).anyMatch((registered) -> registered == observer);
	}

	void add(Observer observer) {
		Observer[] extended = Arrays.copyOf(this.observers, this.observers.length + 1);
		extended[extended.length - 1] = observer;
		this.observers = extended;
	}

	boolean includes(ExecutionMonitor monitor) {
		return Arrays.stream(this.monitors).anyMatch((registered) -> registered == monitor);
	}

	void add(ExecutionMonitor monitor) {
		ExecutionMonitor[] extended = Arrays.copyOf(this.monitors, this.monitors.length + 1);
		extended[extended.length - 1] = monitor;
		this.monitors = extended;
	}

	long failures() {
		return this.failures.get();
	}

	void taskAdded(TaskId task, TaskTiming timing) {
		each((observer) -> observer.onTaskAdded(task, timing));
	}

	void taskAdded(Observer observer, TaskId task, TaskTiming timing) {
		call(observer, (it) -> it.onTaskAdded(task, timing));
	}

	void admissionAdmitted() {
		each(Observer::onAdmissionAdmitted);
	}

	void admissionRejected(String reason) {
		each((observer) -> observer.onAdmissionRejected(reason));
	}

	void taskClear(TaskId task) {
		each((observer) -> observer.onTaskClear(task));
	}

	void executorClear() {
		each(Observer::onExecutorClear);
	}

	void executorUp() {
		each(Observer::onExecutorUp);
	}

	void executorDown() {
		each(Observer::onExecutorDown);
	}

	void executorError(ExecutorException error) {
		each((observer) -> observer.onExecutorError(error));
	}

	private void each(Consumer<Observer> hook) {
		for (Observer observer : this.observers) {
			call(observer, hook);
		}
	}

	private void call(Observer observer, Consumer<Observer> hook) {
		try {
			hook.accept(observer);
		}
		catch (Throwable ex) {
			failed(observer, ex);
		}
	}

	// From here on: called in every cycle, so written out, without a lambda to allocate.

	void appStart(TaskId task, int appId, @Nullable Integer appInstanceId) {
		for (Observer observer : this.observers) {
			try {
				observer.onAppStart(task, appId, appInstanceId);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void appStop(TaskId task) {
		for (Observer observer : this.observers) {
			try {
				observer.onAppStop(task);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void appError(TaskId task, Throwable error) {
		for (Observer observer : this.observers) {
			try {
				observer.onAppError(task, error);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void taskFault(TaskId task, long tookNanos, long budgetNanos) {
		for (Observer observer : this.observers) {
			try {
				observer.onTaskFault(task, tookNanos, budgetNanos);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void executorFault(TaskId task, long tookNanos, long budgetNanos) {
		for (Observer observer : this.observers) {
			try {
				observer.onExecutorFault(task, tookNanos, budgetNanos);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void heartbeat(long sequence, long atNanos) {
		for (Observer observer : this.observers) {
			try {
				observer.onHeartbeat(sequence, atNanos);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void sendEvent(TaskId task, UserEvent event) {
		for (Observer observer : this.observers) {
			try {
				observer.onSendEvent(task, event);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void cycleStats(CycleObservation observation) {
		for (Observer observer : this.observers) {
			try {
				observer.onCycleStats(observation);
			}
			catch (Throwable ex) {
				failed(observer, ex);
			}
		}
	}

	void preExecute(TaskId task, long startedNanos) {
		for (ExecutionMonitor monitor : this.monitors) {
			try {
				monitor.preExecute(task, startedNanos);
			}
			catch (Throwable ex) {
				failed(monitor, ex);
			}
		}
	}

	void postExecute(TaskId task, long startedNanos, long tookNanos, boolean ok) {
		for (ExecutionMonitor monitor : this.monitors) {
			try {
				monitor.postExecute(task, startedNanos, tookNanos, ok);
			}
			catch (Throwable ex) {
				failed(monitor, ex);
			}
		}
	}

	private void failed(Object hook, Throwable failure) {
		this.failures.incrementAndGet();
		try {
			if (this.loggedAbout.add(hook.getClass())) {
				logger.log(Level.ERROR, () -> "A hook of %s failed; further failures of it are counted, not logged"
					.formatted(hook.getClass().getName()), failure);
			}
		}
		catch (Throwable ex) {
			// no log is worth the loop
		}
	}

}
