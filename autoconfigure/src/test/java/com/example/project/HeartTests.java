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
package com.example.project;

import io.medkit.executor.CyclicExecutor;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = { "spring.config.location=classpath:user-view/application.yml",
		"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
				+ "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration" })
@SpringBootTest(properties = "medkit.executor.auto-startup=false")
class HeartTests {

	@Autowired
	private CyclicExecutor executor;

	@Autowired
	private Gateway gateway;

	@Test
	void beatsWithoutErrors() {
		this.executor.runScans(3);
		EntityReport heartbeat = this.gateway.find("app:heartbeat");
		assertThat(heartbeat.faults()).isEmpty();
		assertThat(heartbeat.data()).isInstanceOfSatisfying(TaskData.class, (data) -> {
			assertThat(data.timing().executions()).isEqualTo(3);
			assertThat(data.liveness().errors()).isZero();
		});
	}

}
