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

/**
 * How the dispatch thread waits for the next slot: what punctuality costs in CPU time.
 */
public enum WaitStrategy {

	/**
	 * Sleep until the slot. Costs next to nothing; late by what the operating system
	 * takes to wake a thread, some 50 to 100 microseconds.
	 */
	PARK,

	/**
	 * Sleep until shortly before the slot, then spin. The stretch that is spun follows
	 * the wake-up error that is seen, so most slots are met within a microsecond, for
	 * that stretch of one core in every period.
	 */
	HYBRID,

	/**
	 * Spin. As punctual as it gets, and takes one core whole.
	 */
	SPIN

}
