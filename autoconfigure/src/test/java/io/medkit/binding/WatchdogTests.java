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

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Watchdog}.
 */
class WatchdogTests {

	private static final Duration LIMIT = Duration.ofMillis(1);

	/** Past every limit, yet too short for a pause of the process. */
	private static final Duration MOMENT = Watchdog.TICK;

	private final PlayedExecutor executor = new PlayedExecutor(new TaskRegistration("ctrl", LIMIT, null, true),
			new TaskRegistration("io", null, LIMIT, true))
		.up("ctrl")
		.up("io");

	private final Watchdog watchdog = new Watchdog(this.executor.binding());

	/** An application context that is kept for further tests has one too. */
	private final Set<Thread> ofOthers = watchdogs().collect(Collectors.toSet());

	@AfterEach
	void closeWatchdog() {
		this.watchdog.close();
	}

	@Test
	void raisesAndHealsWithoutAnyReader() {
		this.executor.scan("ctrl");
		this.executor.begin("io");
		this.watchdog.start();
		awaitLook();
		this.executor.clock().advance(MOMENT);
		awaitLook();
		this.executor.scan("ctrl");
		this.executor.succeed("io");
		assertThat(this.executor.faults("ctrl")).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.OVERDUE);
			assertThat(fault.status()).isEqualTo(FaultStatus.HEALED);
			assertThat(fault.occurrenceCount()).isEqualTo(1);
		});
		assertThat(this.executor.faults("io")).extracting(Fault::code).containsExactly(FaultCode.STALLED);
	}

	@Test
	void countsWhatHealedBetweenTwoReads() {
		this.watchdog.start();
		for (int i = 0; i < 2; i++) {
			this.executor.scan("ctrl");
			awaitLook();
			this.executor.clock().advance(MOMENT);
			awaitLook();
		}
		assertThat(this.executor.faults("ctrl")).extracting(Fault::occurrenceCount).containsExactly(2L);
	}

	@Test
	void leavesNoThreadBehindAndCanBeStartedAgain() {
		assertThat(this.watchdog.isRunning()).isFalse();
		for (int i = 0; i < 3; i++) {
			this.watchdog.start();
			this.watchdog.start();
			assertThat(this.watchdog.isRunning()).isTrue();
			assertThat(threads()).singleElement().satisfies((thread) -> assertThat(thread.isDaemon()).isTrue());
			awaitLook();
			this.watchdog.close();
			assertThat(this.watchdog.isRunning()).isFalse();
			assertThat(threads()).isEmpty();
			this.watchdog.close();
		}
	}

	@Test
	void closingThreadKeepsItsInterrupt() {
		this.watchdog.start();
		Thread.currentThread().interrupt();
		this.watchdog.close();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.watchdog.isRunning()).isFalse();
	}

	@Test
	void goesOnAfterAFailureAndTellsOnce() {
		FakeClock clock = new FakeClock();
		ExecutorBinding binding = ExecutorBinding.builder()
			.name("failing")
			.tasks(List.of(new TaskRegistration("ctrl")))
			.telemetryClock(() -> {
				long now = clock.nanoTime();
				if (clock.looks() > 1 && clock.looks() < 4) {
					throw new IllegalStateException("clock");
				}
				return now;
			})
			.wallClock(clock)
			.build();
		List<LogRecord> told = new CopyOnWriteArrayList<>();
		Logger logger = Logger.getLogger(Watchdog.class.getName());
		logger.setFilter((entry) -> {
			told.add(entry);
			return false;
		});
		try (Watchdog failing = new Watchdog(binding)) {
			failing.start();
			Awaitility.await().until(() -> clock.looks() >= 5);
		}
		finally {
			logger.setFilter(null);
		}
		assertThat(told).singleElement().satisfies((entry) -> assertThat(entry.getThrown()).hasMessage("clock"));
	}

	/**
	 * Waits until the watchdog has begun and ended a look. Each reads the clock once.
	 */
	private void awaitLook() {
		long looks = this.executor.clock().looks();
		Awaitility.await().pollInterval(Duration.ofMillis(5)).until(() -> this.executor.clock().looks() >= looks + 2);
	}

	private List<Thread> threads() {
		return watchdogs().filter((thread) -> !this.ofOthers.contains(thread)).toList();
	}

	private static Stream<Thread> watchdogs() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("medkit-executor-watchdog"));
	}

}
