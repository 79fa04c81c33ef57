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
package io.medkit.provider;

import java.util.List;

import io.medkit.model.Entity;
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;
import org.jspecify.annotations.Nullable;

/**
 * Tells about a set of entities. Every method may be called from any thread, at any time
 * and rate, and must not make those wait who are observed.
 */
public interface Provider {

	/**
	 * Reads all entities, without what takes long to sum up, such as distributions.
	 * @return a report on each, in an order that does not change
	 */
	List<EntityReport> snapshot();

	/**
	 * Reads one entity, with all that there is to tell of it.
	 * @param entityId the entity's id
	 * @return the report, or {@code null} if there is no such entity here
	 */
	@Nullable EntityReport find(String entityId);

	/**
	 * Reads one entity as {@link #snapshot()} does, without what takes long to sum up.
	 * @param entityId the entity's id
	 * @return the report, or {@code null} if there is no such entity here
	 */
	default @Nullable EntityReport summary(String entityId) {
		return find(entityId);
	}

	/**
	 * Tells whether there is an entity, without reading it where that can be told.
	 * @param entityId the entity's id
	 * @return whether it is here
	 */
	default boolean knows(String entityId) {
		return summary(entityId) != null;
	}

	/**
	 * Forgets the faults of an entity, and heals those that only a success would heal
	 * otherwise. One that still holds stays, or is raised again.
	 * @param entityId the entity's id
	 * @return whether there is such an entity here
	 */
	boolean clearFaults(String entityId);

	/**
	 * Returns what was observed of tasks that are none of the entities.
	 * @return the observations
	 */
	default IgnoredObservations ignored() {
		return IgnoredObservations.NONE;
	}

	/**
	 * Returns all entities.
	 * @return the entities, in an order that does not change
	 */
	default List<Entity> entities() {
		return snapshot().stream().map(EntityReport::entity).toList();
	}

	/**
	 * Returns the faults of an entity.
	 * @param entityId the entity's id
	 * @return the faults, none if there is no such entity here
	 */
	default List<Fault> faults(String entityId) {
		EntityReport report = summary(entityId);
		return (report != null) ? report.faults() : List.of();
	}

	/**
	 * Returns the entity's own health, without that of its children.
	 * @param entityId the entity's id
	 * @return the health, {@link Health#OK} if there is no such entity here
	 */
	default Health health(String entityId) {
		EntityReport report = summary(entityId);
		return (report != null) ? report.health() : Health.OK;
	}

}
