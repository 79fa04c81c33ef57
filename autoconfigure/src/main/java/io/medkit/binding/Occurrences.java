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

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.Severity;

/**
 * How often one kind of fault occurred, first and last when, and whether it still holds.
 * <p>
 * {@link #raise} is called by one thread at a time. {@link #heal} and {@link #clear} may
 * be called by any thread meanwhile: they only move a mark up to the count, so the one
 * that saw more wins and no occurrence after it is lost.
 */
final class Occurrences {

	private final AtomicLong healed = new AtomicLong();

	private final AtomicLong cleared = new AtomicLong();

	private volatile long count;

	private volatile long firstMillis;

	private volatile long lastMillis;

	void raise(long atMillis) {
		long before = this.count;
		if (before == this.cleared.get()) {
			this.firstMillis = atMillis;
		}
		this.lastMillis = atMillis;
		this.count = before + 1;
	}

	/**
	 * Ends what holds; it remains as history.
	 */
	void heal() {
		moveUp(this.healed, this.count);
	}

	/**
	 * Forgets all that does not hold any more.
	 */
	void clear() {
		moveUp(this.cleared, Math.min(this.count, this.healed.get()));
	}

	boolean isActive() {
		return this.count > this.healed.get();
	}

	/**
	 * Returns how often the fault occurred since it was cleared.
	 */
	long sinceCleared() {
		return this.count - this.cleared.get();
	}

	long firstMillis() {
		return (sinceCleared() > 1) ? this.firstMillis : this.lastMillis;
	}

	long lastMillis() {
		return this.lastMillis;
	}

	/**
	 * Adds the fault to a list, if it occurred since it was cleared.
	 */
	void addTo(List<Fault> faults, FaultCode code, Severity severity, boolean active, Supplier<String> description) {
		long occurrences = sinceCleared();
		if (occurrences > 0) {
			faults.add(new Fault(code, description.get(), severity, active, occurrences,
					Instant.ofEpochMilli(firstMillis()), Instant.ofEpochMilli(this.lastMillis)));
		}
	}

	private static void moveUp(AtomicLong mark, long count) {
		long current = mark.get();
		while (current < count && !mark.compareAndSet(current, count)) {
			current = mark.get();
		}
	}

}
