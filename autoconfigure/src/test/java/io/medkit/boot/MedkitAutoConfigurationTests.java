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
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.binding.ExecutorBinding;
import io.medkit.binding.TaskRegistration;
import io.medkit.executor.AdmissionCheck;
import io.medkit.executor.AdmissionRejectedException;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.ExecutableItem;
import io.medkit.executor.ExecutionMonitor;
import io.medkit.executor.Observer;
import io.medkit.executor.TaskId;
import io.medkit.executor.Triggers;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.ExecutorData;
import io.medkit.provider.Provider;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jmx.JmxEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jmx.JmxAutoConfiguration;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitAutoConfiguration}, {@link MedkitEndpointAutoConfiguration} and
 * {@link MedkitHealthAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MedkitAutoConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class, MedkitEndpointAutoConfiguration.class,
				MedkitHealthAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=medkit");

	private final ApplicationContextRunner withTask = this.runner.withUserConfiguration(ReadItem.class)
		.withPropertyValues("medkit.tasks[0].id=read", "medkit.tasks[0].period=10ms", "medkit.tasks[0].tolerance=90s",
				"medkit.tasks[0].max-run=90s");

	@Test
	@DisplayName("[37] all beans are there and wired to each other")
	void allBeansAreWired() {
		this.withTask.run((context) -> {
			assertThat(context).hasSingleBean(ExecutorBinding.class)
				.hasSingleBean(CyclicExecutor.class)
				.hasSingleBean(Gateway.class)
				.hasSingleBean(MedkitEndpoint.class)
				.hasSingleBean(MedkitEndpointWebExtension.class)
				.hasSingleBean(MedkitHealthContributor.class);
			Tasks.awaitExecutions(context, "read");
			assertThat(context.getBean(MedkitEndpoint.class).medkit(null, null, null, null).entities())
				.extracting(EntityDocument.Summary::id)
				.containsExactly("executor", "app:read");
			assertThat(context.getBean(MedkitHealthContributor.class).stream()).extracting((entry) -> entry.name())
				.containsExactly("executor", "app:read");
		});
	}

	@Test
	void executorIsNoTaskExecutorSoThatOthersDoNotBackOff() {
		this.withTask.withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.run((context) -> assertThat(context).hasBean("applicationTaskExecutor").hasSingleBean(Executor.class));
	}

	@Test
	@DisplayName("[56] an executor that one of the application's checks does not admit keeps it from starting")
	void executorThatIsNotAdmittedDoesNotStart() {
		this.withTask.withBean("lenient", AdmissionCheck.class, () -> (request) -> null)
			.withBean("strict", AdmissionCheck.class,
					() -> (request) -> "%d tasks, no licence".formatted(request.taskCount()))
			.run((context) -> assertThat(context).hasFailed()
				.getFailure()
				.hasRootCauseInstanceOf(AdmissionRejectedException.class)
				.rootCause()
				.hasMessage("Executor 'executor' may not run: 1 tasks, no licence"));
	}

	@Test
	void settingsReachTheExecutorAndTheBinding() {
		this.withTask
			.withPropertyValues("medkit.executor.thread-name-prefix=plant-", "medkit.executor.heartbeat=10ms",
					"medkit.executor.wait-strategy=hybrid", "medkit.executor.worker-priority=3",
					"medkit.executor.dispatch-priority=7", "medkit.executor.daemon=true", "medkit.statistics-window=2",
					"medkit.tasks[0].budget=10m")
			.run((context) -> {
				Tasks.awaitExecutions(context, "read");
				Tasks.awaitExecutions(context, "read");
				assertThat(Tasks.data(context, "read").timing().distributions().windowSamples()).isEqualTo(2);
				assertThat(Tasks.data(context, "read").timing().budgetNanos()).isEqualTo(600_000_000_000L);
				Thread dispatch = thread("plant-dispatch");
				assertThat(dispatch.getPriority()).isEqualTo(7);
				assertThat(dispatch.isDaemon()).isTrue();
				assertThat(thread("plant-worker-1").getPriority()).isEqualTo(3);
				Tasks.await(
						() -> ((ExecutorData) context.getBean(ExecutorBinding.class).find("executor").data()).executor()
							.heartbeats() > 1);
			});
	}

	private static Thread thread(String name) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals(name))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void nothingIsThereWhenMedkitIsDisabled() {
		this.runner.withPropertyValues("medkit.enabled=false", "medkit.tasks[0].id=not/checked")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ExecutorBinding.class)
				.doesNotHaveBean(CyclicExecutor.class)
				.doesNotHaveBean(Gateway.class)
				.doesNotHaveBean(MedkitEndpoint.class)
				.doesNotHaveBean(MedkitEndpointWebExtension.class)
				.doesNotHaveBean(MedkitHealthContributor.class)
				.doesNotHaveBean(ExecutorLifecycle.class));
	}

	@Test
	void allButTheExecutorIsThereWhenTheExecutorIsDisabled() {
		this.withTask.withPropertyValues("medkit.executor.enabled=false").run((context) -> {
			assertThat(context).doesNotHaveBean(CyclicExecutor.class).doesNotHaveBean(ExecutorLifecycle.class);
			assertThat(context.getBean(MedkitEndpoint.class).medkit(null, null, null, null).entities())
				.extracting(EntityDocument.Summary::id)
				.containsExactly("executor", "app:read");
			assertThat(Tasks.data(context, "read").liveness().online()).isFalse();
		});
	}

	@Test
	@DisplayName("[37] a user's own executor gets the bodies and the binding, and is started")
	void ownExecutorIsRespected() {
		this.withTask.withUserConfiguration(OwnExecutor.class).run((context) -> {
			assertThat(context).hasSingleBean(CyclicExecutor.class).hasBean("mine");
			CyclicExecutor mine = context.getBean(CyclicExecutor.class);
			assertThat(mine.tasks()).extracting(TaskId::value).containsExactly("read");
			Tasks.awaitExecutions(context, "read");
			assertThat(Tasks.threads("mine")).contains("medkit-mine-dispatch");
		});
	}

	@Test
	void taskThatAnOwnExecutorHasAlreadyIsNotAddedAgain() {
		this.withTask.withUserConfiguration(OwnExecutorWithTask.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(CyclicExecutor.class).tasks()).hasSize(1);
			Tasks.awaitExecutions(context, "read");
		});
	}

	@Test
	void ownExecutorIsRespectedThoughTheDefaultIsDisabled() {
		this.withTask.withUserConfiguration(OwnExecutor.class)
			.withPropertyValues("medkit.executor.enabled=false")
			.run((context) -> Tasks.awaitExecutions(context, "read"));
	}

	@Test
	@DisplayName("[37] a user's own binding takes the place of the default, and observes the executor")
	void ownBindingIsRespected() {
		this.withTask.withBean("ownBinding", ExecutorBinding.class, () -> ExecutorBinding.withTasks("read"))
			.run((context) -> {
				assertThat(context).hasSingleBean(ExecutorBinding.class).hasBean("ownBinding");
				Tasks.awaitExecutions(context, "read");
				assertThat(context.getBean(MedkitEndpoint.class).entity("app:read")).isNotNull();
			});
	}

	@Test
	void ownBindingAndOwnExecutorMeet() {
		this.withTask.withUserConfiguration(OwnExecutor.class)
			.withBean("ownBinding", ExecutorBinding.class, () -> ExecutorBinding.withTasks("read"))
			.run((context) -> Tasks.awaitExecutions(context, "read"));
	}

	@Test
	@DisplayName("[37] a user's own gateway takes the place of the default")
	void ownGatewayIsRespected() {
		this.withTask.withBean("ownGateway", Gateway.class, () -> new Gateway(List.of())).run((context) -> {
			assertThat(context).hasSingleBean(Gateway.class).hasBean("ownGateway");
			assertThat(context.getBean(MedkitEndpoint.class).medkit(null, null, null, null).entities()).isEmpty();
			assertThat(context.getBean(MedkitHealthContributor.class).stream()).isEmpty();
		});
	}

	@Test
	void ownProviderIsShownBesideTheBinding() {
		this.withTask.withBean("furtherProvider", Provider.class, FurtherProvider::new).run((context) -> {
			assertThat(context.getBean(MedkitEndpoint.class).medkit(null, null, null, null).entities())
				.extracting(EntityDocument.Summary::id)
				.containsExactlyInAnyOrder("executor", "app:read", "further", "app:other");
		});
	}

	@Test
	@DisplayName("[37] a user's own endpoint takes the place of the default")
	void ownEndpointIsRespected() {
		this.withTask
			.withBean("ownEndpoint", MedkitEndpoint.class,
					() -> new MedkitEndpoint(new Gateway(List.of()), List.of(), Show.NEVER))
			.run((context) -> assertThat(context).hasSingleBean(MedkitEndpoint.class)
				.hasBean("ownEndpoint")
				.hasSingleBean(MedkitEndpointWebExtension.class));
	}

	@Test
	@DisplayName("[37] a user's own health takes the place of the default, as indicator or contributor")
	void ownHealthIsRespected() {
		for (String name : List.of("medkitHealthIndicator", "medkitHealthContributor")) {
			this.withTask.withBean(name, HealthIndicator.class, () -> () -> Health.up().build())
				.run((context) -> assertThat(context).hasNotFailed()
					.doesNotHaveBean(MedkitHealthContributor.class)
					.hasBean(name));
		}
	}

	@Test
	void healthIsNotThereWhenDisabled() {
		this.runner.withPropertyValues("management.health.medkit.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MedkitHealthContributor.class));
		this.runner.withPropertyValues("management.health.defaults.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MedkitHealthContributor.class));
	}

	@Test
	void endpointIsNotThereWhenItMayNotBeAccessed() {
		this.runner.withPropertyValues("management.endpoint.medkit.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MedkitEndpoint.class)
				.doesNotHaveBean(MedkitEndpointWebExtension.class));
	}

	@Test
	void endpointIsNotThereWhenItIsNotExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MedkitEndpoint.class)
				.doesNotHaveBean(MedkitEndpointWebExtension.class));
	}

	@Test
	void webExtensionIsNotThereWhenTheEndpointIsExposedOverJmxAlone() {
		this.runner
			.withConfiguration(AutoConfigurations.of(JmxAutoConfiguration.class, JmxEndpointAutoConfiguration.class))
			.withPropertyValues("management.endpoints.web.exposure.include=", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=medkit")
			.run((context) -> assertThat(context).hasSingleBean(MedkitEndpoint.class)
				.doesNotHaveBean(MedkitEndpointWebExtension.class));
	}

	@Test
	@DisplayName("[35] a user's observer and monitor that throw stop no task, and others are told")
	void throwingHooksStopNoTask() {
		this.withTask.withBean(ThrowingHooks.class).run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(context.getBean(ThrowingHooks.class).calls).hasPositiveValue();
			assertThat(context.getBean(CyclicExecutor.class).hookFailures()).isPositive();
			assertThat(Tasks.report(context, "read").faults()).isEmpty();
		});
	}

	@Test
	@DisplayName("[26] unmatched tasks and bodies are warned of")
	void unmatchedTasksAreWarnedOf(CapturedOutput output) {
		this.withTask.withPropertyValues("medkit.unmatched-tasks=warn", "medkit.tasks[1].id=nobody")
			.withUserConfiguration(UnlistedBody.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("WARN")
					.contains("Property 'medkit.tasks[1]' lists the task 'nobody', which has no body")
					.contains("The task 'unlisted' of method 'run' of bean");
				assertThat(context.getBean(ExecutorBinding.class).tasks()).containsExactly("read", "nobody");
				Tasks.await(() -> context.getBean(UnlistedBody.class).calls.get() > 0);
			});
	}

	@Test
	@DisplayName("[26] unmatched tasks and bodies are ignored when asked to")
	void unmatchedTasksAreIgnored(CapturedOutput output) {
		this.withTask.withPropertyValues("medkit.unmatched-tasks=ignore", "medkit.tasks[1].id=nobody")
			.withUserConfiguration(UnlistedBody.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Tasks.awaitExecutions(context, "read");
				assertThat(output).doesNotContain("nobody").doesNotContain("is not listed");
			});
	}

	@Test
	@DisplayName("[26] unmatched tasks and bodies fail unless something else is asked for")
	void unmatchedTasksFail() {
		this.withTask.withPropertyValues("medkit.tasks[1].id=nobody")
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("'nobody', which has no body"));
		this.withTask.withUserConfiguration(UnlistedBody.class)
			.run((context) -> assertThat(context).getFailure().hasMessageContaining("'unlisted'"));
	}

	@Test
	void tasksAreAddedInListedOrder() {
		this.runner.withPropertyValues("medkit.tasks=b,a,c", "medkit.unmatched-tasks=ignore")
			.withBean("zeroth", PeriodicItem.class, "unlisted")
			.withBean("first", PeriodicItem.class, "a")
			.withBean("second", PeriodicItem.class, "b")
			.withBean("third", PeriodicItem.class, "c")
			.run((context) -> assertThat(context.getBean(CyclicExecutor.class).tasks()).extracting(TaskId::value)
				.containsExactly("b", "a", "c", "unlisted"));
	}

	@Configuration(proxyBeanMethods = false)
	static class ReadItem {

		@Bean
		ExecutableItem read() {
			return (context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExecutor {

		@Bean
		CyclicExecutor mine() {
			return CyclicExecutor.builder().name("mine").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnExecutorWithTask {

		@Bean
		CyclicExecutor mine(ExecutableItem read) {
			CyclicExecutor executor = CyclicExecutor.builder().build();
			executor.add("read", Duration.ofMillis(10), read);
			return executor;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnlistedBody {

		final AtomicLong calls = new AtomicLong();

		@MedkitTask(value = "unlisted", period = "10ms")
		void run() {
			this.calls.incrementAndGet();
		}

	}

	static class PeriodicItem extends NamedItem {

		PeriodicItem(String id) {
			super(id);
		}

		@Override
		public void declareTriggers(Triggers triggers) {
			triggers.interval(Duration.ofSeconds(1));
		}

	}

	static class ThrowingHooks implements Observer, ExecutionMonitor {

		final AtomicLong calls = new AtomicLong();

		@Override
		public void onExecutorUp() {
			throw new IllegalStateException("hook");
		}

		@Override
		public void preExecute(TaskId task, long startedNanos) {
			this.calls.incrementAndGet();
			throw new StackOverflowError("hook");
		}

	}

	static class FurtherProvider implements Provider {

		private final ExecutorBinding binding = ExecutorBinding.builder()
			.name("further")
			.tasks(List.of(new TaskRegistration("other")))
			.build();

		@Override
		public List<EntityReport> snapshot() {
			return this.binding.snapshot();
		}

		@Override
		public EntityReport find(String entityId) {
			return this.binding.find(entityId);
		}

		@Override
		public boolean clearFaults(String entityId) {
			return this.binding.clearFaults(entityId);
		}

	}

}
