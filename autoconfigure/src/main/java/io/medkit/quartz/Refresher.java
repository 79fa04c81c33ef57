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
package io.medkit.quartz;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * A thread that reads a job store at a steady pace, and soon after each change that the
 * scheduler tells of.
 * <p>
 * It waits a little until it reads after a change, so that many are read at once and one
 * that was made in a transaction is there; and for longer, the longer a read takes, so
 * that it reads for a tenth of the time at most, however often something changes.
 */
final class Refresher implements AutoCloseable {

	private static final long LEAST_REST_NANOS = Duration.ofMillis(100).toNanos();

	private static final int REST_PER_READ = 9;

	/** How long the end of a read is waited for, and again after it was interrupted. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final StoreReader reader;

	private final long intervalNanos;

	private final Semaphore changes = new Semaphore(0);

	private final CountDownLatch ended = new CountDownLatch(1);

	private final Thread thread;

	private long restNanos = LEAST_REST_NANOS;

	Refresher(StoreReader reader, Duration interval, String schedulerName) {
		this.reader = reader;
		this.intervalNanos = TimeUnit.NANOSECONDS.convert(interval);
		this.thread = new Thread(this::readUntilEnded, "medkit-quartz-%s-tables".formatted(schedulerName));
		this.thread.setDaemon(true);
	}

	/**
	 * Reads once on the calling thread and then, until the end, on the refresher's.
	 */
	void start() {
		read();
		this.thread.start();
	}

	/**
	 * Takes note that something has changed that is to be read. Waits for nothing.
	 */
	void scheduleChanged() {
		this.changes.release();
	}

	/**
	 * Ends reading. Waits for nothing.
	 */
	void end() {
		this.ended.countDown();
		this.changes.release();
	}

	@Override
	public void close() {
		end();
		try {
			this.thread.join(PATIENCE.toMillis());
			this.thread.interrupt();
			this.thread.join(PATIENCE.toMillis());
		}
		catch (InterruptedException ex) {
			this.thread.interrupt();
			Thread.currentThread().interrupt();
		}
	}

	private void readUntilEnded() {
		try {
			boolean goesOn = true;
			while (goesOn && awaitTurn()) {
				goesOn = read();
			}
		}
		catch (InterruptedException ex) {
			// it was closed
			this.ended.countDown();
		}
	}

	/**
	 * Waits until it is time to read.
	 * @return whether there is something to read still
	 */
	private boolean awaitTurn() throws InterruptedException {
		boolean changed = this.changes.tryAcquire(this.intervalNanos, TimeUnit.NANOSECONDS);
		boolean over = this.ended.await(changed ? this.restNanos : 0, TimeUnit.NANOSECONDS);
		this.changes.drainPermits();
		return !over;
	}

	private boolean read() {
		long begun = System.nanoTime();
		boolean goesOn = this.reader.read();
		long took = System.nanoTime() - begun;
		this.restNanos = Math.min(Math.max(REST_PER_READ * took, LEAST_REST_NANOS),
				Math.max(this.intervalNanos, LEAST_REST_NANOS));
		return goesOn;
	}

}
