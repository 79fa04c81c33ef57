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
package io.medkit.quartz;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

import javax.sql.DataSource;

import org.quartz.JobKey;

/**
 * The tables of a clustered job store that say which instance executes which job. Only
 * read, outside of any transaction.
 */
final class FiredTriggers {

	/** After how many intervals without a check-in an instance is taken for dead. */
	private static final int DEAD_AFTER_INTERVALS = 3;

	private final DataSource dataSource;

	private final String query;

	private final String schedulerName;

	FiredTriggers(DataSource dataSource, String tablePrefix, String schedulerName) {
		this.dataSource = dataSource;
		this.query = """
				SELECT f.JOB_GROUP, f.JOB_NAME, f.INSTANCE_NAME, s.LAST_CHECKIN_TIME, s.CHECKIN_INTERVAL
				FROM %1$sFIRED_TRIGGERS f LEFT JOIN %1$sSCHEDULER_STATE s
				ON s.SCHED_NAME = f.SCHED_NAME AND s.INSTANCE_NAME = f.INSTANCE_NAME
				WHERE f.SCHED_NAME = ? AND f.STATE = 'EXECUTING'""".formatted(tablePrefix);
		this.schedulerName = schedulerName;
	}

	/**
	 * Reads what is in flight on all instances.
	 * @param nowMillis the wall clock's time
	 * @return the executions by the job, one of each
	 */
	Map<JobKey, InstanceRun> read(long nowMillis) throws SQLException {
		try (Connection connection = this.dataSource.getConnection();
				PreparedStatement statement = connection.prepareStatement(this.query)) {
			statement.setString(1, this.schedulerName);
			try (ResultSet rows = statement.executeQuery()) {
				Map<JobKey, InstanceRun> executions = new HashMap<>();
				while (rows.next()) {
					executions.merge(new JobKey(rows.getString(2), rows.getString(1)), execution(rows, nowMillis),
							InstanceRun::or);
				}
				return executions;
			}
		}
	}

	/**
	 * Reads one row. An instance that has no state has left.
	 */
	private static InstanceRun execution(ResultSet row, long nowMillis) throws SQLException {
		long silentMillis = nowMillis - row.getLong(4);
		return new InstanceRun(row.getString(3), silentMillis <= DEAD_AFTER_INTERVALS * row.getLong(5));
	}

}
