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
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.medkit.binding.ExecutorBinding;
import io.medkit.binding.FakeClock;
import io.medkit.binding.TaskIds;
import io.medkit.binding.TaskRegistration;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.Signal;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.test.context.TestContextManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the contexts of users' tests, which Spring keeps for later test classes, and
 * pauses in between.
 */
class ContextPauseTests {

	private static final String POLL = "app:contextPauseTests.Plant.poll";

	private static final List<String> TASKS = List.of("app:beat", "app:upload", "app:wait", POLL,
			"app:contextPauseTests.Plant.prune");

	@Test
	void tasksOfAPausedContextAreAtRestAndGoOnWithoutAFault() throws Exception {
		TestContextManager first = begin(UsersTest.class);
		ConfigurableApplicationContext context = context(first);
		awaitExecutions(context, "app:beat");
		awaitExecutions(context, POLL);
		first.afterTestClass();
		TestContextManager second = begin(AnotherTest.class);
		assertThat(context(second)).isNotSameAs(context);
		assertThat(context.getBean(CyclicExecutor.class).isRunning()).isFalse();
		assertThat(Tasks.threads("paused")).isEmpty();
		assertAllIsWell(context);
		context.getBean(Plant.class).arrived.raise();
		context.getBean(FakeClock.class).advance(Duration.ofDays(1));
		assertAllIsWell(context);
		second.afterTestClass();
		TestContextManager third = begin(UsersTest.class);
		assertThat(context(third)).isSameAs(context);
		assertAllIsWell(context);
		awaitExecutions(context, "app:beat");
		awaitExecutions(context, POLL);
		Tasks.await(() -> context.getBean(Plant.class).uploads.get() == 1);
		assertThat(Tasks.threads("paused")).contains("medkit-paused-dispatch", "medkit-paused-watchdog");
		assertAllIsWell(context);
		third.getTestContext().markApplicationContextDirty(null);
		third.afterTestClass();
	}

	private static TestContextManager begin(Class<?> testClass) throws Exception {
		TestContextManager manager = new TestContextManager(testClass);
		manager.beforeTestClass();
		return manager;
	}

	private static ConfigurableApplicationContext context(TestContextManager manager) {
		return (ConfigurableApplicationContext) manager.getTestContext().getApplicationContext();
	}

	private static void awaitExecutions(ConfigurableApplicationContext context, String entity) {
		long before = executions(context, entity);
		Tasks.await(() -> executions(context, entity) >= before + 2);
	}

	private static long executions(ConfigurableApplicationContext context, String entity) {
		EntityReport report = context.getBean(Gateway.class).find(entity);
		assertThat(report).as(entity).isNotNull();
		return ((TaskData) report.data()).timing().executions();
	}

	private static void assertAllIsWell(ConfigurableApplicationContext context) {
		assertThat(context.getBean(Gateway.class).snapshot().reports())
			.filteredOn((report) -> report.data() instanceof TaskData)
			.allSatisfy((report) -> {
				assertThat(TASKS).contains(report.entity().id());
				assertThat(report.faults()).as(report.entity().id()).isEmpty();
				assertThat(((TaskData) report.data()).liveness().state().isBad()).as(report.entity().id()).isFalse();
			})
			.hasSameSizeAs(TASKS);
	}

	@SpringBootTest(classes = Plant.class,
			properties = { "medkit.tasks=beat,upload,wait", "medkit.executor.name=paused" })
	static class UsersTest {

	}

	@SpringBootTest(classes = AnotherTest.class)
	@Configuration(proxyBeanMethods = false)
	static class AnotherTest {

	}

	/**
	 * Goes by a clock that stands still while its executions take place.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, QuartzAutoConfiguration.class })
	@EnableScheduling
	static class Plant {

		private final AtomicInteger uploads = new AtomicInteger();

		private final Signal arrived = new Signal();

		@Bean
		static FakeClock clock() {
			return new FakeClock();
		}

		@Bean
		ExecutorBinding binding(FakeClock clock) {
			return ExecutorBinding.builder()
				.name("paused")
				.tasks(Stream.of("beat", "upload", "wait").map(TaskRegistration::new).toList())
				.telemetryClock(clock)
				.wallClock(clock)
				.build();
		}

		@Bean
		TaskSources sources(FakeClock clock) {
			return new TaskSources(clock, clock, 16, new TaskIds(List.of("beat", "upload", "wait")));
		}

		@Bean
		Signal arrived() {
			return this.arrived;
		}

		@Bean
		Signal never() {
			return new Signal();
		}

		@MedkitTask(value = "beat", period = "5ms")
		void beat() {
		}

		@MedkitTask(value = "upload", signals = "arrived", deadline = "1h")
		void upload() {
			this.uploads.incrementAndGet();
		}

		@MedkitTask(value = "wait", signals = "never", deadline = "1h")
		void await() {
		}

		@Scheduled(fixedDelay = 5)
		void poll() {
		}

		@Scheduled(fixedRate = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
		void prune() {
		}

	}

}
