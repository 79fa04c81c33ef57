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

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * The worker threads of one run, and the queue that they take tasks from. Handing a task
 * over takes no lock and allocates nothing.
 * <p>
 * One thread offers, any takes. The ring has room for every task, and a task is queued at
 * most once, so an offer always succeeds, and an element cannot be overwritten before the
 * thread that read it has won or lost the race for {@code head}.
 * <p>
 * No wake-up is lost: the offering thread publishes the task and then looks for an idle
 * worker, a worker declares itself idle and then looks for a task, both with a full fence
 * in between (volatile accesses), so that at least one of them sees the other.
 */
final class Workers {

	private final AtomicReferenceArray<@Nullable CyclicTask> ring;

	private final int mask;

	private final AtomicLong head = new AtomicLong();

	private final AtomicLong tail = new AtomicLong();

	private final Consumer<CyclicTask> action;

	private final Worker[] workers;

	private volatile boolean closed;

	/**
	 * Creates workers that are not started yet.
	 * @param namePrefix what a thread's name begins with
	 * @param count how many
	 * @param tasks how many tasks there are at most
	 * @param action what a worker does with a task; must not throw
	 */
	Workers(String namePrefix, int count, int tasks, Consumer<CyclicTask> action) {
		int capacity = Integer.highestOneBit(Math.max(tasks, 1) * 2 - 1);
		this.ring = new AtomicReferenceArray<>(capacity);
		this.mask = capacity - 1;
		this.action = action;
		this.workers = new Worker[count];
		for (int i = 0; i < count; i++) {
			this.workers[i] = new Worker(namePrefix + (i + 1));
		}
	}

	void start() {
		for (Worker worker : this.workers) {
			worker.start();
		}
	}

	/**
	 * Queues a task. Dispatch thread only.
	 */
	void offer(CyclicTask task) {
		long position = this.tail.get();
		this.ring.setRelease((int) position & this.mask, task);
		this.tail.set(position + 1);
		for (Worker worker : this.workers) {
			if (worker.wakeIfIdle()) {
				return;
			}
		}
	}

	/**
	 * Lets the workers end as soon as the queue is empty.
	 * @param await whether to wait for that, which takes no time if all are idle
	 */
	void close(boolean await) {
		this.closed = true;
		for (Worker worker : this.workers) {
			LockSupport.unpark(worker);
		}
		if (await) {
			for (Worker worker : this.workers) {
				joinUninterruptibly(worker);
			}
		}
	}

	boolean include(Thread thread) {
		return Arrays.asList(this.workers).contains(thread);
	}

	private static void joinUninterruptibly(Thread thread) {
		boolean interrupted = false;
		while (thread.isAlive()) {
			try {
				thread.join();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Takes the task that has been queued for longest. Any thread.
	 */
	@Nullable CyclicTask poll() {
		while (true) {
			long position = this.head.get();
			if (position == this.tail.get()) {
				return null;
			}
			CyclicTask task = this.ring.getAcquire((int) position & this.mask);
			if (this.head.compareAndSet(position, position + 1)) {
				return task;
			}
		}
	}

	private final class Worker extends Thread {

		private final AtomicBoolean idle = new AtomicBoolean();

		Worker(String name) {
			super(name);
			setDaemon(true);
		}

		@Override
		public void run() {
			while (true) {
				CyclicTask task = poll();
				if (task != null) {
					Workers.this.action.accept(task);
					// an interrupt was meant for the item, not for the one after it
					interrupted();
				}
				else if (Workers.this.closed) {
					return;
				}
				else {
					awaitOffer();
				}
			}
		}

		private void awaitOffer() {
			this.idle.set(true);
			if (Workers.this.head.get() == Workers.this.tail.get() && !Workers.this.closed) {
				LockSupport.park(Workers.this);
			}
			this.idle.set(false);
			interrupted();
		}

		boolean wakeIfIdle() {
			if (this.idle.get() && this.idle.compareAndSet(true, false)) {
				LockSupport.unpark(this);
				return true;
			}
			return false;
		}

	}

}
