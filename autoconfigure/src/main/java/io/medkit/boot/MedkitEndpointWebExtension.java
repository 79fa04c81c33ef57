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

import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link MedkitEndpoint}:
 * links, roles and HTTP's answers to what does not exist.
 */
@EndpointWebExtension(endpoint = MedkitEndpoint.class)
public class MedkitEndpointWebExtension {

	private final MedkitEndpoint endpoint;

	private final Supplier<String> basePath;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates an extension.
	 * @param endpoint the endpoint
	 * @param basePath tells the path that the endpoint is served at
	 * @param showValues whether to show what the application says
	 * @param roles who is authorized to see it, empty for every authenticated user
	 */
	public MedkitEndpointWebExtension(MedkitEndpoint endpoint, Supplier<String> basePath, Show showValues,
			Set<String> roles) {
		this.endpoint = endpoint;
		this.basePath = basePath;
		this.showValues = showValues;
		this.roles = roles;
	}

	@ReadOperation
	WebEndpointResponse<OperationResponseBody> medkit(SecurityContext securityContext, @Nullable String state,
			@Nullable String source, @Nullable String offset, @Nullable String limit) {
		try {
			return new WebEndpointResponse<>(
					this.endpoint.medkit(Selection.of(state, source, offset, limit), presentation(securityContext)));
		}
		catch (BadSelectionException ex) {
			return new WebEndpointResponse<>(ex.document(), WebEndpointResponse.STATUS_BAD_REQUEST);
		}
	}

	@ReadOperation
	WebEndpointResponse<OperationResponseBody> entity(SecurityContext securityContext, @Selector String id) {
		return found(this.endpoint.entity(id, presentation(securityContext)), id, null);
	}

	@ReadOperation
	WebEndpointResponse<OperationResponseBody> collection(SecurityContext securityContext, @Selector String id,
			@Selector String collection) {
		return found(this.endpoint.collection(id, collection, presentation(securityContext)), id, collection);
	}

	@DeleteOperation
	WebEndpointResponse<OperationResponseBody> clear(@Selector String id, @Selector String collection) {
		if (this.endpoint.clearFaults(id, collection)) {
			return new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
		}
		if (MedkitEndpoint.DATA.equals(collection) && this.endpoint.knows(id)) {
			return new WebEndpointResponse<>(ErrorDocument.notClearable(id, collection),
					WebEndpointResponse.STATUS_BAD_REQUEST);
		}
		return found(null, id, collection);
	}

	private Presentation presentation(SecurityContext securityContext) {
		return this.endpoint.presentation(this.basePath.get(), this.showValues.isShown(securityContext, this.roles));
	}

	private WebEndpointResponse<OperationResponseBody> found(@Nullable OperationResponseBody body, String id,
			@Nullable String collection) {
		if (body != null) {
			return new WebEndpointResponse<>(body);
		}
		OperationResponseBody error = (collection != null && this.endpoint.knows(id))
				? ErrorDocument.unknownCollection(id, collection) : ErrorDocument.unknownEntity(id);
		return new WebEndpointResponse<>(error, WebEndpointResponse.STATUS_NOT_FOUND);
	}

}
