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

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.medkit.executor.CyclicExecutor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.mockito.Mockito;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rules that hold for all auto-configurations, those to come included.
 */
class AutoConfigurationRuleTests {

	/**
	 * What switches the beans of an auto-configuration off.
	 */
	private static final Map<Class<?>, String> SWITCHES = Map.of(MedkitAutoConfiguration.class, "medkit.enabled=false",
			MedkitEndpointAutoConfiguration.class, "management.endpoint.medkit.access=NONE",
			MedkitHealthAutoConfiguration.class, "management.health.medkit.enabled=false",
			MedkitMetricsAutoConfiguration.class, "medkit.metrics.enabled=false",
			MedkitDbSchedulerAutoConfiguration.class, "medkit.sources.db-scheduler.enabled=false",
			MedkitQuartzAutoConfiguration.class, "medkit.sources.quartz.enabled=false",
			MedkitSchedulingAutoConfiguration.class, "medkit.sources.scheduling.enabled=false",
			MedkitShedLockAutoConfiguration.class, "medkit.sources.scheduling.enabled=false");

	/**
	 * Beans that do not give way, and why.
	 */
	private static final Map<String, String> STEADFAST = Map.ofEntries(
			Map.entry("medkitTaskPlan", "the properties themselves; the whole configuration gives way to another"),
			Map.entry("medkitTaskRegistrar", "gives an executor its tasks, whoever made that"),
			Map.entry("medkitExecutorLifecycle", "starts and stops an executor, whoever made that"),
			Map.entry("medkitUnusedRules", "warns only"),
			Map.entry("medkitFaultAnnouncer", "reads only, and has a switch of its own"),
			Map.entry("medkitMeterUpdate", "reads only"),
			Map.entry("medkitDbSchedulerLifecycle", "listens to a scheduler, whoever made that"),
			Map.entry("medkitQuartzWatches", "listens to schedulers, whoever made those"),
			Map.entry("medkitScheduledTaskNames", "one in each context, for its own tasks"),
			Map.entry("medkitFirstSchedulingConfigurer", "one in each context, for its own tasks"),
			Map.entry("medkitLastSchedulingConfigurer", "one in each context, for its own tasks"),
			Map.entry("medkitLockListenerPostProcessor", "is what lets the application's own listener stay"));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(autoConfigurations().toArray(Class<?>[]::new)))
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				QuartzAutoConfiguration.class))
		.withBean(Scheduler.class, () -> Mockito.mock(Scheduler.class))
		.withPropertyValues("management.endpoints.web.exposure.include=*");

	static Stream<Class<?>> autoConfigurations() {
		ClassLoader loader = AutoConfigurationRuleTests.class.getClassLoader();
		return ImportCandidates.load(AutoConfiguration.class, loader)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith("io.medkit."))
			.map((name) -> ClassUtils.resolveClassName(name, loader));
	}

	static Stream<Method> replaceableBeans() {
		return beans().filter(AutoConfigurationRuleTests::givesWay);
	}

	private static Stream<Method> beans() {
		return autoConfigurations().flatMap(AutoConfigurationRuleTests::beansOf);
	}

	private static Stream<Method> beansOf(Class<?> configuration) {
		Import imported = configuration.getAnnotation(Import.class);
		Stream<Class<?>> classes = (imported != null)
				? Stream.concat(Stream.of(configuration), Arrays.stream(imported.value())) : Stream.of(configuration);
		return classes.flatMap((type) -> Arrays.stream(type.getDeclaredMethods()))
			.filter((method) -> method.isAnnotationPresent(Bean.class));
	}

	private static boolean givesWay(Method bean) {
		return bean.isAnnotationPresent(ConditionalOnMissingBean.class);
	}

	@Test
	void everyBeanGivesWayOrHasAReasonNotTo() {
		assertThat(beans()).isNotEmpty()
			.allSatisfy((bean) -> assertThat(givesWay(bean)).as(bean.getName())
				.isNotEqualTo(STEADFAST.containsKey(bean.getName())));
	}

	@Test
	void everyBeanIsThereUnlessSomethingElseIsWanted() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(beans()).isNotEmpty().allMatch((bean) -> context.containsBean(bean.getName()));
		});
	}

	@ParameterizedTest
	@MethodSource("replaceableBeans")
	void beanGivesWayToOneOfTheApplication(Method bean) {
		ConditionalOnMissingBean condition = bean.getAnnotation(ConditionalOnMissingBean.class);
		String name = (condition.name().length != 0) ? condition.name()[0] : "own";
		this.runner.run((other) -> with(name, other, bean).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(Arrays.stream(context.getBeanFactory().getBeanNamesForType(bean.getReturnType())))
				.containsExactly(name);
		}));
	}

	/**
	 * Returns a context with a bean of the type, which is that of another context: mocks
	 * of final classes would change the classes, which other tests measure.
	 */
	@SuppressWarnings("unchecked")
	private ApplicationContextRunner with(String name, AssertableApplicationContext other, Method bean) {
		Class<Object> type = (Class<Object>) bean.getReturnType();
		return this.runner.withBean(name, type, () -> other.getBean(bean.getName(), type));
	}

	@ParameterizedTest
	@MethodSource("autoConfigurations")
	void beansAreSwitchedOffByAProperty(Class<?> configuration) {
		this.runner.withPropertyValues(SWITCHES.get(configuration))
			.run((context) -> assertThatNoneIsThere(context, beansOf(configuration)));
	}

	@Test
	void everythingIsSwitchedOffByOneProperty() {
		this.runner.withPropertyValues("medkit.enabled=false")
			.run((context) -> assertThatNoneIsThere(context, beans()));
	}

	@Test
	void executorAndItsCompanyAreSwitchedOffByAProperty() {
		this.runner.withPropertyValues("medkit.executor.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(CyclicExecutor.class)
				.doesNotHaveBean(TaskRegistrar.class)
				.doesNotHaveBean(ExecutorLifecycle.class));
	}

	@Test
	void announcerIsSwitchedOffByAProperty() {
		this.runner.withPropertyValues("medkit.events.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FaultAnnouncer.class));
	}

	private static void assertThatNoneIsThere(AssertableApplicationContext context, Stream<Method> beans) {
		assertThat(context).hasNotFailed();
		assertThat(beans).isNotEmpty().noneMatch((bean) -> context.containsBean(bean.getName()));
	}

	/**
	 * A condition on a bean sees those of configurations before it alone.
	 */
	@ParameterizedTest
	@MethodSource("autoConfigurations")
	void configurationComesAfterThoseItDependsOn(Class<?> configuration) {
		AutoConfiguration annotation = configuration.getAnnotation(AutoConfiguration.class);
		assertThat(annotation).isNotNull();
		Stream.of(annotation.afterName(), annotation.beforeName())
			.flatMap(Arrays::stream)
			.forEach((name) -> assertThat(ClassUtils.isPresent(name, getClass().getClassLoader())).as(name).isTrue());
		if (configuration != MedkitAutoConfiguration.class) {
			assertThat(reaches(configuration, MedkitAutoConfiguration.class)).isTrue();
		}
	}

	private static boolean reaches(Class<?> configuration, Class<?> target) {
		return Arrays.stream(configuration.getAnnotation(AutoConfiguration.class).after())
			.anyMatch((after) -> after == target || reaches(after, target));
	}

}
