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

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import io.medkit.binding.TaskRule;
import io.medkit.binding.TaskSource;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QuartzWatch} on a job store that two instances share.
 */
class QuartzClusterTests {

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration REFRESH = Duration.ofMillis(50);

	private static final String PRUNE = "DEFAULT.prune";

	private final MovedClock clock = new MovedClock();

	private final TaskSource source = Played.source(this.clock);

	private final WatchLog log = new WatchLog();

	private SharedDatabase database;

	private Scheduler here;

	private Scheduler elsewhere;

	private QuartzWatch watch;

	@BeforeEach
	void createInstances() throws SchedulerException, SQLException {
		this.database = new SharedDatabase();
		this.elsewhere = this.database.instance("plant-1");
		this.here = this.database.instance("plant-2");
		this.watch = new QuartzWatch(this.here, this.source, REFRESH, this.database, "QRTZ_");
		HungJob.release.drainPermits();
	}

	@AfterEach
	void shutDown() throws SchedulerException {
		this.database.comeBack();
		HungJob.release.release(Integer.MAX_VALUE);
		this.watch.close();
		this.here.shutdown(true);
		this.elsewhere.shutdown(true);
		this.database.close();
		this.log.close();
	}

	@Test
	void executionHereIsToldAsThatOfThisInstance() throws SchedulerException {
		schedule(QuickJob.class, HOUR);
		this.watch.start();
		this.here.start();
		await(() -> assertThat(data().liveness().stops()).isEqualTo(1));
		await(() -> assertThat(cluster().instance()).isEqualTo("plant-2"));
		assertThat(data().scheduling().scope()).isEqualTo(Scope.CLUSTER);
		assertThat(cluster().away()).isNull();
		assertThat(cluster().age()).isLessThan(Duration.ofMinutes(1));
	}

	@Test
	void instanceThatIsIdleDoesNotAlarmWhileAnotherExecutesTheJob() throws SchedulerException {
		schedule(QuickJob.class, Duration.ofMillis(200));
		beUpWithoutATurn();
		await(() -> assertThat(data().liveness().due()).isNotNull());
		this.clock.advance(HOUR);
		await(() -> assertThat(data().liveness().state()).isEqualTo(TaskState.OVERDUE));
		this.elsewhere.start();
		this.clock.advance(HOUR.negated());
		await(() -> assertThat(data().liveness().state()).isEqualTo(TaskState.UNKNOWN));
		Instant due = data().liveness().due();
		await(() -> assertThat(data().liveness().due()).isAfter(due.plusMillis(600)));
		assertThat(data().liveness().starts()).isZero();
		assertThat(cluster().instance()).isNotEqualTo("plant-2");
		assertThat(data().liveness().state()).isEqualTo(TaskState.UNKNOWN);
	}

	@Test
	void longExecutionElsewhereIsNamedAndWaitedForAsLongAsItsInstanceIsAlive() throws SchedulerException, SQLException {
		schedule(HungJob.class, Duration.ofSeconds(1));
		this.elsewhere.start();
		beUpWithoutATurn();
		await(() -> assertThat(cluster().instance()).isEqualTo("plant-1"));
		this.clock.advance(HOUR);
		Instant due = this.clock.instant();
		await(() -> assertThat(data().liveness().due()).isAfter(due));
		assertThat(this.source.faults("app:DEFAULT.prune")).isEmpty();
		this.database.execute("UPDATE QRTZ_SCHEDULER_STATE SET LAST_CHECKIN_TIME = 0");
		await(() -> assertThat(data().liveness().state()).isEqualTo(TaskState.OVERDUE));
		assertThat(cluster().instance()).isEqualTo("plant-1");
	}

