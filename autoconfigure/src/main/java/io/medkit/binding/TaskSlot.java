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
 * <b>One writer at a time.</b> Each write happens-before the next: an executor's
 * hand-over guarantees it for the slot that it owns, {@link TaskLanes} for the others. So
 * the writer reads its own fields plainly and needs no atomic read-modify-write.
 * <p>
 * <b>Versions.</b> An execution's end and a scan each have a version of their own, which
 * is a count that there is anyway. The writer sets the count (opaque), then a store-store
 * fence, then writes fields, then sets the count of what is written whole (release). All
 * else is written while {@code sequence} is odd, in the same order. A reader reads the
 * counts of what is written and the sequence (acquire), the fields, a load-load fence,
 * and the counts and the sequence (opaque). If it read a field of an unfinished write,
 * the two fences oblige its second look to see that write's count or odd number, or a
 * later one; if its first look saw the write as whole, the acquire obliges it to see all
 * fields of that write. So when both looks agree there is one consistent state between
 * them, and what was read between two others is dropped.
 * <p>
 * <b>One store.</b> The beginning of an execution changes a single field, so it is one
 * opaque (atomic) store without a version: with it or without it, a reader sees a state
 * that was.
 */
final class TaskSlot extends TaskSlotEvents implements TaskHooks, Frame {

	/** Stands for a figure that there is not, as opposed to zero. */
	static final long ABSENT = CycleObservation.ABSENT;

	/** No execution takes as long as that, or less. */
	static final long NONE_USUAL = -1;

	/** Weight 1/8, as a shift. */
	static final int EWMA_SHIFT = 3;

	/** The longest time that an average can hold, 36 years. */
	static final long MAX_NANOS = Long.MAX_VALUE >> EWMA_SHIFT;

	static final int DEFAULT_WINDOW = 1024;

	/** The figures in a sample of punctuality. */
	static final int PUNCTUALITY = 2;

	private static final int LATENESS = 0;

	private static final int JITTER = 1;

	/** After so many torn copies a reader lets the writer's thread run. */
	private static final int SPINS = 64;

	/**
	 * After so many torn copies a reader gives up: to go on would only slow the writer.
	 */
	private static final int MAX_ATTEMPTS = 100;

	private static final VarHandle SEQUENCE;

	private static final VarHandle IN_FLIGHT_SINCE;

	private static final VarHandle EXECUTIONS;

	private static final VarHandle EXECUTIONS_WRITTEN;

	private static final VarHandle TIMED_SCANS;

	private static final VarHandle TIMED_SCANS_WRITTEN;

