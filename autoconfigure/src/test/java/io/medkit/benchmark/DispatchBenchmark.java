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
package io.medkit.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.medkit.benchmark.DispatchRecording.Figures;

/**
 * Measures how punctual an executor is beside what a user would take instead: all in one
 * run, one after the other in every round, so that what the machine does meanwhile hits
 * all of them. Prints the medians of the rounds.
 * <p>
 * Arguments: {@code --rates=100,1000,10000} in Hz, {@code --seconds=10} for each
 * measurement, {@code --rounds=3}.
 */
public final class DispatchBenchmark {

	private static final long WARM_UP_MILLIS = 1_000;

	private static final long STALL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private final int seconds;

	private DispatchBenchmark(int seconds) {
		this.seconds = seconds;
	}

	public static void main(String[] args) throws InterruptedException {
		Map<String, String> options = new LinkedHashMap<>(
				Map.of("rates", "100,1000,10000", "seconds", "10", "rounds", "3"));
		for (String arg : args) {
			String[] option = arg.replaceFirst("^--", "").split("=", 2);
			if (option.length < 2 || options.replace(option[0], option[1]) == null) {
				throw new IllegalArgumentException(
						"Unknown option '%s', there are %s".formatted(arg, options.keySet()));
			}
		}
		DispatchBenchmark benchmark = new DispatchBenchmark(Integer.parseInt(options.get("seconds")));
		System.out.printf("JDK %s, %s %s, %d processors, load %.2f%n", Runtime.version(), System.getProperty("os.name"),
				System.getProperty("os.version"), Runtime.getRuntime().availableProcessors(), load());
		for (String rate : options.get("rates").split(",")) {
			benchmark.measure(Integer.parseInt(rate.trim()), Integer.parseInt(options.get("rounds")));
		}
		System.out.printf("load %.2f%n", load());
	}

	private static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	private void measure(int hertz, int rounds) throws InterruptedException {
		Map<DispatchContender, List<Figures>> figures = new LinkedHashMap<>();
		for (int round = 0; round < rounds; round++) {
			for (DispatchContender contender : DispatchContender.values()) {
				figures.computeIfAbsent(contender, (key) -> new ArrayList<>()).add(measure(contender, hertz));
			}
		}
		System.out.printf("%n| %,d Hz | p50 us | p99 us | p99.9 us | max us | missed %% | burst | CPU %% | B/cycle |%n",
				hertz);
		System.out.println("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
		figures.forEach((contender, measured) -> System.out.println(row(contender, measured)));
	}

	private static String row(DispatchContender contender, List<Figures> measured) {
		double[][] values = measured.stream().map(Figures::values).toArray(double[][]::new);
		StringBuilder row = new StringBuilder("| " + contender + " |");
		for (int i = 0; i < values[0].length; i++) {
			int figure = i;
			double[] sorted = Arrays.stream(values).mapToDouble((value) -> value[figure]).sorted().toArray();
			row.append(String.format(Locale.ROOT, " %.1f |", sorted[sorted.length / 2]));
		}
		return row.toString();
	}

	private Figures measure(DispatchContender contender, int hertz) throws InterruptedException {
		long periodNanos = TimeUnit.SECONDS.toNanos(1) / hertz;
		DispatchRecording recording = new DispatchRecording(hertz * (this.seconds + 5) * 2);
		Runnable stop = contender.start(periodNanos, () -> {
		}, recording);
		TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS);
		recording.begin();
		TimeUnit.SECONDS.sleep(this.seconds);
		recording.end();
		stop.run();
		return recording.figures().withBurst(burst(contender, periodNanos));
	}

	/**
	 * Returns how many executions are made up for in a row after one that stalls.
	 */
	private static int burst(DispatchContender contender, long periodNanos) throws InterruptedException {
		DispatchRecording recording = new DispatchRecording(100_000);
		boolean[] stall = { false };
		Runnable body = () -> {
			if (stall[0]) {
				stall[0] = false;
				long end = System.nanoTime() + STALL_NANOS;
				while (System.nanoTime() < end) {
					Thread.onSpinWait();
				}
			}
		};
		Runnable stop = contender.start(periodNanos, () -> {
			synchronized (stall) {
				body.run();
			}
		}, recording);
		TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS / 2);
		synchronized (stall) {
			recording.begin();
			stall[0] = true;
		}
		TimeUnit.MILLISECONDS.sleep(WARM_UP_MILLIS / 2);
		recording.end();
		stop.run();
		return recording.burst(periodNanos);
	}

}
