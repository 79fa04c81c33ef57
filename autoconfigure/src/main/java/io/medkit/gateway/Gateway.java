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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

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
		List<EntityReport> reports = rollUp(merge());
		Health worst = Health.OK;
		for (EntityReport report : reports) {
			worst = worst.worst(report.health());
		}
		return new Snapshot(worst, reports, ignored());
	}

	private List<EntityReport> merge() {
		List<List<EntityReport>> snapshots = this.providers.stream()
			.map(Provider::snapshot)
			.filter((snapshot) -> !snapshot.isEmpty())
			.toList();
		if (snapshots.size() == 1) {
			return List.copyOf(snapshots.get(0));
		}
		Map<String, EntityReport> merged = new LinkedHashMap<>();
		for (List<EntityReport> snapshot : snapshots) {
			snapshot.forEach((report) -> merged.put(report.entity().id(), report));
		}
		return List.copyOf(merged.values());
	}

	private IgnoredObservations ignored() {
		IgnoredObservations ignored = IgnoredObservations.NONE;
		for (Provider provider : this.providers) {
			ignored = ignored.plus(provider.ignored());
		}
		return ignored;
	}

	/**
	 * Reads one entity, with all that there is to tell of it.
	 * @param entityId the entity's id
	 * @return the report, its health rolled up, or {@code null} if there is no such
	 * entity
	 */
	public @Nullable EntityReport find(String entityId) {
		return find(entityId, Provider::find);
	}

	/**
	 * Reads one entity, without what takes long to sum up.
	 * @param entityId the entity's id
	 * @return the report, its health rolled up, or {@code null} if there is no such
	 * entity
	 */
	public @Nullable EntityReport summary(String entityId) {
		return find(entityId, Provider::summary);
	}

	/**
	 * Tells whether there is an entity, without reading it.
	 * @param entityId the entity's id
	 * @return whether there is
	 */
	public boolean knows(String entityId) {
		return this.providers.stream().anyMatch((provider) -> provider.knows(entityId));
	}

	private @Nullable EntityReport find(String entityId, BiFunction<Provider, String, @Nullable EntityReport> reading) {
		EntityReport found = null;
		for (Provider provider : this.providers) {
			EntityReport report = reading.apply(provider, entityId);
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

	/**
	 * Gives every entity the worst health of its own and of all below it. Takes time for
	 * those only that are not well.
	 */
	private static List<EntityReport> rollUp(List<EntityReport> reports) {
		if (reports.stream().allMatch((report) -> report.health() == Health.OK)) {
			return reports;
		}
		Map<String, EntityReport> byId = new HashMap<>();
		reports.forEach((report) -> byId.put(report.entity().id(), report));
		Map<String, Health> worst = new HashMap<>();
		for (EntityReport report : reports) {
			EntityReport ancestor = report;
			// who is as bad already has told all above, and a ring of parents ends here
			while (ancestor != null && isWorse(report.health(), worst.get(ancestor.entity().id()))) {
				worst.put(ancestor.entity().id(), report.health());
				String parentId = ancestor.entity().parentId();
				ancestor = (parentId != null) ? byId.get(parentId) : null;
			}
		}
		return reports.stream()
			.map((report) -> report
				.withHealth(report.health().worst(worst.getOrDefault(report.entity().id(), Health.OK))))
			.toList();
	}

	private static boolean isWorse(Health health, @Nullable Health known) {
		return health.compareTo((known != null) ? known : Health.OK) > 0;
	}

}
