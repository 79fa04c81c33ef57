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
package io.medkit.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A task's figures at the moment when a fault became active.
 *
 * @param time that moment
 * @param executions executions ended
 * @param errors executions failed
 * @param consecutiveErrors of these, how many since the last success
 * @param lastTookNanos how long the last execution took, in nanoseconds
 * @param ewmaTookNanos the exponentially weighted moving average of that
 * @param maxTookNanos the longest
 * @param lastStarted when an execution began last, the one that is in flight included;
 * absent if none did
 * @param skippedSlots slots of the grid that passed unserved
 * @param overruns executions that broke the task's budget
 * @param lastLatenessNanos how late the last scan began; absent if there was none
 * @param thread the thread that the execution in flight was on, if it was looked at
 * @param stack what that thread was doing then, the innermost call first
 */
public record FreezeFrame(Instant time, long executions, long errors,
		@JsonProperty("consecutive_errors") long consecutiveErrors, @JsonProperty("last_took_ns") long lastTookNanos,
		@JsonProperty("ewma_took_ns") long ewmaTookNanos, @JsonProperty("max_took_ns") long maxTookNanos,
		@JsonProperty("last_started") @Nullable Instant lastStarted, @JsonProperty("skipped_slots") long skippedSlots,
		long overruns, @JsonProperty("last_lateness_ns") @Nullable Long lastLatenessNanos, @Nullable String thread,
		@Nullable List<String> stack) {

	/**
	 * Returns the same with what a thread was doing.
	 * @param thread the thread's name
	 * @param stack its calls, the innermost first
	 * @return the frame
	 */
	public FreezeFrame withStack(@Nullable String thread, @Nullable List<String> stack) {
		return new FreezeFrame(this.time, this.executions, this.errors, this.consecutiveErrors, this.lastTookNanos,
				this.ewmaTookNanos, this.maxTookNanos, this.lastStarted, this.skippedSlots, this.overruns,
				this.lastLatenessNanos, thread, stack);
	}

	FreezeFrame withValues(ValueFilter filter) {
		return withStack((this.thread != null) ? filter.apply("freeze_frame.thread", this.thread) : null,
				(this.stack != null) ? stack(this.stack, filter) : null);
	}

	/**
	 * Filters a stack call by call.
	 * @return the calls that are shown, {@code null} if none is
	 */
	private static @Nullable List<String> stack(List<String> stack, ValueFilter filter) {
		List<String> shown = new ArrayList<>(stack.size());
		for (String call : stack) {
			String filtered = filter.apply("freeze_frame.stack", call);
			if (filtered != null) {
				shown.add(filtered);
			}
		}
		return shown.isEmpty() ? null : shown;
	}

}
