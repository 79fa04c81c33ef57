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
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Checks values by hand, since an application may lack a Bean Validation provider. What
 * fails names the property, the value and the cure.
 */
final class PropertyCheck {

	/** What can stand in a URL's path, a health component's name and a metric's tag. */
	private static final Pattern ID = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9._:$-]{0,126}[A-Za-z0-9_$])?");

	private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

	private PropertyCheck() {
	}

	static String id(String property, @Nullable String value) {
		if (value == null || !ID.matcher(value).matches()) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must consist of letters, digits and the characters . _ : $ - (at most 128, a letter or digit"
							+ " first), such as 'read-sensors'.");
		}
		return value;
	}

	static @Nullable Duration aboveZero(String property, @Nullable Duration value) {
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must be above zero, such as '100ms'. Remove the property to take the default.");
		}
		return (value != null) ? countable(property, value) : null;
	}

	static Duration notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must not be below zero. Take '0s' not to wait.");
		}
		return countable(property, value);
	}

	private static Duration countable(String property, Duration value) {
		if (value.compareTo(LONGEST) > 0) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must fit 292 years, so that it can be counted in nanoseconds.");
		}
		return value;
	}

	static int between(String property, int value, int least, int most) {
		if (value < least || value > most) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must be %d to %d. Remove the property to take the default.".formatted(least, most));
		}
		return value;
	}

	static int notNegative(String property, int value) {
		if (value < 0) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"It must be 0, to execute tasks on the dispatch thread, or more. Remove the property to take the"
							+ " default.");
		}
		return value;
	}

}
