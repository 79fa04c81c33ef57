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
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;

import io.medkit.executor.CycleObservation;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import io.medkit.model.Distribution;
import io.medkit.model.TaskData;
import org.jspecify.annotations.Nullable;

/**
 * The slots of one task, called lanes. An executor, which never lets a task overlap
 * itself, owns one for good. Whoever else calls hooks, on as many threads as there may
 * be, holds a lane for as long as an execution lasts. Readers add the lanes up: counts,
 * sums and extremes are exact.
 * <p>
 * <b>One writer at a time.</b> A lane is held by whom a compare-and-set of its
 * {@code holder} lets in, and given back by a release store. Both together make all that
 * one holder writes happen-before what the next one does, so a lane is a slot like any
 * other, whose writer needs no further atomic operation.
 * <p>
 * <b>Progress.</b> A thread looks for a free lane from where its own number points to, so
 * that threads which keep calling keep apart. Only if all are held do the lanes become
 * twice as many; so there are less than twice as many as executions were ever in flight
 * at once, and beyond that nothing is allocated. To find or add a lane is lock-free: it
 * begins anew only because another thread got one. All that follows is wait-free.
 */
final class TaskLanes implements TaskHooks {

	private static final long FREE = 0;

	/** Stands for an executor. The numbers of threads are positive. */
	private static final long EXECUTOR = -1;

	/** How many lanes have a window of full size. */
	private static final int FULL_LANES = 8;

	/** The window of the others: so much overlap is no pattern but a pile-up. */
	private static final int SMALL_WINDOW = 16;

	private static final VarHandle HOLDER;

	private static final VarHandle LANES;

	static {
		try {
			MethodHandles.Lookup lookup = MethodHandles.lookup();
			HOLDER = lookup.findVarHandle(TaskSlotFields.class, "holder", long.class);
			LANES = lookup.findVarHandle(TaskLanes.class, "lanes", TaskSlot[].class);
		}
		catch (ReflectiveOperationException ex) {
			throw new ExceptionInInitializerError(ex);
		}
	}

	private final Object owner;

	private final int window;

	/** A power of two of them. A lane keeps its place. */
	private volatile TaskSlot[] lanes;

	private @Nullable TaskId executorsId;

	private @Nullable TaskSlot owned;

	private @Nullable TaskHooks ownedByHandler;

	/** Whether executions are told of, not only an application's starts and stops. */
	private volatile boolean monitored;

	/** Whether a lane may be in error. */
	private volatile boolean failing;

	TaskLanes(Object owner, int window) {
		this.owner = owner;
		this.window = window;
		this.lanes = new TaskSlot[] { new TaskSlot(owner, window) };
	}

	/**
	 * Gives an executor a lane for good. Called before any other hook of the task.
	 * @param task the id that it has for the task
	 * @param timing the times that it has for the task
	 */
	TaskSlot own(TaskId task, TaskTiming timing) {
		TaskSlot lane = (this.executorsId == task) ? this.owned : null;
		if (lane == null) {
			lane = claim(EXECUTOR);
			this.executorsId = task;
			this.owned = lane;
			this.ownedByHandler = new FaultHandlerHooks(lane);
		}
		lane.scheduled(timing);
		return lane;
	}

	/**
	 * Returns who records what is told of a task by that very id: the lane of the
	 * executor that made it known last, or else whichever lane a thread holds.
	 */
	TaskHooks hooksOf(TaskId task) {
		TaskHooks hooks = null;
		if (task.task() == this.executorsId) {
			hooks = task.isFaultHandler() ? this.ownedByHandler : this.owned;
		}
		return (hooks != null) ? hooks : this;
	}

	/**
	 * Returns the figures of the executor's lane, for that executor's own thread.
	 */
	Frame frame() {
		return (this.owned != null) ? this.owned : this.lanes[0];
	}

	/**
	 * Begins an execution. The calling thread holds the lane until it has ended.
	 */
	@Override
	public void executionStarted(long startedNanos) {
		becomeMonitored();
		orClaim(held()).executionStarted(startedNanos);
	}

	/**
	 * Begins an execution that {@link #end} ends.
	 * @return the lane that is held until then
	 */
	TaskSlot begin(long startedNanos) {
		becomeMonitored();
		TaskSlot lane = claim(thread());
		lane.executionStarted(startedNanos);
		return lane;
	}

