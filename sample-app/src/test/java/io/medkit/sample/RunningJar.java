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

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The sample's jar, run by a JVM of its own.
 */
final class RunningJar implements AutoCloseable {

	private static final long START_SECONDS = 120;

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final StringBuffer output = new StringBuffer();

	private final CompletableFuture<Integer> port = new CompletableFuture<>();

	private RunningJar(Process process) {
		this.process = process;
	}

	/**
	 * Begins to run the jar.
	 * @param jvmOption an option of the JVM
	 * @param directory where the data is
	 * @param properties configuration properties
	 */
	static RunningJar start(String jvmOption, Path directory, String... properties) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx256m", jvmOption, "-jar", System.getProperty("sample.jar"), "--server.port=0",
						"--SAMPLE_DATA_DIR=" + directory, "--logging.level.org.springframework.boot=info"));
		command.addAll(List.of(properties));
		RunningJar jar = new RunningJar(new ProcessBuilder(command).redirectErrorStream(true).start());
		Thread reader = new Thread(jar::read, "jar-output");
		reader.setDaemon(true);
		reader.start();
		return jar;
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.output.append(line).append(System.lineSeparator());
				Matcher started = PORT.matcher(line);
				if (started.find()) {
					this.port.complete(Integer.valueOf(started.group(1)));
				}
			}
		}
		catch (IOException ex) {
			// the process is gone, and so is the end of its output
		}
		this.port.completeExceptionally(new IllegalStateException("The jar did not start:%n%s".formatted(output())));
	}

	/**
	 * Waits for the web server.
	 */
	int port() throws Exception {
		return this.port.get(START_SECONDS, TimeUnit.SECONDS);
	}

	String output() {
		return this.output.toString();
	}

	@Override
	public void close() {
		this.process.destroyForcibly().onExit().join();
	}

}
