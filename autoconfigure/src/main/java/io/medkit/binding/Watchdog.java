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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * A thread that judges a component's tasks at a steady pace, whether or not somebody
 * reads, so that what went wrong meanwhile is known, and notices when the whole process
 * was suspended. It does nothing on the threads that it watches.
 */
public final class Watchdog implements AutoCloseable {

	/** How often it looks. */
	static final Duration TICK = Duration.ofMillis(250);

	/** How long one look may take until its end is not waited for. */
	private static final Duration MAX_LOOK = Duration.ofSeconds(1);

	private static final Logger logger = System.getLogger(Watchdog.class.getName());

	private final Component component;

	private @Nullable Thread thread;

	/**
	 * Creates a watchdog that does not watch yet.
	 * @param binding whose tasks to watch
	 */
	public Watchdog(ExecutorBinding binding) {
		this.component = binding.component();
	}

	/**
	 * Creates a watchdog that does not watch yet.
	 * @param source whose tasks to watch
	 */
	public Watchdog(TaskSource source) {
		this.component = source.component();
	}

	/**
	 * Begins to watch. Does nothing if it does already.
	 */
	public synchronized void start() {
		if (this.thread == null) {
			Thread thread = new Thread(this::watch, "medkit-" + this.component.name() + "-watchdog");
			thread.setDaemon(true);
			thread.start();
			this.thread = thread;
		}
	}

	/**
	 * Ceases to watch and waits for its thread to end, which takes no longer than one
	 * look. May be started again.
	 */
	@Override
	public synchronized void close() {
		Thread thread = this.thread;
		if (thread != null) {
			this.thread = null;
			thread.interrupt();
			try {
				thread.join(MAX_LOOK.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Tells whether it watches.
	 * @return whether it does
	 */
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

	private void watch() {
		boolean failed = false;
		while (!Thread.currentThread().isInterrupted()) {
			try {
				this.component.tick();
			}
			catch (Throwable ex) {
				if (!failed) {
					failed = true;
					logger.log(Level.ERROR, "The watchdog failed; it goes on and does not tell again", ex);
				}
			}
			LockSupport.parkNanos(this, TICK.toNanos());
		}
		this.component.unwatch();
	}

}
