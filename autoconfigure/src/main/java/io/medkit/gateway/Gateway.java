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
package io.medkit.gateway;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.medkit.model.EntityKind;
import io.medkit.model.EntityReport;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;
import io.medkit.provider.Provider;
import org.jspecify.annotations.Nullable;

/**
 * One view of several providers. Where two tell about the same entity, the later one
 * counts, in the place of the earlier. Safe for use by any number of threads.
 */
public final class Gateway {

	private final List<Provider> providers;

	/**
	 * Creates a gateway.
	 * @param providers the providers, in the order of their entities
	 */
	public Gateway(List<? extends Provider> providers) {
		this.providers = List.copyOf(providers);
	}

	/**
	 * Reads all entities of all providers.
	 * @return the snapshot
	 */
	public Snapshot snapshot() {
		Map<String, EntityReport> merged = new LinkedHashMap<>();
		IgnoredObservations ignored = IgnoredObservations.NONE;
		for (Provider provider : this.providers) {
			provider.snapshot().forEach((report) -> merged.put(report.entity().id(), report));
			ignored = ignored.plus(provider.ignored());
		}
		Map<String, Health> rolledUp = rollUp(merged);
		List<EntityReport> reports = merged.values()
			.stream()
			.map((report) -> report.withHealth(rolledUp.getOrDefault(report.entity().id(), report.health())))
			.toList();
		Health worst = reports.stream().map(EntityReport::health).reduce(Health.OK, Health::worst);
		return new Snapshot(worst, reports, ignored);
	}

	/**
	 * Reads one entity.
	 * @param entityId the entity's id
	 * @return the report, its health rolled up, or {@code null} if there is no such
	 * entity
	 */
	public @Nullable EntityReport find(String entityId) {
		EntityReport found = null;
		for (Provider provider : this.providers) {
			EntityReport report = provider.find(entityId);
			found = (report != null) ? report : found;
		}
		if (found == null || found.entity().kind() == EntityKind.APP) {
			return found;
		}
		return snapshot().reports()
			.stream()
			.filter((report) -> report.entity().id().equals(entityId))
			.findFirst()
			.orElse(found);
	}

	/**
	 * Clears the faults of one entity.
	 * @param entityId the entity's id
	 * @return whether there is such an entity
	 */
	public boolean clearFaults(String entityId) {
		boolean known = false;
		for (Provider provider : this.providers) {
			known |= provider.clearFaults(entityId);
		}
		return known;
	}

	private static Map<String, Health> rollUp(Map<String, EntityReport> reports) {
		Map<String, Health> rolledUp = new HashMap<>();
		for (EntityReport report : reports.values()) {
			Set<String> seen = new HashSet<>();
			EntityReport ancestor = report;
			while (ancestor != null && seen.add(ancestor.entity().id())) {
				rolledUp.merge(ancestor.entity().id(), report.health(), Health::worst);
				String parentId = ancestor.entity().parentId();
				ancestor = (parentId != null) ? reports.get(parentId) : null;
			}
		}
		return rolledUp;
	}

}
