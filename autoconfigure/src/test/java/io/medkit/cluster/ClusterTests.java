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

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

import com.jayway.jsonpath.DocumentContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for two instances, each a process of its own, that share a database.
 */
@Timeout(180)
class ClusterTests {

	private SharedDatabase database;

	private JdbcClient jdbcClient;

	private Instance first;

	private Instance second;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.database = SharedDatabase.open(directory);
		this.jdbcClient = JdbcClient.create(this.database.dataSource());
		this.first = Instance.start("first", this.database);
		this.second = Instance.start("second", this.database);
		this.first.awaitStart();
		this.second.awaitStart();
	}

	@AfterEach
	void stop() throws Exception {
		this.first.close();
		this.second.close();
		this.database.close();
	}

	@Test
	void eachExecutionIsCountedWhereItWasAndBothSayThatTheTaskIsAlive() {
		await(() -> assertThat(written("tick") + written("sweep")).isGreaterThanOrEqualTo(10));
		assertThat(written("tick")).isPositive();
		assertThat(written("sweep")).isPositive();
		hold("tick", true);
		hold("sweep", true);
		await(() -> assertThat(inFlight("plant.tick") + inFlight("sweep")).isEqualTo(2));
		for (Instance instance : new Instance[] { this.first, this.second }) {
			assertAlive(instance, "plant.tick", "tick");
			assertAlive(instance, "sweep", "sweep");
		}
	}

	private void assertAlive(Instance instance, String task, String name) {
		DocumentContext entity = instance.entity("app:" + task);
		assertThat(entity.<String>read("$.health")).as(instance.name()).isEqualTo("OK");
		assertThat(entity.<Object[]>read("$.faults", Object[].class)).isEmpty();
		assertThat(entity.<String>read("$.data.scheduling.scope")).isEqualTo("cluster");
		int written = writtenBy(name).getOrDefault(instance.name(), 0);
		assertThat(instance.executions(task) + inFlight(instance, task)).isEqualTo(written);
	}

	@Test
	void taskOfAKilledInstanceIsOverdueUntilTheOtherTakesOver() throws Exception {
		await(() -> assertThat(written("tick")).isPositive());
		hold("tick", true);
		await(() -> assertThat(inFlight("plant.tick")).isEqualTo(1));
		Instance running = (inFlight(this.first, "plant.tick") == 1) ? this.first : this.second;
		Instance idle = (running == this.first) ? this.second : this.first;
		assertThat(idle.entity("app:plant.tick").<String>read("$.health")).isEqualTo("OK");
		running.kill();
		hold("tick", false);
		int before = idle.executions("plant.tick");
		await(() -> assertThat(idle.state("plant.tick")).isEqualTo("overdue"));
		await(() -> assertThat(idle.executions("plant.tick")).isGreaterThan(before));
		await(() -> assertThat(idle.state("plant.tick")).isEqualTo("running"));
		DocumentContext entity = idle.entity("app:plant.tick");
		assertThat(entity.<String>read("$.faults[0].fault_code")).isEqualTo("OVERDUE");
		assertThat(entity.<String>read("$.faults[0].status")).isEqualTo("healed");
		await(() -> assertThat(idle.state("sweep")).isEqualTo("running"));
	}

	@Test
	void databaseThatIsAwayIsSaidSoAndIsNoFaultOfTheTask() throws Exception {
		await(() -> assertThat(written("tick")).isPositive());
		await(() -> assertThat(this.first.entity("app:sweep").<String>read("$.data.scheduling.cluster.read_at"))
			.isNotNull());
		this.database.close();
		for (String task : new String[] { "plant.tick", "sweep" }) {
			await(() -> assertThat(this.first.entity("app:" + task).<Boolean>read("$.data.scheduling.cluster.away"))
				.isTrue());
			assertThat(this.first.entity("app:" + task).<String>read("$.data.scheduling.cluster.age")).startsWith("PT");
			assertThat(this.first.state(task)).isNotIn("overdue", "stalled");
		}
	}

	private int inFlight(String task) {
		return inFlight(this.first, task) + inFlight(this.second, task);
	}

	private static int inFlight(Instance instance, String task) {
		return instance.entity("app:" + task).read("$.data.liveness.in_flight_count");
	}

	private void hold(String task, boolean held) {
		this.jdbcClient.sql("UPDATE control SET held = ? WHERE task = ?").param(held).param(task).update();
	}

	private int written(String task) {
		return writtenBy(task).values().stream().mapToInt(Integer::intValue).sum();
	}

	private Map<String, Integer> writtenBy(String task) {
		return this.jdbcClient.sql("SELECT instance FROM execution WHERE task = ?")
			.param(task)
			.query(String.class)
			.list()
			.stream()
			.collect(Collectors.toMap((instance) -> instance, (instance) -> 1, Integer::sum));
	}

	private static void await(Runnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().untilAsserted(assertion::run);
	}

}
