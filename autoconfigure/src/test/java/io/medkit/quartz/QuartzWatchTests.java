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
package io.medkit.quartz;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.medkit.binding.Medkit;
import io.medkit.binding.TaskRule;
import io.medkit.binding.TaskSource;
import io.medkit.model.EntityReport;
import io.medkit.model.FaultCode;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.CalendarIntervalScheduleBuilder;
import org.quartz.CronScheduleBuilder;
import org.quartz.DailyTimeIntervalScheduleBuilder;
import org.quartz.DateBuilder.IntervalUnit;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.matchers.GroupMatcher;
import org.quartz.listeners.JobListenerSupport;
import org.quartz.listeners.SchedulerListenerSupport;
import org.quartz.listeners.TriggerListenerSupport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link QuartzWatch} on a job store in memory.
 */
class QuartzWatchTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration DAY = Duration.ofDays(1);

	/** Long, so that whatever is seen soon was told and not found at the next look. */
	private static final Duration REFRESH = HOUR;

	private static final String PRUNE = "DEFAULT.prune";

	private final MovedClock clock = new MovedClock();

	private final TaskSource source = Played.source(this.clock);

	private final CountDownLatch release = new CountDownLatch(1);

	private final AtomicInteger executions = new AtomicInteger();

	private Scheduler scheduler;

	private QuartzWatch watch;

	@BeforeEach
	void createScheduler() throws SchedulerException {
		this.scheduler = Played.scheduler(2, Map.of());
		this.watch = new QuartzWatch(this.scheduler, this.source, REFRESH);
	}

	@AfterEach
	void shutDown() throws SchedulerException {
		this.release.countDown();
		this.watch.close();
		this.scheduler.shutdown(true);
	}

	@Test
	void jobIsATaskOfItsSchedulerWithThePlanOfItsTrigger() throws SchedulerException {
		Date start = in(HOUR);
		this.scheduler.scheduleJob(prune(), trigger("hourly", start, hourly()));
		this.watch.start();
		EntityReport report = this.source.find("app:DEFAULT.prune");
		assertThat(report.entity().parentId()).isEqualTo("quartz:played");
		TaskData data = data();
		assertThat(data.scheduling().plan()).isEqualTo("every PT1H");
		assertThat(data.scheduling().scope()).isEqualTo(Scope.LOCAL);
		assertThat(data.scheduling().cluster()).isNull();
		assertThat(data.liveness().state()).isEqualTo(TaskState.UNKNOWN);
		assertThat(data.liveness().due()).isNull();
		this.scheduler.start();
		assertThat(data().liveness().due()).isEqualTo(start.toInstant());
		assertThat(data().liveness().tolerance()).isEqualTo(HOUR.multipliedBy(2));
	}

	@Test
	void executionsAreCountedTimedAndLateAgainstTheTrigger() throws SchedulerException {
		Date start = in(Duration.ofSeconds(-2));
		this.scheduler.scheduleJob(prune(), trigger("hourly", start, hourly()));
		startAll();
		awaitExecutions(1);
		TaskData data = data();
		assertThat(data.liveness().starts()).isEqualTo(1);
		assertThat(data.liveness().stops()).isEqualTo(1);
		assertThat(data.liveness().state()).isEqualTo(TaskState.RUNNING);
		assertThat(data.liveness().due()).isEqualTo(start.toInstant().plus(HOUR));
		assertThat(data.timing().lastTookNanos()).isPositive();
		assertThat(data.timing().lastLatenessNanos()).isBetween(2_000_000_000L, 60_000_000_000L);
	}

	@Test
	void failureIsThatOfTheJobAndNotOfTheScheduler() throws SchedulerException {
		schedule("thrower", (context) -> {
			throw new IllegalStateException("secret");
		});
		schedule("wrapper", (context) -> {
			throw new JobExecutionException(new IllegalArgumentException("other"));
		});
		schedule("quartz", (context) -> {
			throw new JobExecutionException("own");
		});
		startAll();
		await(() -> assertThat(this.source.tasks()).allSatisfy(
				(task) -> assertThat(Played.data(this.source, task).liveness().state()).isEqualTo(TaskState.ERROR)));
		assertThat(Played.data(this.source, "DEFAULT.thrower").lastError().type())
			.isEqualTo(IllegalStateException.class.getName());
		assertThat(Played.data(this.source, "DEFAULT.thrower").lastError().message()).isEqualTo("secret");
		assertThat(Played.data(this.source, "DEFAULT.wrapper").lastError().type())
			.isEqualTo(IllegalArgumentException.class.getName());
		assertThat(Played.data(this.source, "DEFAULT.quartz").lastError().message()).isEqualTo("own");
		assertThat(this.source.faults("quartz:played")).isEmpty();
	}

	@Test
	void jobTellsOfItsWorkThroughTheCurrentExecution() throws SchedulerException {
		schedule("prune", (context) -> Medkit.current().work(3));
		startAll();
		awaitExecutions(1);
		assertThat(data().scheduling().lastWork()).isEqualTo(3);
	}

	@Test
	void executionThatTheJobWantsRepeatedIsAnotherOneAndNotLate() throws SchedulerException {
		this.scheduler.scheduleJob(Played.job("prune", (context) -> {
			if (context.getRefireCount() == 0) {
				throw new JobExecutionException("once more", true);
			}
		}), trigger("hourly", in(Duration.ofSeconds(-2)), hourly()));
		startAll();
		await(() -> assertThat(data().liveness().stops()).isEqualTo(2));
		assertThat(data().liveness().errors()).isEqualTo(1);
		assertThat(data().liveness().state()).isEqualTo(TaskState.RUNNING);
		assertThat(data().timing().lastLatenessNanos()).isBetween(0L, 30_000_000_000L);
	}

	@Test
	void vetoedExecutionIsSkipped() throws SchedulerException {
		this.scheduler.getListenerManager().addTriggerListener(new Veto());
		Date start = in(Duration.ofSeconds(-1));
		this.scheduler.scheduleJob(prune(), trigger("hourly", start, hourly()));
		startAll();
		await(() -> assertThat(data().scheduling().skipped()).isEqualTo(1));
		assertThat(data().timing().executions()).isZero();
		assertThat(data().liveness().inFlight()).isFalse();
		assertThat(data().liveness().due()).isEqualTo(start.toInstant().plus(HOUR));
	}

	@Test
	void misfireIsAMissedExecutionAndTheNextOneIsDue() throws SchedulerException {
		Date start = in(HOUR.multipliedBy(-3).dividedBy(2));
		this.scheduler.scheduleJob(prune(),
				trigger("hourly", start, hourly().withMisfireHandlingInstructionNextWithRemainingCount()));
		startAll();
		await(() -> assertThat(data().timing().skippedSlots()).isEqualTo(1));
		await(() -> assertThat(data().liveness().due()).isEqualTo(start.toInstant().plus(HOUR.multipliedBy(2))));
		assertThat(this.executions).hasValue(0);
		assertThat(data().liveness().state()).isEqualTo(TaskState.UNKNOWN);
	}

	@Test
	void executionsOfSeveralTriggersOverlap() throws SchedulerException {
		CountDownLatch begun = new CountDownLatch(2);
		JobDetail job = Played.job("prune", (context) -> {
			begun.countDown();
			this.release.await();
		});
		Instant later = in(HOUR).toInstant();
		this.scheduler.scheduleJobs(Map.of(job,
				Set.of(trigger("one", in(Duration.ZERO), hourly()), trigger("other", in(Duration.ZERO), hourly()))),
				false);
		startAll();
		await(() -> assertThat(begun.getCount()).isZero());
		assertThat(data().liveness().inFlightCount()).isEqualTo(2);
		assertThat(data().liveness().due()).isCloseTo(later, within(10, ChronoUnit.SECONDS));
		this.release.countDown();
		awaitExecutions(2);
		assertThat(data().liveness().inFlight()).isFalse();
	}

	@Test
	void firstOfSeveralTriggersIsDueAndOneThatIsStuckIsNotHiddenByTheOthers() throws SchedulerException {
		JobDetail job = prune();
		Date stuck = in(HOUR);
		this.scheduler.scheduleJobs(Map.of(job, Set.of(trigger("daily", in(DAY), daily()),
				trigger("hourly", stuck, hourly()), trigger("now", in(Duration.ofSeconds(-1)), hourly()))), false);
		this.watch.start();
		this.scheduler.start();
		awaitExecutions(1);
		assertThat(data().liveness().due()).isBefore(stuck.toInstant());
		this.scheduler.unscheduleJob(TriggerKey.triggerKey("now"));
		await(() -> assertThat(data().liveness().due()).isEqualTo(stuck.toInstant()));
		this.clock.advance(HOUR.multipliedBy(3).plusMinutes(1));
		this.scheduler.triggerJob(job.getKey());
		awaitExecutions(2);
		assertThat(data().liveness().state()).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void triggerThatIsNotFiredIsOverdueAlthoughTheSchedulerIsUp() throws SchedulerException {
		this.scheduler.scheduleJob(prune(), trigger("hourly", in(HOUR), hourly()));
		this.scheduler.scheduleJob(Played.job("nightly", (context) -> {
		}), trigger("nightly", in(HOUR), daily()));
		startAll();
		this.clock.advance(HOUR.multipliedBy(3).minusMinutes(1));
		assertThat(state()).isEqualTo(TaskState.UNKNOWN);
		this.clock.advance(Duration.ofMinutes(2));
		assertThat(state()).isEqualTo(TaskState.OVERDUE);
		assertThat(this.source.faults("app:DEFAULT.prune")).extracting("code").containsExactly(FaultCode.OVERDUE);
		assertThat(Played.data(this.source, "DEFAULT.nightly").liveness().state()).isEqualTo(TaskState.UNKNOWN);
		this.clock.advance(HOUR);
		assertThat(Played.data(this.source, "DEFAULT.nightly").liveness().state()).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void jobThatCanNotBeMadeIsTroubleOfTheSchedulerAndOverdue() throws SchedulerException {
		this.scheduler.setJobFactory((bundle, scheduler) -> {
			throw new SchedulerException("no such bean");
		});
		schedule("prune", (context) -> {
		});
		startAll();
		await(() -> assertThat(this.source.faults("quartz:played")).extracting("code")
			.containsExactly(FaultCode.EXECUTOR_ERROR));
		this.clock.advance(HOUR.multipliedBy(4));
		assertThat(state()).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void pausedIsNotOverdueAndResumedIsDueAgain() throws SchedulerException {
		this.scheduler.scheduleJob(prune(), trigger("hourly", in(DAY), hourly()));
		startAll();
		JobKey job = JobKey.jobKey("prune");
		TriggerKey trigger = TriggerKey.triggerKey("hourly");
		assertPausedUntil(() -> this.scheduler.pauseTrigger(trigger), () -> this.scheduler.resumeTrigger(trigger));
		assertPausedUntil(() -> this.scheduler.pauseJob(job), () -> this.scheduler.resumeJob(job));
		assertPausedUntil(() -> this.scheduler.pauseTriggers(GroupMatcher.triggerGroupEquals("DEFAULT")),
				() -> this.scheduler.resumeTriggers(GroupMatcher.triggerGroupEquals("DEFAULT")));
		assertPausedUntil(() -> this.scheduler.pauseJobs(GroupMatcher.jobGroupEquals("DEFAULT")),
				() -> this.scheduler.resumeJobs(GroupMatcher.jobGroupEquals("DEFAULT")));
		assertPausedUntil(this.scheduler::pauseAll, this.scheduler::resumeAll);
		this.scheduler.pauseTrigger(trigger);
		await(() -> assertThat(data().liveness().due()).isNull());
		this.clock.advance(DAY.multipliedBy(3));
		assertThat(state()).isEqualTo(TaskState.UNKNOWN);
		this.scheduler.resumeTrigger(trigger);
		await(() -> assertThat(state()).isEqualTo(TaskState.OVERDUE));
	}

	private void assertPausedUntil(ThrowingRunnable pause, ThrowingRunnable resume) throws SchedulerException {
		assertThat(data().liveness().due()).isNotNull();
		run(pause);
		await(() -> assertThat(data().liveness().due()).isNull());
		run(resume);
		await(() -> assertThat(data().liveness().due()).isNotNull());
	}

	private static void run(ThrowingRunnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void triggerThatIsPausedWhileItsJobIsExecutedStaysPaused() throws SchedulerException {
		schedule("prune", (context) -> {
			context.getScheduler().pauseTrigger(context.getTrigger().getKey());
			this.release.await();
		});
		startAll();
		await(() -> assertThat(data().liveness().inFlight()).isTrue());
		await(() -> assertThat(data().liveness().due()).isNull());
		this.release.countDown();
		awaitExecutions(1);
		assertThat(data().liveness().due()).isNull();
		assertThat(state()).isEqualTo(TaskState.STOPPED);
	}

	@Test
	void jobsComeAndGo() throws SchedulerException {
		startAll();
		assertThat(this.source.tasks()).isEmpty();
		this.scheduler.addJob(prune().getJobBuilder().withIdentity("idle").storeDurably().build(), false);
		schedule("prune", (context) -> {
		});
		await(() -> assertThat(this.source.tasks()).containsExactly(PRUNE));
		awaitExecutions(1);
		this.scheduler.deleteJob(JobKey.jobKey("prune"));
		await(() -> assertThat(this.source.tasks()).isEmpty());
		schedule("prune", (context) -> {
		});
		awaitExecutions(1);
		this.scheduler.clear();
		await(() -> assertThat(this.source.tasks()).isEmpty());
	}

	@Test
	void jobThatIsExecutedOnceGoesWhenItIsDone() throws SchedulerException {
		startAll();
		this.scheduler.scheduleJob(Played.job("prune", (context) -> this.release.await()),
				TriggerBuilder.newTrigger().startNow().build());
		await(() -> assertThat(this.source.tasks()).containsExactly(PRUNE));
		await(() -> assertThat(data().liveness().inFlight()).isTrue());
		await(() -> assertThat(data().scheduling().plan()).isEqualTo("once"));
		this.clock.advance(DAY);
		assertThat(state()).isEqualTo(TaskState.RUNNING);
		this.release.countDown();
		await(() -> assertThat(this.source.tasks()).isEmpty());
	}

	@Test
	void jobThatIsKeptWithoutATriggerIsStopped() throws SchedulerException {
		this.scheduler.addJob(prune().getJobBuilder().storeDurably().build(), false);
		this.scheduler
			.scheduleJob(trigger("hourly", in(Duration.ZERO), hourly()).getTriggerBuilder().forJob("prune").build());
		startAll();
		awaitExecutions(1);
		this.scheduler.unscheduleJob(TriggerKey.triggerKey("hourly"));
		await(() -> assertThat(state()).isEqualTo(TaskState.STOPPED));
		this.clock.advance(DAY);
		assertThat(state()).isEqualTo(TaskState.STOPPED);
	}

	@Test
	void rescheduledJobGoesOnWithAnotherPlan() throws SchedulerException {
		schedule("prune", (context) -> {
		});
		startAll();
		awaitExecutions(1);
		Date start = in(DAY);
		this.scheduler.rescheduleJob(TriggerKey.triggerKey("prune"), trigger("prune", start, daily()));
		await(() -> assertThat(data().liveness().due()).isEqualTo(start.toInstant()));
		assertThat(data().scheduling().plan()).isEqualTo("every day");
		assertThat(data().liveness().tolerance()).isEqualTo(DAY.dividedBy(10));
		assertThat(data().timing().executions()).isEqualTo(1);
	}

	@Test
	void planIsToldForEachKindOfTrigger() {
		TimeZone elsewhere = TimeZone.getTimeZone("Pacific/Chatham");
		assertThat(PlanText.of(List.of(trigger("one", in(HOUR), SimpleScheduleBuilder.simpleSchedule()))))
			.isEqualTo("once");
		assertThat(PlanText.of(List.of(trigger("one", in(HOUR), SimpleScheduleBuilder.simpleSchedule()),
				trigger("other", in(HOUR), hourly()))))
			.isEqualTo("every PT1H");
		assertThat(PlanText.of(List.of(trigger("one", in(HOUR), CronScheduleBuilder.cronSchedule("0 0 3 * * ?")))))
			.isEqualTo("cron 0 0 3 * * ?");
		assertThat(PlanText.of(List
			.of(trigger("one", in(HOUR), CronScheduleBuilder.cronSchedule("0 0 3 * * ?").inTimeZone(elsewhere)))))
			.isEqualTo("cron 0 0 3 * * ? Pacific/Chatham");
		assertThat(PlanText.of(List.of(trigger("one", in(HOUR),
				DailyTimeIntervalScheduleBuilder.dailyTimeIntervalSchedule()
					.withInterval(5, IntervalUnit.MINUTE)
					.onEveryDay()))))
			.isEqualTo("every 5 minutes of certain hours");
		assertThat(PlanText.of(List.of(cron(1), cron(2), cron(3), cron(4), cron(5))))
			.isEqualTo("cron 1 0 3 * * ?, cron 2 0 3 * * ?, cron 3 0 3 * * ? and 2 more");
	}

	private static Trigger cron(int second) {
		return trigger("at " + second, in(HOUR), CronScheduleBuilder.cronSchedule(second + " 0 3 * * ?"));
	}

	@Test
	void standbyAndShutdownAreNoFault() throws SchedulerException {
		schedule("prune", (context) -> {
		});
		startAll();
		awaitExecutions(1);
		this.scheduler.standby();
		assertThat(state()).isEqualTo(TaskState.STOPPED);
		this.clock.advance(DAY);
		assertThat(state()).isEqualTo(TaskState.STOPPED);
		this.scheduler.start();
		assertThat(state()).isEqualTo(TaskState.RUNNING);
		this.scheduler.shutdown();
		this.clock.advance(DAY);
		assertThat(state()).isEqualTo(TaskState.STOPPED);
		await(() -> assertThat(threads()).isEmpty());
		assertThat(this.source.faults("app:DEFAULT.prune")).isEmpty();
	}

	@Test
	void schedulerThatIsStartedAlreadyIsUp() throws SchedulerException {
		this.scheduler.start();
		this.scheduler.scheduleJob(prune(), trigger("hourly", in(HOUR), hourly()));
		this.watch.start();
		assertThat(data().liveness().due()).isNotNull();
	}

	@Test
	void hungJobsTellWhomTheyStarve() throws SchedulerException {
		for (String hog : List.of("hog-1", "hog-2")) {
			schedule(hog, (context) -> this.release.await());
		}
		startAll();
		await(() -> assertThat(this.scheduler.getCurrentlyExecutingJobs()).hasSize(2));
		this.scheduler.scheduleJob(prune(), trigger("hourly", in(Duration.ZERO), hourly()));
		await(() -> assertThat(this.source.tasks()).contains(PRUNE));
		this.clock.advance(HOUR.multipliedBy(2).plusMinutes(1));
		assertThat(state()).isEqualTo(TaskState.OVERDUE);
		TaskData.Starver starver = data().scheduling().starvedBy();
		assertThat(starver.threads()).isEqualTo("quartz:" + this.scheduler.getSchedulerName());
		assertThat(starver.task()).startsWith("app:DEFAULT.hog-");
	}

	@Test
	void listenersOfTheApplicationGoOn() throws SchedulerException {
		Set<String> told = ConcurrentHashMap.newKeySet();
		this.scheduler.getListenerManager().addJobListener(jobListener("before", told));
		this.watch.start();
		this.scheduler.getListenerManager().addJobListener(jobListener("after", told));
		this.scheduler.getListenerManager().addSchedulerListener(new SchedulerListenerSupport() {
			@Override
			public void schedulerStarted() {
				told.add("started");
			}
		});
		schedule("prune", (context) -> {
		});
		this.scheduler.start();
		awaitExecutions(1);
		await(() -> assertThat(told).containsExactlyInAnyOrder("before", "after", "started"));
		this.watch.close();
		assertThat(this.scheduler.getListenerManager().getJobListeners()).extracting("name")
			.containsExactly("before", "after");
		assertThat(this.scheduler.getListenerManager().getTriggerListeners()).isEmpty();
		assertThat(this.scheduler.getListenerManager().getSchedulerListeners()).hasSize(1);
		assertThat(threads()).isEmpty();
	}

	private static JobListenerSupport jobListener(String name, Set<String> told) {
		return new JobListenerSupport() {
			@Override
			public String getName() {
				return name;
			}

			@Override
			public void jobWasExecuted(JobExecutionContext context, JobExecutionException exception) {
				told.add(name);
			}
		};
	}

	@Test
	void nothingIsReadOnTheThreadsOfJobs() throws SchedulerException {
		Set<String> readers = ConcurrentHashMap.newKeySet();
		Scheduler observed = (Scheduler) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { Scheduler.class }, (proxy, method, arguments) -> {
					readers.add(Thread.currentThread().getName());
					try {
						return method.invoke(this.scheduler, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
				});
		this.watch = new QuartzWatch(observed, this.source, REFRESH);
		schedule("prune", (context) -> {
			context.getScheduler().scheduleJob(Played.job("child", (child) -> {
			}), trigger("child", in(Duration.ZERO), hourly()));
			context.getScheduler().pauseTrigger(TriggerKey.triggerKey("prune"));
		});
		startAll();
		await(() -> assertThat(Played.data(this.source, "DEFAULT.child").liveness().stops()).isEqualTo(1));
		await(() -> assertThat(data().liveness().due()).isNull());
		assertThat(readers).containsExactlyInAnyOrder(Thread.currentThread().getName(), threadName());
	}

	@Test
	void jobThatIsNotToBeWatchedIsNoTask() throws SchedulerException {
		AtomicBoolean asked = new AtomicBoolean();
		TaskSource picky = TaskSource.builder("quartz:picky").rules((id) -> {
			asked.set(true);
			return new TaskRule(false, null, null, null, true, null);
		}).build();
		this.watch = new QuartzWatch(this.scheduler, picky, REFRESH);
		schedule("prune", (context) -> this.executions.incrementAndGet());
		startAll();
		await(() -> assertThat(this.executions).hasValue(1));
		assertThat(asked).isTrue();
		assertThat(picky.tasks()).isEmpty();
	}

	private void startAll() throws SchedulerException {
		this.watch.start();
		this.scheduler.start();
	}

	private void schedule(String name, Played.Body body) throws SchedulerException {
		this.scheduler.scheduleJob(Played.job(name, body), trigger(name, in(Duration.ZERO), hourly()));
	}

	private JobDetail prune() {
		return Played.job("prune", (context) -> this.executions.incrementAndGet());
	}

	private static <T extends Trigger> Trigger trigger(String name, Date start,
			org.quartz.ScheduleBuilder<T> schedule) {
		return TriggerBuilder.newTrigger().withIdentity(name).startAt(start).withSchedule(schedule).build();
	}

	private static SimpleScheduleBuilder hourly() {
		return SimpleScheduleBuilder.repeatHourlyForever();
	}

	private static CalendarIntervalScheduleBuilder daily() {
		return CalendarIntervalScheduleBuilder.calendarIntervalSchedule().withIntervalInDays(1);
	}

	private static Date in(Duration time) {
		return new Date(System.currentTimeMillis() + time.toMillis());
	}

	private TaskData data() {
		return Played.data(this.source, PRUNE);
	}

	private TaskState state() {
		return data().liveness().state();
	}

	private void awaitExecutions(long count) {
		await(() -> assertThat(data().timing().executions()).isEqualTo(count));
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreException(NullPointerException.class)
			.untilAsserted(assertion);
	}

	private String threadName() throws SchedulerException {
		return "medkit-quartz-%s-tables".formatted(this.scheduler.getSchedulerName());
	}

	private List<String> threads() throws SchedulerException {
		String name = threadName();
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).filter(name::equals).toList();
	}

	private static final class Veto extends TriggerListenerSupport {

		@Override
		public String getName() {
			return "veto";
		}

		@Override
		public boolean vetoJobExecution(Trigger trigger, JobExecutionContext context) {
			return true;
		}

	}

}