	/**
	 * Ends the execution that the calling thread began or, if there is none, one that
	 * another thread began at that time.
	 */
	@Override
	public void executionEnded(long startedNanos, long tookNanos, boolean ok, long errorMillis) {
		becomeMonitored();
		TaskSlot held = held();
		TaskSlot begun = (held != null) ? held : takeOver(startedNanos);
		end(orClaim(begun), startedNanos, tookNanos, ok, errorMillis);
	}

	/**
	 * Ends the execution that was begun on a lane, on whatever thread, and gives the lane
	 * back. A success heals the errors of all lanes.
	 */
	void end(TaskSlot lane, long startedNanos, long tookNanos, boolean ok, long errorMillis) {
		lane.executionEnded(startedNanos, tookNanos, ok, errorMillis);
		giveBack(lane);
		if (ok) {
			succeeded();
		}
		else {
			this.failing = true;
		}
	}

	/**
	 * The same for an execution that failed.
	 */
	void fail(TaskSlot lane, long startedNanos, long tookNanos, long errorMillis, String type,
			@Nullable String message) {
		lane.executionEnded(startedNanos, tookNanos, false, errorMillis);
		lane.errorThrown(type, message, errorMillis, true);
		giveBack(lane);
		this.failing = true;
	}

	/**
	 * Records an error of an execution that was not begun on a lane.
	 */
	void failed(long errorMillis, String type, @Nullable String message) {
		TaskSlot lane = claim(thread());
		lane.errorThrown(type, message, errorMillis, false);
		giveBack(lane);
		this.failing = true;
	}

	/**
	 * Forgets the execution that was begun on a lane, and gives the lane back.
	 */
	void drop(TaskSlot lane) {
		lane.executionDropped();
		giveBack(lane);
	}

	/**
	 * Records that executions were due and passed.
	 */
	void missed(long count) {
		TaskSlot lane = claim(thread());
		lane.missed(count);
		giveBack(lane);
	}

	/**
	 * Returns the execution that has been in flight for longest, if one is that its
	 * source told of.
	 */
	@Nullable TaskRun oldestRun() {
		TaskRun oldest = null;
		for (TaskSlot lane : this.lanes) {
			TaskRun run = lane.run();
			if (run != null && (oldest == null || run.startedNanos() - oldest.startedNanos() < 0)) {
				oldest = run;
			}
		}
		return oldest;
	}

	private void becomeMonitored() {
		if (!this.monitored) {
			this.monitored = true;
		}
	}

	/**
	 * Records an application start, unless executions are monitored. The calling thread
	 * holds the lane until the stop.
	 */
	@Override
	public void appStarted() {
		if (!this.monitored) {
			orClaim(held()).appStarted();
		}
	}

	@Override
	public void appStopped() {
		if (!this.monitored) {
			TaskSlot begun = held();
			TaskSlot lane = orClaim(begun);
			lane.appStopped();
			boolean success = begun != null && !lane.isFailing();
			giveBack(lane);
			if (success) {
				succeeded();
			}
		}
	}

	@Override
	public void errorThrown(String type, @Nullable String message, long errorMillis) {
		TaskSlot held = held();
		TaskSlot lane = orClaim(held);
		lane.errorThrown(type, message, errorMillis, this.monitored);
		giveBackUnless(held, lane);
		this.failing = true;
	}

	@Override
	public void scanned(CycleObservation observation) {
		TaskSlot held = held();
		TaskSlot lane = orClaim(held);
		try {
			lane.scanned(observation);
		}
		finally {
			giveBackUnless(held, lane);
		}
	}

	@Override
	public void budgetExceeded(long tookNanos, long budgetNanos, long atMillis) {
		TaskSlot held = held();
		TaskSlot lane = orClaim(held);
		lane.budgetExceeded(tookNanos, budgetNanos, atMillis);
		giveBackUnless(held, lane);
	}

	private void succeeded() {
		if (this.failing) {
			this.failing = false;
			healErrors();
		}
	}

	void healErrors() {
		for (TaskSlot lane : this.lanes) {
			lane.errors().heal();
		}
	}

	void healBreaches() {
		for (TaskSlot lane : this.lanes) {
			lane.breaches().heal();
		}
	}

	/**
	 * Forgets the history of errors and breaches, unless they hold.
	 */
	void clearHistory() {
		for (TaskSlot lane : this.lanes) {
			lane.errors().clear();
			lane.breaches().clear();
		}
	}

	/**
	 * Tells whether the execution that has been in flight for longest began then.
	 */
	boolean isInFlightSince(long startedNanos) {
		TaskReading reading = read();
		return reading != null && reading.inFlightSince() == startedNanos;
	}

