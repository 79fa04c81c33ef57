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
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongConsumer;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.TaskTiming;
import org.jspecify.annotations.Nullable;

/**
 * What one task's hooks write. Wait-free and free of allocation for the writer, which
 * never waits for a reader, and always read as one consistent state.
 * <p>
 * <b>One writer at a time.</b> Hooks of one task never overlap, and each happens-before
 * the next, which the executor's hand-over guarantees. So the writer reads its own fields
 * plainly and needs no atomic read-modify-write.
 * <p>
 * <b>Sequence lock.</b> The writer makes {@code sequence} odd (opaque), then a
 * store-store fence, then writes fields, then makes {@code sequence} even (release). A
 * reader reads {@code sequence} (acquire), the fields, a load-load fence, and
 * {@code sequence} again (opaque). If it read a field of an unfinished write, the two
 * fences oblige its second look to see that write's odd number or a later one; if its
 * first look saw the even number, the acquire obliges it to see all fields of that write.
 * So two equal even numbers enclose one consistent state, and what was read between two
 * others is dropped.
 * <p>
 * <b>One store.</b> The beginning of an execution changes a single field, so it is one
 * opaque (atomic) store without the lock: with it or without it, a reader sees a state
 * that was.
 */
final class TaskSlot extends TaskSlotEvents implements Frame {

	/** Stands for a figure that there is not, as opposed to zero. */
	static final long ABSENT = CycleObservation.ABSENT;

	/** Weight 1/8, as a shift. */
	private static final int EWMA_SHIFT = 3;

	/** The longest time that an average can hold, 36 years. */
	private static final long MAX_NANOS = Long.MAX_VALUE >> EWMA_SHIFT;

	static final int DEFAULT_WINDOW = 1024;

	/** The figures in a sample of punctuality. */
	static final int PUNCTUALITY = 2;

	private static final int LATENESS = 0;

	private static final int JITTER = 1;

	/** After so many torn copies a reader lets the writer's thread run. */
	private static final int SPINS = 64;

	/** After so many torn copies a reader gives up. */
	private static final int MAX_ATTEMPTS = 1_000;

	private static final VarHandle SEQUENCE;

	private static final VarHandle IN_FLIGHT_SINCE;

	private static final VarHandle EXECUTIONS;

	private static final VarHandle SCANS;

