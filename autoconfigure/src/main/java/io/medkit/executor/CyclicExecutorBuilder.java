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

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link CyclicExecutor}. Not thread-safe.
 */
public final class CyclicExecutorBuilder {

	private String name = "executor";

	private @Nullable String threadNamePrefix;

	private int dispatchPriority = Thread.NORM_PRIORITY;

	private int workerPriority = Thread.NORM_PRIORITY;

	private boolean daemon;

	private OptionalInt workerThreads = OptionalInt.empty();

	private boolean virtualWorkers;

	private ErrorPolicy errorPolicy = ErrorPolicy.CONTINUE;

	private Duration shutdownTimeout = Duration.ofSeconds(10);

	private @Nullable Duration iterationBudget;

	private @Nullable Duration heartbeat;

	private OptionalInt integrityLevel = OptionalInt.empty();

	private @Nullable AdmissionCheck admissionCheck;

	private WaitStrategy waitStrategy = WaitStrategy.PARK;

	private SchedulingClock schedulingClock = SchedulingClock.system();

	private TelemetryClock telemetryClock = TelemetryClock.system();

	private InstantSource wallClock = InstantSource.system();

	private final List<Observer> observers = new ArrayList<>();

	private final List<ExecutionMonitor> monitors = new ArrayList<>();

	CyclicExecutorBuilder() {
	}

	/**
	 * Sets the executor's name. Its threads carry it, unless they are named otherwise.
	 * @param name the name, not blank
	 * @return this
	 */
	public CyclicExecutorBuilder name(String name) {
		if (name.isBlank()) {
			throw new IllegalArgumentException("An executor's name must not be blank");
		}
		this.name = name;
		return this;
	}

	/**
	 * Sets the number of worker threads. Without it, every task has one of its own, up to
	 * 32.
	 * @param workerThreads the number, 0 to execute in line on the dispatch thread
	 * @return this
	 */
	public CyclicExecutorBuilder workerThreads(int workerThreads) {
		if (workerThreads < 0) {
			throw new IllegalArgumentException(
					"The number of worker threads must not be below zero, but is %d".formatted(workerThreads));
		}
		this.workerThreads = OptionalInt.of(workerThreads);
		return this;
	}

	/**
	 * Sets what the names of the executor's threads begin with, {@code medkit-}, its name
	 * and a hyphen unless set. {@code dispatch} or {@code worker-} and a number follow.
	 * @param threadNamePrefix the beginning
	 * @return this
	 */
	public CyclicExecutorBuilder threadNamePrefix(String threadNamePrefix) {
		this.threadNamePrefix = threadNamePrefix;
		return this;
	}

	/**
	 * Sets the priority of the executor's own dispatch thread, the normal one unless set.
	 * Whether it makes a difference is up to the operating system.
	 * @param dispatchPriority the priority, 1 to 10
	 * @return this
	 */
	public CyclicExecutorBuilder dispatchPriority(int dispatchPriority) {
		this.dispatchPriority = checkedPriority(dispatchPriority);
		return this;
	}

	/**
	 * Sets the priority of worker threads, the normal one unless set. Virtual ones have
	 * none.
	 * @param workerPriority the priority, 1 to 10
	 * @return this
	 */
	public CyclicExecutorBuilder workerPriority(int workerPriority) {
		this.workerPriority = checkedPriority(workerPriority);
		return this;
	}

	private static int checkedPriority(int priority) {
		if (priority < Thread.MIN_PRIORITY || priority > Thread.MAX_PRIORITY) {
			throw new IllegalArgumentException("A priority must be 1 to 10, but is %d".formatted(priority));
		}
		return priority;
	}

	/**
	 * Sets whether the executor's own dispatch thread leaves the process free to end,
	 * which it does not unless set. Workers always do.
	 * @param daemon whether it does
	 * @return this
	 */
	public CyclicExecutorBuilder daemon(boolean daemon) {
		this.daemon = daemon;
		return this;
	}

	/**
	 * Sets whether workers are virtual threads, which they are not unless set.
	 * @param virtualWorkers whether they are
	 * @return this
	 * @throws IllegalArgumentException if this version of Java has none
	 */
	public CyclicExecutorBuilder virtualWorkers(boolean virtualWorkers) {
		if (virtualWorkers && !Threads.canBeVirtual()) {
			throw new IllegalArgumentException(
					"Virtual workers need Java 21, this is %s".formatted(Runtime.version().feature()));
		}
		this.virtualWorkers = virtualWorkers;
		return this;
	}

