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

import java.time.Instant;
import java.util.List;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The readings in the database.
 */
@Component
class ReadingStore {

	/**
	 * Merges, so that a batch may be written again when it is not known whether its
	 * commit came through.
	 */
	private static final String SAVE = """
			MERGE INTO reading (taken_at, cpu_load, available_memory, disk_read_rate, disk_write_rate,
			receive_rate, send_rate) KEY (taken_at) VALUES (?, ?, ?, ?, ?, ?, ?)
			""";

	private final JdbcTemplate jdbcTemplate;

	private final JdbcClient jdbcClient;

	private final TransactionOperations transaction;

	ReadingStore(JdbcTemplate jdbcTemplate, JdbcClient jdbcClient, TransactionOperations transaction) {
		this.jdbcTemplate = jdbcTemplate;
		this.jdbcClient = jdbcClient;
		this.transaction = transaction;
	}

	/**
	 * Saves all readings or none.
	 * @param readings the readings
	 */
	void save(List<HostReading> readings) {
		if (!readings.isEmpty()) {
			this.transaction.executeWithoutResult((status) -> insert(readings));
		}
	}

	private void insert(List<HostReading> readings) {
		this.jdbcTemplate.batchUpdate(SAVE, readings, readings.size(), (statement, reading) -> {
			statement.setObject(1, reading.takenAt());
			statement.setDouble(2, reading.cpuLoad());
			statement.setLong(3, reading.availableMemory());
			statement.setLong(4, reading.diskReadRate());
			statement.setLong(5, reading.diskWriteRate());
			statement.setLong(6, reading.receiveRate());
			statement.setLong(7, reading.sendRate());
		});
	}

	/**
	 * Deletes what is older than an instant.
	 * @param instant the instant
	 * @return how many readings were deleted
	 */
	int deleteBefore(Instant instant) {
		return this.jdbcClient.sql("DELETE FROM reading WHERE taken_at < ?").param(instant).update();
	}

}
