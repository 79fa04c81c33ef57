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

/**
 * What an executor is built with.
 */
record Settings(String name, OptionalInt workerThreads, ErrorPolicy errorPolicy, Duration shutdownTimeout,
		SchedulingClock schedulingClock, TelemetryClock telemetryClock) {

	/**
	 * The most workers that an executor takes unasked. Above it a thread for each task
	 * costs more than the independence it buys.
	 */
	private static final int MAX_DEFAULT_WORKERS = 32;

	int workerThreadsFor(int tasks) {
		return this.workerThreads.orElse(Math.min(tasks, MAX_DEFAULT_WORKERS));
	}

	long shutdownTimeoutNanos() {
		return TimeUnit.NANOSECONDS.convert(this.shutdownTimeout);
	}

	String threadName(String role) {
		return "medkit-" + this.name + "-" + role;
	}

}