	/**
	 * Sets what follows when an item throws, {@link ErrorPolicy#CONTINUE} unless set.
	 * @param errorPolicy the policy
	 * @return this
	 */
	public CyclicExecutorBuilder errorPolicy(ErrorPolicy errorPolicy) {
		this.errorPolicy = errorPolicy;
		return this;
	}

	/**
	 * Sets how long the end of a run waits for items before it interrupts them, and again
	 * after that, 10 seconds unless set.
	 * @param shutdownTimeout the time to wait, not below zero
	 * @return this
	 */
	public CyclicExecutorBuilder shutdownTimeout(Duration shutdownTimeout) {
		if (shutdownTimeout.isNegative()) {
			throw new IllegalArgumentException(
					"The shutdown timeout must not be below zero, but is %s".formatted(shutdownTimeout));
		}
		this.shutdownTimeout = shutdownTimeout;
		return this;
	}

	/**
	 * Limits the time that any single execution may take: the executor is faulted, and
	 * its tasks are halted, when one took longer. There is no limit unless set.
	 * @param iterationBudget the longest time, above zero
	 * @return this
	 */
	public CyclicExecutorBuilder iterationBudget(Duration iterationBudget) {
		this.iterationBudget = Triggers.checked("An iteration budget", iterationBudget);
		return this;
	}

	/**
	 * Lets the dispatch thread show that it makes progress
	 * ({@link Observer#onHeartbeat}). It does not unless set.
	 * @param period the time between two beats, above zero
	 * @return this
	 */
	public CyclicExecutorBuilder heartbeat(Duration period) {
		this.heartbeat = Triggers.checked("A heartbeat's period", period);
		return this;
	}

	/**
	 * Sets the integrity level of all items: one that has another level is refused.
	 * @param integrityLevel the level, as the application defines it
	 * @return this
	 */
	public CyclicExecutorBuilder integrityLevel(int integrityLevel) {
		this.integrityLevel = OptionalInt.of(integrityLevel);
		return this;
	}

	/**
	 * Sets what decides, before every run, whether the executor may run. It may unless
	 * set.
	 * @param admissionCheck the check
	 * @return this
	 */
	public CyclicExecutorBuilder admissionCheck(AdmissionCheck admissionCheck) {
		this.admissionCheck = admissionCheck;
		return this;
	}

	/**
	 * Sets how the dispatch thread waits, {@link WaitStrategy#PARK} unless set.
	 * @param waitStrategy the strategy
	 * @return this
	 */
	public CyclicExecutorBuilder waitStrategy(WaitStrategy waitStrategy) {
		this.waitStrategy = waitStrategy;
		return this;
	}

	/**
	 * Sets the clock that tasks are dispatched by.
	 * @param schedulingClock the clock
	 * @return this
	 */
	public CyclicExecutorBuilder schedulingClock(SchedulingClock schedulingClock) {
		this.schedulingClock = schedulingClock;
		return this;
	}

	/**
	 * Sets the clock that figures are taken with.
	 * @param telemetryClock the clock
	 * @return this
	 */
	public CyclicExecutorBuilder telemetryClock(TelemetryClock telemetryClock) {
		this.telemetryClock = telemetryClock;
		return this;
	}

	/**
	 * Sets the clock that faults are dated by.
	 * @param wallClock the clock; reading its milliseconds should not allocate
	 * @return this
	 */
	public CyclicExecutorBuilder wallClock(InstantSource wallClock) {
		this.wallClock = wallClock;
		return this;
	}

	/**
	 * Adds an observer.
	 * @param observer the observer
	 * @return this
	 */
	public CyclicExecutorBuilder observer(Observer observer) {
		this.observers.add(observer);
		return this;
	}

	/**
	 * Adds a monitor.
	 * @param monitor the monitor
	 * @return this
	 */
	public CyclicExecutorBuilder monitor(ExecutionMonitor monitor) {
		this.monitors.add(monitor);
		return this;
	}

	/**
	 * Builds the executor. It has no tasks yet and does not run.
	 * @return the executor
	 */
	public CyclicExecutor build() {
		return new CyclicExecutor(settings(), this.observers, this.monitors);
	}

	private Settings settings() {
		String prefix = (this.threadNamePrefix != null) ? this.threadNamePrefix : "medkit-" + this.name + "-";
		Threads threads = new Threads(prefix, this.dispatchPriority, this.workerPriority, this.daemon,
				this.workerThreads, this.virtualWorkers);
		Clocks clocks = new Clocks(this.schedulingClock, this.telemetryClock, this.wallClock);
		return new Settings(this.name, threads, clocks, this.waitStrategy, this.errorPolicy, this.shutdownTimeout,
				this.iterationBudget, this.heartbeat, this.integrityLevel, this.admissionCheck);
	}

}
