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

package io.medkit.sample;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Readings for tests, told apart by their time.
 */
final class Readings {

	static final Instant START = Instant.parse("2026-01-01T00:00:00.123456789Z");

	private Readings() {
	}

	/**
	 * Returns the reading taken some seconds after the start.
	 * @param second the seconds
	 * @return the reading
	 */
	static HostReading at(int second) {
		return new HostReading(START.plus(Duration.ofSeconds(second)), 0.25, 1L << 33, second, 2, 3, 4);
	}

	/**
	 * Returns one reading a second.
	 * @param from the first second
	 * @param to the second after the last
	 * @return the readings
	 */
	static List<HostReading> range(int from, int to) {
		return IntStream.range(from, to).mapToObj(Readings::at).toList();
	}

}
