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

import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.medkit.model.BudgetBreach;
import io.medkit.model.Distribution;
import io.medkit.model.EntityData;
import io.medkit.model.EntityKind;
import io.medkit.model.ErrorInfo;
import io.medkit.model.ExecutorData;
import io.medkit.model.ExecutorState;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FreezeFrame;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;
import io.medkit.model.Severity;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.jackson.EndpointJsonMapper;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitDocumentSerializer}: what it writes is what would be written
 * without it.
 */
class MedkitDocumentSerializerTests {

	private static final Instant NOW = Instant.parse("2026-03-01T23:59:58.123Z");

	private static final ErrorInfo ERROR = new ErrorInfo("java.lang.IllegalStateException", "no \"water\"", NOW, 3);

	private static final BudgetBreach BREACH = new BudgetBreach(FaultCode.BUDGET_EXCEEDED, null, 7, 5, NOW);

	private static final JsonMapper MAPPER = endpointMapper();

	private static final Map<JsonMapper, JsonMapper> PLAIN = plainOnes();

	@Test
	void documentWithoutEntities() {
		check(new MedkitDocument(Health.OK, List.of(), Map.of(), Map.of(), IgnoredObservations.NONE, null));
	}

	@Test
	void ignoredObservations() {
		check(new MedkitDocument(Health.OK, List.of(), Map.of(), Map.of(),
				new IgnoredObservations(7, List.of("pmup", "\"vlave\"")), null));
	}

	@Test
	void healthyCyclicTask() {
		check(document("app:pump", task(healthy(), timing(10.0, 9.999971, null), null, null, null)));
	}

	@Test
	void taskThatNeverRan() {
		TaskData.Liveness liveness = new TaskData.Liveness(TaskState.UNKNOWN, false, 0, 0, 0, false, 0, null, null,
				null, null, null, null, false, null);
		TaskData.Timing timing = new TaskData.Timing(0, 0, 0, 0, 0, 0, null, null, null, 0, 0, 0, 0, null, null, 0,
				null, null, null);
		check(document("app:pump", task(liveness, timing, null, null, null)));
	}

	@Test
	void taskInFlightAndStale() {
		TaskData.Liveness liveness = new TaskData.Liveness(TaskState.STALLED, true, 8, 7, 0, true, 1, 5_000_000_000L,
				NOW, NOW, null, Duration.ofMillis(1500), Duration.ZERO, true, true);
		check(document("app:pump", task(liveness, timing(null, 0.1, null), null, null, null)));
	}

	@Test
	void taskWithErrorFaultHandlerAndFaults() {
		TaskData data = task(healthy(), timing(1e-9, 1e9, null), ERROR, BREACH, new TaskData.Handler(3, 1, 9, ERROR));
		Fault fault = new Fault(FaultCode.TASK_ERROR, "it failed", Severity.ERROR, true, 3, NOW, NOW,
				new FreezeFrame(NOW, 1, 2, 3, 4, 5, 6, null, 7, 8, 9L, null, null));
		check(new MedkitDocument(Health.CRITICAL, List.of(summary("app:pump", Health.CRITICAL)),
				Map.of("app:pump", data), Map.of("app:pump", List.of(fault, fault)), IgnoredObservations.NONE, null));
	}

	@Test
	void taskWithDistributions() {
		Distribution distribution = new Distribution(1, 2, 3, 0, 4);
		TaskData.Distributions distributions = new TaskData.Distributions(16, distribution, distribution, null,
				List.of(new TaskData.Bucket(1000, 16)));
		check(document("app:pump", task(healthy(), timing(10.0, null, distributions), null, null, null)));
	}

	@Test
	void executorWithAndWithoutError() {
		check(document("executor", executor(null, null)));
		check(document("executor", executor(BREACH, ERROR)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "2026-03-01T10:20:30Z", "2026-03-01T10:20:30.005Z", "2026-03-01T10:20:30.050Z",
			"2026-03-01T10:20:30.500Z", "2026-03-01T10:20:30.123Z", "2026-03-01T00:00:00Z", "2026-03-01T23:59:59.999Z",
			"2026-03-01T10:20:30.123456Z", "2026-03-01T10:20:30.000000001Z", "1970-01-01T00:00:00Z",
			"1969-12-31T23:59:59.999Z", "1904-02-29T01:02:03.040Z", "-0001-01-01T00:00:00.100Z",
			"+12026-03-01T10:20:30.123Z", "-1000000000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59.999999999Z" })
	void instantOf(Instant instant) {
		check(document("app:pump", startedAt(instant, NOW)));
		check(document("app:pump", startedAt(NOW, instant)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "app:pump 1", "a\"b\\c/d", "tab\tnewline\n\u0000\u001f\u007f", "Pümpe→\uD83D\uDE00" })
	void idOf(String id) {
		check(document(id, startedAt(NOW, NOW)));
	}

	@Test
	void manyTasksOfAllKinds() {
		Random random = new Random(1);
		for (int n = 0; n < 100; n++) {
			check(document(random));
		}
	}

	@Test
	void numbersAfterTheDocumentAreWrittenAsBefore() {
		try (JsonGenerator generator = MAPPER.createGenerator(Writer.nullWriter())) {
			MAPPER.writeValue(generator, document("app:pump", startedAt(NOW, NOW)));
			assertThat(generator.isEnabled(StreamWriteFeature.USE_FAST_DOUBLE_WRITER)).isFalse();
		}
	}

	/**
	 * Checks what is written as bytes, as text and into other objects, with the
	 * endpoint's mapper and with one that writes what is absent.
	 */
	private static void check(MedkitDocument document) {
		PLAIN.forEach((mapper, plain) -> {
			String expected = plain.readTree(plain.writeValueAsBytes(document)).toString();
			assertThat(mapper.readTree(mapper.writeValueAsBytes(document))).hasToString(expected);
			assertThat(mapper.readTree(mapper.writeValueAsString(document))).hasToString(expected);
			assertThat(mapper.<JsonNode>valueToTree(document)).hasToString(plain.valueToTree(document).toString());
		});
	}

	/**
	 * Returns mappers and, of each, one that does without the serializer.
	 */
	private static Map<JsonMapper, JsonMapper> plainOnes() {
		JsonMapper absentToo = JsonMapper.builder()
			.changeDefaultPropertyInclusion((inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.ALWAYS))
			.build();
		return Stream.of(MAPPER, absentToo, JsonMapper.shared())
			.collect(Collectors.toMap(Function.identity(),
					(mapper) -> mapper.rebuild().addMixIn(MedkitDocument.class, Plain.class).build()));
	}

	private static JsonMapper endpointMapper() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext(
				JacksonEndpointAutoConfiguration.class)) {
			return context.getBean(EndpointJsonMapper.class).get();
		}
	}

