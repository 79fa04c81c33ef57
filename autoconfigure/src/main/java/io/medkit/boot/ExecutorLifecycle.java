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
package io.medkit.boot;

import java.util.List;

import io.medkit.binding.Watchdog;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.ExecutorException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;

/**
 * Starts and stops executors and what watches them with the application context. An
 * executor without tasks is not started: its thread would only keep the process alive.
 */
class ExecutorLifecycle implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ExecutorLifecycle.class);

	/**
	 * Below the web server's phases, so that tasks are there before the first request and
	 * until the last.
	 */
	static final int PHASE = DEFAULT_PHASE - 4096;

	private final List<CyclicExecutor> executors;

	private final List<Watchdog> watchdogs;

	private final boolean autoStartup;

	private volatile boolean running;

	ExecutorLifecycle(List<CyclicExecutor> executors, List<Watchdog> watchdogs, boolean autoStartup) {
		this.executors = executors;
		this.watchdogs = watchdogs;
		this.autoStartup = autoStartup;
	}

	@Override
	public synchronized void start() {
		this.watchdogs.forEach(Watchdog::start);
		this.executors.stream()
			.filter((executor) -> !executor.tasks().isEmpty() && !executor.isRunning())
			.forEach(CyclicExecutor::start);
		this.running = true;
	}

	@Override
	public synchronized void stop() {
		this.executors.forEach(CyclicExecutor::requestStop);
		this.executors.forEach(ExecutorLifecycle::stop);
		this.watchdogs.forEach(Watchdog::close);
		this.running = false;
	}

	private static void stop(CyclicExecutor executor) {
		try {
			executor.stop();
		}
		catch (ExecutorException ex) {
			// was logged when it ended the run
			logger.debug("Executor '%s' had ended with an error".formatted(executor.name()), ex);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isAutoStartup() {
		return this.autoStartup;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

}
