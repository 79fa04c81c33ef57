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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what editors and Spring Boot itself read of medkit.
 */
class ConfigurationMetadataTests {

	@Test
	void everyPropertyIsDescribedInFullSentences() throws IOException {
		assertThat(properties()).isNotEmpty()
			.allSatisfy((property) -> assertThat(property.description()).as(property.name())
				.matches("(?s)[A-Z0-9][^{}<>@|\\n]*\\.")
				.doesNotContain("..")
				.doesNotContainPattern("(?i)\\b(\\w+) \\1\\b")
				.hasSizeGreaterThan(15));
	}

	@Test
	void everyPropertyHasATypeAndADefaultOrSaysWhatGoesWithoutOne() throws IOException {
		assertThat(properties()).allSatisfy((property) -> {
			assertThat(property.type()).as(property.name()).isNotBlank();
			if (property.defaultValue() == null && !property.isCollection()) {
				assertThat(property.description()).as(property.name()).contains("Without it, ");
			}
		});
	}

	@Test
	void nothingIsDeprecated() throws IOException {
		assertThat(metadata().<List<Object>>read("$.properties[?(@.deprecated || @.deprecation)]")).isEmpty();
	}

	@Test
	void everyPropertyIsHintedAtUnlessItsTypeSaysAll() throws IOException {
		List<String> numbersAndStrings = properties().stream()
			.filter((property) -> property.type().matches(".*\\.(String|Integer|Set<java.lang.String>)"))
			.map(Property::name)
			.toList();
		assertThat(numbersAndStrings).contains("medkit.executor.name").doesNotContain("medkit.enabled");
		assertThat(metadata().<List<String>>read("$.hints[?(@.providers[0].name == 'any')].name"))
			.containsExactlyInAnyOrderElementsOf(numbersAndStrings);
	}

	@Test
	void constantsOfOurOwnAreHintedAtAndNoOther() throws IOException {
		List<Property> enums = properties().stream().filter((property) -> property.constants() != null).toList();
		assertThat(enums).extracting(Property::name)
			.contains("medkit.health.contribute", "medkit.executor.on-error", "medkit.executor.wait-strategy",
					"medkit.unmatched-tasks");
		for (Property property : enums) {
			if (property.type().startsWith("io.medkit.")) {
				assertThat(hints(property)).extracting(Hint::value)
					.as(property.name())
					.containsExactlyElementsOf(property.constants());
			}
		}
	}

	@Test
	void everyHintIsDescribedAndOfAProperty() throws IOException {
		assertThat(metadata().<List<String>>read("$.hints[*].name"))
			.isSubsetOf(metadata().<List<String>>read("$.properties[*].name"));
		assertThat(metadata().<List<String>>read("$.hints[*].values[*].description")).isNotEmpty()
			.allSatisfy((description) -> assertThat(description).matches("[A-Z].*\\."));
	}

	@Test
	void referenceListsEveryPropertyAsTheMetadataTellsIt() throws IOException {
		List<String> expected = new ArrayList<>();
		for (Property property : properties()) {
			expected.add(property.row());
		}
		expected.addAll(rows("medkit.tasks[]", MedkitProperties.Task.class));
		expected.addAll(rows("medkit.sources.*.tasks[]", MedkitProperties.SourceTask.class));
		List<String> listed = reference("(?m)^\\| `(?:medkit|management)\\..*");
		assertThat(listed.stream().map(ConfigurationMetadataTests::withoutDescriptionOfElement))
			.containsExactlyInAnyOrderElementsOf(expected);
		assertThat(listed).allMatch((row) -> row.endsWith(". |"));
	}

	@Test
	void referenceTellsWhatEachConstantDoes() throws IOException {
		List<String> expected = new ArrayList<>();
		for (Property property : properties()) {
			if (property.type().startsWith("io.medkit.")) {
				hints(property).forEach((hint) -> expected.add("| `%s` | `%s` | %s |"
					.formatted(property.name().substring("medkit.".length()), hint.value(), hint.description())));
			}
		}
		assertThat(expected).isNotEmpty();
		assertThat(reference("(?m)^\\| `[a-z.-]+` \\| `[a-z]+` \\| .*")).containsAll(expected);
	}

