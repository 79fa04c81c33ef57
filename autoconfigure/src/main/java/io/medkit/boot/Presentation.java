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

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.medkit.model.Entity;
import io.medkit.model.EntityData;
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;
import io.medkit.model.ValueFilter;
import org.jspecify.annotations.Nullable;

/**
 * How entities are shown on one surface to one caller.
 *
 * @param basePath the path that the endpoint is served at; {@code null} if at none
 * @param values decides what to show of what the application says
 */
record Presentation(@Nullable String basePath, ValueFilter values) {

	@Nullable String href(String entityId) {
		return (this.basePath != null) ? this.basePath + "/" + encode(entityId) : null;
	}

	@Nullable EntityData data(EntityReport report) {
		EntityData data = report.data();
		return (data == null || this.values == ValueFilter.ALL) ? data : data.withValues(of(report.entity()));
	}

	List<Fault> faults(EntityReport report) {
		List<Fault> faults = report.faults();
		if (faults.isEmpty() || this.values == ValueFilter.ALL) {
			return faults;
		}
		ValueFilter filter = of(report.entity());
		return faults.stream().map((fault) -> fault.withValues(filter)).toList();
	}

	private ValueFilter of(Entity entity) {
		return (this.values == ValueFilter.NONE) ? ValueFilter.NONE
				: (key, value) -> this.values.apply(entity.id() + "." + key, value);
	}

	private static String encode(String segment) {
		for (int n = 0; n < segment.length(); n++) {
			if (!isUnreserved(segment.charAt(n))) {
				return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20").replace("%3A", ":");
			}
		}
		return segment;
	}

	/**
	 * Tells whether a character stands for itself in a segment of a path. Nearly every id
	 * has only such, and there may be many.
	 */
	private static boolean isUnreserved(char character) {
		return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z')
				|| (character >= '0' && character <= '9') || "-._:".indexOf(character) >= 0;
	}

}
