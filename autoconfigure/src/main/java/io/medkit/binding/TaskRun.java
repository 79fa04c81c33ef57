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

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import org.jspecify.annotations.Nullable;

/**
 * One execution of a source's task, from its beginning to its end. It is begun on the
 * thread that executes it and may end on another.
 */
public final class TaskRun implements Execution {

	private static final ThreadLocal<@Nullable TaskRun> CURRENT = new ThreadLocal<>();

	private static final AtomicIntegerFieldUpdater<TaskRun> ENDED = AtomicIntegerFieldUpdater.newUpdater(TaskRun.class,
			"ended");

	/** Stands for the class of what was not thrown but told. */
	private static final String TOLD = "failure";

	private final SourceTask task;

	private final TaskSlot lane;

	private final long startedNanos;

	private volatile @Nullable Thread thread = Thread.currentThread();

	private @Nullable TaskRun outer;

	private boolean skipped;

	private long units;

	private boolean worked;

	private @Nullable String failureType;

	private @Nullable String failureMessage;

	private volatile int ended;

	TaskRun(SourceTask task, TaskSlot lane, long startedNanos) {
		this.task = task;
		this.lane = lane;
		this.startedNanos = startedNanos;
	}

	static @Nullable TaskRun current() {
		return CURRENT.get();
	}

	/**
	 * Makes this the execution that the calling thread is in.
	 * @return this
	 */
	public TaskRun enter() {
		this.outer = CURRENT.get();
		CURRENT.set(this);
		return this;
	}

	/**
	 * Leaves the execution, on the thread that entered it.
	 */
	public void leave() {
		CURRENT.set(this.outer);
	}

	/**
	 * Tells that the execution goes on elsewhere, so that the thread that began it has
	 * nothing to do with it any more.
	 */
	public void detach() {
		this.thread = null;
	}

	@Override
	public void fail(String reason) {
		this.failureType = TOLD;
		this.failureMessage = reason;
	}

	@Override
	public void fail(Throwable cause) {
		this.failureType = cause.getClass().getName();
		this.failureMessage = ErrorText.messageOf(cause);
	}

	@Override
	public void skip() {
		this.skipped = true;
	}

	@Override
	public void work(long units) {
		this.worked = true;
		this.units += units;
	}

	/**
	 * Ends the execution. Only the first call counts.
	 * @param thrown what it threw, if it did
	 */
	public void end(@Nullable Throwable thrown) {
		if (ENDED.compareAndSet(this, 0, 1)) {
			if (thrown != null && !this.task.isInterruptOfStop(thrown)) {
				fail(thrown);
			}
			this.task.end(this);
		}
	}

	boolean hasEnded() {
		return this.ended != 0;
	}

	SourceTask task() {
		return this.task;
	}

	TaskSlot lane() {
		return this.lane;
	}

	long startedNanos() {
		return this.startedNanos;
	}

	/**
	 * Returns the thread that executes it, {@code null} if that is not known.
	 */
	@Nullable Thread thread() {
		return this.thread;
	}

	boolean isSkipped() {
		return this.skipped && this.failureType == null;
	}

	/**
	 * Returns what it told of its work, {@link TaskSlot#ABSENT} if nothing.
	 */
	long units() {
		return this.worked ? this.units : TaskSlot.ABSENT;
	}

	@Nullable String failureType() {
		return this.failureType;
	}

	@Nullable String failureMessage() {
		return this.failureMessage;
	}

}
