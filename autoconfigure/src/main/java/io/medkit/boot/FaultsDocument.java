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
import io.medkit.model.EntityReport;
import io.medkit.model.Fault;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The faults of one entity, as the endpoint shows them.
 *
 * @param items the faults
 * @param medkit what only medkit knows
 */
public record FaultsDocument(List<Fault> items,
		@JsonProperty("x-medkit") Extension medkit) implements OperationResponseBody {

	static FaultsDocument of(EntityReport report, Presentation presentation) {
		return new FaultsDocument(presentation.faults(report),
				new Extension(report.entity().id(), report.faults().size()));
	}

	/**
	 * What only medkit knows of a list of faults.
	 *
	 * @param entityId the entity that the faults are of
	 * @param count how many there are
	 */
	public record Extension(@JsonProperty("entity_id") String entityId, int count) {

	}

}
