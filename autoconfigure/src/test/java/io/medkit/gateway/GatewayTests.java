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
package io.medkit.gateway;

import java.time.Instant;
import java.util.List;

import io.medkit.binding.ExecutorBinding;
import io.medkit.binding.TaskRegistration;
import io.medkit.executor.TaskId;
import io.medkit.model.Entity;
import io.medkit.model.EntityKind;
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;
import io.medkit.model.Severity;
import io.medkit.model.TaskData;
import io.medkit.provider.Provider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Gateway}.
 */
class GatewayTests {

	@Test
	@DisplayName("[30] two executors are two entities, each with its own tasks")
	void twoExecutorsAreTwoEntities() {
		ExecutorBinding fast = binding("fast", "ctrl");
		ExecutorBinding slow = binding("slow", "io");
		Gateway gateway = new Gateway(List.of(fast, slow));
		slow.onAppError(TaskId.of("io"), new IllegalStateException());
		Snapshot snapshot = gateway.snapshot();
		assertThat(snapshot.reports()).extracting((report) -> report.entity().id())
			.containsExactly("fast", "app:ctrl", "slow", "app:io");
		assertThat(snapshot.reports()).extracting(EntityReport::health)
			.containsExactly(Health.OK, Health.OK, Health.ERROR, Health.ERROR);
		assertThat(snapshot.health()).isEqualTo(Health.ERROR);
		assertThat(gateway.find("fast").health()).isEqualTo(Health.OK);
		assertThat(gateway.find("slow").health()).isEqualTo(Health.ERROR);
		assertThat(gateway.find("app:io").entity().parentId()).isEqualTo("slow");
	}

