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

import org.jspecify.annotations.Nullable;

/**
 * Lowers the slack that Linux grants itself for the calling thread's timers, which is
 * most of what a sleep ends too late by. Where the system has no such thing, or does not
 * let it, nothing happens.
 */
final class TimerSlack {

	private static final String LOWERED_NANOS = "1000";

	private final Path file;

	private final String before;

	private TimerSlack(Path file, String before) {
		this.file = file;
		this.before = before;
	}

	/**
	 * Lowers the slack of the calling thread.
	 * @return what restores it, {@code null} if it was not lowered
	 */
	static @Nullable TimerSlack lower() {
		try {
			// ends with the thread's number; /proc/self is the process
			Path self = Files.readSymbolicLink(Path.of("/proc/thread-self"));
			Path file = Path.of("/proc", self.getFileName().toString(), "timerslack_ns");
			String before = Files.readString(file).trim();
			Files.writeString(file, LOWERED_NANOS);
			return new TimerSlack(file, before);
		}
		catch (IOException | RuntimeException ex) {
			return null;
		}
	}

	/**
	 * Restores the slack of the thread that it was lowered for.
	 */
	void restore() {
		try {
			Files.writeString(this.file, this.before);
		}
		catch (IOException | RuntimeException ex) {
			// was possible a run ago; a low slack does no harm
		}
	}

}
