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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.util.UriUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the endpoint promises, and what HTTP adds to it, on each web stack, on the
 * application's port and on one of its own under other paths.
 */
@ParameterizedClass
@EnumSource
class EndpointContractTests extends EndpointContract {

	private static final String WEB = YAML + """
			management:
			  endpoints.web.exposure.include: medkit, health, metrics, prometheus
			  endpoint.health: { show-details: always, show-components: always }
			""";

	private static final String APART = WEB + """
			  endpoints.web.base-path: /manage
			  server: { port: 0, address: 127.0.0.1, base-path: /mgmt }
			""";

	private static final MediaType V3 = MediaType.parseMediaType("application/vnd.spring-boot.actuator.v3+json");

	private static final MediaType V2 = MediaType.parseMediaType("application/vnd.spring-boot.actuator.v2+json");

	private static final RestTestClient CLIENT = RestTestClient.bindToServer().build();

	private static final String FACE = "%F0%9F%98%80";

	private static ConfigurableApplicationContext context;

	private static int port;

	@Parameter
	Stack stack;

	/**
	 * A way to serve the endpoint.
	 */
	enum Stack {

		MVC, MVC_ON_A_PORT_OF_ITS_OWN, WEBFLUX, WEBFLUX_ON_A_PORT_OF_ITS_OWN, JERSEY, JERSEY_ON_A_PORT_OF_ITS_OWN;

		private boolean isApart() {
			return name().endsWith("OWN");
		}

		private boolean isJersey() {
			return name().startsWith("JERSEY");
		}

		private ConfigurableApplicationContext launch() {
			String yaml = isApart() ? APART : WEB;
			if (isJersey()) {
				return Launcher.launchJersey(yaml + "spring.jersey.application-path: /api", Items.class);
			}
			return name().startsWith("MVC") ? Launcher.launchWeb(yaml, Items.class)
					: Launcher.launchReactive(yaml, Items.class);
		}

		private int port() {
			return context.getEnvironment()
				.getRequiredProperty(isApart() ? "local.management.port" : "local.server.port", Integer.class);
		}

		private String actuator() {
			return isApart() ? "/mgmt/manage" : isJersey() ? "/api/actuator" : "/actuator";
		}

	}

	@BeforeParameterizedClassInvocation
	static void launch(Stack stack) {
		context = stack.launch();
		port = stack.port();
		awaitItems(context);
	}

	@AfterParameterizedClassInvocation
	static void close() {
		context.close();
	}

	@Override
	ConfigurableApplicationContext context() {
		return context;
	}

	@Override
	Answer get(String path) {
		return answer(exchange(HttpMethod.GET, "/medkit" + path, MediaType.ALL));
	}

	@Override
	Answer delete(String path) {
		return answer(exchange(HttpMethod.DELETE, "/medkit" + path, MediaType.ALL));
	}

	private static Answer answer(EntityExchangeResult<String> result) {
		String body = result.getResponseBody();
		return new Answer(result.getStatus().value(), (body != null) ? body : "");
	}

	private EntityExchangeResult<String> exchange(HttpMethod method, String path, MediaType accept) {
		String encoded = UriUtils.encodePath(this.stack.actuator() + path.split("\\?")[0], StandardCharsets.UTF_8);
		String query = path.contains("?") ? path.substring(path.indexOf('?')) : "";
		return CLIENT.method(method)
			.uri(URI.create("http://127.0.0.1:" + port + encoded + query))
			.accept(accept)
			.exchange()
			.returnResult(String.class);
	}

	@Override
	void assertNotFound(Answer answer, String what) {
		super.assertNotFound(answer, what);
		assertThat(JsonPath.<String>read(answer.body(), "$.error_code")).as(what).endsWith("-not-found");
		assertThat(JsonPath.<Map<String, String>>read(answer.body(), "$.parameters").values()).as(what)
			.anySatisfy((value) -> assertThat(what).startsWith(value.replace("\u2026", "")));
	}

	@ParameterizedTest
	@MethodSource
	@DisplayName("[97] what reaches the endpoint is answered in JSON, with no more of it than is good")
	void hostileIdIsNotFound(String id) {
		for (String path : List.of("/" + id, "/" + id + "/data", "/app:pump/" + id)) {
			assertNotFound(json(sendRaw("GET", path)));
		}
		assertNotFound(json(sendRaw("DELETE", "/" + id + "/faults")));
	}

	static List<String> hostileIdIsNotFound() {
		return List.of("x".repeat(5_000), "%01%02%1B%5B31m", "%0A", "%0d%0aSet-Cookie:%20a=b", "%252F..%252F", "%2525",
				"%24%7Bjndi:ldap:x%7D", "%3Cscript%3E", "%ED%95%9C%EA%B8%80", "x".repeat(127) + FACE,
				"x".repeat(126) + FACE, FACE.repeat(200), "app:pump%3Bx=y");
	}

