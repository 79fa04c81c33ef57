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
package io.medkit.dbscheduler;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import com.github.kagkarlsson.scheduler.ScheduledExecution;
import org.jspecify.annotations.Nullable;

/**
 * A row of the scheduler's table.
 *
 * @param due when the execution is due or, if it is picked, was
 * @param pickedBy the instance that executes it now, {@code null} if none does
 * @param heartbeat when that instance gave a sign of life last, {@code null} if that is
 * not known
 * @param lastSuccess when an execution succeeded last
 * @param lastFailure when one failed last
 * @param consecutiveFailures how many have failed since one succeeded
 */
record Row(Instant due, @Nullable String pickedBy, @Nullable Instant heartbeat, @Nullable Instant lastSuccess,
		@Nullable Instant lastFailure, int consecutiveFailures) {

	private static final String HEARTBEAT = ", lastHeartbeat=";

	static Row of(ScheduledExecution<?> execution) {
		return new Row(execution.getExecutionTime(), execution.isPicked() ? execution.getPickedBy() : null,
				execution.isPicked() ? heartbeat(execution.toString()) : null, execution.getLastSuccess(),
				execution.getLastFailure(), execution.getConsecutiveFailures());
	}

	/**
	 * Finds the heartbeat in the text of an execution, which is the only place where the
	 * client tells of it. The names before it may contain anything, so the last one
	 * counts.
	 */
	static @Nullable Instant heartbeat(String text) {
		int begin = text.lastIndexOf(HEARTBEAT);
		if (begin < 0) {
			return null;
		}
		String rest = text.substring(begin + HEARTBEAT.length());
		int end = rest.indexOf(',');
		try {
			return Instant.parse((end < 0) ? rest : rest.substring(0, end));
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	/**
	 * Tells whether somebody is executing it. One whose heartbeat is not known counts as
	 * alive, since db-scheduler itself will find out if it is not.
	 */
	boolean isInFlight(Instant now, Duration heartbeatLimit) {
		return this.pickedBy != null && (this.heartbeat == null || this.heartbeat.plus(heartbeatLimit).isAfter(now));
	}

	/**
	 * Returns when the last execution ended.
	 */
	@Nullable Instant lastDone() {
		if (this.lastSuccess == null || this.lastFailure == null) {
			return (this.lastSuccess != null) ? this.lastSuccess : this.lastFailure;
		}
		return this.lastSuccess.isAfter(this.lastFailure) ? this.lastSuccess : this.lastFailure;
	}

}
