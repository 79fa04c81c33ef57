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

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Looks for faults that were raised or healed, once a second while the application runs,
 * on a thread of its own: a scheduler that is watched must not be what tells of it.
 */
class FaultAnnouncer implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(FaultAnnouncer.class);

	private static final long INTERVAL_SECONDS = 1;

	private final FaultTransitions transitions;

	private @Nullable ScheduledExecutorService executor;

	FaultAnnouncer(FaultTransitions transitions) {
		this.transitions = transitions;
	}

	@Override
	public synchronized void start() {
		if (this.executor == null) {
			CustomizableThreadFactory threads = new CustomizableThreadFactory("medkit-faults-");
			threads.setDaemon(true);
			ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(threads);
			executor.scheduleWithFixedDelay(this::announce, INTERVAL_SECONDS, INTERVAL_SECONDS, TimeUnit.SECONDS);
			this.executor = executor;
		}
	}

	@Override
	public synchronized void stop() {
		if (this.executor != null) {
			this.executor.shutdownNow();
			this.executor = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.executor != null;
	}

	@Override
	public int getPhase() {
		return ExecutorLifecycle.PHASE;
	}

	private void announce() {
		try {
			this.transitions.look();
		}
		catch (RuntimeException ex) {
			logger.error("Faults could not be announced", ex);
		}
	}

}
