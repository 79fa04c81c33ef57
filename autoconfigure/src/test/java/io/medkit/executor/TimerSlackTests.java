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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for {@link TimerSlack}, where the system has one.
 */
class TimerSlackTests {

	@Test
	void dispatchThreadHasALowSlackDuringARunAndItsOwnAfterIt() throws IOException {
		assumeThat(slack()).isNotNull().isNotEqualTo("1000");
		String before = slack();
		AtomicReference<String> during = new AtomicReference<>();
		CyclicExecutor executor = CyclicExecutor.builder().workerThreads(0).build();
		executor.add("ctrl", Duration.ofMillis(1), (context) -> during.set(slack()));
		executor.runScans(1);
		assertThat(during).hasValue("1000");
		assertThat(slack()).isEqualTo(before);
	}

	@Test
	void workersKeepTheirSlack() throws IOException {
		assumeThat(slack()).isNotNull().isNotEqualTo("1000");
		String before = slack();
		AtomicReference<String> during = new AtomicReference<>();
		CyclicExecutor executor = CyclicExecutor.builder().workerThreads(1).build();
		executor.add("ctrl", Duration.ofMillis(1), (context) -> during.set(slack()));
		executor.runScans(1);
		assertThat(during).hasValue(before);
	}

	private static String slack() throws IOException {
		Path thread = Path.of("/proc/thread-self");
		if (!Files.exists(thread)) {
			return null;
		}
		Path file = Path.of("/proc", Files.readSymbolicLink(thread).getFileName().toString(), "timerslack_ns");
		return Files.exists(file) ? Files.readString(file).trim() : null;
	}

}
