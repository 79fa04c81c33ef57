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

	private Scans from = new Scans(0, 0);

	private Scans later = this.from;

	private Scans last = this.from;

	/**
	 * Takes a reading into account. A run begins one period before its first scan.
	 */
	void add(TaskReading reading, ExecutorSlot.Reading executor) {
		if (executor.runs() != this.run) {
			this.run = executor.runs();
			this.from = new Scans(this.last.number, executor.upNanos());
			this.later = this.from;
			this.last = this.from;
		}
		if (reading.scans() != this.last.number) {
			this.last = new Scans(reading.scans(), reading.scannedNanos());
			if (this.last.number - this.later.number >= AVERAGED_SCANS) {
				this.from = this.later;
				this.later = this.last;
			}
		}
	}

	/**
	 * Returns the rate in 1/s, {@code null} before the first scan. A gap that is longer
	 * than the average period counts while it lasts, so that the rate of a task that is
	 * not dispatched any more falls towards zero.
	 */
	@Nullable Double hz(Moment moment) {
		long scans = this.last.number - this.from.number;
		if (scans <= 0) {
			return null;
		}
		double averageNanos = (double) (this.last.nanos - this.from.nanos) / scans;
		return NANOS_PER_SECOND / Math.max(Math.max(averageNanos, moment.since(this.last.nanos)), 1);
	}

	/**
	 * How many scans there were when.
	 */
	private record Scans(long number, long nanos) {

	}

}
