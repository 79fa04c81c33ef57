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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

import javax.sql.DataSource;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.h2.tools.Server;

import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * A database that several processes share, with the tables of all who use it: an H2
 * server in this process or, if the system property {@code cluster.database} says so, a
 * PostgreSQL.
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
				task_data %s,
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

	private final String url;

	private final String user;

	private final String delegate;

	private final Runnable stop;

	private SharedDatabase(String url, String user, String delegate, Runnable stop) {
		this.url = url;
		this.user = user;
		this.delegate = delegate;
		this.stop = stop;
	}

	static SharedDatabase open(Path directory) throws IOException, SQLException {
		if ("postgresql".equals(System.getProperty("cluster.database"))) {
			return postgresql().withTables("tables_postgres.sql", "BYTEA");
		}
		return h2(directory).withTables("tables_h2.sql", "BLOB");
	}

	private static SharedDatabase h2(Path directory) throws SQLException {
		Server server = Server
			.createTcpServer("-tcpPort", "0", "-ifNotExists", "-tcpDaemon", "-baseDir", directory.toString())
			.start();
		return new SharedDatabase("jdbc:h2:tcp://127.0.0.1:%d/./cluster;DB_CLOSE_DELAY=-1".formatted(server.getPort()),
				"sa", "StdJDBCDelegate", server::stop);
	}

	private static SharedDatabase postgresql() throws IOException {
		EmbeddedPostgres server = EmbeddedPostgres.start();
		return new SharedDatabase(server.getJdbcUrl("postgres", "postgres"), "postgres", "PostgreSQLDelegate", () -> {
			try {
				server.close();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		});
	}

	private SharedDatabase withTables(String quartz, String bytes) {
		new ResourceDatabasePopulator(new ClassPathResource("org/quartz/impl/jdbcjobstore/" + quartz),
				new ByteArrayResource(TABLES.formatted(bytes).getBytes(StandardCharsets.UTF_8)))
			.execute(dataSource());
		return this;
	}

	DataSource dataSource() {
		return new DriverManagerDataSource(this.url, this.user, "");
	}

	/**
	 * Returns what an application that uses it has to set.
	 */
	List<String> properties() {
		return List.of("spring.datasource.url=" + this.url, "spring.datasource.username=" + this.user,
				"spring.datasource.password=", "spring.datasource.hikari.connection-timeout=2000",
				"spring.quartz.properties.org.quartz.jobStore.driverDelegateClass=org.quartz.impl.jdbcjobstore."
						+ this.delegate);
	}

	/**
	 * Breaks all connections, and accepts no new ones.
	 */
	@Override
	public void close() {
		this.stop.run();
	}

}
