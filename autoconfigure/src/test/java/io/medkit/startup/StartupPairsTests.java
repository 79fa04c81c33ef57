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

package io.medkit.startup;

import java.io.File;
import java.util.Arrays;
import java.util.stream.DoubleStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for the measurement of {@link StartupBenchmark}.
 */
class StartupPairsTests {

	@Test
	void ratioIsTheMedianOfThePairsRatios() {
		StartupPairs pairs = new StartupPairs(new double[] { 100, 1000, 10 }, new double[] { 110, 1010, 13 });
		assertThat(pairs.ratio()).isCloseTo(1.1, within(1e-9));
	}

	@Test
	void boundsLeaveOutAsManyAsTheSignTestAllows() {
		double[] without = DoubleStream.generate(() -> 1).limit(20).toArray();
		double[] with = DoubleStream.iterate(20, (ratio) -> ratio - 1).limit(20).toArray();
		assertThat(new StartupPairs(without, with).ratioBounds()).as("the 6th from either side").containsExactly(6, 15);
	}

	@Test
	void fewPairsHaveBoundsThatLeaveOutNone() {
		double[] ones = { 1, 1, 1 };
		assertThat(new StartupPairs(ones, new double[] { 3, 1, 2 }).ratioBounds()).containsExactly(1, 3);
	}

	@Test
	void quantilesLieBetweenValues() {
		double[] sorted = { 1, 2, 3, 4 };
		assertThat(StartupPairs.quantile(sorted, 0.5)).isEqualTo(2.5);
		assertThat(StartupPairs.quantile(sorted, 1)).isEqualTo(4);
		assertThat(StartupPairs.quantile(new double[] { 7 }, 0.25)).isEqualTo(7);
	}

	@Test
	void classPathsDifferInMedkitAlone() {
		String[] without = StartupBenchmark.classPath(false).split(File.pathSeparator);
		String[] with = StartupBenchmark.classPath(true).split(File.pathSeparator);
		assertThat(with).hasSize(without.length + 1).contains(without);
		assertThat(Arrays.stream(without)).noneMatch((entry) -> entry.endsWith("/classes") || entry.contains("medkit-"))
			.anyMatch((entry) -> entry.contains("spring-boot-actuator-autoconfigure-"))
			.noneMatch((entry) -> entry.matches(".*/(quartz|h2|spring-jdbc|spring-webflux|junit.*)-[^/]*\\.jar"));
	}

}