	private static void assertNotFound(Answer answer) {
		assertThat(answer.json(404).<String>read("$.error_code")).endsWith("-not-found");
		assertThat(answer.json(404).<Map<String, String>>read("$.parameters").values())
			.allSatisfy((value) -> assertThat(value).hasSizeLessThanOrEqualTo(129)
				.doesNotContainPattern("[\ud800-\udbff](?![\udc00-\udfff])"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "/app:pump%2Ffaults", "/..%2f..%2fenv", "/%2e%2e", "/..", "/app:pump%5C..", "/%00",
			"/%FF%FE", "/%ED%A0%80", "/%", "/%zz", "/\u0001", "/\u00ff\u00fe", "/[31m", "/a b", "//app:pump/data",
			"/app:pump//data", "/app:pump/data/x", "?source=%zz%00", "?state=%0A", "?limit=many", "?limit=1&limit=2",
			"?limit=99999999999", "?offset=", "?offset=1e3", "?state=running&state=asleep" })
	@DisplayName("[97] what the server, Spring or Jersey refuses is refused without a trace")
	void hostileRequestIsRefusedAndToldNothing(String path) {
		assertRefused(sendRaw("GET", path));
	}

	@Test
	void longRequestIsRefusedAndToldNothing() {
		assertRefused(sendRaw("GET", "/" + "x".repeat(10_000)));
		assertRefused(sendRaw("DELETE", "/" + "x".repeat(10_000) + "/faults"));
		assertRefused(sendRaw("GET", "?state=" + "x".repeat(7_000)));
		assertRefused(sendRaw("GET", "?source=" + "x".repeat(7_000)));
	}

	@Test
	void badNumberIsRefusedInJson() {
		for (String query : List.of("limit=many", "limit=1&limit=2", "limit=99999999999", "offset=", "offset=1e3")) {
			assertThat(get("?" + query).json(400).<String>read("$.error_code")).isEqualTo("bad-parameter");
		}
	}

	private static void assertRefused(String response) {
		assertThat(response).matches("(?s)HTTP/1\\.1 4\\d\\d .*").hasSizeLessThan(2_000);
		assertThat(response).doesNotContain("\tat ", "io.medkit", "org.springframework", "org.glassfish", "Exception");
	}

	@Test
	void parametersOfASegmentAreNoPartOfTheId() {
		assertThat(json(sendRaw("GET", "/app:pump;x=y")).json(200).<String>read("$.id")).isEqualTo("app:pump");
	}

	/** Sends what no client of good manners would. */
	private String sendRaw(String method, String path) {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			String request = "%s %s/medkit%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(method,
					this.stack.actuator(), path);
			socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Returns the JSON of a response, after which there may be the end of its last chunk.
	 */
	private static Answer json(String response) {
		assertThat(response).hasSizeLessThan(4_000).doesNotContain("\r\nSet-Cookie");
		int begin = response.indexOf("\r\n\r\n");
		String body = response.substring(response.indexOf('{', begin), response.lastIndexOf('}') + 1);
		return new Answer(Integer.parseInt(response.substring(9, 12)), body);
	}

	@Test
	@DisplayName("[37] each entity has a link that leads to it")
	void linksLeadToTheirEntities() {
		List<String> hrefs = get("").json(200).read("$.entities[*].href");
		assertThat(hrefs).hasSize(6);
		for (String href : hrefs) {
			assertThat(href).startsWith(this.stack.actuator());
			assertThat(exchange(HttpMethod.GET, href.substring(this.stack.actuator().length()), MediaType.ALL)
				.getResponseBody()).contains("\"href\":\"" + href + "\"");
		}
	}

	@Test
	void whatHasBeenClearedNeedsNoBody() {
		assertThat(delete("/app:pump/faults")).isEqualTo(new Answer(204, ""));
		assertThat(delete("/app:pump/data").json(400).<String>read("$.error_code"))
			.isEqualTo("collection-not-clearable");
	}

	@Test
	void otherMethodsAreRefused() {
		for (HttpMethod method : List.of(HttpMethod.PUT, HttpMethod.POST, HttpMethod.PATCH)) {
			assertThat(exchange(method, "/medkit/app:pump/faults", MediaType.ALL).getStatus().value()).isEqualTo(405);
		}
		assertThat(exchange(HttpMethod.DELETE, "/medkit/app:pump", MediaType.ALL).getStatus().value()).isEqualTo(405);
	}

	@Test
	void answersAreJsonInActuatorsMediaTypes() {
		for (String path : List.of("/medkit", "/medkit/app:pump", "/medkit/app:failing/faults", "/medkit/app:nobody")) {
			assertThat(contentType(path, MediaType.ALL)).isEqualTo(V3);
			for (MediaType type : List.of(V3, V2, MediaType.APPLICATION_JSON)) {
				assertThat(contentType(path, type)).isEqualTo(type);
			}
			assertThat(exchange(HttpMethod.GET, path, MediaType.TEXT_HTML).getStatus().value()).isEqualTo(406);
		}
	}

	private MediaType contentType(String path, MediaType accept) {
		HttpHeaders headers = exchange(HttpMethod.GET, path, accept).getResponseHeaders();
		return MediaType.asMediaType(headers.getContentType());
	}

	@Test
	void nothingIsToldElsewhereEither() {
		for (String path : List.of("", "/health/medkit", "/health/medkit/app:failing", "/health/medkit/app:hanging",
				"/metrics/medkit.task.executions", "/metrics/medkit.task.state")) {
			Answer answer = answer(exchange(HttpMethod.GET, path, MediaType.ALL));
			assertThat(answer.status()).as(path).isEqualTo(200);
			assertTellsNothing(answer.body());
		}
		Stream<String> meters = answer(exchange(HttpMethod.GET, "/prometheus", MediaType.ALL)).body()
			.lines()
			.filter((line) -> line.startsWith("medkit_"));
		assertThat(meters).isNotEmpty().allSatisfy(EndpointContract::assertTellsNothing);
	}

}
