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

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Logger;

import javax.sql.DataSource;

import org.h2.jdbcx.JdbcConnectionPool;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.utils.ConnectionProvider;
import org.quartz.utils.DBConnectionManager;

/**
 * A database in memory with the tables of a job store, which may be away for a time.
 */
final class SharedDatabase implements DataSource, ConnectionProvider, AutoCloseable {

	private static final AtomicInteger databases = new AtomicInteger();

	/** So long that what a test says of an instance's check-in stays. */
	private static final String CHECK_IN_MILLIS = "3600000";

	/** So short that a test need not wait long for a misfire. */
	private static final String MISFIRE_MILLIS = "1000";

	private final String name = "medkit-quartz-" + databases.incrementAndGet();

	private final JdbcConnectionPool pool = JdbcConnectionPool.create("jdbc:h2:mem:" + this.name, "sa", "");

	private volatile boolean away;

	SharedDatabase() throws SQLException {
		execute("RUNSCRIPT FROM 'classpath:org/quartz/impl/jdbcjobstore/tables_h2.sql'");
		DBConnectionManager.getInstance().addConnectionProvider(this.name, this);
	}

	/**
	 * Creates one instance of a scheduler that is the same for all of a database.
	 */
	Scheduler instance(String instance) throws SchedulerException {
		return Played.scheduler(2,
				Map.of("org.quartz.scheduler.instanceName", this.name, "org.quartz.scheduler.instanceId", instance,
						"org.quartz.jobStore.class", JobStoreTX.class.getName(), "org.quartz.jobStore.dataSource",
						this.name, "org.quartz.jobStore.isClustered", "true",
						"org.quartz.jobStore.clusterCheckinInterval", CHECK_IN_MILLIS,
						"org.quartz.jobStore.misfireThreshold", MISFIRE_MILLIS));
	}

	void execute(String sql, Object... values) throws SQLException {
		try (Connection connection = this.pool.getConnection();
				PreparedStatement statement = connection.prepareStatement(sql)) {
			for (int i = 0; i < values.length; i++) {
				statement.setObject(i + 1, values[i]);
			}
			statement.execute();
		}
	}

	void goAway() {
		this.away = true;
	}

	void comeBack() {
		this.away = false;
	}

	@Override
	public Connection getConnection() throws SQLException {
		if (this.away) {
			throw new SQLException("The database is away");
		}
		return this.pool.getConnection();
	}

	@Override
	public Connection getConnection(String username, String password) throws SQLException {
		return getConnection();
	}

	@Override
	public void initialize() {
	}

	@Override
	public void shutdown() {
	}

	@Override
	public void close() {
		this.pool.dispose();
	}

	@Override
	public PrintWriter getLogWriter() throws SQLException {
		return this.pool.getLogWriter();
	}

	@Override
	public void setLogWriter(PrintWriter out) throws SQLException {
		this.pool.setLogWriter(out);
	}

	@Override
	public int getLoginTimeout() {
		return this.pool.getLoginTimeout();
	}

	@Override
	public void setLoginTimeout(int seconds) {
		this.pool.setLoginTimeout(seconds);
	}

	@Override
	public Logger getParentLogger() throws SQLFeatureNotSupportedException {
		throw new SQLFeatureNotSupportedException();
	}

	@Override
	public <T> T unwrap(Class<T> type) throws SQLException {
		return this.pool.unwrap(type);
	}

	@Override
	public boolean isWrapperFor(Class<?> type) {
		return false;
	}

}
