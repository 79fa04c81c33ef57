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

import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * What an executor is built with.
 */
record Settings(String name, Threads threads, Clocks clocks, WaitStrategy waitStrategy, ErrorPolicy errorPolicy,
		Duration shutdownTimeout, @Nullable Duration iterationBudget, @Nullable Duration heartbeat,
		OptionalInt integrityLevel, @Nullable AdmissionCheck admissionCheck) {

	long shutdownTimeoutNanos() {
		return TimeUnit.NANOSECONDS.convert(this.shutdownTimeout);
	}

	/**
	 * Returns the longest that any execution may take, {@link Budget#NONE} for no limit.
	 */
	long iterationBudgetNanos() {
		return (this.iterationBudget != null) ? this.iterationBudget.toNanos() : Budget.NONE;
	}

}
