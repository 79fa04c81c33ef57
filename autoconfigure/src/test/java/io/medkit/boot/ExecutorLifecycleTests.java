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

import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.ExecutableItem;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExecutorLifecycle} and what of an executor's life health tells.
 */
class ExecutorLifecycleTests {

	private static final String NAME = "lifecycle-tests";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class, MedkitHealthAutoConfiguration.class))
		.withPropertyValues("medkit.executor.name=" + NAME);

	private final ApplicationContextRunner withTask = this.runner.withBean("read", NamedItem.class, "read")
		.withPropertyValues("medkit.tasks[0].id=read", "medkit.tasks[0].period=10ms", "medkit.tasks[0].tolerance=90s",
				"medkit.tasks[0].max-run=90s");

	@Test
	void executorStartsWithTheContextAndLeavesNoThreadBehind() {
		this.withTask.run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(Tasks.threads(NAME)).containsExactly("medkit-lifecycle-tests-dispatch",
					"medkit-lifecycle-tests-watchdog", "medkit-lifecycle-tests-worker-1");
		});
		Tasks.await(() -> Tasks.threads(NAME).isEmpty());
	}

	@Test
	void whatIsBeingExecutedAtTheEndIsFinished() {
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean finished = new AtomicBoolean();
		this.withTask.withBean("read", ExecutableItem.class, () -> (context) -> {
			begun.countDown();
			release.await();
			finished.set(true);
		}).withAllowBeanDefinitionOverriding(true).run((context) -> {
			begun.await();
			Thread closing = new Thread(context::close);
			closing.start();
			Tasks.await(() -> closing.getState() == Thread.State.TIMED_WAITING);
			release.countDown();
			closing.join();
			assertThat(finished).isTrue();
		});
	}

	@Test
	void bodyThatDoesNotEndIsInterruptedAfterTheTimeout() {
		CountDownLatch begun = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		this.withTask.withBean("read", ExecutableItem.class, () -> (context) -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.set(true);
			}
		})
			.withAllowBeanDefinitionOverriding(true)
			.withPropertyValues("medkit.executor.shutdown-timeout=50ms")
			.run((context) -> {
				begun.await();
				context.close();
				assertThat(interrupted).isTrue();
			});
		Tasks.await(() -> Tasks.threads(NAME).isEmpty());
	}

	@Test
	@DisplayName("[24] [59] a stopped context's tasks are stopped, not failed, and run again after a start")
	void contextMayBeStoppedAndStarted() {
		this.withTask.run((context) -> {
			ConfigurableApplicationContext lifecycle = context
				.getSourceApplicationContext(ConfigurableApplicationContext.class);
			for (int i = 0; i < 3; i++) {
				Tasks.awaitExecutions(context, "read");
				lifecycle.stop();
				Tasks.await(() -> Tasks.threads(NAME).isEmpty());
				assertThat(context.getBean(CyclicExecutor.class).isRunning()).isFalse();
				assertThat(Tasks.data(context, "read").liveness().state()).isEqualTo(TaskState.STOPPED);
				assertThat(Tasks.report(context, "read").faults()).isEmpty();
				assertThat(status(context, "app:read")).isEqualTo(Status.UNKNOWN);
				assertThat(status(context, NAME)).isEqualTo(Status.UNKNOWN);
				lifecycle.start();
			}
			Tasks.awaitExecutions(context, "read");
			assertThat(status(context, "app:read")).isEqualTo(Status.UP);
			assertThat(status(context, NAME)).isEqualTo(Status.UP);
		});
	}

	@Test
	void contextMayBePausedAndRestarted() {
		this.withTask.run((context) -> {
			Tasks.awaitExecutions(context, "read");
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).pause();
			assertThat(context.getBean(CyclicExecutor.class).isRunning()).isFalse();
			context.getSourceApplicationContext(ConfigurableApplicationContext.class).restart();
			Tasks.awaitExecutions(context, "read");
		});
	}

	@Test
	void executorIsNotStartedWhenItIsNotToStartByItself() {
		this.withTask.withPropertyValues("medkit.executor.auto-startup=false").run((context) -> {
			assertThat(context.getBean(CyclicExecutor.class).isRunning()).isFalse();
			assertThat(Tasks.threads(NAME)).isEmpty();
			assertThat(status(context, "app:read")).isEqualTo(Status.UNKNOWN);
			assertThat(status(context, NAME)).isEqualTo(Status.UNKNOWN);
			context.getBean(CyclicExecutor.class).start();
			Tasks.awaitExecutions(context, "read");
		});
		Tasks.await(() -> Tasks.threads(NAME).isEmpty());
	}

	@Test
	void withoutTasksThereIsNoThread() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(CyclicExecutor.class);
			assertThat(Tasks.threads(NAME)).isEmpty();
		});
	}

	@Test
	void tasksRunThoughAllElseIsLazy() {
		String yaml = """
				spring.main.lazy-initialization: true
				medkit: { tasks: [ { id: pump, period: 10ms }, { id: valve, period: 10ms } ], executor.name: %s }
				""".formatted(NAME);
		try (ConfigurableApplicationContext context = Launcher.launch(yaml, Plant.class)) {
			Tasks.await(() -> Tasks.threads(NAME).size() == 4);
			Tasks.awaitExecutions(context, "pump");
			Tasks.awaitExecutions(context, "valve");
		}
		Tasks.await(() -> Tasks.threads(NAME).isEmpty());
	}

	@Test
	void failedStartLeavesNoThreadBehind() {
		this.withTask.withBean("failing", FailingLifecycle.class)
			.run((context) -> assertThat(context).getFailure().hasRootCauseMessage("after the executor"));
		Tasks.await(() -> Tasks.threads(NAME).isEmpty());
	}

	@Test
	void inLineExecutionTakesNoWorker() {
		this.withTask.withPropertyValues("medkit.executor.worker-threads=0").run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(Tasks.threads(NAME)).containsExactly("medkit-lifecycle-tests-dispatch",
					"medkit-lifecycle-tests-watchdog");
		});
	}

	@Test
	@DisplayName("[20] a task in flight for longer than its limit is stalled and down, and its executor too")
	void stalledTaskIsDown() {
		CountDownLatch release = new CountDownLatch(1);
		this.withTask.withBean("read", ExecutableItem.class, () -> (context) -> release.await())
			.withAllowBeanDefinitionOverriding(true)
			.withPropertyValues("medkit.tasks[0].max-run=50ms", "medkit.tasks[0].tolerance=50ms")
			.run((context) -> {
				Tasks.awaitData(context, "read",
						(data) -> assertThat(data.liveness().state()).isEqualTo(TaskState.STALLED));
				assertThat(status(context, "app:read")).isEqualTo(Status.DOWN);
				assertThat(status(context, NAME)).isEqualTo(Status.DOWN);
				release.countDown();
				Tasks.await(() -> status(context, "app:read").equals(Status.UP));
			});
	}

	@Test
	@DisplayName("[13] with the policy stop, an error ends the run and the executor is down")
	void errorStopsTheRunWhenAskedTo() {
		this.runner.withBean(Plant.class)
			.withPropertyValues("medkit.executor.on-error=stop", "medkit.tasks[0].id=pump",
					"medkit.tasks[0].period=10ms", "medkit.tasks[1].id=valve", "medkit.tasks[1].period=10ms")
			.run((context) -> {
				Tasks.awaitExecutions(context, "pump");
				context.getBean(Plant.class).breakDown("pump");
				Tasks.await(() -> !context.getBean(CyclicExecutor.class).isRunning());
				assertThat(status(context, NAME)).isEqualTo(Status.DOWN);
				assertThat(status(context, "app:pump")).isEqualTo(Status.DOWN);
				assertThat(Tasks.data(context, "pump").liveness().errors()).isEqualTo(1);
			});
	}

	private static Status status(BeanFactory context, String entity) {
		HealthIndicator indicator = (HealthIndicator) context.getBean(MedkitHealthContributor.class)
			.getContributor(entity);
		assertThat(indicator).as(entity).isNotNull();
		return Objects.requireNonNull(indicator.health()).getStatus();
	}

	static class FailingLifecycle implements SmartLifecycle {

		@Override
		public void start() {
			throw new IllegalStateException("after the executor");
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return ExecutorLifecycle.PHASE + 1;
		}

	}

}
