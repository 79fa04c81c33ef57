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
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.medkit.binding.Medkit;
import io.medkit.gateway.Gateway;
import io.medkit.model.Health;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.core.LockingTaskExecutorListener;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for scheduled methods that ShedLock guards.
 */
class ShedLockTests {

	@Test
	void executionWithoutTheLockIsSkippedAndOneWithItCounts() {
		try (ConfigurableApplicationContext context = run(Locked.class)) {
			await(() -> assertThat(data(context, "jobs.locked").scheduling().skipped()).isGreaterThanOrEqualTo(3));
			assertThat(data(context, "jobs.locked").scheduling().scope()).isEqualTo(Scope.CLUSTER);
			assertThat(data(context, "jobs.locked").timing().executions()).isZero();
			assertThat(data(context, "jobs.locked").liveness().errors()).isZero();
			assertThat(context.getBean(Gateway.class).find("app:jobs.locked").health()).isEqualTo(Health.OK);
			context.getBean(Locks.class).free.set(true);
			await(() -> assertThat(data(context, "jobs.locked").timing().executions()).isPositive());
			assertThat(data(context, "jobs.locked").scheduling().totalWork()).isPositive();
		}
	}

	@Test
	void lockThatATaskAsksForOnItsWaySaysNothingOfTheTask() {
		try (ConfigurableApplicationContext context = run(Locked.class)) {
			await(() -> assertThat(data(context, "outer.run").timing().executions()).isGreaterThanOrEqualTo(3));
			assertThat(data(context, "outer.run").scheduling().skipped()).isZero();
			assertThat(data(context, "outer.run").scheduling().scope()).isEqualTo(Scope.LOCAL);
		}
	}

	@Test
	void listenerOfTheApplicationKeepsItsTypeAndItsWork() {
		try (ConfigurableApplicationContext context = run(WithListener.class)) {
			await(() -> assertThat(data(context, "jobs.locked").scheduling().skipped()).isPositive());
			UsersListener listener = context.getBean(UsersListener.class);
			await(() -> assertThat(listener.count()).isPositive());
			assertThat(context.getBeansOfType(LockingTaskExecutorListener.class)).hasSize(1);
		}
	}

	@Test
	void finalListenerOfTheApplicationKeepsItsWork() {
		try (ConfigurableApplicationContext context = run(WithFinalListener.class)) {
			await(() -> assertThat(data(context, "jobs.locked").scheduling().skipped()).isPositive());
			await(() -> assertThat(WithFinalListener.COUNT.get()).isPositive());
		}
	}

	private static ConfigurableApplicationContext run(Class<?> configuration) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.run();
	}

	private static TaskData data(ConfigurableApplicationContext context, String task) {
		return (TaskData) context.getBean(Gateway.class).find("app:" + task).data();
	}

	private static void await(Runnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion::run);
	}

	@EnableScheduling
	@EnableSchedulerLock(defaultLockAtMostFor = "PT1M")
	static class Locked extends SchedulingTests.Nothing {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		@Bean
		Outer outer(Jobs jobs) {
			return new Outer(jobs);
		}

		@Bean
		Locks locks() {
			return new Locks();
		}

	}

	static class WithListener extends Locked {

		@Bean
		UsersListener usersListener() {
			return new UsersListener(new AtomicInteger());
		}

	}

	static class WithFinalListener extends Locked {

		private static final AtomicInteger COUNT = new AtomicInteger();

		@Bean
		LockingTaskExecutorListener finalListener() {
			record FinalListener(AtomicInteger notAcquired) implements LockingTaskExecutorListener {

				@Override
				public void onLockNotAcquired(LockConfiguration configuration) {
					this.notAcquired.incrementAndGet();
				}

			}
			return new FinalListener(COUNT);
		}

	}

	static class Jobs {

		@Scheduled(fixedDelay = 5)
		@SchedulerLock(name = "locked")
		public void locked() {
			Medkit.current().work(1);
		}

		@SchedulerLock(name = "inner")
		public void inner() {
		}

	}

	static class Outer {

		private final Jobs jobs;

		Outer(Jobs jobs) {
			this.jobs = jobs;
		}

		@Scheduled(fixedDelay = 5)
		void run() {
			this.jobs.inner();
		}

	}

	static class Locks implements LockProvider {

		private final AtomicBoolean free = new AtomicBoolean();

		@Override
		public Optional<SimpleLock> lock(LockConfiguration configuration) {
			return this.free.get() ? Optional.of(() -> {
			}) : Optional.empty();
		}

	}

	static class UsersListener implements LockingTaskExecutorListener {

		private final AtomicInteger notAcquired;

		UsersListener(AtomicInteger notAcquired) {
			this.notAcquired = notAcquired;
		}

		int count() {
			return this.notAcquired.get();
		}

		@Override
		public void onLockNotAcquired(LockConfiguration configuration) {
			this.notAcquired.incrementAndGet();
		}

	}

}
