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

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;

import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;
import org.quartz.CronScheduleBuilder;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.quartz.SchedulerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitQuartzAutoConfiguration} and {@link QuartzWatches}.
 */
class MedkitQuartzAutoConfigurationTests {

	private static final Date FAR_AWAY = Date.from(Instant.parse("2099-01-01T00:00:00Z"));

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class, MedkitQuartzAutoConfiguration.class,
				QuartzAutoConfiguration.class))
		.withUserConfiguration(PruneJob.class)
		.withPropertyValues("spring.quartz.scheduler-name=plant");

	private final ApplicationContextRunner withDatabase = this.runner
		.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class))
		.withPropertyValues("spring.datasource.generate-unique-name=true", "spring.quartz.job-store-type=jdbc",
				"spring.quartz.properties[org.quartz.jobStore.isClustered]=true",
				"spring.quartz.properties[org.quartz.scheduler.instanceId]=plant-1",
				"medkit.sources.quartz.refresh-interval=50ms");

	@Test
	void jobsOfTheSchedulerAreTasks() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(QuartzWatches.class);
			assertThat(entities(context)).containsExactly("quartz:plant", "app:DEFAULT.prune");
			await(() -> assertThat(data(context, "DEFAULT.prune").timing().executions()).isPositive());
			assertThat(data(context, "DEFAULT.prune").scheduling().plan()).isEqualTo("cron * * * * * ?");
			assertThat(data(context, "DEFAULT.prune").scheduling().scope()).isEqualTo(Scope.LOCAL);
		});
	}

	@Test
	void jobsOfAPausedContextAreStoppedAndGoOn() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext lifecycle = context
				.getSourceApplicationContext(ConfigurableApplicationContext.class);
			await(() -> assertThat(data(context, "DEFAULT.prune").timing().executions()).isPositive());
			lifecycle.pause();
			await(() -> assertThat(data(context, "DEFAULT.prune").liveness().state()).isEqualTo(TaskState.STOPPED));
			long before = data(context, "DEFAULT.prune").timing().executions();
			lifecycle.restart();
			await(() -> assertThat(data(context, "DEFAULT.prune").timing().executions()).isGreaterThan(before));
			assertThat(data(context, "DEFAULT.prune").liveness().state()).isEqualTo(TaskState.RUNNING);
		});
	}

	@Test
	void watchIsThereThoughBeansAreLazy() {
		this.runner
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(entities(context)).contains("app:DEFAULT.prune"));
	}

	@Test
	void propertiesRenameAndLeaveOut() {
		this.runner
			.withPropertyValues("medkit.sources.quartz.tasks[0].match=DEFAULT.*",
					"medkit.sources.quartz.tasks[0].id=prune", "medkit.sources.quartz.tasks[0].tolerance=5m")
			.run((context) -> assertThat(data(context, "prune").liveness().tolerance())
				.isEqualTo(Duration.ofMinutes(5)));
		this.runner
			.withPropertyValues("medkit.sources.quartz.tasks[0].match=*", "medkit.sources.quartz.tasks[0].watch=false")
			.run((context) -> assertThat(entities(context)).isEmpty());
	}

	@Test
	void nothingIsWatchedWithoutQuartzOrIfItIsNotWanted() {
		this.runner.withPropertyValues("medkit.sources.quartz.enabled=false").run(this::assertNotWatched);
		this.runner.withPropertyValues("medkit.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(QuartzWatches.class));
		this.runner.withClassLoader(new FilteredClassLoader("org.quartz")).run(this::assertNotWatched);
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MedkitAutoConfiguration.class, MedkitQuartzAutoConfiguration.class))
			.run(this::assertNotWatched);
	}

	@Test
	void schedulerIsWatchedWithoutTheAutoConfigurationOfSpringBoot() {
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(MedkitAutoConfiguration.class, MedkitQuartzAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.quartz"))
			.withBean("own", SchedulerFactoryBean.class, () -> named("own"))
			.run((context) -> assertThat(entities(context)).contains("quartz:own"));
	}

	@Test
	void eachSchedulerIsASourceWhoseNameCanStandInAPath() {
		this.runner.withBean("one", SchedulerFactoryBean.class, () -> named("night shift/1."))
			.withBean("other", SchedulerFactoryBean.class, () -> named("night shift/1."))
			.withBean("third", SchedulerFactoryBean.class, () -> named("plant"))
			.run((context) -> assertThat(entities(context)).contains("quartz:night_shift_1_", "quartz:night_shift_1_-2",
					"quartz:plant"));
	}

	private static SchedulerFactoryBean named(String name) {
		SchedulerFactoryBean factory = new SchedulerFactoryBean();
		factory.setSchedulerName(name);
		JobDetail job = JobBuilder.newJob(Prune.class).withIdentity("job").storeDurably().build();
		factory.setJobDetails(job);
		factory.setTriggers(TriggerBuilder.newTrigger().forJob(job).startAt(FAR_AWAY).build());
		return factory;
	}

	@Test
	void refreshIntervalHasToBeAboveZero() {
		this.runner.withPropertyValues("medkit.sources.quartz.refresh-interval=0s")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidConfigurationPropertyValueException.class,
						(failure) -> assertThat(failure.getName())
							.isEqualTo("medkit.sources.quartz.refresh-interval")));
	}

	@Test
	void sharedJobStoreIsLookedAtThroughTheDataSourceOfTheApplication() {
		this.withDatabase.run((context) -> assertInstanceIsTold(context, "plant-1"));
	}

	@Test
	void tablesMayHaveAPrefixOfTheirOwn() {
		this.withDatabase.withPropertyValues("spring.quartz.properties[org.quartz.jobStore.tablePrefix]=PLANT.QRTZ_",
				"spring.datasource.generate-unique-name=false", "spring.datasource.name=prefixed",
				"spring.datasource.url=jdbc:h2:mem:prefixed;INIT=CREATE SCHEMA IF NOT EXISTS PLANT\\;SET SCHEMA PLANT")
			.run((context) -> assertInstanceIsTold(context, "plant-1"));
	}

	private static void assertInstanceIsTold(ApplicationContext context, String instance) {
		await(() -> assertThat(data(context, "DEFAULT.prune").scheduling().cluster().instance()).isEqualTo(instance));
		assertThat(data(context, "DEFAULT.prune").scheduling().scope()).isEqualTo(Scope.CLUSTER);
	}

	@Test
	void threadEndsWithTheApplication() {
		this.runner.run((context) -> assertThat(threads()).contains("medkit-quartz-plant-tables"));
		assertThat(threads()).doesNotContain("medkit-quartz-plant-tables");
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	private void assertNotWatched(ApplicationContext context) {
		assertThat(context.getBeanNamesForType(TaskSources.class)).hasSize(1);
		assertThat(context.getBeanNamesForType(QuartzWatches.class)).isEmpty();
		assertThat(entities(context)).isEmpty();
	}

	private static List<String> entities(ApplicationContext context) {
		return context.getBean(TaskSources.class).entities().stream().map((entity) -> entity.id()).toList();
	}

	private static TaskData data(ApplicationContext context, String task) {
		return (TaskData) context.getBean(TaskSources.class).find("app:" + task).data();
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await().ignoreException(NullPointerException.class).untilAsserted(assertion);
	}

	/**
	 * A job that is executed each second.
	 */
	@Configuration(proxyBeanMethods = false)
	static class PruneJob {

		@Bean
		JobDetail prune() {
			return JobBuilder.newJob(Prune.class).withIdentity("prune").storeDurably().build();
		}

		@Bean
		Trigger everySecond(JobDetail prune) {
			return TriggerBuilder.newTrigger()
				.forJob(prune)
				.withIdentity("everySecond")
				.withSchedule(CronScheduleBuilder.cronSchedule("* * * * * ?"))
				.build();
		}

	}

	/**
	 * A job that takes no time.
	 */
	public static final class Prune implements Job {

		@Override
		public void execute(JobExecutionContext context) {
		}

	}

}
