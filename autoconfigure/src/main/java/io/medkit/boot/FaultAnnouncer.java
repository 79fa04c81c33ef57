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

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * A thread that looks for faults that were raised or healed, while the application runs:
 * once a second, yet for a twentieth of the time at the most.
 */
class FaultAnnouncer implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(FaultAnnouncer.class);

	private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

	private static final int REST_PER_LOOK = 19;

	/** How long the end of a look is waited for. */
	private static final Duration MAX_LOOK = Duration.ofSeconds(1);

	private final FaultTransitions transitions;

	private @Nullable Thread thread;

	FaultAnnouncer(FaultTransitions transitions) {
		this.transitions = transitions;
	}

	@Override
	public synchronized void start() {
		if (this.thread == null) {
			Thread thread = new Thread(this::announce, "medkit-faults");
			thread.setDaemon(true);
			thread.start();
			this.thread = thread;
		}
	}

	@Override
	public synchronized void stop() {
		Thread thread = this.thread;
		if (thread != null) {
			this.thread = null;
			thread.interrupt();
			try {
				thread.join(MAX_LOOK.toMillis());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

	@Override
	public int getPhase() {
		return ExecutorLifecycle.PHASE;
	}

	private void announce() {
		while (!Thread.currentThread().isInterrupted()) {
			long begun = System.nanoTime();
			try {
				this.transitions.look();
			}
			catch (RuntimeException ex) {
				logger.error("Faults could not be announced, or a listener failed", ex);
			}
			long tookNanos = System.nanoTime() - begun;
			LockSupport.parkNanos(this, Math.max(INTERVAL_NANOS, REST_PER_LOOK * tookNanos));
		}
	}

}
