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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.h2.tools.Server;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * A database that several processes share, with the tables of all who use it: an H2
 * server in this process.
 */
final class SharedDatabase implements AutoCloseable {

	private static final String TABLES = """
			CREATE TABLE execution (task VARCHAR(20) NOT NULL, instance VARCHAR(20) NOT NULL);
			CREATE TABLE control (task VARCHAR(20) PRIMARY KEY, held BOOLEAN NOT NULL);
			INSERT INTO control VALUES ('tick', FALSE);
			INSERT INTO control VALUES ('sweep', FALSE);
			CREATE TABLE scheduled_tasks (
				task_name VARCHAR(250) NOT NULL,
				task_instance VARCHAR(250) NOT NULL,
				task_data BLOB,
				execution_time TIMESTAMP(6) WITH TIME ZONE NOT NULL,
				picked BOOLEAN NOT NULL,
				picked_by VARCHAR(50),
				last_success TIMESTAMP(6) WITH TIME ZONE,
				last_failure TIMESTAMP(6) WITH TIME ZONE,
				consecutive_failures INT,
				last_heartbeat TIMESTAMP(6) WITH TIME ZONE,
				version BIGINT NOT NULL,
				PRIMARY KEY (task_name, task_instance)
			);
			""";

	private final Server server;

	private final String url;

	private SharedDatabase(Server server, String url) {
		this.server = server;
		this.url = url;
	}

	static SharedDatabase open(Path directory) throws SQLException {
		Server server = Server
			.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon", "-baseDir", directory.toString())
			.start();
		SharedDatabase database = new SharedDatabase(server,
				"jdbc:h2:tcp://127.0.0.1:%d/./cluster;DB_CLOSE_DELAY=-1".formatted(server.getPort()));
		ResourceDatabasePopulator populator = new ResourceDatabasePopulator(
				new ClassPathResource("org/quartz/impl/jdbcjobstore/tables_h2.sql"),
				new ByteArrayResource(TABLES.getBytes(StandardCharsets.UTF_8)));
		populator.execute(database.dataSource());
		return database;
	}

	String url() {
		return this.url;
	}

	DataSource dataSource() {
		return new DriverManagerDataSource(this.url, "sa", "");
	}

	/**
	 * Breaks all connections, and accepts no new ones.
	 */
	void goAway() {
		this.server.stop();
	}

	@Override
	public void close() {
		this.server.stop();
	}

}
