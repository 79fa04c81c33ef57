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
package io.medkit.dbscheduler;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

import org.h2.jdbcx.JdbcDataSource;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A database with the table of a db-scheduler, which a test may take away.
 */
final class Database extends DelegatingDataSource {

	private volatile boolean away;

	private final JdbcClient client;

	Database() {
		JdbcDataSource memory = new JdbcDataSource();
		memory.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
		setTargetDataSource(memory);
		this.client = JdbcClient.create(memory);
		this.client.sql("""
				create table scheduled_tasks (task_name varchar(100), task_instance varchar(100), task_data blob,
				execution_time timestamp with time zone, picked boolean, picked_by varchar(50),
				last_success timestamp with time zone, last_failure timestamp with time zone,
				consecutive_failures int, last_heartbeat timestamp with time zone, version bigint,
				priority smallint, primary key (task_name, task_instance))
				""").update();
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (this.away) {
			throw new SQLException("no route to host");
		}
		return super.getConnection();
	}

	void away(boolean away) {
		this.away = away;
	}

	/**
	 * Writes a row as an instance does that has begun an execution.
	 */
	void pick(String task, String instance, Instant heartbeat) {
		this.client
			.sql("update scheduled_tasks set picked = true, picked_by = ?, last_heartbeat = ?, version = version + 1"
					+ " where task_name = ?")
			.params(instance, heartbeat.atOffset(ZoneOffset.UTC), task)
			.update();
	}

	void delete(String task, String instance) {
		this.client.sql("delete from scheduled_tasks where task_name = ? and task_instance = ?")
			.params(task, instance)
			.update();
	}

	void drop() {
		this.client.sql("shutdown").update();
	}

}
