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
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Takes what is declared for a task: what triggers it, how long it may take, and what is
 * executed in its place while it is faulted. Not thread-safe.
 * <p>
 * A task is either cyclic, with one {@link #interval}, or event-driven, with one or more
 * {@link Signal}s.
 */
public final class Triggers {

	private @Nullable Duration interval;

	private final Set<Signal> signals = new LinkedHashSet<>();

	private @Nullable Duration deadline;

	private @Nullable Duration budget;

	private @Nullable ExecutableItem faultHandler;

	Triggers() {
	}

	/**
	 * Makes the task cyclic.
	 * @param period the time between two scans, above zero
	 * @return this
	 * @throws IllegalArgumentException if the period is not above zero, or if an interval
	 * has been declared already
	 */
	public Triggers interval(Duration period) {
		if (this.interval != null) {
			throw new IllegalArgumentException(
					"A task has exactly one period, but both %s and %s are declared".formatted(this.interval, period));
		}
		this.interval = checked("A period", period);
		return this;
	}

	/**
	 * Makes the task event-driven. May be called several times: each of the signals
	 * triggers the task.
	 * @param signal the signal
	 * @return this
	 */
	public Triggers on(Signal signal) {
		this.signals.add(Objects.requireNonNull(signal, "signal"));
		return this;
	}

	/**
	 * Lets an event-driven task be executed even if no signal comes.
	 * @param deadline the time without an execution after which it is, above zero
	 * @return this
	 * @throws IllegalArgumentException if the deadline is not above zero
	 */
	public Triggers deadline(Duration deadline) {
		this.deadline = checked("A deadline", deadline);
		return this;
	}

	/**
	 * Limits the time that one execution may take: the task is faulted when one took
	 * longer. The last call wins.
	 * @param budget the longest time, above zero
	 * @return this
	 * @throws IllegalArgumentException if the budget is not above zero
	 */
	public Triggers budget(Duration budget) {
		this.budget = checked("A budget", budget);
		return this;
	}

	/**
	 * Sets what is executed in the task's place while it is faulted, or its executor is.
	 * The last call wins.
	 * @param handler the handler, which declares nothing itself
	 * @return this
	 */
	public Triggers faultHandler(ExecutableItem handler) {
		this.faultHandler = Objects.requireNonNull(handler, "handler");
		return this;
	}

	/**
	 * Returns what is declared here and, where nothing is, elsewhere. Signals add up.
	 */
	Triggers orElse(Triggers other) {
		Triggers merged = new Triggers();
		merged.interval = (this.interval != null) ? this.interval : other.interval;
		merged.deadline = (this.deadline != null) ? this.deadline : other.deadline;
		merged.budget = (this.budget != null) ? this.budget : other.budget;
		merged.faultHandler = (this.faultHandler != null) ? this.faultHandler : other.faultHandler;
		merged.signals.addAll(this.signals);
		merged.signals.addAll(other.signals);
		return merged;
	}

	/**
	 * Checks that a task can be made of this.
	 * @throws IllegalArgumentException if it can not
	 */
	TaskTiming timing() {
		if (this.interval != null && !this.signals.isEmpty()) {
			throw new IllegalArgumentException(
					"Both a period (%s) and a signal are declared, but a task is either cyclic or event-driven: split it into two tasks"
						.formatted(this.interval));
		}
		if (this.interval == null && this.signals.isEmpty()) {
			throw new IllegalArgumentException(
					"Neither a period nor a signal is declared, so it would never run: give it a period when it is added, or one of the two in declareTriggers");
		}
		if (this.deadline != null && this.interval != null) {
			throw new IllegalArgumentException(
					"Both a period (%s) and a deadline (%s) are declared, but a deadline is for event-driven tasks: remove it"
						.formatted(this.interval, this.deadline));
		}
		return new TaskTiming(nanos(this.interval), nanos(this.deadline), nanos(this.budget));
	}

	/**
	 * Checks that an item declares nothing, as one must whose place in a composition is
	 * not that which decides.
	 * @throws IllegalArgumentException if it does
	 */
	static void requireNone(String what, ExecutableItem item) {
		Triggers declared = new Triggers();
		item.declareTriggers(declared);
		if (declared.interval != null || !declared.signals.isEmpty() || declared.deadline != null
				|| declared.budget != null || declared.faultHandler != null) {
			throw new IllegalArgumentException(
					"%s declares triggers or a budget, which would be ignored there: declare them for the whole task"
						.formatted(what));
		}
	}

	Set<Signal> signals() {
		return this.signals;
	}

	@Nullable ExecutableItem faultHandler() {
		return this.faultHandler;
	}

	static Duration checked(String what, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException("%s must be above zero, but is %s".formatted(what, duration));
		}
		try {
			duration.toNanos();
		}
		catch (ArithmeticException ex) {
			throw new IllegalArgumentException("%s must fit 292 years, but is %s".formatted(what, duration), ex);
		}
		return duration;
	}

	private static long nanos(@Nullable Duration duration) {
		return (duration != null) ? duration.toNanos() : 0;
	}

}
