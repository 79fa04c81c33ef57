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
package io.medkit.scheduling;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

import io.medkit.binding.TaskThreads;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/**
 * The threads of a scheduler. A pool tells whether they are busy; of others, watched
 * executions are counted.
 */
final class CountedThreads implements TaskThreads {

	private final String name;

	private final @Nullable BooleanSupplier full;

	private final int size;

	private final AtomicInteger executing = new AtomicInteger();

	private CountedThreads(String name, @Nullable BooleanSupplier full, int size) {
		this.name = name;
		this.full = full;
		this.size = size;
	}

	/**
	 * Returns the threads that a scheduler executes tasks on. Those that it executes
	 * tasks with a fixed delay on may be others.
	 * @param name what the scheduler is called
	 */
	static CountedThreads of(String name, Object scheduler, boolean fixedDelay) {
		if (scheduler instanceof ThreadPoolTaskScheduler pool) {
			return new CountedThreads(name, () -> isFull(pool), 0);
		}
		if (isApart(scheduler, fixedDelay)) {
			return new CountedThreads(name + " fixed-delay", null, 1);
		}
		int limit = (scheduler instanceof SimpleAsyncTaskExecutor async) ? async.getConcurrencyLimit() : 0;
		return new CountedThreads(name, null, (limit > 0) ? limit : Integer.MAX_VALUE);
	}

	/**
	 * Tells whether tasks with a fixed delay are executed apart from others.
	 */
	static boolean isApart(Object scheduler, boolean fixedDelay) {
		return fixedDelay && scheduler instanceof SimpleAsyncTaskScheduler;
	}

	private static boolean isFull(ThreadPoolTaskScheduler pool) {
		return pool.getActiveCount() >= pool.getScheduledThreadPoolExecutor().getCorePoolSize();
	}

	void enter() {
		if (this.full == null) {
			this.executing.incrementAndGet();
		}
	}

	void leave() {
		if (this.full == null) {
			this.executing.decrementAndGet();
		}
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean areAllBusy() {
		return (this.full != null) ? this.full.getAsBoolean() : this.executing.get() >= this.size;
	}

}