	@Test
	void executionElsewhereThatNobodySawIsThatOfAnotherInstance() throws SchedulerException {
		schedule(QuickJob.class, Duration.ofSeconds(1));
		this.here.start();
		this.watch.start();
		await(() -> assertThat(cluster().instance()).isEqualTo("plant-2"));
		this.here.standby();
		// the trigger that is may be acquired by the instance that does nothing any more
		this.elsewhere.rescheduleJob(TriggerKey.triggerKey("prune"), trigger(Duration.ofSeconds(1)));
		this.elsewhere.start();
		await(() -> assertThat(cluster().instance()).isNotEqualTo("plant-2"));
	}

	@Test
	void executionThatMakesUpForOneOfADeadInstanceIsNotLate() throws SchedulerException, SQLException {
		this.elsewhere.scheduleJob(JobBuilder.newJob(QuickJob.class).withIdentity("prune").requestRecovery().build(),
				TriggerBuilder.newTrigger()
					.withIdentity("prune")
					.startAt(Date.from(Instant.now().plus(HOUR)))
					.withSchedule(SimpleScheduleBuilder.repeatHourlyForever())
					.build());
		String scheduler = this.here.getSchedulerName();
		long before = Instant.now().minus(HOUR).toEpochMilli();
		this.database.execute("INSERT INTO QRTZ_SCHEDULER_STATE VALUES (?, 'plant-0', 0, 1000)", scheduler);
		this.database.execute("INSERT INTO QRTZ_FIRED_TRIGGERS VALUES (?, 'entry', 'prune', 'DEFAULT', 'plant-0', ?, ?,"
				+ " 5, 'EXECUTING', 'prune', 'DEFAULT', FALSE, TRUE)", scheduler, before, before);
		this.watch.start();
		assertThat(cluster().instance()).isEqualTo("plant-0");
		this.here.start();
		await(() -> assertThat(data().liveness().stops()).isEqualTo(1));
		assertThat(data().timing().lastLatenessNanos()).isBetween(0L, HOUR.dividedBy(2).toNanos());
		assertThat(data().liveness().due()).isAfter(this.clock.instant());
		await(() -> assertThat(cluster().instance()).isEqualTo("plant-2"));
	}

	@Test
	void triggerThatIsMovedAgainAndAgainWhileAllThreadsAreBusyIsHeldUp() throws SchedulerException {
		TaskRule rule = new TaskRule(true, null, Duration.ofSeconds(3), null, true, Scope.LOCAL);
		TaskSource judged = TaskSource.builder("quartz:judged").rules((id) -> rule).build();
		this.watch = new QuartzWatch(this.here, judged, REFRESH);
		for (String hog : List.of("hog-1", "hog-2")) {
			this.here.scheduleJob(JobBuilder.newJob(HungJob.class).withIdentity(hog).build(),
					TriggerBuilder.newTrigger().withIdentity(hog).build());
		}
		this.watch.start();
		this.here.start();
		await(() -> assertThat(this.here.getCurrentlyExecutingJobs()).hasSize(2));
		schedule(QuickJob.class, Duration.ofMillis(1500));
		await(() -> assertThat(Played.data(judged, PRUNE).liveness().state()).isEqualTo(TaskState.OVERDUE));
		assertThat(Played.data(judged, PRUNE).timing().skippedSlots()).isGreaterThan(1);
		assertThat(Played.data(judged, PRUNE).scheduling().starvedBy().task()).startsWith("app:DEFAULT.hog-");
		HungJob.release.release(2);
		await(() -> assertThat(Played.data(judged, PRUNE).liveness().state()).isEqualTo(TaskState.RUNNING));
	}

	@Test
	void nothingNewIsHeldAgainstAJobWhileTheDatabaseIsAway() throws SchedulerException {
		schedule(QuickJob.class, HOUR);
		beUpWithoutATurn();
		this.database.goAway();
		await(() -> assertThat(cluster().away()).isTrue());
		this.clock.advance(HOUR.multipliedBy(24));
		Instant readAt = cluster().readAt();
		assertThat(data().liveness().state()).isEqualTo(TaskState.UNKNOWN);
		assertThat(this.source.faults("app:DEFAULT.prune")).isEmpty();
		assertThat(cluster().age()).isGreaterThan(HOUR);
		this.database.comeBack();
		await(() -> assertThat(cluster().away()).isNull());
		assertThat(cluster().readAt()).isAfter(readAt);
		await(() -> assertThat(data().liveness().state()).isEqualTo(TaskState.OVERDUE));
		await(() -> assertThat(this.log.levels()).containsExactly(Level.WARNING, Level.INFO));
	}