	private static MedkitDocument document(String id, EntityData data) {
		return new MedkitDocument(Health.OK, List.of(summary(id, Health.OK)), Map.of(id, data), Map.of(),
				IgnoredObservations.NONE, null);
	}

	private static EntityDocument.Summary summary(String id, Health health) {
		return new EntityDocument.Summary(id, id, EntityKind.APP, "/actuator/medkit/" + id, health, "executor",
				new EntityDocument.Extension(true));
	}

	private static ExecutorData executor(@Nullable BudgetBreach fault, @Nullable ErrorInfo error) {
		return new ExecutorData(new ExecutorData.Executor(fault == null, fault != null, 3, ExecutorState.UP, NOW, 1, 99,
				null, fault, error));
	}

	private static TaskData startedAt(Instant started, Instant due) {
		return task(new TaskData.Liveness(TaskState.RUNNING, true, 8, 8, 0, false, 0, null, started, started, due,
				Duration.ofSeconds(90), null, true, null), timing(10.0, 10.0, null), null, null, null);
	}

	private static TaskData task(TaskData.Liveness liveness, TaskData.Timing timing, @Nullable ErrorInfo error,
			@Nullable BudgetBreach fault, TaskData.@Nullable Handler handler) {
		return new TaskData(liveness, timing, error, fault, handler, null);
	}

	private static TaskData.Liveness healthy() {
		return new TaskData.Liveness(TaskState.RUNNING, true, 8, 8, 0, false, 0, null, NOW, null, NOW.plusMillis(1877),
				Duration.ofSeconds(90), Duration.ofHours(25), true, null);
	}

	private static TaskData.Timing timing(@Nullable Double rate, @Nullable Double measured,
			TaskData.@Nullable Distributions distributions) {
		return new TaskData.Timing(8, 1, 2, 3, Long.MAX_VALUE, 100_000_000, 5L, rate, measured, 4, 5, 6, 7, 8L, -9L, 10,
				11L, 12L, distributions);
	}

	private static MedkitDocument document(Random random) {
		List<EntityDocument.Summary> entities = new ArrayList<>();
		Map<String, EntityData> data = new LinkedHashMap<>();
		for (int n = 0; n < 20; n++) {
			String id = "app:" + n;
			entities.add(new EntityDocument.Summary(id, "task " + n, any(random, EntityKind.values()),
					maybe(random, () -> "/" + id), any(random, Health.values()), maybe(random, () -> "executor"),
					new EntityDocument.Extension(random.nextBoolean())));
			data.put(id, task(random));
		}
		return new MedkitDocument(any(random, Health.values()), entities, data, Map.of(), IgnoredObservations.NONE,
				null);
	}

	private static TaskData task(Random random) {
		Supplier<Long> number = () -> random.nextLong() >> random.nextInt(64);
		Supplier<Instant> instant = () -> NOW.plusMillis(random.nextLong() >> random.nextInt(20, 64));
		Supplier<Duration> duration = () -> Duration.ofMillis(number.get());
		Supplier<Double> rate = () -> Math.exp(random.nextGaussian() * 10);
		return new TaskData(
				new TaskData.Liveness(any(random, TaskState.values()), random.nextBoolean(), number.get(), number.get(),
						number.get(), random.nextBoolean(), random.nextInt(), maybe(random, number),
						maybe(random, instant), maybe(random, instant), maybe(random, instant), maybe(random, duration),
						maybe(random, duration), random.nextBoolean(), maybe(random, random::nextBoolean)),
				new TaskData.Timing(number.get(), number.get(), number.get(), number.get(), number.get(), number.get(),
						maybe(random, number), maybe(random, rate), maybe(random, rate), number.get(), number.get(),
						number.get(), number.get(), maybe(random, number), maybe(random, number), number.get(),
						maybe(random, number), maybe(random, number), null),
				maybe(random, () -> ERROR), maybe(random, () -> BREACH),
				maybe(random, () -> new TaskData.Handler(1, 2, 3, null)),
				maybe(random,
						() -> new TaskData.Scheduling("every PT1S", Scope.CLUSTER, true, 1, NOW, null, 2L,
								new TaskData.Starver("taskScheduler", "app:hog", NOW),
								new TaskData.Cluster("plant-1", null, 3, NOW, Duration.ofSeconds(1), true))));
	}

	private static <T> T any(Random random, T[] values) {
		return values[random.nextInt(values.length)];
	}

	private static <T> @Nullable T maybe(Random random, Supplier<T> value) {
		return random.nextBoolean() ? value.get() : null;
	}

	/**
	 * Takes the place of {@link MedkitDocument}'s annotation.
	 */
	@JsonSerialize
	private interface Plain {

	}

}
