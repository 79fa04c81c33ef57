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

import io.medkit.executor.CycleObservation;
import org.jspecify.annotations.Nullable;

/**
 * What one task's hooks write. Wait-free and free of allocation for the writer, which
 * never waits for a reader, and always read as one consistent state.
 * <p>
 * <b>One writer at a time.</b> Hooks of one task never overlap, and each happens-before
 * the next, which the executor's hand-over guarantees. So the writer reads its own cells
 * plainly and needs no atomic read-modify-write.
 * <p>
 * <b>Sequence lock.</b> The writer makes {@code SEQUENCE} odd (opaque), then a
 * store-store fence, then writes cells (opaque), then makes {@code SEQUENCE} even
 * (release). A reader reads {@code SEQUENCE} (acquire), the cells (opaque), a load-load
 * fence, and {@code SEQUENCE} again (opaque). If a reader saw a cell of an unfinished
 * write, the fences oblige its second look to see the odd number or a later one; if its
 * first look saw the even number, the acquire obliges it to see all cells of that write.
 * So two equal even numbers enclose one consistent state.
 * <p>
 * All cells lie in one array, padded on both sides: one execution touches three or four
 * neighbouring cache lines, and none that another task's writer touches.
 */
final class TaskSlot {

	/** Stands for a figure that there is not, as opposed to zero. */
	static final long ABSENT = CycleObservation.ABSENT;

	/** Two cache lines, since neighbouring lines are fetched in pairs. */
	private static final int PADDING = 16;

	private static final int SEQUENCE = PADDING;

	static final int FLAGS = PADDING + 1;

	static final int STARTS = PADDING + 2;

	static final int STOPS = PADDING + 3;

	static final int ERRORS = PADDING + 4;

	static final int CONSECUTIVE_ERRORS = PADDING + 5;

	static final int STARTED_NANOS = PADDING + 6;

	static final int EXECUTIONS = PADDING + 7;

	static final int LAST_TOOK_NANOS = PADDING + 8;

	static final int MIN_TOOK_NANOS = PADDING + 9;

	static final int MAX_TOOK_NANOS = PADDING + 10;

	/** In eighths of a nanosecond, see {@link #average}. */
	static final int EWMA_TOOK = PADDING + 11;

	static final int SCANS = PADDING + 12;

	static final int SCANNED_NANOS = PADDING + 13;

	static final int PERIOD_NANOS = PADDING + 14;

	static final int FAULTED_SCANS = PADDING + 15;

	static final int SKIPPED_SLOTS = PADDING + 16;

	static final int LATENESS_NANOS = PADDING + 17;

	static final int JITTER_NANOS = PADDING + 18;

	/** In eighths of a nanosecond, see {@link #average}. */
	static final int EWMA_PERIOD = PADDING + 19;

	static final int APP_ID = PADDING + 20;

	static final int APP_INSTANCE_ID = PADDING + 21;

	static final int FAULT_TOOK_NANOS = PADDING + 22;

	static final int FAULT_BUDGET_NANOS = PADDING + 23;

	private static final int END = PADDING + 24;

	/** The item is being executed. */
	static final long IN_FLIGHT = 1;

	/** {@code STARTED_NANOS} is that of the execution in flight. */
	static final long TIMED = 2;

	/** The invocation was opened by an application start, so its stop will come. */
	static final long APP = 4;

	/** The invocation failed. */
	static final long FAILED = 8;

	/** The failure was counted when the execution ended; its error hook may follow. */
	static final long COUNTED = 16;

	/** Weight 1/8, as a shift. */
	private static final int EWMA_SHIFT = 3;

	/** The longest time that an average can hold, 36 years. */
	private static final long MAX_NANOS = Long.MAX_VALUE >> (EWMA_SHIFT + 1);

	/** After so many torn copies a reader lets the writer's thread run. */
	private static final int SPINS = 64;

	/** After so many torn copies a reader gives up. */
	private static final int MAX_ATTEMPTS = 1_000;

	private static final VarHandle CELLS = MethodHandles.arrayElementVarHandle(long[].class);

	private final long[] cells = new long[END + PADDING];

	private final Occurrences errors = new Occurrences();

