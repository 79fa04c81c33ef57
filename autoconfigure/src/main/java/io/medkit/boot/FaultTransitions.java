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
package io.medkit.boot;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

import io.medkit.gateway.Gateway;
import io.medkit.model.Entity;
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which faults were raised and which healed from one reading of all entities to
 * the next, publishes and logs it. A fault that was raised and healed in between is told
 * of as both. Confined to one thread.
 */
class FaultTransitions {

	private static final Log logger = LogFactory.getLog("io.medkit.faults");

	private final Gateway gateway;

	private final Consumer<Object> publisher;

	private final long logIntervalNanos;

	private final LongSupplier nanoTime;

	private Map<Key, State> known = new HashMap<>();

	/**
	 * Creates the transitions. What holds at the first reading is told of as raised.
	 * @param publisher takes the events
	 * @param logInterval the least time between two log entries of the same fault
	 */
	FaultTransitions(Gateway gateway, Consumer<Object> publisher, Duration logInterval, LongSupplier nanoTime) {
		this.gateway = gateway;
		this.publisher = publisher;
		this.logIntervalNanos = logInterval.toNanos();
		this.nanoTime = nanoTime;
	}

	/**
	 * Reads all entities, and tells what has changed.
	 */
	void look() {
		Map<Key, State> present = new HashMap<>();
		for (EntityReport report : this.gateway.snapshot().reports()) {
			for (Fault fault : report.faults()) {
				Key key = new Key(report.entity().id(), fault.code());
				present.put(key, tell(report.entity(), fault, this.known.remove(key)));
			}
		}
		// those that are left were cleared, or their entities are no more
		this.known.values().stream().filter(State::isActive).forEach(this::healed);
		this.known = present;
	}

	private State tell(Entity entity, Fault fault, @Nullable State before) {
		State state = new State(entity, fault, (before != null) ? before.logged() : Logged.NEVER);
		boolean wasActive = before != null && before.isActive();
		// that it occurs again while it holds is nothing new
		boolean again = before == null || fault.occurrenceCount() != before.fault().occurrenceCount();
		if (!wasActive && (state.isActive() || again)) {
			state = raised(state);
		}
		if (!state.isActive() && (wasActive || again)) {
			state = healed(state);
		}
		return state;
	}

	private State raised(State state) {
		publish(new FaultRaisedEvent(state.entity(), state.fault()));
		return state.with(log(state, true));
	}

	private State healed(State state) {
		publish(new FaultHealedEvent(state.entity(), state.fault()));
		return state.with(log(state, false));
	}

	private void publish(Object event) {
		try {
			this.publisher.accept(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener failed on " + event, ex);
		}
	}

	/**
	 * Logs a transition, unless one of the same kind was logged just before.
	 */
	private Logged log(State state, boolean raised) {
		Fault fault = state.fault();
		Logged logged = state.logged();
		long now = this.nanoTime.getAsLong();
		if (logged.isRecent(raised, now, this.logIntervalNanos)) {
			return logged.withLeftOut();
		}
		String leftOut = (logged.leftOut() != 0) ? " (%d changes were not logged)".formatted(logged.leftOut()) : "";
		if (raised) {
			logger.warn("%s: %s. %s%s".formatted(state.entity().id(), fault.code(), fault.description(), leftOut));
		}
		else {
			logger.info("%s: %s is over%s".formatted(state.entity().id(), fault.code(), leftOut));
		}
		return logged.at(raised, now);
	}

	private record Key(String entityId, FaultCode code) {

	}

	/**
	 * What is known of a fault.
	 */
	private record State(Entity entity, Fault fault, Logged logged) {

		private boolean isActive() {
			return this.fault.status() == FaultStatus.ACTIVE;
		}

		private State with(Logged logged) {
			return new State(this.entity, this.fault, logged);
		}

	}

	/**
	 * What was logged of a fault.
	 */
	private record Logged(@Nullable Long raisedNanos, @Nullable Long healedNanos, long leftOut) {

		private static final Logged NEVER = new Logged(null, null, 0);

		private boolean isRecent(boolean raised, long now, long intervalNanos) {
			Long last = raised ? this.raisedNanos : this.healedNanos;
			return last != null && now - last < intervalNanos;
		}

		private Logged at(boolean raised, long now) {
			return raised ? new Logged(now, this.healedNanos, 0) : new Logged(this.raisedNanos, now, 0);
		}

		private Logged withLeftOut() {
			return new Logged(this.raisedNanos, this.healedNanos, this.leftOut + 1);
		}

	}

}
