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

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.medkit.gateway.Snapshot;
import io.medkit.model.EntityData;
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;
import io.medkit.model.Health;
import io.medkit.model.IgnoredObservations;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.annotation.JsonSerialize;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.util.CollectionUtils;

/**
 * Everything, as the endpoint shows it.
 *
 * @param health the worst health of all entities
 * @param entities the entities in order
 * @param data what is to be read, by entity id
 * @param faults what went wrong, by entity id; only entities with a fault are there
 * @param ignored observations of tasks that nobody registered
 * @param page which of the entities these are; absent if all that were asked for
 */
@JsonSerialize(using = MedkitDocumentSerializer.class)
public record MedkitDocument(Health health, List<EntityDocument.Summary> entities, Map<String, EntityData> data,
		Map<String, List<Fault>> faults, IgnoredObservations ignored,
		Selection.@Nullable Position page) implements OperationResponseBody {

	static MedkitDocument of(Snapshot snapshot, Selection selection, Presentation presentation) {
		Selection.Page page = selection.apply(snapshot);
		int count = page.reports().size();
		List<EntityDocument.Summary> entities = new ArrayList<>(count);
		Map<String, EntityData> data = CollectionUtils.newLinkedHashMap(count);
		Map<String, List<Fault>> faults = new LinkedHashMap<>();
		for (EntityReport report : page.reports()) {
			String id = report.entity().id();
			entities.add(EntityDocument.Summary.of(report, presentation));
			EntityData shown = presentation.data(report);
			if (shown != null) {
				data.put(id, shown);
			}
			if (!report.faults().isEmpty()) {
				faults.put(id, presentation.faults(report));
			}
		}
		return new MedkitDocument(snapshot.health(), Collections.unmodifiableList(entities), data, faults,
				snapshot.ignored(), page.position());
	}

}
