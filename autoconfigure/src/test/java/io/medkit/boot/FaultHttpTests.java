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

import java.net.URI;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.medkit.executor.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for faults of tasks and of the executor as they are seen and cleared over HTTP.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = FaultHttpTests.Application.class,
		properties = { Launcher.WITHOUT_EXTRAS, "spring.config.location=optional:classpath:/none/",
				"server.address=127.0.0.1", "medkit.tasks[0].id=steady", "medkit.tasks[0].period=10ms",
				"medkit.tasks[1].id=greedy", "medkit.tasks[1].budget=100ms", "medkit.tasks[2].id=meltdown",
				"medkit.executor.iteration-budget=400ms", "medkit.executor.heartbeat=20ms",
				"management.endpoints.web.exposure.include=medkit,health" })
class FaultHttpTests {

	private static final RestTestClient CLIENT = RestTestClient.bindToServer().build();

	private static final String ROOT = "/actuator/medkit";

	@Autowired
	private Bodies bodies;

	@LocalServerPort
	private int port;

	@AfterEach
	void clear() {
		for (String id : List.of("app:greedy", "executor")) {
			send(HttpMethod.DELETE, ROOT + "/" + id + "/faults");
		}
	}

	@Test
	@DisplayName("[21] [29] [62] [63] [65] a broken budget faults the task, whose handler takes over until it is cleared")
	void brokenBudgetFaultsTheTaskUntilItIsCleared() {
		this.bodies.greedySignal.raise();
		Tasks.await()
			.untilAsserted(() -> assertThat(this.<String>read("greedy", "$.liveness.state")).isEqualTo("faulted"));
		assertThat(this.<String>read("greedy", "$.fault.reason")).isEqualTo("BUDGET_EXCEEDED");
		assertThat(this.<Integer>read("greedy", "$.fault.budget_ns")).isEqualTo(100_000_000);
		assertThat(this.<Integer>read("greedy", "$.fault.took_ns")).isGreaterThan(100_000_000);
		assertThat(this.<String>read("greedy", "$.fault.since")).isNotNull();
		assertThat(this.<Integer>read("greedy", "$.timing.overruns")).isPositive();
		DocumentContext faults = json(ROOT + "/app:greedy/faults");
		assertThat(faults.<List<String>>read("$.items[?(@.status == 'active')].fault_code"))
			.containsExactly("BUDGET_EXCEEDED");
		assertThat(json(ROOT).<String>read("$.health")).isEqualTo("ERROR");
		int executions = read("greedy", "$.timing.executions");
		int handled = this.bodies.handled.get();
		this.bodies.greedySignal.raise();
		Tasks.await()
			.untilAsserted(() -> assertThat(this.<Integer>read("greedy", "$.handler.executions")).isPositive());
		assertThat(this.bodies.handled).hasValueGreaterThan(handled);
		assertThat(this.<Integer>read("greedy", "$.timing.executions")).isEqualTo(executions);
		assertThat(send(HttpMethod.DELETE, ROOT + "/app:greedy/faults")).isEqualTo(204);
		assertThat(this.<String>read("greedy", "$.liveness.state")).isIn("running", "unknown", "stopped");
		this.bodies.greedySignal.raise();
		Tasks.await()
			.untilAsserted(
					() -> assertThat(this.<Integer>read("greedy", "$.timing.executions")).isGreaterThan(executions));
	}

	@Test
	@DisplayName("[22] [64] a broken iteration budget halts all tasks until the executor is cleared")
	void brokenIterationBudgetHaltsAllTasksUntilItIsCleared() {
		this.bodies.meltdownSignal.raise();
		Tasks.await()
			.untilAsserted(() -> assertThat(this.<String>read("steady", "$.liveness.state")).isEqualTo("halted"));
		DocumentContext executor = json(ROOT + "/executor/data");
		assertThat(executor.<Boolean>read("$.executor.faulted")).isTrue();
		assertThat(executor.<String>read("$.executor.fault.task")).isEqualTo("meltdown");
		assertThat(executor.<Integer>read("$.executor.heartbeats")).isPositive();
		assertThat(send(HttpMethod.DELETE, ROOT + "/app:steady/faults")).isEqualTo(204);
		assertThat(this.<String>read("steady", "$.liveness.state")).as("it is the executor that is faulted")
			.isEqualTo("halted");
		assertThat(send(HttpMethod.DELETE, ROOT + "/executor/faults")).isEqualTo(204);
		int executions = read("steady", "$.timing.executions");
		Tasks.await()
			.untilAsserted(() -> assertThat(this.<Integer>read("steady", "$.timing.executions"))
				.isGreaterThan(executions + 2));
		assertThat(this.<String>read("steady", "$.liveness.state")).isEqualTo("running");
		assertThat(json(ROOT + "/executor/data").<Boolean>read("$.executor.faulted")).isFalse();
	}

	private <T> T read(String task, String path) {
		return json(ROOT + "/app:" + task + "/data").read(path);
	}

	private DocumentContext json(String path) {
		return JsonPath.parse(exchange(HttpMethod.GET, path).getResponseBody());
	}

	private int send(HttpMethod method, String path) {
		return exchange(method, path).getStatus().value();
	}

	private EntityExchangeResult<String> exchange(HttpMethod method, String path) {
		return CLIENT.method(method)
			.uri(URI.create("http://127.0.0.1:" + this.port + path))
			.exchange()
			.returnResult(String.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Bodies bodies(Signal greedySignal, Signal meltdownSignal) {
			return new Bodies(greedySignal, meltdownSignal);
		}

		@Bean
		Signal greedySignal() {
			return new Signal();
		}

		@Bean
		Signal meltdownSignal() {
			return new Signal();
		}

	}

	static class Bodies {

		private final Signal greedySignal;

		private final Signal meltdownSignal;

		private final AtomicInteger handled = new AtomicInteger();

		Bodies(Signal greedySignal, Signal meltdownSignal) {
			this.greedySignal = greedySignal;
			this.meltdownSignal = meltdownSignal;
		}

		@MedkitTask("steady")
		void steady() {
		}

		@MedkitTask(value = "greedy", signals = "greedySignal", budget = "1m")
		void greedy() throws InterruptedException {
			Thread.sleep(150);
		}

		@MedkitFaultHandler("greedy")
		void instead() {
			this.handled.incrementAndGet();
		}

		@MedkitTask(value = "meltdown", signals = "meltdownSignal")
		void meltdown() throws InterruptedException {
			Thread.sleep(500);
		}

	}

}
