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
package io.medkit.benchmark;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.sun.management.ThreadMXBean;

/**
 * Takes when the executions of one periodic task began and which slots they were for, and
 * makes figures of it. One thread writes at a time; figures are for after the end.
 */
final class DispatchRecording {

	private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final long[] begun;

	private final long[] slots;

	private final Set<Long> threadIds = ConcurrentHashMap.newKeySet();

	private volatile int count;

	private volatile long missed;

	private int first;

	private long missedBefore;

	private long cpuNanos;

	private long allocatedBytes;

	private long elapsedNanos;

	/**
	 * Creates a recording.
	 * @param capacity the most executions that it takes; later ones are not recorded
	 */
	DispatchRecording(int capacity) {
		this.begun = new long[capacity];
		this.slots = new long[capacity];
	}

	/**
	 * Records an execution. Allocates nothing but for a thread that is new.
	 * @param begunNanos when it began
	 * @param slotNanos when it should have
	 * @param missedBefore slots at which nothing was executed since the one before
	 */
	void add(long begunNanos, long slotNanos, long missedBefore) {
		int index = this.count;
		if (index < this.begun.length) {
			this.begun[index] = begunNanos;
			this.slots[index] = slotNanos;
			this.missed = this.missed + missedBefore;
			this.count = index + 1;
		}
	}

	/**
	 * Takes the calling thread's time and allocation into account.
	 */
	void charge() {
		if (this.count == 0) {
			this.threadIds.add(Thread.currentThread().getId());
		}
	}

	/**
	 * Begins to measure; what was before was to warm up.
	 */
	void begin() {
		this.first = this.count;
		this.missedBefore = this.missed;
		this.cpuNanos = -cpu();
		this.allocatedBytes = -allocated();
		this.elapsedNanos = -System.nanoTime();
	}

	void end() {
		this.elapsedNanos += System.nanoTime();
		this.cpuNanos += cpu();
		this.allocatedBytes += allocated();
	}

	private long cpu() {
		return this.threadIds.stream().mapToLong(threads::getThreadCpuTime).sum();
	}

	private long allocated() {
		return this.threadIds.stream().mapToLong(threads::getThreadAllocatedBytes).sum();
	}

	/**
	 * Returns the figures.
	 * @throws IllegalStateException if nothing was executed
	 */
	Figures figures() {
		int executions = this.count - this.first;
		if (executions == 0) {
			throw new IllegalStateException("Nothing was executed");
		}
		long[] late = new long[executions];
		for (int i = 0; i < executions; i++) {
			late[i] = this.begun[this.first + i] - this.slots[this.first + i];
		}
		Arrays.sort(late);
		long missedSlots = this.missed - this.missedBefore;
		return new Figures(percentile(late, 0.5), percentile(late, 0.99), percentile(late, 0.999),
				late[executions - 1] / 1e3, 100.0 * missedSlots / (executions + missedSlots), 0,
				100.0 * this.cpuNanos / this.elapsedNanos, (double) this.allocatedBytes / executions);
	}

	/**
	 * Returns how many executions were made up for in a row: the longest row in which
	 * each began less than half a period after the one before, less one, since a late
	 * execution and that of the next slot may come close together.
	 */
	int burst(long periodNanos) {
		int longest = 0;
		int row = 0;
		for (int i = this.first + 1; i < this.count; i++) {
			row = (this.begun[i] - this.begun[i - 1] < periodNanos / 2) ? row + 1 : 0;
			longest = Math.max(longest, row);
		}
		return Math.max(longest - 1, 0);
	}

	/**
	 * Returns the smallest value that a share of the sorted ones does not exceed, in
	 * microseconds.
	 */
	static double percentile(long[] sortedNanos, double share) {
		int rank = (int) Math.ceil(share * sortedNanos.length);
		return sortedNanos[Math.max(rank, 1) - 1] / 1e3;
	}

	/**
	 * The figures of a recording: lateness in microseconds, missed slots in percent, what
	 * was executed in a burst after a stall, the time of one core in percent, and bytes
	 * for each execution.
	 */
	record Figures(double p50, double p99, double p999, double max, double missed, double burst, double cpu,
			double bytes) {

		Figures withBurst(int burst) {
			return new Figures(this.p50, this.p99, this.p999, this.max, this.missed, burst, this.cpu, this.bytes);
		}

		double[] values() {
			return new double[] { this.p50, this.p99, this.p999, this.max, this.missed, this.burst, this.cpu,
					this.bytes };
		}

	}

}