	@Test
	@DisplayName("[31] an errored task shows in its executor's roll-up and as a fault with count and times")
	void erroredTaskShowsInTheRollUpAndAsAFault() {
		long[] now = { 1_000 };
		ExecutorBinding binding = ExecutorBinding.builder()
			.tasks(List.of(new TaskRegistration("ctrl"), new TaskRegistration("io")))
			.wallClock(() -> Instant.ofEpochMilli(now[0]))
			.build();
		Gateway gateway = new Gateway(List.of(binding));
		for (int i = 0; i < 3; i++) {
			binding.onAppError(TaskId.of("ctrl"), new IllegalStateException());
			now[0] += 500;
		}
		assertThat(binding.health("executor")).isEqualTo(Health.OK);
		assertThat(gateway.find("executor").health()).isEqualTo(Health.ERROR);
		assertThat(gateway.snapshot().reports().get(0).health()).isEqualTo(Health.ERROR);
		assertThat(gateway.snapshot().reports().get(2).health()).isEqualTo(Health.OK);
		assertThat(gateway.find("app:ctrl").faults()).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.TASK_ERROR);
			assertThat(fault.status()).isEqualTo(FaultStatus.ACTIVE);
			assertThat(fault.occurrenceCount()).isEqualTo(3);
			assertThat(fault.firstOccurred()).isEqualTo(Instant.ofEpochMilli(1_000));
			assertThat(fault.lastOccurred()).isEqualTo(Instant.ofEpochMilli(2_000));
		});
	}

	@Test
	@DisplayName("[31] a task that is not critical takes its executor to a warning at most")
	void taskThatIsNotCriticalIsAWarning() {
		ExecutorBinding binding = ExecutorBinding.builder()
			.tasks(List.of(new TaskRegistration("ctrl", null, null, false)))
			.build();
		binding.onAppError(TaskId.of("ctrl"), new IllegalStateException());
		Gateway gateway = new Gateway(List.of(binding));
		assertThat(gateway.find("executor").health()).isEqualTo(Health.WARNING);
		assertThat(gateway.snapshot().health()).isEqualTo(Health.WARNING);
	}

	@Test
	@DisplayName("[67] clearing an unknown id is refused")
	void clearingAnUnknownIdIsRefused() {
		Gateway gateway = new Gateway(List.of(binding("fast", "ctrl"), binding("slow", "io")));
		assertThat(gateway.clearFaults("app:nope")).isFalse();
		assertThat(gateway.clearFaults("app:ctrl")).isTrue();
		assertThat(gateway.clearFaults("app:io")).isTrue();
		assertThat(gateway.clearFaults("slow")).isTrue();
		assertThat(gateway.find("app:nope")).isNull();
		assertThat(new Gateway(List.of()).clearFaults("executor")).isFalse();
	}

	@Test
	void summaryIsTheReportWithoutDistributions() {
		ExecutorBinding binding = binding("executor", "ctrl");
		Gateway gateway = new Gateway(List.of(binding));
		binding.preExecute(TaskId.of("ctrl"), 1);
		binding.postExecute(TaskId.of("ctrl"), 1, 1, false);
		assertThat(timing(gateway.find("app:ctrl")).distributions()).isNotNull();
		assertThat(timing(gateway.summary("app:ctrl")).distributions()).isNull();
		assertThat(timing(gateway.summary("app:ctrl")).executions()).isEqualTo(1);
		assertThat(gateway.summary("app:ctrl").faults()).hasSize(1);
		assertThat(gateway.summary("executor").health()).isEqualTo(Health.ERROR);
		assertThat(gateway.summary("app:nope")).isNull();
	}

	private static TaskData.Timing timing(EntityReport report) {
		return ((TaskData) report.data()).timing();
	}

	@Test
	void knowsTheEntitiesOfAllProviders() {
		Gateway gateway = new Gateway(List.of(binding("fast", "ctrl"), binding("slow", "io")));
		assertThat(List.of("fast", "app:ctrl", "slow", "app:io")).allMatch(gateway::knows);
		assertThat(List.of("app:nope", "ctrl", "app:fast", "")).noneMatch(gateway::knows);
	}

	@Test
	void clearsTheFaultsOfOneEntity() {
		ExecutorBinding binding = binding("executor", "ctrl", "io");
		Gateway gateway = new Gateway(List.of(binding));
		binding.onAppError(TaskId.of("ctrl"), new IllegalStateException());
		binding.onAppError(TaskId.of("io"), new IllegalStateException());
		gateway.clearFaults("app:ctrl");
		assertThat(gateway.find("app:ctrl").faults()).isEmpty();
		assertThat(gateway.find("app:io").faults()).hasSize(1);
	}

	@Test
	@DisplayName("[91] the worst of all below counts, at every level")
	void worstOfAllBelowCounts() {
		Gateway gateway = new Gateway(
				List.of(new FixedProvider(report("root", null, Health.OK), report("left", "root", Health.OK),
						report("right", "root", Health.OK), report("warned", "left", Health.WARNING),
						report("failed", "left", Health.ERROR), report("well", "right", Health.OK))));
		Snapshot snapshot = gateway.snapshot();
		assertThat(snapshot.reports()).extracting(EntityReport::health)
			.containsExactly(Health.ERROR, Health.ERROR, Health.OK, Health.WARNING, Health.ERROR, Health.OK);
		assertThat(snapshot.health()).isEqualTo(Health.ERROR);
		assertThat(gateway.find("left").health()).isEqualTo(Health.ERROR);
		assertThat(gateway.find("right").health()).isEqualTo(Health.OK);
	}

	@Test
	@DisplayName("[91] where all are well or nothing is known, all is well")
	void nothingKnownIsWell() {
		assertThat(new Gateway(List.of()).snapshot())
			.isEqualTo(new Snapshot(Health.OK, List.of(), IgnoredObservations.NONE));
		assertThat(new Gateway(List.of(binding("executor", "ctrl"))).snapshot().health()).isEqualTo(Health.OK);
	}

	@Test
	@DisplayName("[91] a child that is better does not mend its parent")
	void childDoesNotMendItsParent() {
		Gateway gateway = new Gateway(
				List.of(new FixedProvider(report("root", null, Health.CRITICAL), report("child", "root", Health.OK))));
		assertThat(gateway.find("root").health()).isEqualTo(Health.CRITICAL);
	}

	@Test
	@DisplayName("[91] a parent comes before or after its children, or not at all")
	void orderAndPresenceOfParentsDoNotMatter() {
		Gateway gateway = new Gateway(List.of(new FixedProvider(report("child", "root", Health.ERROR),
				report("orphan", "nobody", Health.WARNING), report("root", null, Health.OK))));
		assertThat(gateway.snapshot().reports()).extracting(EntityReport::health)
			.containsExactly(Health.ERROR, Health.WARNING, Health.ERROR);
	}

	@Test
	void parentsInACycleAreOnlyAsBadAsTheCycle() {
		Gateway gateway = new Gateway(List.of(new FixedProvider(report("a", "b", Health.OK),
				report("b", "c", Health.WARNING), report("c", "a", Health.OK), report("self", "self", Health.ERROR))));
		assertThat(gateway.snapshot().reports()).extracting(EntityReport::health)
			.containsExactly(Health.WARNING, Health.WARNING, Health.WARNING, Health.ERROR);
	}

	@Test
	@DisplayName("[94] of two that tell about the same entity the later wins, in the earlier's place")
	void laterWinsInTheEarliersPlace() {
		FixedProvider first = new FixedProvider(report("a", null, Health.ERROR), report("b", null, Health.OK));
		FixedProvider second = new FixedProvider(report("c", null, Health.OK), report("a", null, Health.WARNING));
		Gateway gateway = new Gateway(List.of(first, second));
		assertThat(gateway.snapshot().reports()).extracting((report) -> report.entity().id())
			.containsExactly("a", "b", "c");
		assertThat(gateway.snapshot().reports().get(0).health()).isEqualTo(Health.WARNING);
		assertThat(gateway.snapshot().health()).isEqualTo(Health.WARNING);
		assertThat(gateway.find("a").health()).isEqualTo(Health.WARNING);
	}

	@Test
	@DisplayName("[94] the later wins among apps too")
	void laterWinsAmongApps() {
		ExecutorBinding first = binding("first", "ctrl");
		ExecutorBinding second = binding("second", "ctrl");
		Gateway gateway = new Gateway(List.of(first, second));
		first.onAppError(TaskId.of("ctrl"), new IllegalStateException());
		assertThat(gateway.find("app:ctrl").entity().parentId()).isEqualTo("second");
		assertThat(gateway.find("app:ctrl").health()).isEqualTo(Health.OK);
		assertThat(gateway.snapshot().health()).isEqualTo(Health.OK);
	}

	@Test
	@DisplayName("[25] ignored observations of all providers add up")
	void ignoredObservationsAddUp() {
		ExecutorBinding first = binding("first");
		ExecutorBinding second = binding("second");
		first.preExecute(TaskId.of("nope"), 0);
		second.preExecute(TaskId.of("nope"), 0);
		second.preExecute(TaskId.of("neither"), 0);
		Gateway gateway = new Gateway(List.of(first, new FixedProvider(), second));
		assertThat(gateway.snapshot().ignored()).isEqualTo(new IgnoredObservations(3, List.of("nope", "neither")));
	}

	@Test
	void healthIsAllThatTheRollUpChanges() {
		Fault fault = new Fault(FaultCode.OVERDUE, "late", Severity.ERROR, true, 1, Instant.EPOCH, Instant.EPOCH, null);
		EntityReport own = new EntityReport(new Entity("root", "Root", EntityKind.AREA, null, true), Health.OK, null,
				List.of(fault));
		Gateway gateway = new Gateway(List.of(new FixedProvider(own, report("child", "root", Health.ERROR))));
		assertThat(gateway.find("root")).isEqualTo(own.withHealth(Health.ERROR));
	}

	private static ExecutorBinding binding(String name, String... tasks) {
		return ExecutorBinding.builder()
			.name(name)
			.tasks(List.of(tasks).stream().map(TaskRegistration::new).toList())
			.build();
	}

	private static EntityReport report(String id, String parentId, Health health) {
		return new EntityReport(new Entity(id, id, EntityKind.COMPONENT, parentId, true), health, null, List.of());
	}

	/**
	 * Tells what it is given.
	 */
	private record FixedProvider(List<EntityReport> snapshot) implements Provider {

		FixedProvider(EntityReport... reports) {
			this(List.of(reports));
		}

		@Override
		public EntityReport find(String entityId) {
			return this.snapshot.stream()
				.filter((report) -> report.entity().id().equals(entityId))
				.findFirst()
				.orElse(null);
		}

		@Override
		public boolean clearFaults(String entityId) {
			return find(entityId) != null;
		}

	}

}
