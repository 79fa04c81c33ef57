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

import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.medkit.binding.ExecutorBinding;
import io.medkit.executor.TaskId;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint promises on every surface.
 */
abstract class EndpointContract {

	static final String YAML = """
			medkit:
			  tasks:
			    - { id: pump, period: 20ms, tolerance: 90s }
			    - { id: failing, period: 20ms, tolerance: 90s, critical: false }
			    - { id: healed, period: 20ms, tolerance: 90s }
			  sources.scheduling.tasks:
			    - { match: "*.hanging", id: hanging, max-run: 100ms, critical: false }
			""";

	/** Ids that there are not, as a caller without manners spells them. */
	static final List<String> UNKNOWN_IDS = List.of("nobody", "app:nobody", "pump", "EXECUTOR", "app:pump ", "app:",
			"x".repeat(5_000), "app:\u00fc\u4e2d\ud83d\ude00", "${jndi:ldap:x}", "<script>alert(1)", "%25s%25n",
			"' OR 1=1 --");

	private static final int NUMBER_OF_HOOKS = 100;

	/**
	 * Reads what is at a path below the endpoint; the empty one leads to the list of all.
	 */
	abstract Answer get(String path);

	/**
	 * Deletes what is at a path below the endpoint.
	 */
	abstract Answer delete(String path);

	abstract ConfigurableApplicationContext context();

	/**
	 * Waits for each task to be as its name says.
	 */
	static void awaitItems(ConfigurableApplicationContext context) {
		Tasks.awaitExecutions(context, "pump");
		Tasks.awaitData(context, "failing", (data) -> assertThat(data.liveness().errors()).isPositive());
		Tasks.await().untilAsserted(() -> {
			assertThat(Tasks.data(context, "healed").liveness().state()).isEqualTo(TaskState.RUNNING);
			assertThat(Tasks.report(context, "healed").faults()).isNotEmpty();
			EntityReport hanging = context.getBean(Gateway.class).find("app:hanging");
			assertThat(hanging).isNotNull();
			assertThat(hanging.faults()).singleElement().satisfies((fault) -> {
				assertThat(fault.freezeFrame().thread()).startsWith("scheduling-");
				assertThat(fault.freezeFrame().stack()).anyMatch((call) -> call.contains("hanging"));
			});
		});
	}

