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
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what editors and Spring Boot itself read of medkit.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribedInFullSentences() throws IOException {
		List<Map<String, Object>> properties = metadata().read("$.properties[*]");
		assertThat(properties).isNotEmpty()
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.matches("(?s)[A-Z0-9][^{}<>@\\n]*\\.")
				.doesNotContain("..")
				.hasSizeGreaterThan(15));
	}

	@Test
	void everyPropertyIsThere() throws IOException {
		assertThat(metadata().<List<String>>read("$.properties[*].name")).contains("medkit.enabled", "medkit.tasks",
				"medkit.unmatched-tasks", "medkit.executor.enabled", "medkit.executor.auto-startup",
				"medkit.executor.name", "medkit.executor.on-error", "medkit.executor.shutdown-timeout",
				"medkit.executor.worker-threads", "management.endpoint.medkit.access",
				"management.endpoint.medkit.roles", "management.endpoint.medkit.show-values",
				"management.health.medkit.enabled");
	}

	@Test
	void readmeListsEveryPropertyAndNoOther() throws IOException {
		List<String> names = metadata().read("$.properties[*].name");
		String readme = Files.readString(Path.of("..", "README.md"));
		List<String> listed = Pattern.compile("(?m)^\\| `((?:medkit|management)\\.[a-z.-]+)` \\|")
			.matcher(readme)
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(listed).containsExactlyInAnyOrderElementsOf(names);
		assertThat(MedkitProperties.Task.class.getRecordComponents()).allSatisfy((component) -> assertThat(readme)
			.contains("| `medkit.tasks[].%s` |".formatted(DataObjectPropertyName.toDashedForm(component.getName()))));
		assertThat(MedkitProperties.SourceTask.class.getRecordComponents())
			.allSatisfy((component) -> assertThat(readme).contains("| `medkit.sources.*.tasks[].%s` |"
				.formatted(DataObjectPropertyName.toDashedForm(component.getName()))));
	}

	@Test
	void everyAutoConfigurationExistsAndIsOne() {
		List<String> names = ImportCandidates.load(AutoConfiguration.class, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.medkit."))
			.toList();
		assertThat(names).isNotEmpty().allSatisfy((name) -> {
			Class<?> type = ClassUtils.forName(name, null);
			assertThat(type).hasAnnotation(AutoConfiguration.class).isFinal();
		});
	}

	/** That of medkit's own, among that of all other jars. */
	private static DocumentContext metadata() throws IOException {
		ClassLoader loader = ConfigurationMetadataTests.class.getClassLoader();
		for (URL url : Collections.list(loader.getResources("META-INF/spring-configuration-metadata.json"))) {
			try (InputStream stream = url.openStream()) {
				DocumentContext metadata = JsonPath.parse(stream);
				if (!metadata.<List<Object>>read("$.groups[?(@.name == 'medkit')]").isEmpty()) {
					return metadata;
				}
			}
		}
		throw new AssertionError("medkit has no configuration metadata");
	}

}
