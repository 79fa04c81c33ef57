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

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

import org.jspecify.annotations.Nullable;

/**
 * Something that fails for a time, and is logged when it begins to and when it ceases.
 * Not thread-safe.
 */
final class Outage {

	private static final Logger logger = System.getLogger(QuartzWatch.class.getName());

	private final String text;

	private boolean lasts;

	Outage(String text) {
		this.text = text;
	}

	/**
	 * Takes note of how it is now.
	 * @param failure how it failed, {@code null} if it did not
	 */
	void is(@Nullable Exception failure) {
		boolean lasted = this.lasts;
		this.lasts = failure != null;
		if (failure != null && !lasted) {
			logger.log(Level.WARNING, this.text + "; this is told once until it is over", failure);
		}
		else if (failure == null && lasted) {
			logger.log(Level.INFO, this.text + ": that is over");
		}
	}

}
