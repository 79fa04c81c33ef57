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
import java.util.Map;
import java.util.function.Predicate;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import io.medkit.binding.ExecutorBinding;
import io.medkit.executor.TaskId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitEndpoint} and {@link MedkitEndpointWebExtension} over HTTP, in
 * an application whose own JSON looks different.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = MedkitEndpointHttpTests.Application.class,
		properties = { Launcher.WITHOUT_EXTRAS, "spring.config.location=optional:classpath:/none/",
				"server.address=127.0.0.1", "medkit.tasks[0].id=pump", "medkit.tasks[0].period=20ms",
				"medkit.tasks[0].tolerance=90s", "medkit.tasks[1].id=valve", "medkit.tasks[1].period=20ms",
				"medkit.tasks[1].critical=false", "medkit.tasks[1].tolerance=90s", "medkit.tasks[0].max-run=90s",
				"medkit.tasks[1].max-run=90s", "medkit.tasks[2]=nobody", "medkit.unmatched-tasks=ignore",
				"management.endpoints.web.exposure.include=medkit",
				"spring.jackson.property-naming-strategy=UPPER_CAMEL_CASE",
				"spring.jackson.default-property-inclusion=always" })
class MedkitEndpointHttpTests {

	private static final RestTestClient CLIENT = RestTestClient.bindToServer().build();

	private static final String ROOT = "/actuator/medkit";

	@Autowired
	private ConfigurableApplicationContext context;

	@Autowired
	private Plant plant;

	@Autowired
	private ExecutorBinding binding;

	@LocalServerPort
	private int port;

	@AfterEach
	void repair() {
		for (String task : List.of("pump", "valve")) {
			this.plant.repair(task);
			Tasks.awaitData(this.context, task, (data) -> assertThat(data.liveness().state().isBad()).isFalse());
			this.binding.clearFaults("app:" + task);
		}
	}

	@Test
	void snapshotTellsEntitiesInOrder() {
		DocumentContext snapshot = json(ROOT);
		assertThat(keys(snapshot, "$")).containsExactly("health", "entities", "data", "faults", "ignored");
		assertThat(snapshot.<String>read("$.health")).isEqualTo("OK");
		assertThat(snapshot.<List<String>>read("$.entities[*].id")).containsExactly("executor", "app:pump", "app:valve",
				"app:nobody");
		assertThat(keys(snapshot, "$.data")).containsExactly("executor", "app:pump", "app:valve", "app:nobody");
		assertThat(keys(snapshot, "$.faults")).isEmpty();
	}

	@Test
	@DisplayName("[97] what is asked for is shown alone, and a bad filter is refused")
	void snapshotMayBeFilteredAndPaged() {
		assertThat(json(ROOT + "?source=executor&state=unknown").<List<String>>read("$.entities[*].id"))
			.containsExactly("app:nobody");
		DocumentContext page = json(ROOT + "?offset=1&limit=2");
		assertThat(page.<List<String>>read("$.entities[*].id")).containsExactly("app:pump", "app:valve");
		assertThat(keys(page, "$.data")).containsExactly("app:pump", "app:valve");
		assertThat(page.<Map<String, Object>>read("$.page")).isEqualTo(Map.of("offset", 1, "limit", 2, "total", 4));
		for (String bad : List.of("state=sleeping", "state=", "source=nobody", "limit=0", "limit=2000", "offset=-1")) {
			DocumentContext error = json(ROOT + "?" + bad, 400);
			assertThat(error.<String>read("$.error_code")).as(bad).isEqualTo("bad-parameter");
		}
	}

