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
package io.medkit;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the packages of medkit and the arrows between them.
 */
class ArchitectureTests {

	private static final String BASE = "io.medkit";

	/** Which packages each package may use. One that is not here is not allowed. */
	private static final Map<String, Set<String>> ARROWS = Map.of("executor", Set.of(), "model", Set.of(), "provider",
			Set.of("model"), "gateway", Set.of("provider", "model"), "binding", Set.of("executor", "provider", "model"),
			"scheduling", Set.of("binding", "model"), "quartz", Set.of("binding", "model"), "dbscheduler",
			Set.of("binding", "model"), "boot",
			Set.of("executor", "provider", "model", "gateway", "binding", "scheduling", "quartz", "dbscheduler"));

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(BASE);

	@Test
	void everyPackageHasItsPlace() {
		Set<String> packages = CLASSES.stream()
			.map((type) -> type.getPackageName().substring(BASE.length() + 1))
			.collect(Collectors.toSet());
		assertThat(packages).isEqualTo(ARROWS.keySet());
	}

	@ParameterizedTest
	@ValueSource(strings = { "executor", "model", "provider", "gateway", "binding", "scheduling", "quartz",
			"dbscheduler", "boot" })
	void packageUsesNoneButThoseItsArrowsLeadTo(String name) {
		usesOnly(name, ARROWS.get(name)).check(CLASSES);
	}

	@ParameterizedTest
	@ValueSource(strings = { "executor", "model", "provider", "gateway", "binding", "quartz", "dbscheduler" })
	void packageKnowsNoSpring(String name) {
		knowsNoSpring(name).check(CLASSES);
	}

	@Test
	void everyPackageIsNullMarked() {
		for (String name : ARROWS.keySet()) {
			JavaPackage found = CLASSES.getPackage(BASE + "." + name);
			assertThat(found.isAnnotatedWith(NullMarked.class)).as(name).isTrue();
		}
	}

	@Test
	void rulesFailWhenTheyAreBroken() {
		assertThat(usesOnly("binding", Set.of("provider", "model")).evaluate(CLASSES).hasViolation()).isTrue();
		assertThat(usesOnly("gateway", Set.of("provider")).evaluate(CLASSES).hasViolation()).isTrue();
		assertThat(knowsNoSpring("boot").evaluate(CLASSES).hasViolation()).isTrue();
	}

	private static ArchRule usesOnly(String name, Set<String> allowed) {
		Set<String> names = allowed.stream().map((other) -> BASE + "." + other).collect(Collectors.toSet());
		names.add(BASE + "." + name);
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(BASE + "." + name + "..")
			.should()
			.dependOnClassesThat(DescribedPredicate.describe("are of another package than " + names,
					(JavaClass type) -> isOurs(type) && !names.contains(type.getPackageName())));
	}

	private static boolean isOurs(JavaClass type) {
		return type.getPackageName().equals(BASE) || type.getPackageName().startsWith(BASE + ".");
	}

	private static ArchRule knowsNoSpring(String... names) {
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAnyPackage(Arrays.stream(names).map((name) -> BASE + "." + name + "..").toArray(String[]::new))
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework..");
	}

}
