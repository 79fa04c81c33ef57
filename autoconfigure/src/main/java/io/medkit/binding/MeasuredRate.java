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

import org.jspecify.annotations.Nullable;

/**
 * The rate at which a task's scans really begin, averaged over at least the last 8 of
 * them as soon as there are so many. Made of what one reading after another tells, so
 * that it costs the task nothing. Confined to one thread at a time.
 */
final class MeasuredRate {

	private static final double NANOS_PER_SECOND = 1e9;

	private static final int AVERAGED_SCANS = 8;

	private long run;

	/** How many scans there were at the beginning of the average, and when. */
	private long fromScans;

	private long fromNanos;

	/** The same for the average that follows. */
	private long nextScans;

	private long nextNanos;

	private long lastScans;

	private long lastNanos;

	/**
	 * Takes a reading into account. A run begins one period before its first scan.
	 */
	void add(TaskReading reading, ExecutorSlot.Reading executor) {
		if (executor.runs() != this.run) {
			this.run = executor.runs();
			this.fromScans = this.lastScans;
			this.fromNanos = executor.upNanos();
			this.nextScans = this.fromScans;
			this.nextNanos = this.fromNanos;
		}
		this.lastScans = reading.scans();
		this.lastNanos = reading.scannedNanos();
		if (this.lastScans - this.nextScans >= AVERAGED_SCANS) {
			this.fromScans = this.nextScans;
			this.fromNanos = this.nextNanos;
			this.nextScans = this.lastScans;
			this.nextNanos = this.lastNanos;
		}
	}

	/**
	 * Returns the rate in 1/s, {@code null} before the first scan of a run. A gap that is
	 * longer than the average period counts while it lasts, so that the rate of a task
	 * that is not dispatched any more falls towards zero.
	 * @param begunNanos when the last scan or execution began; a scan is told of only
	 * when it is over
	 */
	@Nullable Double hz(Moment moment, long begunNanos) {
		long scans = this.lastScans - this.fromScans;
		if (scans <= 0) {
			return null;
		}
		double averageNanos = (double) (this.lastNanos - this.fromNanos) / scans;
		return NANOS_PER_SECOND / Math.max(Math.max(averageNanos, moment.since(begunNanos)), 1);
	}

}