	/**
	 * Reads one consistent state of each lane and adds them up.
	 * @return the state, or {@code null} if a lane can not be read now
	 */
	@Nullable TaskReading read() {
		TaskSlot[] lanes = this.lanes;
		TaskReading sum = lanes[0].read();
		for (int i = 1; i < lanes.length && sum != null; i++) {
			TaskReading reading = lanes[i].read();
			sum = (reading != null) ? sum.plus(reading) : null;
		}
		return sum;
	}

	/**
	 * Sums up how the last samples and all durations are distributed.
	 * @param sum what was read; an only lane is told of as that reading has it
	 */
	TaskData.Distributions distributions(TaskReading sum) {
		TaskSlot[] lanes = this.lanes;
		TaskReading[] readings = (lanes.length == 1) ? new TaskReading[] { sum }
				: Arrays.stream(lanes).map(TaskSlot::read).toArray(TaskReading[]::new);
		LogLinearHistogram histogram = new LogLinearHistogram();
		LongConsumer sink = histogram::add;
		forEach(lanes, readings, (lane, reading) -> lane.forEachTook(reading, sink));
		int samples = histogram.total();
		Distribution took = histogram.take();
		forEach(lanes, readings, (lane, reading) -> lane.forEachLateness(reading, sink));
		Distribution lateness = histogram.take();
		forEach(lanes, readings, (lane, reading) -> lane.forEachJitter(reading, sink));
		long[] durations = DurationHistogram.cells(TaskSlot.MAX_NANOS);
		for (TaskSlot lane : lanes) {
			lane.addHistogramTo(durations);
		}
		return new TaskData.Distributions(samples, took, lateness, histogram.take(),
				DurationHistogram.buckets(durations));
	}

	private static void forEach(TaskSlot[] lanes, @Nullable TaskReading[] readings,
			BiConsumer<TaskSlot, TaskReading> sink) {
		for (int i = 0; i < lanes.length; i++) {
			TaskReading reading = readings[i];
			if (reading != null) {
				sink.accept(lanes[i], reading);
			}
		}
	}

	int count() {
		return this.lanes.length;
	}

	private static long thread() {
		return Thread.currentThread().getId();
	}

	/**
	 * Returns the lane that the calling thread holds, if any.
	 */
	private @Nullable TaskSlot held() {
		long thread = thread();
		TaskSlot[] lanes = this.lanes;
		for (int i = 0; i < lanes.length; i++) {
			TaskSlot lane = lanes[((int) thread + i) & (lanes.length - 1)];
			if ((long) HOLDER.getOpaque(lane) == thread) {
				return lane;
			}
		}
		return null;
	}

	private TaskSlot orClaim(@Nullable TaskSlot held) {
		return (held != null) ? held : claim(thread());
	}

	private TaskSlot claim(long holder) {
		while (true) {
			TaskSlot[] lanes = this.lanes;
			for (int i = 0; i < lanes.length; i++) {
				TaskSlot lane = lanes[((int) holder + i) & (lanes.length - 1)];
				if ((long) HOLDER.getOpaque(lane) == FREE && HOLDER.compareAndSet(lane, FREE, holder)) {
					return lane;
				}
			}
			addTo(lanes);
		}
	}

	/**
	 * Returns the lane of an execution that another thread began, if there is one.
	 */
	private @Nullable TaskSlot takeOver(long startedNanos) {
		for (TaskSlot lane : this.lanes) {
			long holder = (long) HOLDER.getOpaque(lane);
			if (holder > FREE && lane.isInFlightSince(startedNanos) && HOLDER.compareAndSet(lane, holder, thread())) {
				return lane;
			}
		}
		return null;
	}

	private static void giveBack(TaskSlot lane) {
		HOLDER.setRelease(lane, FREE);
	}

	private static void giveBackUnless(@Nullable TaskSlot held, TaskSlot lane) {
		if (held == null) {
			giveBack(lane);
		}
	}

	/**
	 * Doubles the lanes, unless another thread does.
	 */
	private void addTo(TaskSlot[] present) {
		TaskSlot[] more = Arrays.copyOf(present, 2 * present.length);
		for (int i = present.length; i < more.length; i++) {
			more[i] = new TaskSlot(this.owner, (i < FULL_LANES) ? this.window : Math.min(this.window, SMALL_WINDOW));
		}
		LANES.compareAndSet(this, present, more);
	}

}
