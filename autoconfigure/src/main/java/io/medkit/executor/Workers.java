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

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The worker threads of one run, and the queues that they take jobs from. Handing a job
 * over takes no lock and allocates nothing.
 * <p>
 * Tasks come from the dispatch thread. Their queue has room for every task, and a task is
 * queued at most once, so it is always accepted. Helping with a graph is asked for by any
 * thread and comes second; what finds no room is dropped, as whoever asks goes on
 * without.
 * <p>
 * No wake-up is lost: the offering thread draws a position in the queue and then looks
 * for an idle worker, a worker declares itself idle and then looks whether a position is
 * drawn, both by volatile accesses, so that at least one of them sees the other.
 */
final class Workers {

	/** Requests for help that can be open at a time, for each worker. */
	private static final int HELP_PER_WORKER = 4;

	private final Ring<Task> tasks;

	private final Ring<Job> help;

	private final Worker[] workers;

	private volatile boolean closed;

	/**
	 * Creates workers that are not started yet.
	 * @param threads makes their threads
	 * @param count how many
	 * @param tasks how many tasks there are at most
	 */
	Workers(Threads threads, int count, int tasks) {
		this.tasks = new Ring<>(tasks);
		this.help = new Ring<>(HELP_PER_WORKER * count);
		this.workers = new Worker[count];
		for (int i = 0; i < count; i++) {
			this.workers[i] = new Worker(threads, i + 1);
		}
	}

	void start() {
		for (Worker worker : this.workers) {
			worker.thread.start();
		}
	}

	/**
	 * Queues a task.
	 */
	void offer(Task task) {
		this.tasks.offer(task);
		wakeOne();
	}

	/**
	 * Asks for a hand, if there is room for the question.
	 */
	void offerHelp(Job job) {
		if (this.help.offer(job)) {
			wakeOne();
		}
	}

	private void wakeOne() {
		for (Worker worker : this.workers) {
			if (worker.wakeIfIdle()) {
				return;
			}
		}
	}

	/**
	 * Takes the task that has been queued for longest, so that no worker executes it.
	 */
	@Nullable Task withdraw() {
		return this.tasks.poll();
	}

	/**
	 * Lets the workers end as soon as the queues are empty.
	 * @param await whether to wait for that, which takes no time if all are idle
	 */
	void close(boolean await) {
		this.closed = true;
		for (Worker worker : this.workers) {
			LockSupport.unpark(worker.thread);
		}
		if (await) {
			for (Worker worker : this.workers) {
				joinUninterruptibly(worker.thread);
			}
		}
	}

	boolean include(Thread thread) {
		for (Worker worker : this.workers) {
			if (worker.thread == thread) {
				return true;
			}
		}
		return false;
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

	private @Nullable Job next() {
		Job task = this.tasks.poll();
		return (task != null) ? task : this.help.poll();
	}

	private boolean hasNone() {
		return this.tasks.isEmpty() && this.help.isEmpty();
	}

	private final class Worker implements Runnable {

		private final AtomicBoolean idle = new AtomicBoolean();

		private final Thread thread;

		Worker(Threads threads, int number) {
			this.thread = threads.worker(number, this);
		}

		@Override
		public void run() {
			while (true) {
				Job job = next();
				if (job != null) {
					job.perform();
					// an interrupt was meant for the job, not for the one after it
					Thread.interrupted();
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
			if (hasNone() && !Workers.this.closed) {
				LockSupport.park(Workers.this);
			}
			this.idle.set(false);
			Thread.interrupted();
		}

		boolean wakeIfIdle() {
			if (this.idle.get() && this.idle.compareAndSet(true, false)) {
				LockSupport.unpark(this.thread);
				return true;
			}
			return false;
		}

	}

}
