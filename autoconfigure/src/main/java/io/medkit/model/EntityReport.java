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
package io.medkit.model;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * All that is told about one entity, from one reading.
 *
 * @param entity the entity
 * @param health its health
 * @param data what is to be read of it, if there is something
 * @param faults what went wrong with it since its faults were cleared
 */
public record EntityReport(Entity entity, Health health, @Nullable EntityData data, List<Fault> faults) {

	/**
	 * Copies the list.
	 */
	public EntityReport {
		faults = List.copyOf(faults);
	}

	/**
	 * Returns the same with another health.
	 * @param health the health
	 * @return the report
	 */
	public EntityReport withHealth(Health health) {
		return (health == this.health) ? this : new EntityReport(this.entity, health, this.data, this.faults);
	}

}
