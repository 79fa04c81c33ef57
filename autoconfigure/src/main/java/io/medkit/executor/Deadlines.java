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
 * When event-driven tasks are dispatched for want of a signal: their deadline after they
 * were dispatched last, or after the beginning of the run.
 * <p>
 * Confined to the dispatch thread. All instants are nanoseconds since the epoch.
 */
final class Deadlines {

	private final long[] deadlines;

	private final long[] targets;

	/**
	 * Creates deadlines.
	 * @param deadlines the deadline of each task, 0 for none
	 */
	Deadlines(long[] deadlines) {
		this.deadlines = deadlines;
		this.targets = new long[deadlines.length];
		for (int task = 0; task < deadlines.length; task++) {
			serve(task, 0);
		}
	}

	void serve(int task, long now) {
		long deadline = this.deadlines[task];
		this.targets[task] = (deadline != 0 && deadline < Grid.NEVER - now) ? now + deadline : Grid.NEVER;
	}

	boolean isDue(int task, long now) {
		return this.targets[task] <= now;
	}

	long target(int task) {
		return this.targets[task];
	}

}