	@Test
	void snapshotTellsWhatAnEntityIs() {
		Tasks.awaitExecutions(this.context, "pump");
		DocumentContext snapshot = json(ROOT);
		assertThat(keys(snapshot, "$.entities[1]")).containsExactly("id", "name", "type", "href", "health", "parent_id",
				"x-medkit");
		assertThat(snapshot.<Map<String, Object>>read("$.entities[1]")).containsEntry("id", "app:pump")
			.containsEntry("name", "pump")
			.containsEntry("type", "app")
			.containsEntry("href", ROOT + "/app:pump")
			.containsEntry("health", "OK")
			.containsEntry("parent_id", "executor")
			.containsEntry("x-medkit", Map.of("is_online", true));
		assertThat(snapshot.<Map<String, Object>>read("$.entities[0]")).containsEntry("type", "component")
			.doesNotContainKey("parent_id");
	}

	@Test
	void dataKeepsTheSeedsKeys() {
		Tasks.awaitExecutions(this.context, "pump");
		DocumentContext data = json(ROOT + "/app:pump/data");
		assertThat(keys(data, "$.liveness")).startsWith("state", "online", "starts", "stops", "errors");
		assertThat(data.<String>read("$.liveness.state")).isEqualTo("running");
		assertThat(data.<String>read("$.liveness.tolerance")).isEqualTo("PT1M30S");
		assertThat(data.<String>read("$.liveness.last_started")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
		assertThat(keys(data, "$.timing")).startsWith("executions", "last_took_ns", "ewma_took_ns", "min_took_ns",
				"max_took_ns", "period_ns", "rate_hz");
		assertThat(keys(data, "$.timing")).contains("window_samples", "p50_took_ns", "p95_took_ns", "p99_took_ns",
				"window_min_took_ns", "window_max_took_ns", "p99_lateness_ns", "window_max_lateness_ns",
				"p99_jitter_ns", "window_max_jitter_ns", "overruns");
		assertThat(data.<Integer>read("$.timing.period_ns")).isEqualTo(20_000_000);
		assertThat(data.<Double>read("$.timing.rate_hz")).isEqualTo(50.0);
		DocumentContext executor = json(ROOT + "/executor/data");
		assertThat(keys(executor, "$.executor")).startsWith("up", "faulted", "task_count");
		assertThat(executor.<Integer>read("$.executor.task_count")).isEqualTo(3);
	}

	@Test
	void unknownRateIsThereAndNull() {
		Map<String, Object> timing = json(ROOT).read("$.data['app:nobody'].timing");
		assertThat(timing).containsEntry("rate_hz", null).containsEntry("measured_rate_hz", null);
		assertThat(timing).doesNotContainKeys("last_lateness_ns", "p50_took_ns", "window_max_jitter_ns");
	}

	@Test
	void documentsAreSnakeCaseWhateverTheApplicationsJsonIs() {
		this.plant.breakDown("pump");
		Tasks.awaitData(this.context, "pump", (data) -> assertThat(data.lastError()).isNotNull());
		Predicate<String> isKnown = (key) -> key.matches("[a-z]+[0-9]*(_[a-z]+)*|x-medkit|app:[a-z]+");
		for (String path : List.of("", "/app:pump", "/app:pump/data", "/app:pump/faults", "/executor")) {
			assertThat(json(ROOT + path).<Object>read("$")).satisfies((body) -> everyKey(body, isKnown));
		}
		DocumentContext error = JsonPath.parse(exchange(HttpMethod.GET, ROOT + "/app:nope", 404).getResponseBody());
		assertThat(error.<Object>read("$")).satisfies((body) -> everyKey(body, isKnown));
		assertThat(exchange(HttpMethod.GET, "/own", 200).getResponseBody()).as("the application's JSON")
			.contains("\"SomeKey\":null");
	}

	@Test
	void distributionsAreToldOfOneEntityOnly() {
		Tasks.awaitExecutions(this.context, "pump");
		assertThat(keys(json(ROOT), "$.data['app:pump'].timing")).contains("total_took_ns", "last_lateness_ns")
			.doesNotContain("window_samples", "p50_took_ns", "took_histogram");
		DocumentContext data = json(ROOT + "/app:pump/data");
		assertThat(keys(data, "$.timing.took_histogram[0]")).containsExactly("below_ns", "count");
		List<Integer> counts = data.read("$.timing.took_histogram[*].count");
		assertThat(counts.stream().mapToInt(Integer::intValue).sum())
			.isGreaterThanOrEqualTo(data.read("$.timing.executions"));
	}

	@Test
	void entityIsItsSummaryDataAndFaults() {
		DocumentContext snapshot = json(ROOT);
		DocumentContext entity = json(ROOT + "/app:nobody");
		Map<String, Object> expected = snapshot.read("$.entities[3]");
		assertThat(entity.<Map<String, Object>>read("$")).containsAllEntriesOf(expected)
			.containsEntry("faults", List.of());
		assertThat(entity.<Object>read("$.data.liveness")).isEqualTo(snapshot.read("$.data['app:nobody'].liveness"));
		assertThat(entity.<Map<String, Object>>read("$.data.timing"))
			.containsAllEntriesOf(snapshot.read("$.data['app:nobody'].timing"));
		assertThat(json(ROOT + "/app:nobody/data").<Object>read("$")).isEqualTo(entity.read("$.data"));
	}

	@Test
	void everyHrefResolves() {
		List<String> hrefs = json(ROOT).read("$.entities[*].href");
		assertThat(hrefs).hasSize(4);
		for (String href : hrefs) {
			assertThat(json(href).<String>read("$.href")).isEqualTo(href);
			exchange(HttpMethod.GET, href + "/data", 200);
			exchange(HttpMethod.GET, href + "/faults", 200);
		}
	}

	@Test
	@DisplayName("[31] an errored task is a fault with its count and times, and the executor's health")
	void faultOfCriticalTaskIsRolledUp() {
		this.plant.breakDown("pump");
		Tasks.await().untilAsserted(() -> {
			DocumentContext snapshot = json(ROOT);
			assertThat(snapshot.<String>read("$.health")).isEqualTo("ERROR");
			assertThat(snapshot.<List<String>>read("$.entities[*].health")).containsExactly("ERROR", "ERROR", "OK",
					"OK");
			assertThat(keys(snapshot, "$.faults")).containsExactly("app:pump");
		});
		DocumentContext faults = json(ROOT + "/app:pump/faults");
		assertThat(keys(faults, "$.items[0]")).containsExactly("fault_code", "description", "severity",
				"severity_label", "status", "occurrence_count", "first_occurred", "last_occurred", "freeze_frame");
		assertThat(faults.<Map<String, Object>>read("$.items[0]")).containsEntry("fault_code", "TASK_ERROR")
			.containsEntry("severity", 2)
			.containsEntry("severity_label", "ERROR")
			.containsEntry("status", "active");
		assertThat(faults.<Integer>read("$.items[0].occurrence_count")).isPositive();
		assertThat(keys(faults, "$.items[0].freeze_frame")).contains("time", "executions", "errors", "last_took_ns",
				"last_started");
		assertThat(faults.<Integer>read("$.items[0].freeze_frame.consecutive_errors")).isOne();
		assertThat(faults.<Map<String, Object>>read("$['x-medkit']"))
			.isEqualTo(Map.of("entity_id", "app:pump", "count", 1));
	}

	@Test
	void faultOfTaskThatIsNotCriticalIsAWarning() {
		this.plant.breakDown("valve");
		Tasks.await().untilAsserted(() -> {
			DocumentContext snapshot = json(ROOT);
			assertThat(snapshot.<String>read("$.health")).isEqualTo("WARNING");
			assertThat(snapshot.<List<String>>read("$.entities[*].health")).containsExactly("WARNING", "OK", "WARNING",
					"OK");
		});
	}

	@Test
	void messagesOfExceptionsAreShownNowhere() {
		this.plant.breakDown("pump");
		Tasks.awaitData(this.context, "pump", (data) -> {
			assertThat(data.lastError()).isNotNull();
			assertThat(data.lastError().message()).isEqualTo(Plant.SECRET);
		});
		for (String path : List.of("", "/app:pump", "/app:pump/data", "/app:pump/faults", "/executor")) {
			assertThat(exchange(HttpMethod.GET, ROOT + path, 200).getResponseBody()).doesNotContain("hunter2");
		}
		assertThat(json(ROOT + "/app:pump/data").<String>read("$.last_error.type"))
			.isEqualTo(UnsupportedOperationException.class.getName());
	}

	@Test
	void deleteClearsWhatIsHealed() {
		this.plant.breakDown("pump");
		Tasks.awaitData(this.context, "pump", (data) -> assertThat(data.lastError()).isNotNull());
		this.plant.repair("pump");
		Tasks.await()
			.untilAsserted(() -> assertThat(json(ROOT + "/app:pump/faults").<List<String>>read("$.items[*].status"))
				.containsExactly("healed"));
		int errors = json(ROOT + "/app:pump/data").read("$.liveness.errors");
		assertThat(exchange(HttpMethod.DELETE, ROOT + "/app:pump/faults", 204).getResponseBody()).isNull();
		DocumentContext cleared = json(ROOT + "/app:pump");
		assertThat(cleared.<List<Object>>read("$.faults")).isEmpty();
		assertThat(keys(cleared, "$.data")).doesNotContain("last_error");
		assertThat(cleared.<Integer>read("$.data.liveness.errors")).as("counts are for life").isEqualTo(errors);
	}

	@Test
	void deleteDoesNotSilenceWhatStillFails() {
		this.plant.breakDown("pump");
		Tasks.awaitData(this.context, "pump", (data) -> assertThat(data.lastError()).isNotNull());
		exchange(HttpMethod.DELETE, ROOT + "/app:pump/faults", 204);
		Tasks.await()
			.untilAsserted(() -> assertThat(json(ROOT + "/app:pump/faults").<List<String>>read("$.items[*].status"))
				.containsExactly("active"));
	}

	@Test
	void deleteOfOneEntityLeavesTheOthers() {
		this.plant.breakDown("pump");
		this.plant.breakDown("valve");
		Tasks.awaitData(this.context, "pump", (data) -> assertThat(data.lastError()).isNotNull());
		Tasks.awaitData(this.context, "valve", (data) -> assertThat(data.lastError()).isNotNull());
		this.plant.repair("pump");
		Tasks.awaitData(this.context, "pump", (data) -> assertThat(data.liveness().state().isBad()).isFalse());
		exchange(HttpMethod.DELETE, ROOT + "/app:pump/faults", 204);
		exchange(HttpMethod.DELETE, ROOT + "/executor/faults", 204);
		assertThat(keys(json(ROOT), "$.faults")).containsExactly("app:valve");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/nope", "/app:nope", "/pump", "/app:nope/data", "/app:nope/faults", "/app:nope/nope",
			"/app:", "/EXECUTOR" })
	void unknownEntityIsNotFound(String path) {
		String id = path.split("/")[1];
		notFound(HttpMethod.GET, path, "entity-not-found", "entity_id", id);
	}

