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

import java.util.List;
import java.util.function.Predicate;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is kept of an application and of medkit where nothing is that nobody
 * asked for, as told when an application is processed ahead of time.
 */
class RuntimeHintsTests {

	private static RuntimeHints hints;

	@BeforeAll
	static void processAheadOfTime() {
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get(Application.class)), new InMemoryGeneratedFiles());
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of(Launcher.WITHOUT_EXTRAS, "management.endpoints.web.exposure.include=medkit")
				.applyTo(context);
			context.register(Application.class, Mill.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		hints = generation.getRuntimeHints();
	}

	@Test
	void annotatedMethodsCanBeCalled() {
		assertThat(hints).matches(method(Mill.class, "grind")).matches(method(Mill.class, "brake"));
		assertThat(hints).as("of a method that is none of ours").matches(method(Mill.class, "paint").negate());
	}

	@ParameterizedTest
	@ValueSource(classes = { MedkitProperties.class, MedkitProperties.Task.class, MedkitProperties.Executor.class,
			MedkitProperties.Health.class, MedkitProperties.Events.class, MedkitProperties.Metrics.class,
			MedkitProperties.Sources.class, MedkitProperties.Scheduling.class, MedkitProperties.Quartz.class,
			MedkitProperties.DbScheduler.class, MedkitProperties.SourceTask.class, MedkitEndpointProperties.class })
	void propertiesCanBeBound(Class<?> type) {
		assertThat(type.getDeclaredConstructors()).singleElement()
			.satisfies((
					constructor) -> assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(constructor))
						.accepts(hints));
	}

	@Test
	void plainEntriesOfTheTaskListCanBeConverted() {
		assertThat(List.of(String.class, Integer.class))
			.allSatisfy((type) -> assertThat(RuntimeHintsPredicates.reflection()
				.onMethodInvocation(MedkitProperties.Task.class.getMethod("of", type))).accepts(hints));
	}

	@ParameterizedTest
	@ValueSource(classes = { MedkitConfigurationFailureAnalyzer.class, ChildContextInitializer.class,
			MedkitDocumentSerializer.class })
	void whatIsMadeByItsNameCanBeMade(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(hints);
	}

	@Test
	void operationsOfTheEndpointCanBeCalled() {
		for (String operation : List.of("medkit", "entity", "collection", "clear")) {
			assertThat(hints).as(operation)
				.matches(method(MedkitEndpointWebExtension.class, operation))
				.matches((hints) -> List.of(MedkitEndpoint.class.getDeclaredMethods())
					.stream()
					.filter((method) -> method.getName().equals(operation))
					.anyMatch((method) -> RuntimeHintsPredicates.reflection().onMethodInvocation(method).test(hints)));
		}
	}

	private static Predicate<RuntimeHints> method(Class<?> type, String name) {
		return RuntimeHintsPredicates.reflection().onMethodInvocation(type, name);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Has methods that nobody calls but medkit, and one that nobody calls.
	 */
	static class Mill {

		@MedkitTask("grind")
		private void grind() {
		}

		@MedkitFaultHandler("grind")
		private void brake() {
		}

		void paint() {
		}

	}

}
