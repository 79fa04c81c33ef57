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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * Measures what medkit costs when an application starts: {@link ShopApplication}, a
 * process each, with and without medkit on its class path, in pairs that take turns in
 * which one comes first. Fails if the median of the pairs' ratios is above a limit.
 * <p>
 * Arguments: {@code --pairs=20}, {@code --limit=1.05}. The system property
 * {@code startup.medkit} is medkit's jar; without it, its classes are taken.
 */
public final class StartupBenchmark {

	/** What a web application with Actuator has, out of all that tests have. */
	private static final String APPLICATION = "(spring-(aop|beans|context|core|expression|web|webmvc)"
			+ "|spring-boot(-(actuator|actuator-autoconfigure|autoconfigure|health|http-converter|jackson"
			+ "|micrometer-metrics|micrometer-observation|servlet|tomcat|web-server|webmvc))?"
			+ "|tomcat-embed-(core|el|websocket)|jackson-(annotations|core|databind)"
			+ "|micrometer-(commons|core|jakarta9|observation)|HdrHistogram|logback-(classic|core)|slf4j-api"
			+ "|log4j-(api|to-slf4j)|jul-to-slf4j|snakeyaml|jakarta\\.annotation-api|commons-logging|jspecify)"
			+ "-\\d[\\d.]*\\.jar";

	private static final String MEDKIT = System.getProperty("startup.medkit", entry("classes"));

	private static final double NANOS_PER_MILLI = 1e6;

	private StartupBenchmark() {
	}

	public static void main(String[] args) throws Exception {
		Map<String, String> options = new LinkedHashMap<>(Map.of("pairs", "20", "limit", "1.05"));
		for (String arg : args) {
			String[] option = arg.replaceFirst("^--", "").split("=", 2);
			if (option.length < 2 || options.replace(option[0], option[1]) == null) {
				throw new IllegalArgumentException(
						"Unknown option '%s', there are %s".formatted(arg, options.keySet()));
			}
		}
		int pairs = Integer.parseInt(options.get("pairs"));
		System.out.printf("JDK %s, %s %s, %d processors, load %.2f, %d pairs%n%n", Runtime.version(),
				System.getProperty("os.name"), System.getProperty("os.version"),
				Runtime.getRuntime().availableProcessors(), load(), pairs);
		double ratio = measure(pairs);
		System.out.printf("%nload %.2f%n", load());
		double limit = Double.parseDouble(options.get("limit"));
		if (ratio > limit) {
			throw new IllegalStateException(
					"An application with medkit takes %.3f times as long to start, of at most %s".formatted(ratio,
							limit));
		}
	}

	private static double load() {
		return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
	}

	private static double measure(int pairs) throws IOException, InterruptedException {
		List<Figures> without = new ArrayList<>();
		List<Figures> with = new ArrayList<>();
		start(false);
		start(true);
		for (int i = 0; i < pairs; i++) {
			boolean first = i % 2 != 0;
			(first ? with : without).add(start(first));
			(first ? without : with).add(start(!first));
		}
		System.out.println("| | without | with | ratio | 95 % |");
		System.out.println("| --- | --- | --- | --- | --- |");
		double ratio = print("start, ms", without, with, Figures::startMillis);
		print("CPU of the main thread, ms", without, with, Figures::mainMillis);
		print("CPU of all threads, ms", without, with, Figures::cpuMillis);
		print("classes", without, with, Figures::classes);
		print("beans", without, with, Figures::beans);
		return ratio;
	}

	private static double print(String name, List<Figures> without, List<Figures> with,
			ToDoubleFunction<Figures> figure) {
		StartupPairs pairs = new StartupPairs(without.stream().mapToDouble(figure).toArray(),
				with.stream().mapToDouble(figure).toArray());
		double[] bounds = pairs.ratioBounds();
		System.out.printf(Locale.ROOT, "| %s | %s | %s | %.3f | %.3f … %.3f |%n", name, spread(pairs.without()),
				spread(pairs.with()), pairs.ratio(), bounds[0], bounds[1]);
		return pairs.ratio();
	}

	/**
	 * Returns the median and the quartiles around it.
	 */
	private static String spread(double[] figures) {
		double[] sorted = figures.clone();
		Arrays.sort(sorted);
		return String.format(Locale.ROOT, "%.0f (%.0f … %.0f)", StartupPairs.quantile(sorted, 0.5),
				StartupPairs.quantile(sorted, 0.25), StartupPairs.quantile(sorted, 0.75));
	}

	private static Figures start(boolean medkit) throws IOException, InterruptedException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPath(medkit), ShopApplication.class.getName(), "--server.port=0", "--server.address=127.0.0.1",
				"--spring.config.location=optional:classpath:/none/", "--spring.main.banner-mode=off",
				"--management.endpoints.web.exposure.include=health,metrics,medkit");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader output = process.inputReader()) {
			List<String> lines = output.lines().toList();
			Figures figures = lines.stream()
				.filter((line) -> line.startsWith(ShopApplication.FIGURES))
				.map((line) -> Figures.parse(line.substring(ShopApplication.FIGURES.length())))
				.findFirst()
				.orElseThrow(() -> new IllegalStateException(
						"The application did not start:%n%s".formatted(String.join(System.lineSeparator(), lines))));
			process.waitFor();
			if (figures.medkit() != medkit) {
				throw new IllegalStateException("medkit is%s there".formatted(figures.medkit() ? "" : " not"));
			}
			return figures;
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Returns the class path of the application.
	 */
	static String classPath(boolean medkit) {
		List<String> entries = Arrays.stream(entries())
			.filter((entry) -> Path.of(entry).getFileName().toString().matches(APPLICATION))
			.collect(Collectors.toCollection(ArrayList::new));
		entries.add(0, entry("test-classes"));
		if (medkit) {
			entries.add(1, MEDKIT);
		}
		return String.join(File.pathSeparator, entries);
	}

	private static String entry(String directory) {
		return Arrays.stream(entries()).filter((entry) -> Path.of(entry).endsWith(directory)).findFirst().orElseThrow();
	}

	private static String[] entries() {
		return System.getProperty("java.class.path").split(File.pathSeparator);
	}

	/**
	 * What an application prints when it has started.
	 */
	private record Figures(double startMillis, double mainMillis, double cpuMillis, int classes, int beans,
			boolean medkit) {

		private static Figures parse(String line) {
			String[] figures = line.split(" ");
			return new Figures(millis(figures[0]), millis(figures[1]), millis(figures[2]), Integer.parseInt(figures[3]),
					Integer.parseInt(figures[4]), Boolean.parseBoolean(figures[5]));
		}

		private static double millis(String nanos) {
			return Long.parseLong(nanos) / NANOS_PER_MILLI;
		}

	}

}
