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
package io.medkit.scheduling;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.medkit.binding.TaskSource;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Spring's scheduling as one source for all contexts of an application. It appears with
 * the first task. From its start to its stop tasks are expected to be executed, so it
 * starts after the schedulers and stops before them. Thread-safe.
 */
public final class SchedulingSource implements SmartLifecycle {

	private final Supplier<TaskSource> factory;

	private final Map<Object, CountedThreads> threads = new IdentityHashMap<>();

	private final Map<Object, CountedThreads> fixedDelayThreads = new IdentityHashMap<>();

	private @Nullable TaskSource source;

	private boolean running;

	/**
	 * Creates a source that has not appeared yet.
	 * @param factory makes it
	 */
	public SchedulingSource(Supplier<TaskSource> factory) {
		this.factory = factory;
	}

	/**
	 * Returns the source, which appears if it has not.
	 */
	synchronized TaskSource get() {
		if (this.source == null) {
			this.source = this.factory.get();
			tell();
		}
		return this.source;
	}

	/**
	 * Returns the threads of a scheduler, which tasks of several contexts may share.
	 * @param name tells what the scheduler is called
	 */
	synchronized CountedThreads threads(Object scheduler, boolean fixedDelay, Supplier<String> name) {
		Map<Object, CountedThreads> threads = CountedThreads.isApart(scheduler, fixedDelay) ? this.fixedDelayThreads
				: this.threads;
		return threads.computeIfAbsent(scheduler, (key) -> CountedThreads.of(name.get(), key, fixedDelay));
	}

	private void tell() {
		TaskSource source = this.source;
		if (source != null && this.running) {
			source.up();
		}
		else if (source != null) {
			source.down();
		}
	}

	@Override
	public synchronized void start() {
		this.running = true;
		tell();
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		tell();
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
