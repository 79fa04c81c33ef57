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

package io.medkit.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

import com.jayway.jsonpath.JsonPath;

/**
 * Asks a running application for its tasks.
 */
final class MedkitClient {

	private final HttpClient http = HttpClient.newHttpClient();

	private final URI endpoint;

	MedkitClient(int port) {
		this.endpoint = URI.create("http://localhost:" + port + "/actuator/medkit");
	}

	Snapshot snapshot() throws IOException, InterruptedException {
		return new Snapshot(get(this.endpoint));
	}

	/**
	 * Returns what Prometheus would scrape.
	 * @return a line for each series
	 */
	String metrics() throws IOException, InterruptedException {
		return get(this.endpoint.resolve("prometheus"));
	}

	private String get(URI uri) throws IOException, InterruptedException {
		return this.http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	/**
	 * Clears the faults of an entity.
	 * @param entity the entity's id
	 * @return the HTTP status
	 */
	int clearFaults(String entity) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.endpoint + "/" + entity + "/faults"))
			.DELETE()
			.build();
		return this.http.send(request, BodyHandlers.discarding()).statusCode();
	}

	/**
	 * Posts nothing.
	 * @param path where to
	 * @return the HTTP status
	 */
	int post(String path) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(this.endpoint.resolve(path)).POST(BodyPublishers.noBody()).build();
		return this.http.send(request, BodyHandlers.discarding()).statusCode();
	}

	record Snapshot(String body) {

		List<String> entities() {
			return JsonPath.read(this.body, "$.entities[*].id");
		}

		List<Boolean> online() {
			return JsonPath.read(this.body, "$.entities[*].x-medkit.is_online");
		}

		String state(String entity) {
			return JsonPath.read(this.body, "$.data['" + entity + "'].liveness.state");
		}

		String scope(String entity) {
			return JsonPath.read(this.body, "$.data['" + entity + "'].scheduling.scope");
		}

		boolean inFlight(String entity) {
			return JsonPath.read(this.body, "$.data['" + entity + "'].liveness.in_flight");
		}

		int handled(String entity) {
			return JsonPath.read(this.body, "$.data['" + entity + "'].handler.executions");
		}

		int executions(String entity) {
			return JsonPath.read(this.body, "$.data['" + entity + "'].timing.executions");
		}

	}

}
