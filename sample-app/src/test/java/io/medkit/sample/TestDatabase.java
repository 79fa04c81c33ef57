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

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The sample's database as its {@code application.yml} sets it up, without the tasks.
 */
final class TestDatabase implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	TestDatabase(Path directory) {
		this.context = new SpringApplicationBuilder(DatabaseConfiguration.class).web(WebApplicationType.NONE)
			.run("--SAMPLE_DATA_DIR=" + directory);
	}

	ReadingStore store() {
		return this.context.getBean(ReadingStore.class);
	}

	void execute(String sql) {
		this.context.getBean(JdbcClient.class).sql(sql).update();
	}

	List<HostReading> readings() {
		return readings(this.context);
	}

	/**
	 * Returns the readings in an application's database.
	 * @param context the application
	 * @return all readings, oldest first
	 */
	static List<HostReading> readings(ConfigurableApplicationContext context) {
		return context.getBean(JdbcClient.class)
			.sql("SELECT * FROM reading ORDER BY taken_at")
			.query(HostReading.class)
			.list()
			.stream()
			.map(Objects::requireNonNull)
			.toList();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, DataSourceInitializationAutoConfiguration.class,
			DataSourceTransactionManagerAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			JdbcClientAutoConfiguration.class, TransactionAutoConfiguration.class })
	@Import(ReadingStore.class)
	static class DatabaseConfiguration {

	}

}
