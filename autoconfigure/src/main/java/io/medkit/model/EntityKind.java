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

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * What an entity is.
 */
public enum EntityKind {

	/** A grouping of components. */
	@JsonProperty("area")
	AREA,

	/** Something that runs apps, such as an executor. */
	@JsonProperty("component")
	COMPONENT,

	/** A task. Nothing lies below it. */
	@JsonProperty("app")
	APP,

	/** Something that apps do together. */
	@JsonProperty("function")
	FUNCTION

}
