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
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the reference of the endpoint against the documents that it serves.
 */
class EndpointDocumentationTests {

	private static final Pattern KEY = Pattern.compile("`([^`]+)`");

	private final Set<String> keys = new TreeSet<>();

	@Test
	void everyKeyHasItsMeaningAndNoOtherHas() throws IOException {
		Set<String> explained = section("What the fields mean").lines()
			.filter((line) -> line.startsWith("| `"))
			.flatMap((line) -> KEY.matcher(line.split("\\|")[1]).results())
			.map((key) -> key.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(explained).isEqualTo(servedKeys());
	}

	@Test
	void everyKeyOfAnExampleIsServed() throws IOException {
		List<String> examples = Pattern.compile("(?s)```json\\n(.*?)```")
			.matcher(document())
			.results()
			.map((example) -> example.group(1))
			.toList();
		assertThat(examples).hasSize(4);
		for (String example : examples) {
			assertThat(keysOf(new JsonMapper().readValue(example, Map.class))).isSubsetOf(servedKeys());
		}
	}

	@Test
	void everyErrorCodeIsListed() throws IOException {
		List<ErrorDocument> errors = List.of(ErrorDocument.unknownEntity("a"),
				ErrorDocument.unknownCollection("a", "b"), ErrorDocument.notClearable("a", "b"),
				ErrorDocument.badParameter("a", "b", "c"));
		String section = section("Status codes");
		for (ErrorDocument error : errors) {
			MatchResult row = Pattern.compile("\\| `%s` \\|[^|]*\\|(.*)\\|".formatted(error.errorCode()))
				.matcher(section)
				.results()
				.findFirst()
				.orElseThrow();
			assertThat(KEY.matcher(row.group(1)).results().map((parameter) -> parameter.group(1)))
				.containsExactlyInAnyOrderElementsOf(error.parameters().keySet());
		}
	}

	private Set<String> servedKeys() {
		for (Class<?> document : List.of(MedkitDocument.class, EntityDocument.class, DataDocument.class,
				FaultsDocument.class, ErrorDocument.class)) {
			addKeys(document, "");
		}
		return this.keys;
	}

	private void addKeys(Type type, String suffix) {
		if (type instanceof ParameterizedType parameterized) {
			Stream.of(parameterized.getActualTypeArguments()).forEach((argument) -> addKeys(argument, suffix));
		}
		else if (type instanceof Class<?> sealed && sealed.isSealed()) {
			Stream.of(sealed.getPermittedSubclasses()).forEach((permitted) -> addKeys(permitted, suffix));
		}
		else if (type instanceof Class<?> record && record.isRecord()) {
			Stream.of(record.getRecordComponents()).forEach((component) -> addKey(component, suffix));
		}
	}

	private void addKey(RecordComponent component, String suffix) {
		JsonUnwrapped unwrapped = component.getAccessor().getAnnotation(JsonUnwrapped.class);
		JsonProperty property = component.getAccessor().getAnnotation(JsonProperty.class);
		if (unwrapped == null) {
			this.keys.add(((property != null) ? property.value() : component.getName()) + suffix);
		}
		addKeys(component.getGenericType(), (unwrapped != null) ? unwrapped.suffix() : "");
	}

	/** The keys of a JSON object, without ids of entities and what was asked for. */
	private static Set<String> keysOf(Object json) {
		Set<String> keys = new TreeSet<>();
		if (json instanceof Map<?, ?> map) {
			map.forEach((key, value) -> {
				keys.add((String) key);
				if (!key.equals("parameters")) {
					keys.addAll(keysOf(value));
				}
			});
		}
		else if (json instanceof List<?> list) {
			list.forEach((element) -> keys.addAll(keysOf(element)));
		}
		return keys;
	}

	private static String section(String title) throws IOException {
		String document = document();
		int begin = document.indexOf("\n## " + title + "\n");
		assertThat(begin).isPositive();
		int end = document.indexOf("\n## ", begin + 1);
		return document.substring(begin, (end > 0) ? end : document.length());
	}

	private static String document() throws IOException {
		return Files.readString(Path.of("docs", "endpoint.md"));
	}

}
