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

/**
 * Measures what the heap holds that is still in use.
 */
final class UsedHeap {

	/** More than what differs from one measurement to the next, in bytes. */
	static final long NOISE = 2_000_000;

	private static final int ATTEMPTS = 4;

	private UsedHeap() {
	}

	/**
	 * Returns the least of some measurements, each after a collection of garbage.
	 */
	static long bytes() {
		Runtime runtime = Runtime.getRuntime();
		long least = Long.MAX_VALUE;
		for (int i = 0; i < ATTEMPTS; i++) {
			System.gc();
			least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
		}
		return least;
	}

}