	@Test
	void storeThatIsAwayAtFirstIsReadWhenItIsBack() throws SchedulerException {
		schedule(QuickJob.class, HOUR);
		this.database.goAway();
		this.watch.start();
		assertThat(this.source.tasks()).isEmpty();
		this.database.comeBack();
		await(() -> assertThat(this.source.tasks()).containsExactly(PRUNE));
	}

	@Test
	void tablesOfAnotherNameAreDoneWithout() throws SchedulerException {
		this.watch = new QuartzWatch(this.here, this.source, REFRESH, this.database, "OTHER_");
		schedule(QuickJob.class, HOUR);
		this.watch.start();
		this.here.start();
		await(() -> assertThat(cluster().instance()).isEqualTo("plant-2"));
		assertThat(cluster().away()).isNull();
		assertThat(this.log.levels()).containsExactly(Level.WARNING);
	}

	@Test
	void jobsThatAnotherInstanceAddsAndDeletesComeAndGo() throws SchedulerException {
		beUpWithoutATurn();
		schedule(QuickJob.class, HOUR);
		await(() -> assertThat(this.source.tasks()).containsExactly(PRUNE));
		this.elsewhere.pauseAll();
		await(() -> assertThat(data().liveness().due()).isNull());
		this.elsewhere.clear();
		await(() -> assertThat(this.source.tasks()).isEmpty());
	}

	/**
	 * Watches an instance that never has its turn: its scheduler is as good as started.
	 */
	private void beUpWithoutATurn() throws SchedulerException {
		this.watch.start();
		this.source.up();
	}

	private void schedule(Class<? extends Job> type, Duration interval) throws SchedulerException {
		this.elsewhere.scheduleJob(JobBuilder.newJob(type).withIdentity("prune").build(), trigger(interval));
	}

	private static Trigger trigger(Duration interval) {
		return TriggerBuilder.newTrigger()
			.withIdentity("prune")
			.startAt(new Date())
			.withSchedule(SimpleScheduleBuilder.simpleSchedule()
				.withIntervalInMilliseconds(interval.toMillis())
				.repeatForever())
			.build();
	}

	private TaskData data() {
		return Played.data(this.source, PRUNE);
	}

	private TaskData.Cluster cluster() {
		return data().scheduling().cluster();
	}

	private static void await(ThrowingRunnable assertion) {
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.ignoreException(NullPointerException.class)
			.untilAsserted(assertion);
	}

	/**
	 * What watches log.
	 */
	private static final class WatchLog extends Handler {

		private final Logger logger = Logger.getLogger(QuartzWatch.class.getName());

		private final List<Level> levels = new CopyOnWriteArrayList<>();

		WatchLog() {
			// an application that ran before may have left another level
			this.logger.setLevel(Level.INFO);
			this.logger.addHandler(this);
		}

		List<Level> levels() {
			return this.levels;
		}

		@Override
		public void publish(LogRecord message) {
			this.levels.add(message.getLevel());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
			this.logger.removeHandler(this);
			this.logger.setLevel(null);
		}

	}

	/**
	 * A job that takes no time.
	 */
	public static final class QuickJob implements Job {

		@Override
		public void execute(JobExecutionContext context) {
		}

	}

	/**
	 * A job that hangs until it is released.
	 */
	@DisallowConcurrentExecution
	public static final class HungJob implements Job {

		static final Semaphore release = new Semaphore(0);

		@Override
		public void execute(JobExecutionContext context) throws JobExecutionException {
			try {
				release.acquire();
			}
			catch (InterruptedException ex) {
				throw new JobExecutionException(ex);
			}
		}

	}

}
