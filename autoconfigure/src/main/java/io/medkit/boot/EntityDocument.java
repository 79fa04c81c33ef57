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

import java.util.List;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.medkit.model.Entity;
import io.medkit.model.EntityData;
import io.medkit.model.EntityKind;
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;
import io.medkit.model.Health;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * One entity as the endpoint shows it.
 *
 * @param summary what it is and how it is
 * @param data what is to be read of it
 * @param faults what went wrong with it
 */
public record EntityDocument(@JsonUnwrapped Summary summary, @Nullable EntityData data,
		List<Fault> faults) implements OperationResponseBody {

	static EntityDocument of(EntityReport report, Presentation presentation) {
		return new EntityDocument(Summary.of(report, presentation), presentation.data(report),
				presentation.faults(report));
	}

	/**
	 * What an entity is and how it is.
	 *
	 * @param id the id
	 * @param name the name for people
	 * @param type what it is
	 * @param href where it is served; absent where nothing is
	 * @param health the worst health of its own and of everything below it
	 * @param parentId the id of the entity above it, if there is one
	 * @param medkit what only medkit knows
	 */
	public record Summary(String id, String name, EntityKind type, @Nullable String href, Health health,
			@JsonProperty("parent_id") @Nullable String parentId, @JsonProperty("x-medkit") Extension medkit) {

		static Summary of(EntityReport report, Presentation presentation) {
			Entity entity = report.entity();
			return new Summary(entity.id(), entity.name(), entity.kind(), presentation.href(entity.id()),
					report.health(), entity.parentId(), new Extension(entity.online()));
		}

	}

	/**
	 * What only medkit knows of an entity.
	 *
	 * @param online whether it is there and at work
	 */
	public record Extension(@JsonProperty("is_online") boolean online) {

	}

}
