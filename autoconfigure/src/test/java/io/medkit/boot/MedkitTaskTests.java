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
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import io.medkit.executor.ExecutableItem;
import io.medkit.executor.ExecutionContext;
import io.medkit.executor.Signal;
import io.medkit.executor.Graph;
import io.medkit.executor.Triggers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MedkitTask}, {@link TaskBodies} and {@link MethodItem}.
 */
class MedkitTaskTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class))
		.withPropertyValues("medkit.tasks[0].id=read", "medkit.tasks[0].period=10ms");

	@Test
	void itemBeanIsBodyOfTheTaskOfItsBeanName() {
		this.runner.withUserConfiguration(ItemByBeanName.class)
			.run((context) -> Tasks.awaitExecutions(context, "read"));
	}

	@Test
	void itemBeanIsBodyOfTheTaskThatItInsistsOn() {
		this.runner.withBean("anyName", NamedItem.class, "read")
			.run((context) -> Tasks.awaitExecutions(context, "read"));
	}

	@Test
	@DisplayName("[49] a graph that is a bean is a body like any other")
	void graphBeanIsBody() {
		AtomicInteger leaves = new AtomicInteger();
		Graph graph = Graph.builder().root("root", (context) -> {
		})
			.vertex("left", (context) -> leaves.incrementAndGet())
			.vertex("right", (context) -> leaves.incrementAndGet())
			.edge("root", "left")
			.edge("root", "right")
			.build();
		this.runner.withBean("read", Graph.class, () -> graph).run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(leaves).hasValueGreaterThanOrEqualTo(4);
		});
	}

	@Test
	void signalTriggersMethodAndItsDeadlineDoesWithoutOne() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class))
			.withPropertyValues("medkit.tasks=signalled,overdue", "plant.deadline=20ms")
			.withBean("first", Signal.class)
			.withBean("second", Signal.class)
			.withBean(EventDriven.class)
			.run((context) -> {
				context.getBean("second", Signal.class).raise();
				Tasks.await(() -> Tasks.data(context, "signalled").timing().executions() == 1);
				context.getBean("first", Signal.class).raise();
				Tasks.await(() -> Tasks.data(context, "signalled").timing().executions() == 2);
				assertThat(Tasks.data(context, "signalled").timing().rateHz()).isNull();
				Tasks.awaitExecutions(context, "overdue");
				assertThat(Tasks.data(context, "overdue").timing().deadlineNanos()).isEqualTo(20_000_000);
			});
	}

	@Test
	void whatIsListedWinsOverTheAnnotation() {
		this.runner.withPropertyValues("medkit.tasks[0].budget=5s").withBean(Budgeted.class).run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(Tasks.data(context, "read").timing().budgetNanos()).isEqualTo(5_000_000_000L);
			assertThat(Tasks.data(context, "read").timing().periodNanos()).isEqualTo(10_000_000);
		});
	}

	static class EventDriven {

		@MedkitTask(value = "signalled", signals = { "first", "second" })
		void signalled() {
		}

		@MedkitTask(value = "overdue", signals = "first", deadline = "${plant.deadline}")
		void overdue() {
		}

	}

	static class Budgeted {

		@MedkitTask(value = "read", period = "1h", budget = "1m")
		void read() {
		}

	}

	@Test
	void methodOfAnyVisibilityIsBody() {
		String[] tasks = { "private", "package", "protected", "public", "static", "static-taking" };
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class))
			.withPropertyValues("medkit.tasks=" + String.join(",", tasks))
			.withBean(Visibilities.class)
			.run((context) -> {
				for (String task : tasks) {
					Tasks.awaitExecutions(context, task);
				}
			});
	}

	@Test
	void methodMayTakeTheContextAndReturnSomething() {
		this.runner.withBean(TakingContext.class).run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(context.getBean(TakingContext.class).task.get()).isEqualTo("read");
		});
	}

	@Test
	void inheritedMethodIsBody() {
		this.runner.withBean(Inheriting.class).run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(context.getBean(Inheriting.class).calls).hasPositiveValue();
		});
	}

	@Test
	void methodOfAnInterfaceIsBody() {
		this.runner.withBean(ImplementingAnnotated.class).run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(context.getBean(ImplementingAnnotated.class).calls).hasPositiveValue();
		});
	}

	@Test
	void lazyBeanIsBody() {
		this.runner.withUserConfiguration(LazyBodies.class).run((context) -> Tasks.awaitExecutions(context, "read"));
	}

	@Test
	void methodIsCalledThroughClassProxy() {
		this.runner.withBean(ProxyingPostProcessor.class, Counting.class, true)
			.withBean(Counting.class)
			.run((context) -> {
				Tasks.awaitExecutions(context, "read");
				assertThat(AopUtils.isCglibProxy(context.getBean(Counting.class))).isTrue();
				assertThat(context.getBean(ProxyingPostProcessor.class).calls).hasPositiveValue();
			});
	}

	@Test
	void methodIsCalledThroughInterfaceProxy() {
		this.runner.withBean(ProxyingPostProcessor.class, Reading.class, false)
			.withBean(ReadingByInterface.class)
			.run((context) -> {
				Tasks.awaitExecutions(context, "read");
				assertThat(AopUtils.isJdkDynamicProxy(context.getBean(Reading.class))).isTrue();
				assertThat(context.getBean(ProxyingPostProcessor.class).calls).hasPositiveValue();
			});
	}

	@Test
	void itemBeanIsCalledThroughItsProxy() {
		this.runner.withBean(ProxyingPostProcessor.class, ExecutableItem.class, false)
			.withUserConfiguration(ItemByBeanName.class)
			.run((context) -> {
				Tasks.awaitExecutions(context, "read");
				assertThat(context.getBean(ProxyingPostProcessor.class).calls).hasPositiveValue();
			});
	}

	@Test
	void prototypeBeanGivesTheTaskAnInstanceOfItsOwn() {
		Prototypes.instances.set(0);
		this.runner.withUserConfiguration(Prototypes.class).run((context) -> {
			Tasks.awaitExecutions(context, "read");
			assertThat(Prototypes.instances).hasValue(1);
		});
	}

	@Test
	void scopedBeanIsOneBodyAndCalledThroughItsScope() {
		this.runner.withUserConfiguration(ScopedBodies.class)
			.withPropertyValues("medkit.tasks[1].id=item", "medkit.tasks[1].period=10ms",
					"medkit.executor.worker-threads=1")
			.run((context) -> {
				Tasks.awaitExecutions(context, "read");
				Tasks.awaitExecutions(context, "item");
				assertThat(context.getBean(ScopedBodies.Calls.class).threads.get()).contains("-worker-1");
			});
	}

	@Test
	void exceptionOfMethodArrivesAsItIs() {
		this.runner.withBean(Failing.class).run((context) -> Tasks.awaitData(context, "read", (data) -> {
			assertThat(data.lastError()).isNotNull();
			assertThat(data.lastError().type()).isEqualTo(IOException.class.getName());
			assertThat(data.lastError().message()).isEqualTo("no line");
		}));
	}

	@Test
	void exceptionArrivesAsItIsThroughClassProxy() {
		this.runner.withBean(ProxyingPostProcessor.class, Failing.class, true)
			.withBean(Failing.class)
			.run((context) -> Tasks.awaitData(context, "read", (data) -> {
				assertThat(data.lastError()).isNotNull();
				assertThat(data.lastError().type()).isEqualTo(IOException.class.getName());
			}));
	}

	@Test
	void errorIsRecordedAndTheNextCycleRuns() {
		this.runner.withBean(FailingWithError.class).run((context) -> Tasks.awaitData(context, "read", (data) -> {
			assertThat(data.liveness().errors()).isGreaterThan(2);
			assertThat(data.lastError()).isNotNull();
			assertThat(data.lastError().type()).isEqualTo(StackOverflowError.class.getName());
		}));
	}

	@Test
	void periodOfTheAnnotationMayBeAPlaceholder() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class))
			.withPropertyValues("medkit.tasks=read", "plant.period=30ms")
			.withBean(PlaceholderPeriod.class)
			.run((context) -> assertThat(Tasks.data(context, "read").timing().periodNanos()).isEqualTo(30_000_000));
	}

	@Test
	void emptyPlaceholderLeavesThePeriodToTheProperties() {
		this.runner.withPropertyValues("plant.period=")
			.withBean(PlaceholderPeriod.class)
			.run((context) -> assertThat(Tasks.data(context, "read").timing().periodNanos()).isEqualTo(10_000_000));
	}

	@Test
	void listedPeriodWinsOverTheAnnotation() {
		this.runner.withPropertyValues("plant.period=30ms")
			.withBean(PlaceholderPeriod.class)
			.run((context) -> assertThat(Tasks.data(context, "read").timing().periodNanos()).isEqualTo(10_000_000));
	}

	@Test
	void listedPeriodWinsOverDeclaredTrigger() {
		this.runner.withUserConfiguration(DeclaringItem.class)
			.run((context) -> assertThat(Tasks.data(context, "read").timing().periodNanos()).isEqualTo(10_000_000));
	}

	@Test
	void declaredTriggerCountsWhereNoPeriodIsListed() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class))
			.withPropertyValues("medkit.tasks=read")
			.withUserConfiguration(DeclaringItem.class)
			.run((context) -> assertThat(Tasks.data(context, "read").timing().periodNanos()).isEqualTo(70_000_000));
	}

	@Configuration(proxyBeanMethods = false)
	static class ItemByBeanName {

		@Bean
		ExecutableItem read() {
			return (context) -> {
			};
		}

	}

	static class Visibilities {

		@MedkitTask(value = "private", period = "10ms")
		private void privately() {
		}

		@MedkitTask(value = "package", period = "10ms")
		void packagePrivately() {
		}

		@MedkitTask(value = "protected", period = "10ms")
		protected void protectedly() {
		}

		@MedkitTask(value = "public", period = "10ms")
		public void publicly() {
		}

		@MedkitTask(value = "static", period = "10ms")
		static void statically() {
		}

		@MedkitTask(value = "static-taking", period = "10ms")
		static void statically(ExecutionContext context) {
		}

	}

	static class TakingContext {

		final AtomicReference<String> task = new AtomicReference<>();

		@MedkitTask("read")
		int read(ExecutionContext context) {
			this.task.set(context.taskId().value());
			return 42;
		}

	}

	static class Counting {

		final AtomicLong calls = new AtomicLong();

		@MedkitTask("read")
		void read() {
			this.calls.incrementAndGet();
		}

	}

	static class Inheriting extends Counting {

	}

	interface Reading {

		void read();

	}

	static class ReadingByInterface implements Reading {

		@Override
		@MedkitTask("read")
		public void read() {
		}

	}

	interface AnnotatedReading {

		@MedkitTask("read")
		void read();

	}

	static class ImplementingAnnotated implements AnnotatedReading {

		final AtomicLong calls = new AtomicLong();

		@Override
		public void read() {
			this.calls.incrementAndGet();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LazyBodies {

		@Bean
		@Lazy
		Counting counting() {
			return new Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Prototypes {

		static final AtomicInteger instances = new AtomicInteger();

		@Bean
		@Scope("prototype")
		Counting counting() {
			instances.incrementAndGet();
			return new Counting();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ScopedBodies {

		@Bean
		static CustomScopeConfigurer threadScope() {
			CustomScopeConfigurer configurer = new CustomScopeConfigurer();
			configurer.addScope("thread", new SimpleThreadScope());
			return configurer;
		}

		@Bean
		@Scope(value = "thread", proxyMode = ScopedProxyMode.INTERFACES)
		RecordingReading reading(Calls calls) {
			return new RecordingReading(calls);
		}

		@Bean
		@Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
		NamedItem scoped() {
			return new NamedItem("item");
		}

		@Bean
		Calls calls() {
			return new Calls();
		}

		static class Calls {

			final AtomicReference<String> threads = new AtomicReference<>("");

		}

	}

	static class RecordingReading extends ReadingByInterface {

		private final ScopedBodies.Calls calls;

		RecordingReading(ScopedBodies.Calls calls) {
			this.calls = calls;
		}

		@Override
		@MedkitTask("read")
		public void read() {
			this.calls.threads.set(Thread.currentThread().getName());
		}

	}

	static class Failing {

		@MedkitTask("read")
		void read() throws IOException {
			throw new IOException("no line");
		}

	}

	static class FailingWithError {

		@MedkitTask("read")
		void read() {
			throw new StackOverflowError();
		}

	}

	static class PlaceholderPeriod {

		@MedkitTask(value = "read", period = "${plant.period}")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class DeclaringItem {

		@Bean
		ExecutableItem read() {
			return new ExecutableItem() {

				@Override
				public void execute(ExecutionContext context) {
				}

				@Override
				public void declareTriggers(Triggers triggers) {
					triggers.interval(Duration.ofMillis(70));
				}

			};
		}

	}

}