	@Test
	void listHasAllEntities() {
		DocumentContext list = get("").json(200);
		assertThat(list.<List<String>>read("$.entities[*].id")).containsExactly("executor", "app:pump", "app:failing",
				"app:healed", "scheduling", "app:hanging");
		assertThat(list.<String>read("$.health")).isEqualTo("WARNING");
		assertThat(list.<String>read("$.data['app:pump'].liveness.state")).isEqualTo("running");
		assertThat(list.<String>read("$.data['app:pump'].liveness.tolerance")).isEqualTo("PT1M30S");
		assertThat(list.<String>read("$.data['app:pump'].liveness.last_started")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
		assertThat(list.<String>read("$.faults['app:failing'][0].fault_code")).isEqualTo("TASK_ERROR");
	}

	@Test
	void listIsFilteredAndPaged() {
		assertThat(get("?state=error,stalled").json(200).<List<String>>read("$.entities[*].id"))
			.containsExactly("app:failing", "app:hanging");
		assertThat(get("?source=executor&state=running").json(200).<List<String>>read("$.entities[*].id"))
			.containsExactly("app:pump", "app:healed");
		DocumentContext page = get("?offset=1&limit=2").json(200);
		assertThat(page.<List<String>>read("$.entities[*].id")).containsExactly("app:pump", "app:failing");
		assertThat(page.<Integer>read("$.page.offset")).isEqualTo(1);
		assertThat(page.<Integer>read("$.page.limit")).isEqualTo(2);
		assertThat(page.<Integer>read("$.page.total")).isEqualTo(6);
	}

	@Test
	@DisplayName("[97] a filter that cannot be is refused with what it can be")
	void badFilterIsRefused() {
		assertThat(refused("state=asleep")).contains("'state'", "'asleep'", "overdue");
		assertThat(refused("source=nobody")).contains("'source'", "'nobody'", "executor");
		assertThat(refused("limit=1001")).contains("'limit'", "'1001'", "1 to 1000");
		assertThat(refused("offset=-1")).contains("'offset'", "'-1'", "0 to");
		assertThat(refused("state=" + "x".repeat(5_000))).contains("'state'", "\u2026").hasSizeLessThan(1_000);
	}

	private String refused(String query) {
		Answer answer = get("?" + query);
		assertThat(answer.status()).as(query).isEqualTo(400);
		return answer.body();
	}

	@Test
	void entityHasDataAndFaults() {
		DocumentContext entity = get("/app:pump").json(200);
		assertThat(entity.<String>read("$.parent_id")).isEqualTo("executor");
		assertThat(entity.<Boolean>read("$.x-medkit.is_online")).isTrue();
		assertThat(entity.<Integer>read("$.data.timing.window_samples")).isPositive();
		assertThat(get("/app:pump/data").json(200).<Integer>read("$.timing.period_ns")).isEqualTo(20_000_000);
		assertThat(get("/executor/data").json(200).<Integer>read("$.executor.task_count")).isEqualTo(3);
		DocumentContext faults = get("/app:failing/faults").json(200);
		assertThat(faults.<String>read("$.items[0].fault_code")).isEqualTo("TASK_ERROR");
		assertThat(faults.<String>read("$.items[0].status")).isEqualTo("active");
		assertThat(faults.<String>read("$.x-medkit.entity_id")).isEqualTo("app:failing");
	}

	@Test
	void faultsCanBeCleared() {
		assertThat(delete("/app:healed/faults").status()).isBetween(200, 204);
		assertThat(get("/app:healed/faults").json(200).<List<Object>>read("$.items")).isEmpty();
		assertThat(get("/app:failing/faults").json(200).<List<Object>>read("$.items")).isNotEmpty();
	}

	@Test
	@DisplayName("[97] what is unknown is not found, however it is spelt")
	void unknownEntityIsNotFound() {
		for (String id : UNKNOWN_IDS) {
			assertNotFound(get("/" + id), id);
			assertNotFound(get("/" + id + "/data"), id);
			assertNotFound(delete("/" + id + "/faults"), id);
		}
		assertNotFound(get("/app:pump/nothing"), "nothing");
		assertNotFound(delete("/app:pump/nothing"), "nothing");
	}

	void assertNotFound(Answer answer, String what) {
		assertThat(answer.status()).as("%s: %s", what, answer.body()).isEqualTo(404);
		assertThat(answer.body()).hasSizeLessThan(1_000);
	}

	@Test
	@DisplayName("[25] hooks of an unregistered task are counted, and its id told, once")
	void ignoredObservationsAreToldOf() {
		ExecutorBinding binding = context().getBean(ExecutorBinding.class);
		int before = get("").json(200).read("$.ignored.count");
		for (int i = 0; i < NUMBER_OF_HOOKS; i++) {
			binding.preExecute(TaskId.of("misspelt-" + i), 0);
			binding.preExecute(TaskId.of("misspelt-0"), 0);
		}
		DocumentContext list = get("").json(200);
		assertThat(list.<Integer>read("$.ignored.count")).isEqualTo(before + 2 * NUMBER_OF_HOOKS);
		assertThat(list.<List<String>>read("$.ignored.ids")).contains("misspelt-0", "misspelt-15")
			.doesNotHaveDuplicates()
			.hasSize(16);
	}

	@Test
	void nothingIsToldThatTheApplicationSays() {
		for (String path : List.of("", "/app:failing", "/app:failing/data", "/app:failing/faults", "/app:hanging",
				"/app:hanging/data", "/app:hanging/faults", "/executor", "/executor/data", "/executor/faults")) {
			Answer answer = get(path);
			assertThat(answer.status()).isEqualTo(200);
			assertTellsNothing(answer.body());
		}
		assertThat(get("/app:failing/data").body()).contains(IllegalStateException.class.getName());
	}

	/**
	 * Asserts that there are neither messages of exceptions nor stacks nor names of
	 * threads.
	 */
	static void assertTellsNothing(String text) {
		assertThat(text)
			.doesNotContain(Plant.SECRET, "/etc/plant", "EndpointContract", ".java:", "Native Method", "CountDownLatch")
			.doesNotContainPattern("(scheduling|medkit-executor)-\\w+");
	}

	/**
	 * A task that works, one that fails, one that did, and one that hangs.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Items {

		private final CountDownLatch end = new CountDownLatch(1);

		private volatile boolean healed;

		@MedkitTask("pump")
		void pump() {
		}

		@MedkitTask("failing")
		void failing() {
			throw new IllegalStateException(Plant.SECRET + " of /etc/plant/pump.conf");
		}

		@MedkitTask("healed")
		void healed() {
			if (!this.healed) {
				this.healed = true;
				throw new IllegalStateException(Plant.SECRET);
			}
		}

		@Scheduled(fixedDelay = 1)
		void hanging() throws InterruptedException {
			this.end.await();
		}

		@EventListener(ContextClosedEvent.class)
		void end() {
			this.end.countDown();
		}

	}

	/**
	 * What comes back.
	 *
	 * @param status the status as HTTP has it
	 * @param body the body, empty if there is none
	 */
	record Answer(int status, String body) {

		DocumentContext json(int expectedStatus) {
			assertThat(this.status).as(this.body).isEqualTo(expectedStatus);
			return JsonPath.parse(this.body);
		}

	}

}