	private static final VarHandle RUN;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			SEQUENCE = lookup.findVarHandle(TaskSlotFields.class, "sequence", long.class);
			IN_FLIGHT_SINCE = lookup.findVarHandle(TaskSlotFields.class, "inFlightSince", long.class);
			EXECUTIONS = lookup.findVarHandle(TaskSlotFields.class, "executions", long.class);
			EXECUTIONS_WRITTEN = lookup.findVarHandle(TaskSlotFields.class, "executionsWritten", long.class);
			TIMED_SCANS = lookup.findVarHandle(TaskSlotFields.class, "timedScans", long.class);
			TIMED_SCANS_WRITTEN = lookup.findVarHandle(TaskSlotFields.class, "timedScansWritten", long.class);
			RUN = lookup.findVarHandle(TaskSlotEvents.class, "run", TaskRun.class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	/** The number of samples that distributions are told of. */
	private final int window;

	/** Two cache lines behind the fields but for 8 bytes; slots have as much in front. */
	@SuppressWarnings("unused")
	private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14;

	/**
	 * Creates a slot.
	 * @param owner what it belongs to
	 * @param window the number of samples that distributions are told of
	 */
	TaskSlot(Object owner, int window) {
		super(owner, window);
		this.window = window;
	}

	TaskSlot(Object owner) {
		this(owner, DEFAULT_WINDOW);
	}

	@Override
	protected Object owner() {
		return this.owner;
	}

	void scheduled(TaskTiming timing) {
		long odd = beginWrite();
		try {
			this.periodNanos = timing.periodNanos();
			this.deadlineNanos = timing.deadlineNanos();
			this.budgetNanos = (timing.budgetNanos() != 0) ? timing.budgetNanos() : Long.MAX_VALUE;
			this.usualTookNanos = Math.min(this.usualTookNanos, this.budgetNanos);
		}
		finally {
			endWrite(odd);
		}
	}

	@Override
	public void executionStarted(long startedNanos) {
		IN_FLIGHT_SINCE.setOpaque(this, startedNanos);
	}

	@Override
	public void executionEnded(long startedNanos, long tookNanos, boolean ok, long errorMillis) {
		long number = this.executions;
		EXECUTIONS.setOpaque(this, number + 1);
		VarHandle.storeStoreFence();
		this.inFlightSince = ABSENT;
		if (ok && tookNanos <= this.usualTookNanos && tookNanos >= this.minTookNanos) {
			this.startedNanos = startedNanos;
			fold(number, tookNanos);
		}
		else {
			unusual(number, startedNanos, tookNanos, ok, errorMillis);
		}
		EXECUTIONS_WRITTEN.setRelease(this, number + 1);
	}

	/**
	 * Folds in how long an execution took. The average is kept times 8, so that nothing
	 * is cut off: {@code new = old - old / 8 + sample / 8}. On constant input it becomes
	 * exactly that value.
	 */
	private void fold(long number, long took) {
		SampleWindow.write(this.took, number, took);
		DurationHistogram.add(this.histogram, took);
		this.totalTookNanos += took;
		this.ewmaTook += took - (this.ewmaTook >> EWMA_SHIFT);
	}

	/**
	 * Folds in an execution that is not like those before: one that failed, or after one
	 * that did, or whose duration is the first, the shortest, the longest, an overrun, or
	 * one that cannot be and is cut. The average begins as that of equal executions.
	 */
	private void unusual(long number, long startedNanos, long tookNanos, boolean ok, long errorMillis) {
		if (!ok) {
			this.lastSuccessNanos = lastSuccessNanos(number);
		}
		this.startedNanos = startedNanos;
		long took = Math.min(Math.max(tookNanos, 0), MAX_NANOS);
		if (number == 0) {
			this.ewmaTook = took << EWMA_SHIFT;
		}
		fold(number, took);
		this.minTookNanos = Math.min(this.minTookNanos, took);
		this.maxTookNanos = Math.max(this.maxTookNanos, took);
		this.usualTookNanos = Math.min(this.maxTookNanos, this.budgetNanos);
		if (took > this.budgetNanos) {
			this.overruns++;
		}
		if (!ok) {
			failed(errorMillis);
		}
		else if (this.consecutiveErrors != 0) {
			succeeded();
		}
	}

	@Override
	public void errorThrown(String type, @Nullable String message, long errorMillis) {
		errorThrown(type, message, errorMillis, this.executions != 0);
	}

	/**
	 * Records what was thrown. It is counted here only if executions are not monitored,
	 * whose end counts it else.
	 */
	void errorThrown(String type, @Nullable String message, long errorMillis, boolean monitored) {
		long odd = beginWrite();
		try {
			if (!monitored) {
				failed(errorMillis);
			}
			this.appFailed = true;
			this.errorMillis = errorMillis;
			this.errorType = type;
			this.errorMessage = message;
		}
		finally {
			endWrite(odd);
		}
	}

	/**
	 * Records that the task's fault handler is executed in its place.
	 */
	void handlerStarted(long startedNanos) {
		long odd = beginWrite();
		try {
			this.handlerInFlight = true;
			this.inFlightSince = startedNanos;
		}
		finally {
			endWrite(odd);
		}
	}

	void handlerEnded(long tookNanos, boolean ok, long errorMillis) {
		long odd = beginWrite();
		try {
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
		}
		finally {
			endWrite(odd);
		}
	}

	/**
	 * Records what the fault handler threw. It was counted when its execution ended.
	 */
	void handlerErrorThrown(String type, @Nullable String message) {
		long odd = beginWrite();
		try {
			this.handlerErrorType = type;
			this.handlerErrorMessage = message;
		}
		finally {
			endWrite(odd);
		}
	}

	/**
	 * Records an application start, unless executions are monitored, which say the same.
	 */
	@Override
	public void appStarted() {
		if (this.executions != 0) {
			return;
		}
		long odd = beginWrite();
		try {
			this.appStarts++;
			this.appOpen = true;
			this.appFailed = false;
		}
		finally {
			endWrite(odd);
		}
	}

	/**
	 * Records an application stop, unless executions are monitored, which say the same.
	 */
	@Override
	public void appStopped() {
		if (this.executions != 0) {
			return;
		}
		long odd = beginWrite();
		try {
			this.appStops++;
			if (this.appOpen && !this.appFailed) {
				succeeded();
			}
			this.appOpen = false;
		}
		finally {
			endWrite(odd);
		}
	}

	@Override
	public void scanned(CycleObservation observation) {
		boolean faulted = observation.faulted();
		long preNanos = observation.preNanos();
		long periodNanos = observation.periodNanos();
		long skippedSlots = observation.skippedSlots();
		if (faulted) {
			faultedScan(preNanos, periodNanos, skippedSlots);
			return;
		}
		long latenessNanos = observation.latenessNanos();
		long jitterNanos = observation.jitterNanos();
		long number = this.timedScans;
		TIMED_SCANS.setOpaque(this, number + 1);
		VarHandle.storeStoreFence();
		this.scannedNanos = preNanos;
		if (periodNanos != this.periodNanos) {
			this.periodNanos = periodNanos;
		}
		if (skippedSlots != 0) {
			this.skippedSlots += skippedSlots;
		}
		SampleWindow.write(this.punctuality, number, latenessNanos, jitterNanos);
		TIMED_SCANS_WRITTEN.setRelease(this, number + 1);
	}

	private void faultedScan(long preNanos, long periodNanos, long skippedSlots) {
		long odd = beginWrite();
		try {
			this.scannedNanos = preNanos;
			this.periodNanos = periodNanos;
			this.skippedSlots += skippedSlots;
			this.faultedScans++;
		}
		finally {
			endWrite(odd);
		}
	}

	/**
	 * Records how punctual an execution is that begins.
	 * @param latenessNanos how late it is, {@link #ABSENT} if that is not known
	 * @param jitterNanos by how much the period before it differed from the declared one,
	 * {@link #ABSENT} if that is not known
	 */
	void punctual(long startedNanos, long latenessNanos, long jitterNanos) {
		long number = this.timedScans;
		TIMED_SCANS.setOpaque(this, number + 1);
		VarHandle.storeStoreFence();
		this.scannedNanos = startedNanos;
		SampleWindow.write(this.punctuality, number, latenessNanos, jitterNanos);
		TIMED_SCANS_WRITTEN.setRelease(this, number + 1);
	}

	void missed(long count) {
		long odd = beginWrite();
		try {
			this.skippedSlots += count;
		}
		finally {
			endWrite(odd);
		}
	}

	/**
	 * Forgets the execution in flight.
	 */
	void executionDropped() {
		IN_FLIGHT_SINCE.setOpaque(this, ABSENT);
	}

	void run(@Nullable TaskRun run) {
		RUN.setRelease(this, run);
	}

	@Nullable TaskRun run() {
		return (TaskRun) RUN.getAcquire(this);
	}

	@Override
	public void budgetExceeded(long tookNanos, long budgetNanos, long atMillis) {
		long odd = beginWrite();
		try {
			this.breachCount++;
			this.breachTookNanos = tookNanos;
			this.breachBudgetNanos = budgetNanos;
			this.breaches.raise(atMillis, this);
		}
		finally {
			endWrite(odd);
		}
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
		this.errors.heal();
	}

	private void failed(long errorMillis) {
		// another lane's success, or a clear, may have healed what there was
		this.consecutiveErrors = this.errors.isActive() ? this.consecutiveErrors + 1 : 1;
		this.usualTookNanos = NONE_USUAL;
		this.errorCount++;
		this.errorMillis = errorMillis;
		this.errorType = null;
		this.errorMessage = null;
		this.errors.raise(errorMillis, this);
	}

	boolean isInFlightSince(long startedNanos) {
		return (long) IN_FLIGHT_SINCE.getOpaque(this) == startedNanos;
	}

	/**
	 * Tells whether the last execution failed, as far as is known. Writer only.
	 */
	boolean isFailing() {
		return this.consecutiveErrors != 0;
	}

	/**
	 * Copies the figures of a freeze frame, for the task's own thread.
	 */
	@Override
	public void copyTo(AtomicLongArray target, int offset) {
		Frame.put(target, offset, this.executions, this.errorCount, this.consecutiveErrors,
				lastTookNanos(this.executions), this.ewmaTook >> EWMA_SHIFT, this.maxTookNanos,
				(this.executions != 0) ? this.startedNanos : ABSENT, this.skippedSlots, this.overruns,
				lastScan(LATENESS, this.timedScans));
	}

	/**
	 * Returns when the last execution that succeeded ended: the last one, unless it
	 * failed.
	 */
	private long lastSuccessNanos(long executions) {
		return (executions != 0 && this.consecutiveErrors == 0) ? this.startedNanos + lastTookNanos(executions)
				: this.lastSuccessNanos;
	}

	private long lastTookNanos(long executions) {
		return (executions != 0) ? SampleWindow.last(this.took, 1, 0, executions) : 0;
	}

	private long lastScan(int figure, long timedScans) {
		return (timedScans != 0) ? SampleWindow.last(this.punctuality, PUNCTUALITY, figure, timedScans) : ABSENT;
	}

	private long beginWrite() {
		long odd = this.sequence + 1;
		SEQUENCE.setOpaque(this, odd);
		VarHandle.storeStoreFence();
		return odd;
	}

	/**
	 * Ends a write, in any case: were something such as a stack overflow to cut it short,
	 * the slot could not be read any more. One that is cut short in an execution or a
	 * scan is completed by the next.
	 */
	private void endWrite(long odd) {
		SEQUENCE.setRelease(this, odd + 1);
	}

	/**
	 * Reads one consistent state.
	 * @return the state, or {@code null} if the writer wrote all the time, or was
	 * suspended in the middle of a write
	 */
	@Nullable TaskReading read() {
		for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
			long sequence = (long) SEQUENCE.getAcquire(this);
			long executions = (long) EXECUTIONS_WRITTEN.getAcquire(this);
			long timedScans = (long) TIMED_SCANS_WRITTEN.getAcquire(this);
			if ((sequence & 1) == 0) {
				TaskReading reading = copy();
				VarHandle.loadLoadFence();
				if (sequence == (long) SEQUENCE.getOpaque(this) && executions == (long) EXECUTIONS.getOpaque(this)
						&& timedScans == (long) TIMED_SCANS.getOpaque(this)) {
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

	private TaskReading copy() {
		long inFlightSince = (long) IN_FLIGHT_SINCE.getOpaque(this);
		boolean executing = inFlightSince != ABSENT && !this.handlerInFlight;
		long executions = this.executions;
		boolean monitored = executing || executions != 0;
		long lastTookNanos = lastTookNanos(executions);
		boolean inFlight = inFlightSince != ABSENT || (!monitored && this.appOpen);
		return new TaskReading(monitored ? executions + (executing ? 1 : 0) : this.appStarts,
				monitored ? executions : this.appStops, this.errorCount, this.consecutiveErrors, inFlight ? 1 : 0,
				inFlightSince, executing ? inFlightSince : (monitored ? this.startedNanos : ABSENT),
				(executions != 0) ? this.startedNanos + lastTookNanos : ABSENT, lastSuccessNanos(executions),
				executions, lastTookNanos, (executions != 0) ? this.minTookNanos : 0, this.maxTookNanos,
				this.totalTookNanos, this.ewmaTook, this.overruns, this.budgetNanos, this.deadlineNanos,
				this.timedScans, this.faultedScans, this.scannedNanos, this.periodNanos, this.skippedSlots,
				lastScan(LATENESS, this.timedScans), lastScan(JITTER, this.timedScans), this.breachTookNanos,
				this.breachBudgetNanos, this.errorMillis, this.errorType, this.errorMessage,
				read(this.errors, this.errorCount), read(this.breaches, this.breachCount), copyHandler());
	}

	/**
	 * Reads a history, unless there can be none: most tasks have none, and it lies
	 * elsewhere.
	 */
	private static Occurrences.Reading read(Occurrences occurrences, long ever) {
		return (ever != 0) ? occurrences.read() : Occurrences.Reading.NONE;
	}

	private TaskReading.Handler copyHandler() {
		if (this.handlerExecutions == 0) {
			return TaskReading.Handler.NONE;
		}
		return new TaskReading.Handler(this.handlerExecutions, this.handlerErrors, this.handlerConsecutiveErrors,
				this.handlerTookNanos, this.handlerErrorMillis, this.handlerErrorType, this.handlerErrorMessage);
	}

	/**
	 * Reads how long the last executions took, the newest first.
	 */
	void forEachTook(TaskReading reading, LongConsumer sink) {
		SampleWindow.read(this.took, 1, 0, this.window, reading.executions(), () -> (long) EXECUTIONS.getOpaque(this),
				sink);
	}

	/**
	 * Reads how late the last scans were, the newest first.
	 */
	void forEachLateness(TaskReading reading, LongConsumer sink) {
		forEachScan(LATENESS, reading, sink);
	}

	/**
	 * Reads by how much the last periods differed from the declared one, the newest
	 * first.
	 */
	void forEachJitter(TaskReading reading, LongConsumer sink) {
		forEachScan(JITTER, reading, sink);
	}

	private void forEachScan(int figure, TaskReading reading, LongConsumer sink) {
		SampleWindow.read(this.punctuality, PUNCTUALITY, figure, this.window, reading.timedScans(),
				() -> (long) TIMED_SCANS.getOpaque(this), sink);
	}

	/**
	 * Adds how many executions took how long, in the buckets of a
	 * {@link DurationHistogram}.
	 */
	void addHistogramTo(long[] counts) {
		DurationHistogram.addTo(this.histogram, counts);
	}

}