	private final Occurrences budgetBreaches = new Occurrences();

	private volatile @Nullable String errorType;

	private volatile @Nullable String errorMessage;

	TaskSlot() {
		this.cells[MIN_TOOK_NANOS] = Long.MAX_VALUE;
		this.cells[EWMA_PERIOD] = ABSENT;
		this.cells[LATENESS_NANOS] = ABSENT;
		this.cells[JITTER_NANOS] = ABSENT;
		this.cells[APP_ID] = ABSENT;
		this.cells[APP_INSTANCE_ID] = ABSENT;
		VarHandle.releaseFence();
	}

	void appStarted(int appId, @Nullable Integer appInstanceId) {
		long sequence = beginWrite();
		put(FLAGS, IN_FLIGHT | APP);
		put(STARTS, this.cells[STARTS] + 1);
		put(APP_ID, appId);
		put(APP_INSTANCE_ID, (appInstanceId != null) ? appInstanceId : ABSENT);
		endWrite(sequence);
	}

	void executionStarted(long startedNanos) {
		long flags = this.cells[FLAGS];
		boolean opened = (flags & (IN_FLIGHT | APP)) == (IN_FLIGHT | APP);
		long sequence = beginWrite();
		if (!opened) {
			put(STARTS, this.cells[STARTS] + 1);
		}
		put(FLAGS, (opened ? APP : 0) | IN_FLIGHT | TIMED);
		put(STARTED_NANOS, startedNanos);
		endWrite(sequence);
	}

	void executionEnded(long startedNanos, long tookNanos, boolean ok, long errorMillis) {
		long took = Math.min(Math.max(tookNanos, 0), MAX_NANOS);
		long flags = this.cells[FLAGS];
		long executions = this.cells[EXECUTIONS];
		long sequence = beginWrite();
		put(EXECUTIONS, executions + 1);
		put(STARTED_NANOS, startedNanos);
		put(LAST_TOOK_NANOS, took);
		if (took < this.cells[MIN_TOOK_NANOS]) {
			put(MIN_TOOK_NANOS, took);
		}
		if (took > this.cells[MAX_TOOK_NANOS]) {
			put(MAX_TOOK_NANOS, took);
		}
		put(EWMA_TOOK, (executions == 0) ? took << EWMA_SHIFT : fold(this.cells[EWMA_TOOK], took));
		if ((flags & (IN_FLIGHT | APP)) == IN_FLIGHT) {
			put(STOPS, this.cells[STOPS] + 1);
		}
		if (ok) {
			put(FLAGS, flags & APP);
			succeeded();
		}
		else {
			put(FLAGS, (flags & APP) | FAILED | COUNTED);
			failed(errorMillis);
		}
		endWrite(sequence);
	}

	void errorThrown(String type, @Nullable String message, long errorMillis) {
		long flags = this.cells[FLAGS];
		long sequence = beginWrite();
		if ((flags & COUNTED) == 0) {
			failed(errorMillis);
		}
		put(FLAGS, (flags & ~COUNTED) | FAILED);
		this.errorType = type;
		this.errorMessage = message;
		endWrite(sequence);
	}

	void appStopped() {
		long flags = this.cells[FLAGS];
		long sequence = beginWrite();
		put(FLAGS, flags & FAILED);
		put(STOPS, this.cells[STOPS] + 1);
		if ((flags & APP) != 0 && (flags & FAILED) == 0) {
			succeeded();
		}
		endWrite(sequence);
	}

	void scheduled(long periodNanos) {
		long sequence = beginWrite();
		put(PERIOD_NANOS, periodNanos);
		endWrite(sequence);
	}

