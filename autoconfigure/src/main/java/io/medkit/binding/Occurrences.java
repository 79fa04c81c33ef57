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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Supplier;

import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * How often one kind of fault occurred, first and last when, and whether it still holds.
 * <p>
 * {@link #raise} is called by one thread at a time. All else may be called by any thread
 * meanwhile: {@link #heal} and {@link #clear} only move a mark up to the count, so the
 * one that saw more wins and no occurrence after it is lost. Where a raise and a clear
 * cross, the raise may count as the earlier one: then the fault holds, and its history
 * stays.
 * <p>
 * A freeze frame is taken when the fault becomes active, and kept until it becomes so
 * again or is cleared.
 * <p>
 * The history lies in two entries. One is that of the present count, the other is filled
 * for the next. So a reader begins anew only if occurrences go on being added, and never
 * waits for one that is half added.
 */
final class Occurrences {

	/** The count that the history begins after. */
	private static final int BASE = 0;

	private static final int FIRST_MILLIS = 1;

	private static final int LAST_MILLIS = 2;

	private static final int FRAME_MILLIS = 3;

	private static final int FRAMED = 4;

	private static final int FRAME = 5;

	private static final int ENTRY_LENGTH = FRAME + Frame.LENGTH;

	private static final VarHandle HEALED;

	private static final VarHandle CLEARED;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			HEALED = lookup.findVarHandle(Occurrences.class, "healed", long.class);
			CLEARED = lookup.findVarHandle(Occurrences.class, "cleared", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final AtomicLongArray entries = new AtomicLongArray(2 * ENTRY_LENGTH);

	private volatile long count;

	private volatile long healed;

	private volatile long cleared;

	/**
	 * Adds an occurrence.
	 * @param frame what a freeze frame is taken of, if that is known
	 */
	void raise(long atMillis, @Nullable Frame frame) {
		long before = this.count;
		int present = entry(before);
		int next = entry(before + 1);
		boolean first = before == this.cleared;
		this.entries.set(next + BASE, first ? before : this.entries.get(present + BASE));
		this.entries.set(next + FIRST_MILLIS, first ? atMillis : this.entries.get(present + FIRST_MILLIS));
		this.entries.set(next + LAST_MILLIS, atMillis);
		if (first || before <= this.healed) {
			freeze(next, atMillis, frame);
		}
		else {
			copyFrame(present, next);
		}
		this.count = before + 1;
	}

	private void freeze(int entry, long atMillis, @Nullable Frame frame) {
		this.entries.set(entry + FRAME_MILLIS, atMillis);
		this.entries.set(entry + FRAMED, (frame != null) ? 1 : 0);
		if (frame != null) {
			frame.copyTo(this.entries, entry + FRAME);
		}
	}

	private void copyFrame(int from, int to) {
		for (int i = FRAME_MILLIS; i < ENTRY_LENGTH; i++) {
			this.entries.set(to + i, this.entries.get(from + i));
		}
	}

	/**
	 * Ends what holds; it remains as history.
	 */
	void heal() {
		moveUp(HEALED, this.count);
	}

	/**
	 * Forgets the history, unless the fault holds.
	 */
	void clear() {
		long count = this.count;
		if (this.healed >= count) {
			moveUp(CLEARED, count);
		}
	}

	boolean isActive() {
		return this.count > this.healed;
	}

	/**
	 * Reads one consistent state.
	 */
	Reading read() {
		while (true) {
			long count = this.count;
			if (count == this.cleared) {
				return Reading.NONE;
			}
			int entry = entry(count);
			boolean active = count > this.healed;
			long base = this.entries.get(entry + BASE);
			long firstMillis = this.entries.get(entry + FIRST_MILLIS);
			long lastMillis = this.entries.get(entry + LAST_MILLIS);
			long frameMillis = this.entries.get(entry + FRAME_MILLIS);
			long[] frame = (this.entries.get(entry + FRAMED) != 0) ? frame(entry) : null;
			if (count == this.count) {
				return new Reading(active, count - base, firstMillis, lastMillis, frameMillis, frame);
			}
		}
	}

	private long[] frame(int entry) {
		long[] frame = new long[Frame.LENGTH];
		for (int i = 0; i < frame.length; i++) {
			frame[i] = this.entries.get(entry + FRAME + i);
		}
		return frame;
	}

	private static int entry(long count) {
		return (int) (count & 1) * ENTRY_LENGTH;
	}

	private void moveUp(VarHandle mark, long count) {
		long current = (long) mark.getVolatile(this);
		while (current < count && !mark.compareAndSet(this, current, count)) {
			current = (long) mark.getVolatile(this);
		}
	}

	/**
	 * One state of the occurrences since they were cleared.
	 */
	record Reading(boolean active, long count, long firstMillis, long lastMillis, long frameMillis,
			long @Nullable [] frame) {

		static final Reading NONE = new Reading(false, 0, 0, 0, 0, null);

		/**
		 * Adds the fault to a list, if it occurred.
		 */
		void addTo(List<Fault> faults, FaultCode code, Severity severity, Moment moment, Supplier<String> description) {
			if (this.count > 0) {
				faults.add(new Fault(code, description.get(), severity, this.active, this.count,
						Instant.ofEpochMilli(this.firstMillis), lastOccurred(),
						(this.frame != null) ? Frame.freezeFrame(this.frame, this.frameMillis, moment) : null));
			}
		}

		/**
		 * Adds the occurrences of the same fault in another slot. The freeze frame is
		 * that of the one which became active later.
		 */
		Reading plus(Reading other) {
			if (this.count == 0 || other.count == 0) {
				return (this.count == 0) ? other : this;
			}
			Reading framed = (other.frameMillis > this.frameMillis) ? other : this;
			return new Reading(this.active || other.active, this.count + other.count,
					Math.min(this.firstMillis, other.firstMillis), Math.max(this.lastMillis, other.lastMillis),
					framed.frameMillis, framed.frame);
		}

		Instant lastOccurred() {
			return Instant.ofEpochMilli(this.lastMillis);
		}

	}

}
