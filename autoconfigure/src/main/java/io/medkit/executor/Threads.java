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

import java.util.OptionalInt;

/**
 * How an executor's threads are made.
 *
 * @param namePrefix what their names begin with
 * @param dispatchPriority priority of the dispatch thread, 1 to 10
 * @param workerPriority priority of the workers, 1 to 10; virtual ones have none
 * @param daemon whether the dispatch thread leaves the process free to end; workers
 * always do
 * @param workers how many workers there are, if that is set
 * @param virtualWorkers whether they are virtual threads
 */
record Threads(String namePrefix, int dispatchPriority, int workerPriority, boolean daemon, OptionalInt workers,
		boolean virtualWorkers) {

	/**
	 * The most workers that an executor takes unasked. Above it a thread for each task
	 * costs more than the independence it buys.
	 */
	private static final int MAX_DEFAULT_WORKERS = 32;

	/** The first version that has virtual threads. */
	private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

	static boolean canBeVirtual() {
		return Runtime.version().feature() >= FIRST_WITH_VIRTUAL_THREADS;
	}

	/**
	 * Returns how many workers there are for tasks that can make use of so many.
	 */
	int workersFor(int usable) {
		return this.workers.orElse(Math.min(usable, MAX_DEFAULT_WORKERS));
	}

	Thread dispatch(Runnable runnable) {
		Thread thread = new Thread(runnable, this.namePrefix + "dispatch");
		thread.setDaemon(this.daemon);
		thread.setPriority(this.dispatchPriority);
		return thread;
	}

	Thread worker(int number, Runnable runnable) {
		String name = this.namePrefix + "worker-" + number;
		if (this.virtualWorkers) {
			return virtual(name, runnable);
		}
		Thread thread = new Thread(runnable, name);
		thread.setDaemon(true);
		thread.setPriority(this.workerPriority);
		return thread;
	}

	/**
	 * Makes a virtual thread by what this code, which runs on older versions too, can not
	 * name.
	 */
	private static Thread virtual(String name, Runnable runnable) {
		try {
			Class<?> type = Class.forName("java.lang.Thread$Builder");
			Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
			type.getMethod("name", String.class).invoke(builder, name);
			return (Thread) type.getMethod("unstarted", Runnable.class).invoke(builder, runnable);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException("Cannot make a virtual thread", ex);
		}
	}

}
