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
package io.medkit.boot;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import io.medkit.dbscheduler.DbSchedulerSettings;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.env.Environment;

/**
 * Reads what to know of a db-scheduler from the properties of its starter, which an
 * application that makes its scheduler itself may set just for this.
 */
final class DbSchedulerSettingsReader {

	private static final Duration POLLING_INTERVAL = Duration.ofSeconds(10);

	private static final Duration HEARTBEAT_INTERVAL = Duration.ofMinutes(5);

	private static final int MISSED_HEARTBEATS_LIMIT = 6;

	private static final int THREADS = 10;

	private final Binder binder;

	DbSchedulerSettingsReader(Environment environment) {
		this.binder = Binder.get(environment);
	}

	DbSchedulerSettings read(Duration refreshInterval) {
		Duration heartbeatInterval = duration("db-scheduler.heartbeat-interval", ChronoUnit.MINUTES,
				HEARTBEAT_INTERVAL);
		return new DbSchedulerSettings(duration("db-scheduler.polling-interval", ChronoUnit.SECONDS, POLLING_INTERVAL),
				heartbeatInterval.multipliedBy(number("db-scheduler.missed-heartbeats-limit", MISSED_HEARTBEATS_LIMIT)),
				number("db-scheduler.threads", THREADS), refreshInterval);
	}

	/**
	 * Reads a duration.
	 * @param unit the unit of a plain number
	 */
	private Duration duration(String property, ChronoUnit unit, Duration fallback) {
		return this.binder.bind(property, String.class)
			.map((value) -> duration(property, value, unit))
			.orElse(fallback);
	}

	private static Duration duration(String property, String value, ChronoUnit unit) {
		try {
			return DurationStyle.detectAndParse(value, unit);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must be a duration, such as '10s'.");
		}
	}

	private int number(String property, int fallback) {
		return this.binder.bind(property, Integer.class).orElse(fallback);
	}

}
