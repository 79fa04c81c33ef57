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
package io.medkit.binding;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

/**
 * What the tables of an engine that runs on several instances say of a task.
 *
 * @param instance the instance that executed it last, or does now, if the tables say
 * @param lastSuccess when an execution succeeded last, if the tables say
 * @param consecutiveFailures how many have failed since, 0 if the tables do not say
 * @param readAt when the tables were read; all times are kept to the millisecond
 * @param away whether they could not be read since
 */
public record ClusterView(@Nullable String instance, @Nullable Instant lastSuccess, long consecutiveFailures,
		Instant readAt, boolean away) {

	/**
	 * Cuts the times.
	 */
	public ClusterView {
		lastSuccess = (lastSuccess != null) ? lastSuccess.truncatedTo(ChronoUnit.MILLIS) : null;
		readAt = readAt.truncatedTo(ChronoUnit.MILLIS);
	}

	/**
	 * Returns the same as what is known while the tables can not be read.
	 * @return the view
	 */
	public ClusterView whileAway() {
		return new ClusterView(this.instance, this.lastSuccess, this.consecutiveFailures, this.readAt, true);
	}

}