	private static final VarHandle FAULTED_SCANS;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			SEQUENCE = lookup.findVarHandle(TaskSlotFields.class, "sequence", long.class);
			IN_FLIGHT_SINCE = lookup.findVarHandle(TaskSlotFields.class, "inFlightSince", long.class);
			EXECUTIONS = lookup.findVarHandle(TaskSlotFields.class, "executions", long.class);
			SCANS = lookup.findVarHandle(TaskSlotFields.class, "scans", long.class);
			FAULTED_SCANS = lookup.findVarHandle(TaskSlotFields.class, "faultedScans", long.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** The number of samples that distributions are told of. */
	private final int window;

	/** Two cache lines behind the fields. */
	@SuppressWarnings("unused")
	private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

	/**
	 * Creates a slot.
	 * @param owner the binding that it belongs to
	 * @param window the number of samples that distributions are told of
	 */
	TaskSlot(ExecutorBinding owner, int window) {
		super(owner, window);
		this.window = window;
	}

	TaskSlot(ExecutorBinding owner) {
		this(owner, DEFAULT_WINDOW);
	}

	boolean belongsTo(ExecutorBinding binding) {
		return this.owner == binding;
	}

	void scheduled(TaskTiming timing) {
		long odd = beginWrite();
		this.periodNanos = timing.periodNanos();
		this.deadlineNanos = timing.deadlineNanos();
		this.budgetNanos = (timing.budgetNanos() != 0) ? timing.budgetNanos() : Long.MAX_VALUE;
		endWrite(odd);
	}

	void executionStarted(long startedNanos) {
		IN_FLIGHT_SINCE.setOpaque(this, startedNanos);
	}

	void executionEnded(long startedNanos, long tookNanos, boolean ok, long errorMillis) {
		long took = Math.min(Math.max(tookNanos, 0), MAX_NANOS);
		long before = this.executions;
		long odd = beginWrite();
		this.inFlightSince = ABSENT;
		this.startedNanos = startedNanos;
		EXECUTIONS.setOpaque(this, before + 1);
		VarHandle.storeStoreFence();
		SampleWindow.write(this.took, before, took);
		if (took < this.minTookNanos) {
			this.minTookNanos = took;
		}
		if (took > this.maxTookNanos) {
			this.maxTookNanos = took;
		}
		if (took > this.budgetNanos) {
			this.overruns++;
		}
		this.ewmaTook = (before == 0) ? took << EWMA_SHIFT : fold(this.ewmaTook, took);
		if (!ok) {
			failed(errorMillis);
			this.errorCounted = true;
		}
		else if (this.consecutiveErrors != 0) {
			succeeded();
		}
		endWrite(odd);
	}

	/**
	 * Records what was thrown. It is counted here unless the execution's end has counted
	 * it.
	 */
	void errorThrown(String type, @Nullable String message, long errorMillis) {
		long odd = beginWrite();
		if (!this.errorCounted) {
			failed(errorMillis);
		}
		this.errorCounted = false;
		this.appFailed = true;
		this.errorType = type;
		this.errorMessage = message;
		endWrite(odd);
	}

	/**
	 * Records that the task's fault handler is executed in its place.
	 */
	void handlerStarted(long startedNanos) {
		long odd = beginWrite();
		this.handlerInFlight = true;
		this.inFlightSince = startedNanos;
		endWrite(odd);
	}

	void handlerEnded(long tookNanos, boolean ok, long errorMillis) {
		long odd = beginWrite();
		this.handlerInFlight = false;
		this.inFlightSince = ABSENT;
		this.handlerExecutions++;
		this.handlerTookNanos = tookNanos;
		if (tookNanos > this.budgetNanos) {
			this.overruns++;
		}
		if (ok) {
			this.handlerConsecutiveErrors = 0;
		}
		else {
			this.handlerErrors++;
			this.handlerConsecutiveErrors++;
			this.handlerErrorMillis = errorMillis;
			this.handlerErrorType = null;
			this.handlerErrorMessage = null;
		}
		endWrite(odd);
	}

	/**
	 * Records what the fault handler threw. It was counted when its execution ended.
	 */
	void handlerErrorThrown(String type, @Nullable String message) {
		long odd = beginWrite();
		this.handlerErrorType = type;
		this.handlerErrorMessage = message;
		endWrite(odd);
	}

	/**
	 * Records an application start, for a task whose executions are not monitored.
	 */
	void appStarted() {
		long odd = beginWrite();
		this.appStarts++;
		this.appOpen = true;
		this.appFailed = false;
		endWrite(odd);
	}

	/**
	 * Records an application stop, for a task whose executions are not monitored.
	 */
	void appStopped() {
		long odd = beginWrite();
		this.appStops++;
		if (this.appOpen && !this.appFailed) {
			succeeded();
		}
		this.appOpen = false;
		endWrite(odd);
	}

	void scanned(CycleObservation observation) {
		boolean faulted = observation.faulted();
		long preNanos = observation.preNanos();
		long periodNanos = observation.periodNanos();
		long skippedSlots = observation.skippedSlots();
		long latenessNanos = observation.latenessNanos();
		long jitterNanos = observation.jitterNanos();
		long actualPeriod = observation.actualPeriodNanos();
		long scans = this.scans;
		long timed = scans - this.faultedScans;
		long odd = beginWrite();
		SCANS.setOpaque(this, scans + 1);
		this.scannedNanos = preNanos;
		if (periodNanos != this.periodNanos) {
			this.periodNanos = periodNanos;
		}
		if (skippedSlots != 0) {
			this.skippedSlots += skippedSlots;
		}
		if (faulted) {
			FAULTED_SCANS.setOpaque(this, this.faultedScans + 1);
		}
		else {
			VarHandle.storeStoreFence();
			SampleWindow.write(this.punctuality, timed, latenessNanos, jitterNanos);
			if (actualPeriod != ABSENT) {
				long period = Math.min(Math.max(actualPeriod, 0), MAX_NANOS);
				this.ewmaPeriod = (this.ewmaPeriod < 0) ? period << EWMA_SHIFT : fold(this.ewmaPeriod, period);
			}
		}
		endWrite(odd);
	}

	void budgetExceeded(long tookNanos, long budgetNanos, long atMillis) {
		long odd = beginWrite();
		this.breachTookNanos = tookNanos;
		this.breachBudgetNanos = budgetNanos;
		this.breaches.raise(atMillis, this);
		endWrite(odd);
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
	Occurrences breaches() {
		return this.breaches;
	}

	private void succeeded() {
		this.consecutiveErrors = 0;
		this.errorCounted = false;
		this.errors.heal();
	}

	private void failed(long errorMillis) {
		this.errorCount++;
		this.consecutiveErrors++;
		this.errorType = null;
		this.errorMessage = null;
		this.errors.raise(errorMillis, this);
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
	 * Copies the figures of a freeze frame, for the task's own thread.
	 */
	@Override
	public void copyTo(AtomicLongArray target, int offset) {
		Frame.put(target, offset, this.executions, this.errorCount, this.consecutiveErrors,
				lastTookNanos(this.executions), this.ewmaTook >> EWMA_SHIFT, this.maxTookNanos,
				(this.executions != 0) ? this.startedNanos : ABSENT, this.skippedSlots, this.overruns,
				lastScan(LATENESS, this.scans - this.faultedScans));
	}

	private long lastTookNanos(long executions) {
		return (executions != 0) ? SampleWindow.last(this.took, 1, 0, executions) : 0;
	}

	private long lastScan(int figure, long timedScans) {
		return (timedScans != 0) ? SampleWindow.last(this.punctuality, PUNCTUALITY, figure, timedScans) : ABSENT;
	}

	/**
	 * Makes the sequence odd. It is odd already if something such as a stack overflow cut
	 * the write before short, which this one then completes.
	 */
	private long beginWrite() {
		long odd = this.sequence | 1;
		SEQUENCE.setOpaque(this, odd);
		VarHandle.storeStoreFence();
		return odd;
	}

	private void endWrite(long odd) {
		SEQUENCE.setRelease(this, odd + 1);
	}

	/**
	 * Reads one consistent state.
	 * @return the state, or {@code null} if the writer wrote all the time, or was
	 * suspended in the middle of a write
	 */
	@Nullable Reading read() {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			long before = (long) SEQUENCE.getAcquire(this);
			if ((before & 1) == 0) {
				Reading reading = copy();
				VarHandle.loadLoadFence();
				if (before == (long) SEQUENCE.getOpaque(this)) {
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

	private Reading copy() {
		long inFlightSince = (long) IN_FLIGHT_SINCE.getOpaque(this);
		boolean executing = inFlightSince != ABSENT && !this.handlerInFlight;
		long executions = this.executions;
		boolean monitored = executing || executions != 0;
		long timedScans = this.scans - this.faultedScans;
		return new Reading(monitored ? executions + (executing ? 1 : 0) : this.appStarts,
				monitored ? executions : this.appStops, this.errorCount, this.consecutiveErrors,
				inFlightSince != ABSENT || (!monitored && this.appOpen), inFlightSince,
				executing ? inFlightSince : (monitored ? this.startedNanos : ABSENT), executions,
				lastTookNanos(executions), (executions != 0) ? this.minTookNanos : 0, this.maxTookNanos, this.ewmaTook,
				this.overruns, this.budgetNanos, this.deadlineNanos, this.scans, timedScans, this.scannedNanos,
				this.periodNanos, this.skippedSlots, lastScan(LATENESS, timedScans), lastScan(JITTER, timedScans),
				this.ewmaPeriod, this.faultedScans, this.breachTookNanos, this.breachBudgetNanos, this.errorType,
				this.errorMessage, this.errors.read(), this.breaches.read(), copyHandler());
	}

	private HandlerReading copyHandler() {
		return new HandlerReading(this.handlerExecutions, this.handlerErrors, this.handlerConsecutiveErrors,
				this.handlerTookNanos, this.handlerErrorMillis, this.handlerErrorType, this.handlerErrorMessage);
	}

	/**
	 * Reads how long the last executions took, the newest first.
	 */
	void forEachTook(Reading reading, LongConsumer sink) {
		SampleWindow.read(this.took, 1, 0, this.window, reading.executions(), () -> (long) EXECUTIONS.getOpaque(this),
				sink);
	}

	/**
	 * Reads how late the last scans were, the newest first.
	 */
	void forEachLateness(Reading reading, LongConsumer sink) {
		forEachScan(LATENESS, reading, sink);
	}

	/**
	 * Reads by how much the last periods differed from the declared one, the newest
	 * first.
	 */
	void forEachJitter(Reading reading, LongConsumer sink) {
		forEachScan(JITTER, reading, sink);
	}

	private void forEachScan(int figure, Reading reading, LongConsumer sink) {
		SampleWindow.read(this.punctuality, PUNCTUALITY, figure, this.window, reading.timedScans(),
				this::countTimedScans, sink);
	}

	/**
	 * Counts samples, at least those written. Faulted scans come first: missing some of
	 * them counts too many samples, missing scans would count too few.
	 */
	private long countTimedScans() {
		long faulted = (long) FAULTED_SCANS.getOpaque(this);
		VarHandle.loadLoadFence();
		return (long) SCANS.getOpaque(this) - faulted;
	}

	/**
	 * What one state of a slot has of the fault handler.
	 */
	record HandlerReading(long executions, long errors, long consecutiveErrors, long lastTookNanos, long errorMillis,
			@Nullable String errorType, @Nullable String errorMessage) {

	}

	/**
	 * One consistent state of a slot. What ends in {@code Nanos} or {@code Since} may be
	 * {@link TaskSlot#ABSENT} where its name is that of an instant, a lateness, a jitter
	 * or an average period.
	 */
	record Reading(long starts, long stops, long errors, long consecutiveErrors, boolean inFlight, long inFlightSince,
			long startedNanos, long executions, long lastTookNanos, long minTookNanos, long maxTookNanos, long ewmaTook,
			long overruns, long budgetNanos, long deadlineNanos, long scans, long timedScans, long scannedNanos,
			long periodNanos, long skippedSlots, long latenessNanos, long jitterNanos, long ewmaPeriod,
			long faultedScans, long breachTookNanos, long breachBudgetNanos, @Nullable String errorType,
			@Nullable String errorMessage, Occurrences.Reading failures, Occurrences.Reading breaches,
			HandlerReading handler) implements Frame {

		@Override
		public void copyTo(AtomicLongArray target, int offset) {
			Frame.put(target, offset, this.executions, this.errors, this.consecutiveErrors, this.lastTookNanos,
					ewmaTookNanos(), this.maxTookNanos, this.startedNanos, this.skippedSlots, this.overruns,
					this.latenessNanos);
		}

		long ewmaTookNanos() {
			return this.ewmaTook >> EWMA_SHIFT;
		}

		long ewmaPeriodNanos() {
			return (this.ewmaPeriod >= 0) ? this.ewmaPeriod >> EWMA_SHIFT : ABSENT;
		}

		boolean inError() {
			return this.failures.active();
		}

		boolean faulted() {
			return this.breaches.active();
		}

		boolean hasRun() {
			return this.starts != 0 || this.executions != 0 || this.errors != 0;
		}

	}

}
