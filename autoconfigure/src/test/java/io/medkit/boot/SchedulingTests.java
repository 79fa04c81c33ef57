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
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.medkit.binding.FakeClock;
import io.medkit.binding.Medkit;
import io.medkit.binding.TaskIds;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.ExecutorData;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.Health;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.SimpleAsyncTaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.FixedRateTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for applications that schedule tasks the way Spring offers, and have medkit on
 * their class path.
 */
class SchedulingTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private final FakeClock clock = new FakeClock(0);

	private ConfigurableApplicationContext context;

	@AfterEach
	void close() {
		if (this.context != null) {
			this.context.close();
		}
	}

	private ConfigurableApplicationContext start(Class<?> configuration, String... properties) {
		this.context = application(configuration).properties(properties).run();
		return this.context;
	}

	private SpringApplicationBuilder application(Class<?> configuration) {
		return new SpringApplicationBuilder(configuration).web(WebApplicationType.NONE)
			.properties("spring.main.banner-mode=off")
			.initializers((context) -> {
				if (context.getParent() == null) {
					context.getBeanFactory()
						.registerSingleton("sources",
								new TaskSources(this.clock, this.clock, 16, new TaskIds(List.of())));
					context.getBeanFactory().registerSingleton("clock", this.clock);
				}
			});
	}

	private EntityReport report(String entity) {
		EntityReport report = this.context.getBean(Gateway.class).find(entity);
		assertThat(report).as(entity).isNotNull();
		return report;
	}

	private TaskData data(String task) {
		return (TaskData) report("app:" + task).data();
	}

	private TaskState state(String task) {
		return data(task).liveness().state();
	}

	private Fault fault(String task, FaultCode code) {
		return report("app:" + task).faults().stream().filter((fault) -> fault.code() == code).findFirst().orElse(null);
	}

	private List<String> entities() {
		return this.context.getBean(Gateway.class)
			.snapshot()
			.reports()
			.stream()
			.map((report) -> report.entity().id())
			.toList();
	}

	private static void await(Runnable assertion) {
		Awaitility.await().atMost(Duration.ofSeconds(20)).untilAsserted(assertion::run);
	}

	@Test
	void everyKindOfTaskIsListedBeforeItsFirstExecution() {
		start(EveryKind.class);
		assertThat(entities()).containsExactlyInAnyOrder("executor", "scheduling", "app:jobs.rate", "app:jobs.delay",
				"app:jobs.nightly", "app:jobs.nightly-2", "app:jobs.once", "app:jobs.hidden", "app:second.rate",
				"app:second.delay", "app:second.nightly", "app:second.nightly-2", "app:second.once",
				"app:second.hidden", "app:everyKind.lambda", "app:everyKind.lambda-2", "app:namedPoller");
		assertThat(data("jobs.rate").scheduling().plan()).isEqualTo("every PT1H");
		assertThat(data("jobs.delay").scheduling().plan()).isEqualTo("PT1H after the last");
		assertThat(data("jobs.nightly").scheduling().plan()).isEqualTo("cron 0 0 1 * * *");
		assertThat(data("jobs.nightly-2").scheduling().plan()).isEqualTo("cron 0 30 1 * * *");
		assertThat(data("jobs.once").scheduling().plan()).isEqualTo("once");
		assertThat(data("jobs.rate").liveness().due()).isCloseTo(FakeClock.EPOCH.plus(HOUR),
				within(10, ChronoUnit.SECONDS));
		assertThat(data("jobs.nightly").liveness().tolerance()).isEqualTo(HOUR.multipliedBy(24).dividedBy(10));
		assertThat(report("scheduling").entity().online()).isTrue();
		assertThat(((ExecutorData) report("scheduling").data()).executor().taskCount()).isEqualTo(15);
		assertThat(report("app:jobs.rate").entity().parentId()).isEqualTo("scheduling");
	}

	@Test
	void schedulerAndTasksOfTheUserStayWhatTheyAre() {
		start(EveryKind.class);
		assertThat(this.context.getBean("taskScheduler")).isExactlyInstanceOf(ThreadPoolTaskScheduler.class);
		assertThat(this.context.getBean(ScheduledTaskHolder.class).getScheduledTasks()).hasSize(14)
			.allSatisfy((task) -> assertThat(task.nextExecution()).isNotNull());
	}

	@Test
	void schedulerThatAConfigurerSetsIsLeftInPlaceAndItsTasksAreWatched() {
		start(OwnConfigurer.class);
		OwnConfigurer.Jobs jobs = this.context.getBean(OwnConfigurer.Jobs.class);
		await(() -> assertThat(data("jobs.run").timing().executions()).isPositive());
		assertThat(jobs.thread.get()).startsWith("configured-");
	}

	@Test
	void errorHandlerOfTheSchedulerStillHandlesWhatATaskThrows() {
		start(WithErrorHandler.class);
		await(() -> assertThat(this.context.getBean(WithErrorHandler.class).handled.get())
			.isInstanceOf(IllegalStateException.class));
	}

	@Test
	void springStillSeesWhatATaskThrows() {
		start(OneThread.class);
		await(() -> assertThat(this.context.getBean(ScheduledTaskHolder.class).getScheduledTasks())
			.filteredOn((task) -> task.toString().endsWith("failing"))
			.singleElement()
			.extracting((task) -> task.getTask().getLastExecutionOutcome().throwable())
			.isInstanceOf(IllegalStateException.class));
	}

	@Test
	void taskThatIsCancelledIsStopped() {
		start(EveryKind.class);
		this.context.getBean(ScheduledTaskHolder.class).getScheduledTasks().forEach((task) -> task.cancel(false));
		this.clock.advance(HOUR.multipliedBy(24 * 365));
		assertThat(report("scheduling").health()).isEqualTo(Health.OK);
		assertThat(report("app:jobs.rate").entity().online()).isFalse();
	}

	@Test
	void oneThreadIsSharedAndTimedExactly() {
		start(OneThread.class);
		OneThread.Jobs jobs = this.context.getBean(OneThread.Jobs.class);
		await(() -> assertThat(data("jobs.quick").timing().executions()).isGreaterThanOrEqualTo(3));
		assertThat(data("jobs.quick").timing().minTookNanos()).isEqualTo(3_000_000);
		assertThat(data("jobs.quick").timing().maxTookNanos()).isEqualTo(3_000_000);
		await(() -> assertThat(data("jobs.failing").liveness().errors()).isPositive());
		assertThat(state("jobs.failing")).isEqualTo(TaskState.ERROR);
		assertThat(data("jobs.failing").lastError().type()).isEqualTo(IllegalStateException.class.getName());
		assertThat(report("scheduling").health()).isEqualTo(Health.ERROR);
		await(() -> assertThat(data("jobs.cautious").liveness().errors()).isPositive());
		assertThat(data("jobs.cautious").lastError().message()).isEqualTo("no answer");
		assertThat(data("jobs.quick").scheduling().totalWork()).isEqualTo(2 * data("jobs.quick").timing().executions());
		assertThat(jobs.names).containsOnlyKeys("scheduling-1");
	}

	@Test
	void hungMethodOnOneThreadIsStalledAndTheOthersSayWhoStarvesThem() {
		start(Hanging.class);
		// a clock that jumps would look like a process that was suspended
		this.context.getBean(TaskSources.class).stop();
		Hanging.Jobs jobs = this.context.getBean(Hanging.Jobs.class);
		await(() -> assertThat(data("jobs.others").timing().executions()).isPositive());
		jobs.hang();
		await(() -> assertThat(jobs.hanging.getCount()).isZero());
		assertThat(state("jobs.others")).isNotEqualTo(TaskState.OVERDUE);
		this.clock.advance(Duration.ofSeconds(6));
		await(() -> assertThat(state("jobs.hog")).isEqualTo(TaskState.STALLED));
		assertThat(state("jobs.others")).isEqualTo(TaskState.OVERDUE);
		TaskData.Starver starver = data("jobs.others").scheduling().starvedBy();
		assertThat(starver.threads()).isEqualTo("taskScheduler");
		assertThat(starver.task()).isEqualTo("app:jobs.hog");
		assertThat(starver.since()).isEqualTo(data("jobs.hog").liveness().lastStarted());
		assertThat(fault("jobs.hog", FaultCode.STALLED).freezeFrame().thread()).isEqualTo("scheduling-1");
		assertThat(fault("jobs.hog", FaultCode.STALLED).freezeFrame().stack())
			.anyMatch((frame) -> frame.contains("SchedulingTests$Hanging$Jobs.hog"));
		assertThat(report("scheduling").health()).isEqualTo(Health.ERROR);
		jobs.goOn();
		await(() -> assertThat(report("scheduling").health()).isEqualTo(Health.OK));
		assertThat(fault("jobs.hog", FaultCode.STALLED).status()).isEqualTo(FaultStatus.HEALED);
		assertThat(fault("jobs.others", FaultCode.OVERDUE).status()).isEqualTo(FaultStatus.HEALED);
		assertThat(fault("jobs.others", FaultCode.OVERDUE).description()).contains("app:jobs.hog");
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void executionsOverlapOnVirtualThreads() {
		start(Overlapping.class, "spring.threads.virtual.enabled=true");
		assertThat(this.context.getBean("taskScheduler")).isExactlyInstanceOf(SimpleAsyncTaskScheduler.class);
		assertOverlap();
	}

	@Test
	void executionsOverlapOnThreadsOfTheirOwn() {
		start(OverlappingOnThreads.class);
		assertOverlap();
	}

	private void assertOverlap() {
		Overlapping.Jobs jobs = this.context.getBean(Overlapping.Jobs.class);
		await(() -> assertThat(data("jobs.run").liveness().inFlightCount()).isGreaterThanOrEqualTo(3));
		jobs.end.countDown();
		this.context.getBean(ScheduledTaskHolder.class).getScheduledTasks().forEach((task) -> task.cancel(false));
		await(() -> assertThat(data("jobs.run").liveness().inFlightCount()).isZero());
		await(() -> assertThat(data("jobs.run").timing().executions()).isEqualTo(jobs.begun.get()));
		assertThat(data("jobs.run").liveness().starts()).isEqualTo(jobs.begun.get());
	}

	@Test
	void tasksOfAChildContextOnACustomSchedulerAreWatchedToo() {
		SpringApplicationBuilder parent = application(CustomScheduler.class);
		this.context = parent.run();
		try (ConfigurableApplicationContext child = parent.child(Child.class).web(WebApplicationType.NONE).run()) {
			await(() -> assertThat(data("jobs.inParent").timing().executions()).isPositive());
			await(() -> assertThat(data("childJobs.inChild").timing().executions()).isPositive());
			assertThat(data("childJobs.inChild").timing().maxTookNanos()).isEqualTo(7_000_000);
			assertThat(report("app:childJobs.inChild").entity().parentId()).isEqualTo("scheduling");
			assertThat(this.context.getBean("customScheduler")).isExactlyInstanceOf(ThreadPoolTaskScheduler.class);
			assertThat(child.getBean(Child.ChildJobs.class).thread.get()).startsWith("custom-");
		}
		this.clock.advance(HOUR);
		await(() -> assertThat(state("childJobs.inChild")).isEqualTo(TaskState.STOPPED));
		await(() -> assertThat(state("jobs.inParent")).isEqualTo(TaskState.RUNNING));
	}

	@Test
	void taskOfAChildContextIsStarvedByOneOfItsParent() {
		SpringApplicationBuilder parent = application(Hanging.class);
		this.context = parent.run();
		this.context.getBean(TaskSources.class).stop();
		Hanging.Jobs jobs = this.context.getBean(Hanging.Jobs.class);
		try (ConfigurableApplicationContext child = parent.child(Child.class).web(WebApplicationType.NONE).run()) {
			await(() -> assertThat(data("childJobs.often").timing().executions()).isPositive());
			jobs.hang();
			await(() -> assertThat(jobs.hanging.getCount()).isZero());
			this.clock.advance(Duration.ofSeconds(6));
			assertThat(child.isActive()).isTrue();
			assertThat(state("childJobs.often")).isEqualTo(TaskState.OVERDUE);
			TaskData.Starver starver = data("childJobs.often").scheduling().starvedBy();
			assertThat(starver.threads()).isEqualTo("taskScheduler");
			assertThat(starver.task()).isEqualTo("app:jobs.hog");
			jobs.goOn();
		}
	}

	@Test
	void tasksOfBeansThatAreMadeLateAreNamedAfterThem() {
		start(LateBeans.class);
		assertThat(entities()).doesNotContain("app:late.answer");
		this.context.getBean("late");
		await(() -> assertThat(data("late.answer").liveness().inFlight()).isTrue());
		this.context.getBean("another");
		assertThat(entities()).contains("app:another.answer");
	}

	@Test
	void endOfAReactiveMethodIsThatOfItsPublisher() {
		start(Reactive.class);
		assertReactive();
	}

	@Test
	void endOfAReactiveMethodIsSeenWhereObservationIsSwitchedOff() {
		start(Reactive.class, "management.observations.enable.tasks.scheduled.execution=false");
		assertReactive();
		assertThat(this.context.getBean(ObservedTasks.class).names).isEmpty();
	}

	@Test
	void endOfAReactiveMethodIsSeenWithoutObservationRegistry() {
		start(Reactive.class,
				"spring.autoconfigure.exclude=org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration");
		assertReactive();
	}

	private void assertReactive() {
		Reactive.Jobs jobs = this.context.getBean(Reactive.Jobs.class);
		await(() -> assertThat(jobs.subscribed.get()).isEqualTo(1));
		await(() -> assertThat(data("jobs.answer").liveness().inFlight()).isTrue());
		this.clock.advance(Duration.ofMillis(40));
		jobs.answers.tryEmitError(new IllegalArgumentException("no"));
		await(() -> assertThat(data("jobs.answer").timing().executions()).isEqualTo(1));
		assertThat(data("jobs.answer").timing().lastTookNanos()).isEqualTo(40_000_000);
		assertThat(data("jobs.answer").lastError().type()).isEqualTo(IllegalArgumentException.class.getName());
	}

	@Test
	void observationAndItsConventionKeepWorking() {
		start(OneThread.class);
		ObservedTasks observed = this.context.getBean(ObservedTasks.class);
		await(() -> assertThat(observed.names).containsKeys("tasks.scheduled.execution"));
		await(() -> assertThat(data("jobs.quick").timing().executions()).isPositive());
	}

	@Test
	void watchingDoesNotDependOnObservation() {
		start(OneThread.class, "management.observations.enable.tasks.scheduled.execution=false");
		await(() -> assertThat(data("jobs.quick").timing().executions()).isPositive());
		assertThat(this.context.getBean(ObservedTasks.class).names).isEmpty();
	}

	@Test
	void userMayLeaveOutRenameAndJudgeTasksByPattern() {
		start(EveryKind.class, "medkit.sources.scheduling.tasks[0].match=second.*",
				"medkit.sources.scheduling.tasks[0].watch=false",
				"medkit.sources.scheduling.tasks[1].match=jobs.nightly",
				"medkit.sources.scheduling.tasks[1].id=invoices", "medkit.sources.scheduling.tasks[2].match=jobs.r*",
				"medkit.sources.scheduling.tasks[2].tolerance=90s", "medkit.sources.scheduling.tasks[2].max-run=5m",
				"medkit.sources.scheduling.tasks[2].critical=false",
				"medkit.sources.scheduling.tasks[2].scope=cluster");
		assertThat(entities()).contains("app:invoices", "app:invoices-2").noneMatch((id) -> id.contains("second"));
		assertThat(data("jobs.rate").liveness().tolerance()).isEqualTo(Duration.ofSeconds(90));
		assertThat(data("jobs.rate").liveness().maxRun()).isEqualTo(Duration.ofMinutes(5));
		assertThat(data("jobs.rate").liveness().critical()).isFalse();
		assertThat(data("jobs.rate").scheduling().scope()).isEqualTo(Scope.CLUSTER);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void entryThatNoTaskWasFoundForIsToldOf(CapturedOutput output) {
		start(EveryKind.class, "medkit.sources.scheduling.tasks[0].match=jobz.*");
		assertThat(output).contains("'medkit.sources.scheduling.tasks[0].match' is 'jobz.*'");
	}

	@Test
	void nothingIsWatchedWhereItIsSwitchedOff() {
		start(EveryKind.class, "medkit.sources.scheduling.enabled=false");
		assertThat(entities()).containsExactly("executor");
	}

	@Test
	void tasksAreWatchedThoughAllElseIsLazy() {
		start(OneThread.class, "spring.main.lazy-initialization=true");
		await(() -> assertThat(data("jobs.quick").timing().executions()).isPositive());
		assertThat(report("scheduling").entity().online()).isTrue();
		assertThat(state("jobs.quick")).isEqualTo(TaskState.RUNNING);
	}

	@Test
	void applicationWithoutScheduledTasksHasNoSuchEntity() {
		start(Nothing.class);
		assertThat(entities()).containsExactly("executor");
	}

	@Test
	void pausedContextIsStoppedNotOverdue() {
		start(OneThread.class);
		await(() -> assertThat(data("jobs.quick").timing().executions()).isPositive());
		this.context.stop();
		this.clock.advance(HOUR);
		assertThat(state("jobs.quick")).isEqualTo(TaskState.STOPPED);
		long before = data("jobs.quick").timing().executions();
		this.context.start();
		await(() -> assertThat(data("jobs.quick").timing().executions()).isGreaterThan(before));
		await(() -> assertThat(state("jobs.quick")).isEqualTo(TaskState.RUNNING));
	}

	/**
	 * What all applications here have.
	 */
	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, QuartzAutoConfiguration.class })
	static class Nothing {

		@Bean
		ObservedTasks observedTasks() {
			return new ObservedTasks();
		}

	}

	@EnableScheduling
	static class EveryKind extends Nothing {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		@Bean
		Jobs second() {
			return new Jobs();
		}

		@Bean
		SchedulingConfigurer configurer() {
			return (registrar) -> {
				registrar.addTriggerTask(() -> {
				}, (context) -> context.getClock().instant().plusSeconds(3600));
				registrar.addCronTask(new NamedPoller(), "0 0 1 * * *");
				registrar.scheduleFixedRateTask(new FixedRateTask(() -> {
				}, HOUR, HOUR));
			};
		}

		static class Jobs {

			@Scheduled(fixedRate = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
			void rate() {
			}

			@Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
			void delay() {
			}

			@Scheduled(cron = "0 0 1 * * *")
			@Scheduled(cron = "0 30 1 * * *", zone = "Pacific/Auckland")
			void nightly() {
			}

			@Scheduled(initialDelay = 1, timeUnit = TimeUnit.HOURS)
			void once() {
			}

			@Scheduled(fixedRate = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
			private void hidden() {
			}

		}

		static class NamedPoller implements Runnable {

			@Override
			public void run() {
			}

		}

	}

	@EnableScheduling
	static class OneThread extends Nothing {

		@Bean
		Jobs jobs(FakeClock clock) {
			return new Jobs(clock);
		}

		static class Jobs {

			private final FakeClock clock;

			private final Map<String, String> names = new ConcurrentHashMap<>();

			Jobs(FakeClock clock) {
				this.clock = clock;
			}

			@Scheduled(fixedDelay = 1)
			void quick() {
				this.names.put(Thread.currentThread().getName(), "");
				this.clock.advance(Duration.ofMillis(3));
				Medkit.current().work(2);
			}

			@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
			void failing() {
				throw new IllegalStateException("secret");
			}

			@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
			void cautious() {
				Medkit.current().fail("no answer");
			}

		}

	}

	@EnableScheduling
	static class Hanging extends Nothing {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		static class Jobs {

			private final Semaphore hang = new Semaphore(0);

			private final CountDownLatch hanging = new CountDownLatch(1);

			private final CountDownLatch end = new CountDownLatch(1);

			void hang() {
				this.hang.release();
			}

			void goOn() {
				this.end.countDown();
			}

			@Scheduled(fixedRate = 10)
			void hog() throws InterruptedException {
				if (this.hang.tryAcquire()) {
					this.hanging.countDown();
					this.end.await();
				}
			}

			@Scheduled(fixedDelay = 10)
			void others() {
			}

		}

	}

	@EnableScheduling
	static class Overlapping extends Nothing {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		static class Jobs {

			private final AtomicInteger begun = new AtomicInteger();

			private final CountDownLatch end = new CountDownLatch(1);

			@Scheduled(fixedRate = 20)
			void run() throws InterruptedException {
				this.begun.incrementAndGet();
				this.end.await();
			}

		}

	}

	static class OverlappingOnThreads extends Overlapping {

		@Bean
		SimpleAsyncTaskScheduler taskScheduler() {
			return new SimpleAsyncTaskScheduler();
		}

	}

	@EnableScheduling
	static class CustomScheduler extends Nothing {

		@Bean
		ThreadPoolTaskScheduler customScheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setPoolSize(2);
			scheduler.setThreadNamePrefix("custom-");
			return scheduler;
		}

		@Bean
		ParentJobs jobs() {
			return new ParentJobs();
		}

		static class ParentJobs {

			@Scheduled(fixedDelay = 5)
			void inParent() {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Child {

		@Bean
		ChildJobs childJobs(FakeClock clock) {
			return new ChildJobs(clock);
		}

		static class ChildJobs {

			private final FakeClock clock;

			private final AtomicReference<String> thread = new AtomicReference<>();

			ChildJobs(FakeClock clock) {
				this.clock = clock;
			}

			@Scheduled(fixedDelay = 5)
			void often() {
			}

			@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
			void inChild() {
				this.thread.set(Thread.currentThread().getName());
				this.clock.advance(Duration.ofMillis(7));
			}

		}

	}

	@EnableScheduling
	static class Reactive extends Nothing {

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		static class Jobs {

			private final AtomicInteger subscribed = new AtomicInteger();

			private final Sinks.One<String> answers = Sinks.one();

			@Scheduled(fixedRate = 1, timeUnit = TimeUnit.HOURS)
			Mono<String> answer() {
				return this.answers.asMono().doOnSubscribe((subscription) -> this.subscribed.incrementAndGet());
			}

		}

	}

	static class WithErrorHandler extends OneThread {

		private final AtomicReference<Throwable> handled = new AtomicReference<>();

		@Bean
		ThreadPoolTaskScheduler taskScheduler() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setErrorHandler(this.handled::set);
			return scheduler;
		}

	}

	@EnableScheduling
	static class OwnConfigurer extends Nothing {

		@Bean
		SchedulingConfigurer schedulerSetter() {
			ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
			scheduler.setThreadNamePrefix("configured-");
			scheduler.initialize();
			return (registrar) -> registrar.setScheduler(scheduler);
		}

		@Bean
		Jobs jobs() {
			return new Jobs();
		}

		static class Jobs {

			private final AtomicReference<String> thread = new AtomicReference<>();

			@Scheduled(fixedDelay = 5)
			void run() {
				this.thread.set(Thread.currentThread().getName());
			}

		}

	}

	@EnableScheduling
	static class LateBeans extends Nothing {

		@Bean
		@Lazy
		Reactive.Jobs late() {
			return new Reactive.Jobs();
		}

		@Bean
		@org.springframework.context.annotation.Scope("prototype")
		Reactive.Jobs another() {
			return new Reactive.Jobs();
		}

	}

	/**
	 * The names of the observations that an application's own handler is told of.
	 */
	static class ObservedTasks implements ObservationHandler<Observation.Context> {

		private final Map<String, String> names = new ConcurrentHashMap<>();

		@Override
		public void onStop(Observation.Context context) {
			this.names.put(context.getName(), "");
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
