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

import java.util.Objects;

import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.ValueFilter;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * {@link Endpoint @Endpoint} that tells, for every task, whether it is alive, on time and
 * healthy.
 */
@Endpoint(id = "medkit")
public class MedkitEndpoint {

	static final String DATA = "data";

	static final String FAULTS = "faults";

	private final Gateway gateway;

	private final ValueFilter values;

	private final Presentation presentation;

	/**
	 * Creates an endpoint.
	 * @param gateway what it tells
	 * @param sanitizingFunctions what the values that are shown go through
	 * @param showValues whether to show what the application says: messages of
	 * exceptions, names and stacks of threads; on surfaces that know no roles,
	 * {@link Show#WHEN_AUTHORIZED} means no
	 */
	public MedkitEndpoint(Gateway gateway, Iterable<SanitizingFunction> sanitizingFunctions, Show showValues) {
		this.gateway = gateway;
		this.values = sanitizingFunctions.iterator().hasNext() ? sanitizing(new Sanitizer(sanitizingFunctions))
				: ValueFilter.ALL;
		this.presentation = new Presentation(null, (showValues == Show.ALWAYS) ? this.values : ValueFilter.NONE);
	}

	private static ValueFilter sanitizing(Sanitizer sanitizer) {
		return (key, value) -> Objects.toString(sanitizer.sanitize(new SanitizableData(null, key, value), true), null);
	}

	@ReadOperation
	MedkitDocument medkit(@Nullable String state, @Nullable String source, @Nullable Integer offset,
			@Nullable Integer limit) {
		try {
			return medkit(Selection.of(state, source, Objects.toString(offset, null), Objects.toString(limit, null)),
					this.presentation);
		}
		catch (BadSelectionException ex) {
			String message = ex.document().message();
			throw new InvalidEndpointRequestException(message, message);
		}
	}

	@ReadOperation
	@Nullable EntityDocument entity(@Selector String id) {
		return entity(id, this.presentation);
	}

	@ReadOperation
	@Nullable OperationResponseBody collection(@Selector String id, @Selector String collection) {
		return collection(id, collection, this.presentation);
	}

	@DeleteOperation
	@Nullable FaultsDocument clear(@Selector String id, @Selector String collection) {
		EntityReport cleared = clearFaults(id, collection) ? this.gateway.summary(id) : null;
		return (cleared != null) ? FaultsDocument.of(cleared, this.presentation) : null;
	}

	Presentation presentation(@Nullable String basePath, boolean showValues) {
		return new Presentation(basePath, showValues ? this.values : ValueFilter.NONE);
	}

	MedkitDocument medkit(Selection selection, Presentation presentation) {
		return MedkitDocument.of(this.gateway.snapshot(), selection, presentation);
	}

	@Nullable EntityDocument entity(String id, Presentation presentation) {
		EntityReport report = this.gateway.find(id);
		return (report != null) ? EntityDocument.of(report, presentation) : null;
	}

	@Nullable OperationResponseBody collection(String id, String collection, Presentation presentation) {
		EntityReport report = DATA.equals(collection) ? this.gateway.find(id) : this.gateway.summary(id);
		if (report == null) {
			return null;
		}
		return switch (collection) {
			case DATA -> new DataDocument(presentation.data(report));
			case FAULTS -> FaultsDocument.of(report, presentation);
			default -> null;
		};
	}

	boolean clearFaults(String id, String collection) {
		return FAULTS.equals(collection) && this.gateway.clearFaults(id);
	}

	boolean knows(String id) {
		return this.gateway.knows(id);
	}

}