	@Test
	@DisplayName("[67] clearing an unknown task is a 404 that names it")
	void clearingUnknownEntityIsNotFound() {
		notFound(HttpMethod.DELETE, "/app:nope/faults", "entity-not-found", "entity_id", "app:nope");
		notFound(HttpMethod.DELETE, "/app:nope/nope", "entity-not-found", "entity_id", "app:nope");
	}

	@Test
	void unknownCollectionIsNotFound() {
		notFound(HttpMethod.GET, "/app:pump/nope", "collection-not-found", "collection", "nope");
		notFound(HttpMethod.DELETE, "/app:pump/nope", "collection-not-found", "collection", "nope");
	}

	@Test
	void dataCannotBeCleared() {
		DocumentContext error = JsonPath
			.parse(exchange(HttpMethod.DELETE, ROOT + "/app:pump/data", 400).getResponseBody());
		assertThat(error.<String>read("$.error_code")).isEqualTo("collection-not-clearable");
		assertThat(error.<String>read("$.message")).contains("'data'").contains("'faults'");
		assertThat(error.<Map<String, Object>>read("$.parameters"))
			.isEqualTo(Map.of("entity_id", "app:pump", "collection", "data"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "PATCH" })
	void nothingCanBeWritten(String method) {
		for (String path : List.of("", "/app:pump", "/app:pump/data", "/app:pump/faults")) {
			exchange(HttpMethod.valueOf(method), ROOT + path, 405);
		}
	}

	@Test
	void entityAsAWholeCannotBeDeleted() {
		exchange(HttpMethod.DELETE, ROOT + "/app:pump", 405);
		exchange(HttpMethod.DELETE, ROOT, 405);
	}

	@Test
	@DisplayName("[25] hooks of unregistered tasks are counted, and the first few ids told")
	void ignoredObservationsAreCountedAndToldOf() {
		int before = json(ROOT).read("$.ignored.count");
		for (int i = 0; i < 100; i++) {
			this.binding.preExecute(TaskId.of("misspelt-" + i), 0);
		}
		DocumentContext snapshot = json(ROOT);
		assertThat(keys(snapshot, "$.ignored")).containsExactly("count", "ids");
		assertThat(snapshot.<Integer>read("$.ignored.count")).isEqualTo(before + 100);
		assertThat(snapshot.<List<String>>read("$.ignored.ids")).contains("misspelt-0")
			.doesNotHaveDuplicates()
			.hasSize(16);
	}

	private void notFound(HttpMethod method, String path, String code, String parameter, String value) {
		EntityExchangeResult<String> result = exchange(method, ROOT + path, 404);
		assertThat(result.getResponseHeaders().getContentType()).isNotNull();
		assertThat(result.getResponseHeaders().getContentType().getSubtype()).endsWith("json");
		DocumentContext error = JsonPath.parse(result.getResponseBody());
		assertThat(keys(error, "$")).containsExactly("error_code", "message", "parameters");
		assertThat(error.<String>read("$.error_code")).isEqualTo(code);
		assertThat(error.<String>read("$.message")).contains("'" + value + "'");
		assertThat(error.<String>read("$.parameters." + parameter)).isEqualTo(value);
	}

	private DocumentContext json(String path) {
		return json(path, 200);
	}

	private DocumentContext json(String path, int status) {
		EntityExchangeResult<String> result = exchange(HttpMethod.GET, path, status);
		return JsonPath.parse(result.getResponseBody());
	}

	private EntityExchangeResult<String> exchange(HttpMethod method, String path, int status) {
		EntityExchangeResult<String> result = send(method, path);
		assertThat(result.getStatus().value()).as("status of %s %s: %s", method, path, result.getResponseBody())
			.isEqualTo(status);
		return result;
	}

	private EntityExchangeResult<String> send(HttpMethod method, String path) {
		return CLIENT.method(method)
			.uri(URI.create("http://127.0.0.1:" + this.port + path))
			.exchange()
			.returnResult(String.class);
	}

	private static List<String> keys(DocumentContext document, String path) {
		return List.copyOf(document.<Map<String, Object>>read(path).keySet());
	}

	private static void everyKey(Object json, Predicate<String> isKnown) {
		if (json instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				assertThat((String) key).matches(isKnown, "is a known kind of key");
				everyKey(value, isKnown);
			});
		}
		else if (json instanceof List<?> list) {
			list.forEach((element) -> everyKey(element, isKnown));
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Plant plant() {
			return new Plant();
		}

		@Bean
		OwnController ownController() {
			return new OwnController();
		}

	}

	@RestController
	static class OwnController {

		@GetMapping("/own")
		Own own() {
			return new Own(null);
		}

		record Own(@Nullable String someKey) {

		}

	}

}
