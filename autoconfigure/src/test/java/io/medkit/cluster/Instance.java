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
package io.medkit.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;

import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * A process that is an instance of {@link ClusterApplication}.
 */
final class Instance implements AutoCloseable {

	private static final long START_SECONDS = 60;

	private final String name;

	private final Process process;

	private final BlockingQueue<String> ports = new LinkedBlockingQueue<>();

	private final List<String> output = new ArrayList<>();

	private RestTestClient client;

	private Instance(String name, Process process) {
		this.name = name;
		this.process = process;
	}

	/**
	 * Begins to start an instance.
	 */
	static Instance start(String name, SharedDatabase database) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-Xmx256m", "-cp",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
						ClusterApplication.class.getName()));
		List.of("instance=" + name, "server.port=0", "server.address=127.0.0.1", "spring.main.banner-mode=off",
				"logging.level.root=warn", "spring.quartz.job-store-type=jdbc",
				"spring.quartz.jdbc.initialize-schema=never",
				"spring.quartz.properties.org.quartz.scheduler.instanceId=" + name,
				"spring.quartz.properties.org.quartz.jobStore.isClustered=true",
				"spring.quartz.properties.org.quartz.jobStore.clusterCheckinInterval=1000",
				"spring.quartz.properties.org.quartz.threadPool.threadCount=2", "db-scheduler.scheduler-name=" + name,
				"db-scheduler.polling-interval=500ms", "db-scheduler.heartbeat-interval=1s",
				"db-scheduler.missed-heartbeats-limit=4", "db-scheduler.threads=2",
				"medkit.sources.quartz.refresh-interval=500ms", "medkit.sources.db-scheduler.refresh-interval=500ms",
				"management.endpoints.web.exposure.include=health,medkit")
			.forEach((property) -> command.add("--" + property));
		database.properties().forEach((property) -> command.add("--" + property));
		Instance instance = new Instance(name, new ProcessBuilder(command).redirectErrorStream(true).start());
		Thread reader = new Thread(instance::read, name + "-output");
		reader.setDaemon(true);
		reader.start();
		return instance;
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader()) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				synchronized (this.output) {
					this.output.add(line);
				}
				if (line.startsWith(ClusterApplication.PORT)) {
					this.ports.add(line.substring(ClusterApplication.PORT.length()));
				}
			}
		}
		catch (IOException ex) {
			// the process is gone, and so is the end of its output
		}
	}

	Instance awaitStart() throws InterruptedException {
		String port = this.ports.poll(START_SECONDS, TimeUnit.SECONDS);
		if (port == null) {
			throw new IllegalStateException("%s did not start:%n%s".formatted(this.name, output()));
		}
		this.client = RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
		return this;
	}

	String name() {
		return this.name;
	}

	String output() {
		synchronized (this.output) {
			return String.join(System.lineSeparator(), this.output);
		}
	}

	/**
	 * Reads an entity.
	 */
	DocumentContext entity(String id) {
		return JsonPath.parse(this.client.get()
			.uri("/actuator/medkit/{id}", id)
			.exchange()
			.returnResult(String.class)
			.getResponseBody());
	}

	String state(String task) {
		return entity("app:" + task).read("$.data.liveness.state");
	}

	int executions(String task) {
		return entity("app:" + task).read("$.data.timing.executions");
	}

	/**
	 * Kills the process at once, without its leave.
	 */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
