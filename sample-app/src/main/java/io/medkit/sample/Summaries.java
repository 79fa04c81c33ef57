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

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * What is left of the readings when they are pruned: averages, which are shipped to who
 * is interested. Shared by all gateways on a database, of which any one makes and ships
 * them.
 */
@Component
class Summaries {

	private static final String ADD = """
			INSERT INTO summary (made_at, readings, cpu_load)
			SELECT ?, COUNT(*), COALESCE(AVG(cpu_load), 0) FROM reading
			WHERE taken_at > COALESCE((SELECT MAX(made_at) FROM summary), TIMESTAMP WITH TIME ZONE '1970-01-01 00:00:00+00')
			AND taken_at <= ?
			""";

	private final JdbcClient jdbcClient;

	Summaries(JdbcClient jdbcClient) {
		this.jdbcClient = jdbcClient;
	}

	/**
	 * Sums up the readings since the last summary.
	 * @param until the newest reading to take
	 */
	void add(Instant until) {
		this.jdbcClient.sql(ADD).param(until).param(until).update();
	}

	/**
	 * Ships all summaries that were not shipped yet.
	 * @return how many
	 */
	int ship() {
		return this.jdbcClient.sql("UPDATE summary SET shipped = TRUE WHERE NOT shipped").update();
	}

}