	void scanned(CycleObservation observation) {
		boolean faulted = observation.faulted();
		long actualPeriod = observation.actualPeriodNanos();
		long sequence = beginWrite();
		put(SCANS, this.cells[SCANS] + 1);
		put(SCANNED_NANOS, observation.preNanos());
		put(PERIOD_NANOS, observation.periodNanos());
		put(SKIPPED_SLOTS, this.cells[SKIPPED_SLOTS] + observation.skippedSlots());
		if (faulted) {
			put(FAULTED_SCANS, this.cells[FAULTED_SCANS] + 1);
		}
		else {
			put(LATENESS_NANOS, observation.latenessNanos());
			put(JITTER_NANOS, observation.jitterNanos());
			if (actualPeriod != ABSENT) {
				long period = Math.min(Math.max(actualPeriod, 0), MAX_NANOS);
				long average = this.cells[EWMA_PERIOD];
				put(EWMA_PERIOD, (average == ABSENT) ? period << EWMA_SHIFT : fold(average, period));
			}
		}
		endWrite(sequence);
	}

	void budgetExceeded(long tookNanos, long budgetNanos, long atMillis) {
		long sequence = beginWrite();
		put(FAULT_TOOK_NANOS, tookNanos);
		put(FAULT_BUDGET_NANOS, budgetNanos);
		this.budgetBreaches.raise(atMillis);
		endWrite(sequence);
	}

	/**
	 * Returns the task's errors. Healing and clearing them is open to any thread.
	 */
	Occurrences errors() {
		return this.errors;
	}

	/**
	 * Returns the task's breaches of its budget. Healing and clearing them is open to any
	 * thread.
	 */
	Occurrences budgetBreaches() {
		return this.budgetBreaches;
	}

	private void succeeded() {
		if (this.cells[CONSECUTIVE_ERRORS] != 0) {
			put(CONSECUTIVE_ERRORS, 0);
			this.errors.heal();
		}
	}

	private void failed(long errorMillis) {
		put(ERRORS, this.cells[ERRORS] + 1);
		put(CONSECUTIVE_ERRORS, this.cells[CONSECUTIVE_ERRORS] + 1);
		this.errors.raise(errorMillis);
	}

	/**
	 * Folds a sample into an average that is kept times 8, so that nothing is cut off:
	 * {@code new = old - old / 8 + sample / 8}. On constant input the average becomes
	 * exactly that value.
	 */
	private static long fold(long average, long sample) {
		return average - (average >> EWMA_SHIFT) + sample;
	}

	/**
	 * Returns the nanoseconds of an average that is kept times 8.
	 */
	static long average(long ewma) {
		return ewma >> EWMA_SHIFT;
	}

	private long beginWrite() {
		long sequence = this.cells[SEQUENCE];
		CELLS.setOpaque(this.cells, SEQUENCE, sequence + 1);
		VarHandle.storeStoreFence();
		return sequence;
	}

	private void put(int cell, long value) {
		CELLS.setOpaque(this.cells, cell, value);
	}

	private void endWrite(long sequence) {
		CELLS.setRelease(this.cells, SEQUENCE, sequence + 2);
	}

	/**
	 * Reads one consistent state.
	 * @return the state, or {@code null} if the writer wrote all the time, or was
	 * suspended in the middle of a write
	 */
	@Nullable Reading read() {
		long[] copy = new long[END];
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			long before = (long) CELLS.getAcquire(this.cells, SEQUENCE);
			if ((before & 1) == 0) {
				for (int cell = SEQUENCE + 1; cell < END; cell++) {
					copy[cell] = (long) CELLS.getOpaque(this.cells, cell);
				}
				Reading reading = new Reading(copy, this.errorType, this.errorMessage, this.errors.isActive(),
						this.budgetBreaches.isActive());
				VarHandle.loadLoadFence();
				if (before == (long) CELLS.getOpaque(this.cells, SEQUENCE)) {
					return reading;
				}
			}
			if (attempt < SPINS) {
				Thread.onSpinWait();
			}
			else {
				Thread.yield();
			}
		}
		return null;
	}

	/**
	 * One consistent state of a slot.
	 */
	record Reading(long[] cells, @Nullable String errorType, @Nullable String errorMessage, boolean inError,
			boolean faulted) {

		long get(int cell) {
			return this.cells[cell];
		}

		boolean has(long flag) {
			return (this.cells[FLAGS] & flag) != 0;
		}

		boolean hasRun() {
			return get(STARTS) != 0 || get(EXECUTIONS) != 0 || get(ERRORS) != 0;
		}

		boolean hasStartTime() {
			return has(TIMED) || get(EXECUTIONS) != 0;
		}

	}

}
