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
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import com.github.kagkarlsson.scheduler.event.AbstractSchedulerListener;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.stats.StatsRegistry;
import com.github.kagkarlsson.scheduler.task.ExecutionComplete;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.h2.jdbcx.JdbcDataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitDbSchedulerAutoConfiguration}, with the starter of db-scheduler
 * and without.
 */
@ExtendWith(OutputCaptureExtension.class)
class MedkitDbSchedulerAutoConfigurationTests {

	private static final String TABLE = """
			create table scheduled_tasks (task_name varchar(100), task_instance varchar(100), task_data blob,
			execution_time timestamp with time zone, picked boolean, picked_by varchar(50),
			last_success timestamp with time zone, last_failure timestamp with time zone,
			consecutive_failures int, last_heartbeat timestamp with time zone, version bigint,
			priority smallint, primary key (task_name, task_instance))
			""";

	private final ApplicationContextRunner lean = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(MedkitAutoConfiguration.class, MedkitDbSchedulerAutoConfiguration.class))
		.withPropertyValues("medkit.executor.enabled=false", "db-scheduler.scheduler-name=plant-1");

	private final ApplicationContextRunner runner = this.lean
		.withConfiguration(AutoConfigurations.of(DbSchedulerAutoConfiguration.class))
		.withPropertyValues("db-scheduler.polling-interval=1s")
		.withUserConfiguration(Plant.class);

	@Test
	void tasksOfTheStartersSchedulerAreWatched() {
		this.runner.run((context) -> {
			Tasks.await(() -> executions(context, "prune") > 0);
			assertThat(report(context, "db-scheduler").entity().online()).isTrue();
			Tasks.await(() -> {
				TaskData.Cluster cluster = data(context, "prune").scheduling().cluster();
				return cluster != null && cluster.lastSuccess() != null && "plant-1".equals(cluster.instance());
			});
			TaskData data = data(context, "prune");
			assertThat(data.liveness().state()).isEqualTo(TaskState.RUNNING);
			assertThat(data.scheduling().plan()).isEqualTo("PT1S after the last");
			assertThat(data.liveness().tolerance()).isEqualTo(Duration.ofSeconds(6));
		});
	}

	@Test
	void schedulerThatStartsWithTheContextIsWatched() {
		this.runner.withPropertyValues("db-scheduler.delay-startup-until-context-ready=true")
			.run((context) -> Tasks
				.await(() -> executions(context, "prune") > 0 && report(context, "db-scheduler").entity().online()));
	}

	@Test
	void schedulerOfTheApplicationsOwnIsWatchedWithoutTheStarter() {
		this.lean.withUserConfiguration(Plant.class, OwnScheduler.class)
			.run((context) -> Tasks
				.await(() -> executions(context, "prune") > 0 && report(context, "db-scheduler").entity().online()));
	}

	@Test
	void schedulerThatIsStartedAsItIsMadeIsReadOnly(CapturedOutput output) {
		this.lean.withUserConfiguration(Plant.class, EagerScheduler.class).run((context) -> {
			assertThat(output).contains("takes no listeners any more");
			Tasks.await(() -> {
				TaskData.Cluster cluster = data(context, "prune").scheduling().cluster();
				return cluster != null && cluster.lastSuccess() != null;
			});
			assertThat(executions(context, "prune")).isZero();
		});
	}

	@Test
	void schedulerThatIsAMockDoesNoHarm() {
		this.lean.withBean(Scheduler.class, () -> Mockito.mock(Scheduler.class))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void onlyTheFirstOfSeveralSchedulersIsWatched(CapturedOutput output) {
		this.lean.withBean("first", Scheduler.class, () -> Mockito.mock(Scheduler.class))
			.withBean("second", Scheduler.class, () -> Mockito.mock(Scheduler.class))
			.run((context) -> assertThat(output).contains("Bean 'second' is not watched"));
	}

	@Test
	void listenersAndStatisticsOfTheApplicationKeepWorking() {
		AtomicInteger heard = new AtomicInteger();
		SchedulerListener listener = new AbstractSchedulerListener() {

			@Override
			public void onExecutionComplete(ExecutionComplete complete) {
				heard.incrementAndGet();
			}

		};
		StatsRegistry registry = Mockito.mock(StatsRegistry.class);
		this.runner.withBean(SchedulerListener.class, () -> listener)
			.withBean(StatsRegistry.class, () -> registry)
			.run((context) -> {
				Tasks.await(() -> executions(context, "prune") > 0 && heard.get() > 0);
				assertThat(context).hasSingleBean(StatsRegistry.class).hasSingleBean(SchedulerListener.class);
				BDDMockito.then(registry)
					.should(Mockito.timeout(5_000).atLeastOnce())
					.registerSingleCompletedExecution(BDDMockito.any());
			});
	}

	@Test
	void rulesHoldForTheTasks() {
		this.runner.withPropertyValues("medkit.sources.db-scheduler.tasks[0].match=pru*",
				"medkit.sources.db-scheduler.tasks[0].id=cleaning", "medkit.sources.db-scheduler.tasks[0].tolerance=7m")
			.run((context) -> {
				Tasks.await(() -> executions(context, "cleaning") > 0);
				assertThat(data(context, "cleaning").liveness().tolerance()).isEqualTo(Duration.ofMinutes(7));
			});
	}

	@Test
	void tableIsReadAsOftenAsThePropertySays() {
		this.runner.withPropertyValues("medkit.sources.db-scheduler.refresh-interval=20ms").run((context) -> {
			Tasks.await(() -> readAt(context) != null);
			Instant first = readAt(context);
			Tasks.await(() -> readAt(context).isAfter(first));
		});
	}

	@Test
	void refreshIntervalThatIsNoneIsRefused() {
		this.runner.withPropertyValues("medkit.sources.db-scheduler.refresh-interval=0s")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.hasMessageContaining("medkit.sources.db-scheduler.refresh-interval"));
	}

	@Test
	void nothingIsWatchedAfterTheContextIsClosed() {
		this.runner.run((context) -> Tasks.await(() -> executions(context, "prune") > 0));
		Tasks.await(() -> Tasks.threads("db-scheduler").isEmpty());
	}

	/**
	 * A pause does not concern the scheduler itself, which is no part of the context's
	 * lifecycle.
	 */
	@Test
	void tableIsNotReadWhileTheContextIsPaused() {
		this.runner.run((context) -> {
			ConfigurableApplicationContext lifecycle = context
				.getSourceApplicationContext(ConfigurableApplicationContext.class);
			Tasks.await(() -> readAt(context) != null);
			lifecycle.pause();
			Instant before = readAt(context);
			Tasks.await(() -> Tasks.threads("db-scheduler").isEmpty());
			long executions = executions(context, "prune");
			Tasks.await(() -> executions(context, "prune") > executions);
			lifecycle.restart();
			Tasks.await(() -> readAt(context).isAfter(before));
			assertThat(report(context, "app:prune").faults()).isEmpty();
			assertThat(report(context, "db-scheduler").entity().online()).isTrue();
		});
	}

	@Test
	void sourceCanBeTurnedOff() {
		this.runner.withPropertyValues("medkit.sources.db-scheduler.enabled=false").run((context) -> {
			assertThat(context).hasSingleBean(Scheduler.class).doesNotHaveBean(DbSchedulerLifecycle.class);
			assertThat(report(context, "db-scheduler")).isNull();
		});
		this.runner.withPropertyValues("medkit.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DbSchedulerLifecycle.class));
	}

	@Test
	void thereIsNoSourceWithoutAScheduler() {
		this.runner.withPropertyValues("db-scheduler.enabled=false").run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(Scheduler.class);
			assertThat(report(context, "db-scheduler")).isNull();
		});
	}

	@Test
	void thereIsNoSourceWithoutTheLibrary() {
		this.lean.withClassLoader(new FilteredClassLoader("com.github.kagkarlsson")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(DbSchedulerLifecycle.class);
			assertThat(report(context, "db-scheduler")).isNull();
		});
	}

	@Test
	void settingsOfTheSchedulerAreThoseOfItsStarter() {
		MockEnvironment environment = new MockEnvironment().withProperty("db-scheduler.polling-interval", "30")
			.withProperty("db-scheduler.heartbeat-interval", "2")
			.withProperty("db-scheduler.missed-heartbeats-limit", "4")
			.withProperty("db-scheduler.threads", "3");
		assertThat(new DbSchedulerSettingsReader(environment).read(Duration.ofSeconds(1))).satisfies((settings) -> {
			assertThat(settings.pollingInterval()).isEqualTo(Duration.ofSeconds(30));
			assertThat(settings.heartbeatLimit()).isEqualTo(Duration.ofMinutes(8));
			assertThat(settings.threads()).isEqualTo(3);
			assertThat(settings.refreshInterval()).isEqualTo(Duration.ofSeconds(1));
		});
		assertThat(new DbSchedulerSettingsReader(new MockEnvironment()).read(Duration.ofSeconds(1)))
			.satisfies((settings) -> {
				assertThat(settings.pollingInterval()).isEqualTo(Duration.ofSeconds(10));
				assertThat(settings.heartbeatLimit()).isEqualTo(Duration.ofMinutes(30));
				assertThat(settings.threads()).isEqualTo(10);
			});
	}

	@Test
	void settingThatIsNoDurationIsRefused() {
		this.lean.withUserConfiguration(Plant.class, OwnScheduler.class)
			.withPropertyValues("db-scheduler.polling-interval=soon")
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(InvalidConfigurationPropertyValueException.class)
				.rootCause()
				.hasMessageContaining("db-scheduler.polling-interval"));
	}

	private static @Nullable Instant readAt(BeanFactory context) {
		TaskData.Cluster cluster = data(context, "prune").scheduling().cluster();
		return (cluster != null) ? cluster.readAt() : null;
	}

	private static long executions(BeanFactory context, String task) {
		return data(context, task).timing().executions();
	}

	private static TaskData data(BeanFactory context, String task) {
		return (TaskData) report(context, "app:" + task).data();
	}

	private static @Nullable EntityReport report(BeanFactory context, String entity) {
		return context.getBean(Gateway.class).find(entity);
	}

	@Configuration(proxyBeanMethods = false)
	static class Plant {

		@Bean
		DataSource dataSource() {
			JdbcDataSource dataSource = new JdbcDataSource();
			dataSource.setURL("jdbc:h2:mem:%s;DB_CLOSE_DELAY=-1".formatted(UUID.randomUUID()));
			JdbcClient.create(dataSource).sql(TABLE).update();
			return dataSource;
		}

		@Bean
		RecurringTask<Void> prune() {
			return com.github.kagkarlsson.scheduler.task.helper.Tasks.recurring("prune", FixedDelay.ofSeconds(1))
				.execute((instance, context) -> {
				});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnScheduler {

		@Bean(initMethod = "start", destroyMethod = "stop")
		Scheduler ownScheduler(DataSource dataSource, RecurringTask<Void> prune) {
			return Scheduler.create(dataSource).startTasks(prune).pollingInterval(Duration.ofMillis(50)).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EagerScheduler {

		@Bean(destroyMethod = "stop")
		Scheduler eagerScheduler(DataSource dataSource, RecurringTask<Void> prune) {
			Scheduler scheduler = new OwnScheduler().ownScheduler(dataSource, prune);
			scheduler.start();
			return scheduler;
		}

	}

}