	@Test
	void readmeNamesPropertiesThatExist() throws IOException {
		List<String> known = new ArrayList<>(reference("(?<=^\\| `|\\n\\| `)(?:medkit|management)\\.[^`]+"));
		List<String> named = Pattern.compile("(?m)^\\| `((?:medkit|management)\\.[^`]+)` \\|")
			.matcher(Files.readString(Path.of("..", "README.md")))
			.results()
			.map((match) -> match.group(1))
			.toList();
		assertThat(known).contains("medkit.enabled");
		assertThat(named).isNotEmpty().isSubsetOf(known);
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

	private static List<Property> properties() throws IOException {
		return metadata().<List<Map<String, Object>>>read("$.properties[*]").stream().map(Property::of).toList();
	}

	private static List<Hint> hints(Property property) throws IOException {
		return metadata()
			.<List<Map<String, Object>>>read("$.hints[?(@.name == '%s')].values[*]".formatted(property.name()))
			.stream()
			.map((value) -> new Hint(String.valueOf(value.get("value")), String.valueOf(value.get("description"))))
			.toList();
	}

	/**
	 * Returns what the reference is to say of the elements of a list, which metadata
	 * knows nothing of.
	 */
	private static List<String> rows(String prefix, Class<?> element) {
		return Arrays.stream(element.getDeclaredConstructors()[0].getParameters()).map((parameter) -> {
			DefaultValue defaultValue = parameter.getAnnotation(DefaultValue.class);
			return new Property(prefix + "." + DataObjectPropertyName.toDashedForm(parameter.getName()),
					ClassUtils.resolvePrimitiveIfNecessary(parameter.getType()).getName(),
					(defaultValue != null) ? defaultValue.value()[0] : null, "")
				.row();
		}).toList();
	}

	private static String withoutDescriptionOfElement(String row) {
		return row.contains("[].") ? row.replaceFirst("[^|]+\\|$", "  |") : row;
	}

	private static List<String> reference(String pattern) throws IOException {
		return Pattern.compile(pattern)
			.matcher(Files.readString(Path.of("docs", "properties.md")))
			.results()
			.map(MatchResult::group)
			.toList();
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

	/**
	 * What the metadata says of a property.
	 */
	private record Property(String name, String type, @Nullable Object defaultValue, String description) {

		private static Property of(Map<String, Object> property) {
			return new Property(String.valueOf(property.get("name")), String.valueOf(property.get("type")),
					property.get("defaultValue"), String.valueOf(property.get("description")));
		}

		private boolean isCollection() {
			return this.type.contains("<");
		}

		/** Those of an enum, {@code null} if it is none. */
		private @Nullable List<String> constants() {
			Object[] constants = isCollection() ? null
					: ClassUtils.resolveClassName(this.type, null).getEnumConstants();
			return (constants != null) ? Arrays.stream(constants)
				.map((constant) -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-'))
				.toList() : null;
		}

		/** The property's row in the reference. */
		private String row() {
			List<String> constants = constants();
			String type = (constants != null)
					? constants.stream().map((constant) -> "`" + constant + "`").collect(Collectors.joining(", "))
					: switch (this.type.replaceFirst("<.*", "")) {
						case "java.lang.Boolean" -> "boolean";
						case "java.lang.Integer" -> "number";
						case "java.lang.String" -> "string";
						case "java.time.Duration" -> "duration";
						case "java.util.List", "java.util.Set" -> "list";
						default -> throw new AssertionError("No word for " + this.type);
					};
			String defaultValue = (this.defaultValue != null) ? "`" + this.defaultValue + "`" : "";
			return "| `%s` | %s | %s | %s |".formatted(this.name, type, defaultValue, this.description);
		}

	}

	private record Hint(String value, String description) {

	}

}
