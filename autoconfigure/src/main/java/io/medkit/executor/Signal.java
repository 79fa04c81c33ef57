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

import java.util.Arrays;

/**
 * The handle that event-driven tasks are dispatched by: a task that declares it
 * ({@link Triggers#on}) is executed after it was raised.
 * <p>
 * Signals coalesce: raised several times, by one handle or by many, before the task is
 * dispatched, the task is executed once. None is lost: one that is raised while the task
 * is being executed, or while its executor does not run, leads to one more execution
 * after that. The execution sees all that the raising thread did before.
 */
public final class Signal {

	private volatile Task[] listeners = {};

	/**
	 * Asks for one execution of every task that listens. Any thread; takes no lock,
	 * allocates nothing and returns at once.
	 */
	public void raise() {
		for (Task listener : this.listeners) {
			listener.signal();
		}
	}

	synchronized void listen(Task task) {
		Task[] extended = Arrays.copyOf(this.listeners, this.listeners.length + 1);
		extended[extended.length - 1] = task;
		this.listeners = extended;
	}

}
