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
package io.medkit.dbscheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTaskWithPersistentSchedule;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.CronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.Daily;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.github.kagkarlsson.scheduler.task.schedule.PersistentCronSchedule;
import com.github.kagkarlsson.scheduler.task.schedule.Schedule;
import io.medkit.binding.FakeClock;
import io.medkit.binding.Medkit;
import io.medkit.binding.TaskRule;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.Health;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DbSchedulerWatch}, with real schedulers over a real database.
 */
class DbSchedulerWatchTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Schedule MINUTELY = FixedDelay.of(MINUTE);

	private static final Schedule HOURLY = new CronSchedule("0 0 * * * *", ZoneId.of("UTC"));

	private final Database database = new Database();

	private final FakeClock clock = new FakeClock();

	private final List<Instance> instances = new ArrayList<>();

	/** What the tasks do. */
	private final AtomicReference<Runnable> body = new AtomicReference<>(() -> {
	});

	@AfterEach
	void stop() {
		this.body.set(() -> {
		});
		this.instances.forEach(Instance::close);
		this.database.drop();
	}

	@Test
	void recurringTasksAreListedBeforeTheFirstRun() {
		Instance instance = instance("plant-1", recurring("prune", HOURLY), recurring("poll", MINUTELY),
				recurring("report", new Daily(ZoneOffset.UTC, LocalTime.of(3, 0))));
		instance.list();
		assertThat(instance.source.tasks()).containsExactly("prune", "poll", "report");
		TaskData data = instance.data("prune");
		assertThat(data.liveness().state()).isEqualTo(TaskState.UNKNOWN);
		assertThat(data.scheduling().scope()).isEqualTo(Scope.CLUSTER);
		assertThat(data.scheduling().plan()).isEqualTo("cron 0 0 * * * *, UTC");
		assertThat(instance.data("poll").scheduling().plan()).isEqualTo("PT1M after the last");
		assertThat(instance.data("report").scheduling().plan()).isEqualTo("Daily times=[03:00], zone=Z");
	}

	@Test
	void executionsAreCountedAndTimedAndLateAgainstTheTimeInTheTable() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		instance.poll("poll", 1);
		this.clock.advance(MINUTE.plusMillis(7));
		this.body.set(() -> this.clock.advance(Duration.ofMillis(50)));
		instance.poll("poll", 2);
		TaskData data = instance.data("poll");
		assertThat(data.liveness().state()).isEqualTo(TaskState.RUNNING);
		assertThat(data.timing().lastTookNanos()).isEqualTo(50_000_000);
		assertThat(data.timing().lastLatenessNanos()).isEqualTo(7_000_000);
		assertThat(data.liveness().errors()).isZero();
	}

	@Test
	void nextTimeIsKnownAsSoonAsAnExecutionHasEnded() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		instance.poll("poll", 1);
		assertThat(instance.data("poll").liveness().due()).isEqualTo(FakeClock.EPOCH.plus(MINUTE));
		assertThat(instance.data("poll").liveness().tolerance()).isEqualTo(MINUTE.multipliedBy(2).plus(Instance.POLL));
	}

	@Test
	void failedExecutionTellsWhatWasThrownAndHowManyFailedInARow() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		instance.poll("poll", 1);
		this.body.set(() -> {
			throw new IllegalStateException("503");
		});
		this.clock.advance(MINUTE);
		instance.poll("poll", 2);
		this.clock.advance(MINUTE);
		instance.poll("poll", 3);
		instance.read();
		TaskData data = instance.data("poll");
		assertThat(data.liveness().state()).isEqualTo(TaskState.ERROR);
		assertThat(data.liveness().errors()).isEqualTo(2);
		assertThat(data.lastError().type()).isEqualTo(IllegalStateException.class.getName());
		assertThat(data.lastError().message()).isEqualTo("503");
		assertThat(data.scheduling().cluster().consecutiveFailures()).isEqualTo(2);
		assertThat(data.scheduling().cluster().lastSuccess()).isEqualTo(FakeClock.EPOCH);
		assertThat(data.scheduling().cluster().instance()).isEqualTo("plant-1");
	}

	@Test
	void taskTellsOfFailureAndWorkThroughTheCurrentExecution() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY));
		this.body.set(() -> {
			Medkit.current().work(3);
			Medkit.current().fail("the other side answered 503");
		});
		instance.start().poll("poll", 1);
		assertThat(instance.data("poll").liveness().errors()).isEqualTo(1);
		assertThat(instance.data("poll").scheduling().lastWork()).isEqualTo(3);
	}

	@Test
	void intervalTaskIsOverdueAfterTwoIntervalsAndAPoll() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		instance.poll("poll", 1);
		assertOverdueAfter(instance, "poll", MINUTE.multipliedBy(3).plus(Instance.POLL));
		instance.poll("poll", 2);
		assertThat(instance.state("poll")).isEqualTo(TaskState.RUNNING);
	}

	@Test
	void cronTaskIsOverdueAfterATenthOfItsGapAndAPoll() {
		Instance instance = instance("plant-1", recurring("prune", HOURLY)).start();
		assertThat(instance.data("prune").liveness().due()).isEqualTo(FakeClock.EPOCH.plus(HOUR));
		assertOverdueAfter(instance, "prune", HOUR.plusMinutes(6).plus(Instance.POLL));
	}

	@Test
	void silenceIsHeldAgainstATaskOnlyOnceTheTableWasReadAfterIt() {
		Instance instance = instance("plant-1", recurring("prune", HOURLY)).start();
		this.clock.advance(HOUR.multipliedBy(3));
		assertThat(instance.state("prune")).isEqualTo(TaskState.UNKNOWN);
		instance.read();
		assertThat(instance.state("prune")).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void intervalTaskThatRunsForLongIsNeitherOverdueNorStalledAndIsDueAfterIt() {
		Phaser phaser = new Phaser(2);
		this.body.set(() -> block(phaser));
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		phaser.arriveAndAwaitAdvance();
		this.clock.advance(HOUR);
		instance.read();
		assertThat(instance.state("poll")).isEqualTo(TaskState.RUNNING);
		assertThat(instance.data("poll").liveness().inFlight()).isTrue();
		phaser.arriveAndAwaitAdvance();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> !instance.data("poll").liveness().inFlight());
		assertThat(instance.state("poll")).isEqualTo(TaskState.RUNNING);
		assertThat(instance.data("poll").liveness().due()).isEqualTo(FakeClock.EPOCH.plus(HOUR).plus(MINUTE));
	}

	@Test
	void busyThreadsAreNamedAsWhatStarvesATask() {
		Phaser phaser = new Phaser(2);
		Instance instance = instance("plant-1", recurring("hog", MINUTELY), recurring("prune", HOURLY));
		this.body.set(() -> block(phaser));
		instance.start();
		phaser.arriveAndAwaitAdvance();
		this.clock.advance(HOUR.multipliedBy(2));
		instance.read();
		assertThat(instance.state("prune")).isEqualTo(TaskState.OVERDUE);
		assertThat(instance.data("prune").scheduling().starvedBy().task()).isEqualTo("app:hog");
		this.body.set(() -> {
		});
		phaser.arriveAndAwaitAdvance();
	}

	@Test
	void pausedAndStoppedSchedulerIsNoFault() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		instance.poll("poll", 1);
		instance.scheduler.pause();
		instance.look();
		this.clock.advance(HOUR);
		instance.read();
		assertThat(instance.state("poll")).isEqualTo(TaskState.STOPPED);
		instance.scheduler.resume();
		instance.look();
		assertThat(instance.state("poll")).isEqualTo(TaskState.RUNNING);
		instance.scheduler.stop();
		instance.look();
		this.clock.advance(HOUR);
		assertThat(instance.state("poll")).isEqualTo(TaskState.STOPPED);
		assertThat(instance.source.faults("app:poll")).isEmpty();
	}

	@Test
	void executionThatAStopInterruptsIsNoError() {
		Phaser phaser = new Phaser(2);
		this.body.set(() -> {
			phaser.arriveAndAwaitAdvance();
			awaitInterrupt();
		});
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		phaser.arriveAndAwaitAdvance();
		instance.scheduler.stop();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> instance.data("poll").timing().executions() == 1);
		assertThat(instance.data("poll").liveness().errors()).isZero();
		assertThat(instance.state("poll")).isEqualTo(TaskState.STOPPED);
	}

	@Test
	void oneTimeTaskIsCountedInOneEntryAndNeverOverdue() {
		OneTimeTask<Void> mail = Tasks.oneTime("mail").execute((instance, context) -> this.body.get().run());
		Instance instance = instance("plant-1", mail).start();
		assertThat(instance.source.tasks()).containsExactly("mail");
		instance.scheduler.scheduleIfNotExists(mail.instance("1"), FakeClock.EPOCH);
		instance.scheduler.scheduleIfNotExists(mail.instance("2"), FakeClock.EPOCH);
		instance.scheduler.scheduleIfNotExists(mail.instance("3"), FakeClock.EPOCH.plus(HOUR));
		instance.poll("mail", 2);
		this.clock.advance(HOUR.multipliedBy(24));
		instance.read();
		assertThat(instance.data("mail").liveness().due()).isNull();
		assertThat(instance.data("mail").scheduling().plan()).isEqualTo("not recurring");
		assertThat(instance.source.faults("app:mail")).isEmpty();
	}

	@Test
	void taskThatNobodyListedIsListedWhenItIsExecuted() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY));
		instance.scheduler.start();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> instance.source.tasks().contains("poll"));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> instance.data("poll").timing().executions() == 1);
		instance.list();
		instance.read();
		assertThat(instance.source.tasks()).containsExactly("poll");
		assertThat(instance.data("poll").timing().executions()).isEqualTo(1);
		assertThat(instance.data("poll").scheduling().plan()).isEqualTo("PT1M after the last");
		assertThat(instance.data("poll").liveness().due()).isEqualTo(FakeClock.EPOCH.plus(MINUTE));
	}

	@Test
	void instancesWithSchedulesOfTheirOwnAreTasksOfTheirOwn() {
		RecurringTaskWithPersistentSchedule<PersistentCronSchedule> sync = Tasks
			.recurringWithPersistentSchedule("sync", PersistentCronSchedule.class)
			.execute((instance, context) -> this.body.get().run());
		Instance instance = instance("plant-1", sync).start();
		assertThat(instance.source.tasks()).isEmpty();
		instance.scheduler.scheduleIfNotExists(
				sync.schedulableInstance("north", new PersistentCronSchedule("0 0 * * * *", ZoneOffset.UTC)));
		instance.scheduler.scheduleIfNotExists(
				sync.schedulableInstance("south", new PersistentCronSchedule("0 30 * * * *", ZoneOffset.UTC)));
		assertThat(instance.source.tasks()).containsExactlyInAnyOrder("sync.north", "sync.south");
		instance.read();
		assertThat(instance.data("sync.north").scheduling().plan()).isEqualTo("cron 0 0 * * * *, Z");
		assertThat(instance.data("sync.south").liveness().due()).isEqualTo(FakeClock.EPOCH.plusSeconds(1800));
		this.clock.advance(Duration.ofMinutes(30));
		instance.poll("sync.south", 1);
		assertThat(instance.data("sync.south").liveness().due()).isEqualTo(FakeClock.EPOCH.plusSeconds(5400));
		assertThat(instance.data("sync.north").timing().executions()).isZero();
		this.database.delete("sync", "north");
		instance.read();
		assertThat(instance.source.tasks()).containsExactly("sync.south");
	}

	@Test
	void onlySoManyInstancesOfOneTaskAreWatched() {
		RecurringTaskWithPersistentSchedule<PersistentCronSchedule> sync = Tasks
			.recurringWithPersistentSchedule("sync", PersistentCronSchedule.class)
			.execute((instance, context) -> this.body.get().run());
		Instance instance = instance("plant-1", sync).start();
		for (int i = 0; i < WatchedTasks.MAX_INSTANCES + 1; i++) {
			instance.scheduler.scheduleIfNotExists(sync.schedulableInstance(Integer.toString(i),
					new PersistentCronSchedule("0 0 %d * * *".formatted((i == 0) ? 23 : 13), ZoneOffset.UTC)));
		}
		instance.read();
		assertThat(instance.source.tasks()).hasSize(WatchedTasks.MAX_INSTANCES).contains("sync.0");
		assertThat(instance.data("sync.0").liveness().due()).isNull();
		assertThat(instance.data("sync.1").liveness().due()).isEqualTo(FakeClock.EPOCH.plus(HOUR));
	}

	@Test
	void disabledAndRemovedTasksAreNotDue() {
		Instance instance = instance("plant-1", recurring("off", new CronSchedule("-")), recurring("prune", HOURLY))
			.start();
		this.database.delete("prune", RecurringTask.INSTANCE);
		instance.read();
		this.clock.advance(HOUR.multipliedBy(24));
		instance.read();
		assertThat(instance.data("off").scheduling().plan()).isEqualTo("disabled");
		assertThat(instance.state("off")).isEqualTo(TaskState.UNKNOWN);
		assertThat(instance.state("prune")).isEqualTo(TaskState.UNKNOWN);
	}

	@Test
	void deadExecutionIsTroubleOfTheSchedulerAndAFailureOfTheTask() {
		Instance instance = instance("plant-1", recurring("prune", HOURLY)).start();
		this.clock.advance(HOUR);
		this.database.pick("prune", "plant-2", this.clock.instant());
		this.clock.advance(Instance.HEARTBEAT_LIMIT);
		instance.detectDead();
		assertThat(instance.faults("db-scheduler", FaultCode.EXECUTOR_ERROR)).singleElement()
			.satisfies((fault) -> assertThat(fault.status()).isEqualTo(FaultStatus.HEALED));
		assertThat(instance.source.health("db-scheduler")).isEqualTo(Health.OK);
		TaskData data = instance.data("prune");
		assertThat(data.liveness().state()).isEqualTo(TaskState.ERROR);
		assertThat(data.lastError().type()).isEqualTo(DeadExecutionException.class.getName());
		assertThat(data.lastError().message()).contains("'prune'", "'plant-2'");
		assertThat(data.timing().executions()).isZero();
	}

	@Test
	void failedHeartbeatIsTroubleOfTheSchedulerAsLongAsTheExecutionGoesOn() {
		Phaser phaser = new Phaser(2);
		this.body.set(() -> block(phaser));
		Instance instance = instance("plant-1", recurring("poll", MINUTELY)).start();
		phaser.arriveAndAwaitAdvance();
		instance.updateHeartbeats();
		assertThat(instance.source.faults("db-scheduler")).isEmpty();
		this.database.pick("poll", "plant-2", this.clock.instant());
		instance.updateHeartbeats();
		assertThat(instance.faults("db-scheduler", FaultCode.EXECUTOR_ERROR)).singleElement()
			.satisfies((fault) -> assertThat(fault.occurrenceCount()).isEqualTo(1));
		phaser.arriveAndAwaitAdvance();
	}

	@Test
	void executionThatIsNotPutOnRecordIsAFailureOfTheTaskAndTroubleOfTheScheduler() {
		Instance instance = instance("plant-1", recurring("poll", MINUTELY));
		this.body.set(() -> this.database.away(true));
		instance.start().poll("poll", 1);
		this.database.away(false);
		assertThat(instance.data("poll").lastError().message()).startsWith("The completion handler failed");
		assertThat(instance.faults("db-scheduler", FaultCode.EXECUTOR_ERROR)).hasSize(1);
	}

	@Test
	void executionIsCountedByTheInstanceThatRanItAndShownByTheOther() {
		Phaser phaser = new Phaser(2);
		Instance one = instance("plant-1", recurring("prune", HOURLY)).start();
		Instance other = instance("plant-2", recurring("prune", HOURLY)).start();
		this.clock.advance(HOUR);
		this.body.set(() -> block(phaser));
		one.poll();
		phaser.arriveAndAwaitAdvance();
		other.read();
		assertThat(other.cluster("prune").instance()).isEqualTo("plant-1");
		phaser.arriveAndAwaitAdvance();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> one.data("prune").timing().executions() == 1);
		other.read();
		assertThat(other.data("prune").timing().executions()).isZero();
		assertThat(other.cluster("prune").instance()).isEqualTo("plant-1");
		assertThat(other.cluster("prune").lastSuccess()).isEqualTo(FakeClock.EPOCH.plus(HOUR));
		this.clock.advance(HOUR);
		this.body.set(() -> {
		});
		one.poll("prune", 2);
		this.clock.advance(Duration.ofMinutes(30));
		other.read();
		assertThat(other.cluster("prune").instance()).isNull();
		assertThat(other.cluster("prune").lastSuccess()).isEqualTo(FakeClock.EPOCH.plus(HOUR.multipliedBy(2)));
		assertThat(other.data("prune").liveness().due()).isEqualTo(FakeClock.EPOCH.plus(HOUR.multipliedBy(3)));
		assertThat(other.source.faults("app:prune")).isEmpty();
		assertThat(one.source.faults("app:prune")).isEmpty();
	}

	@Test
	void executionElsewhereThatTakesLongIsNotOverdueAsLongAsItsHeartbeatIsFresh() {
		Instance instance = instance("plant-1", recurring("prune", HOURLY)).start();
		this.clock.advance(HOUR);
		for (int i = 0; i < 20; i++) {
			this.database.pick("prune", "plant-2", this.clock.instant());
			this.clock.advance(Duration.ofMinutes(25));
			instance.read();
			assertThat(instance.source.faults("app:prune")).isEmpty();
		}
		this.clock.advance(Duration.ofMinutes(5));
		instance.read();
		assertThat(instance.state("prune")).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void databaseThatIsAwayIsSaidAndNothingNewIsHeldAgainstTheTasks() {
		Instance instance = instance("plant-1", recurring("prune", HOURLY)).start();
		this.database.away(true);
		this.clock.advance(HOUR.multipliedBy(5));
		instance.read();
		instance.read();
		assertThat(instance.cluster("prune").away()).isTrue();
		assertThat(instance.cluster("prune").age()).isEqualTo(HOUR.multipliedBy(5));
		assertThat(instance.source.faults("app:prune")).isEmpty();
		this.database.away(false);
		instance.poll("prune", 1);
		instance.read();
		assertThat(instance.cluster("prune").away()).isNull();
		assertThat(instance.source.faults("app:prune")).isEmpty();
	}

	@Test
	void outageIsLoggedOnceAndItsEndToo() {
		List<Level> levels = new CopyOnWriteArrayList<>();
		Handler handler = new Handler() {

			@Override
			public void publish(LogRecord logged) {
				levels.add(logged.getLevel());
			}

			@Override
			public void flush() {
			}

			@Override
			public void close() {
			}

		};
		Logger logger = Logger.getLogger(TableReader.class.getName());
		logger.addHandler(handler);
		try {
			Instance instance = instance("plant-1", recurring("prune", HOURLY)).start();
			for (int i = 0; i < 2; i++) {
				this.database.away(true);
				instance.read();
				instance.read();
				this.database.away(false);
				instance.read();
				instance.read();
			}
		}
		finally {
			logger.removeHandler(handler);
		}
		assertThat(levels).containsExactly(Level.WARNING, Level.INFO, Level.WARNING, Level.INFO);
	}

	@Test
	void userMayRenameJudgeAndLeaveOut() {
		Instance instance = new Instance("plant-1", this.database, this.clock,
				(id) -> new TaskRule(!id.equals("poll"), "cleaning", MINUTE, null, false, null),
				recurring("prune", HOURLY), recurring("poll", MINUTELY));
		this.instances.add(instance);
		instance.start();
		assertThat(instance.source.tasks()).containsExactly("cleaning");
		assertThat(instance.data("cleaning").liveness().tolerance()).isEqualTo(MINUTE);
		instance.read();
		assertThat(instance.cluster("cleaning").readAt()).isEqualTo(FakeClock.EPOCH);
	}

	@Test
	void tableIsReadOnAThreadThatEndsWithTheWatch() {
		Instance instance = instance("plant-1", recurring("prune", HOURLY));
		instance.scheduler.start();
		instance.watch.start(List.of(recurring("prune", HOURLY)));
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> instance.cluster("prune") != null);
		Thread thread = Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((candidate) -> candidate.getName().equals("medkit-db-scheduler-tables"))
			.findFirst()
			.orElseThrow();
		assertThat(thread.isDaemon()).isTrue();
		instance.watch.close();
		assertThat(thread.isAlive()).isFalse();
	}

	private static void block(Phaser phaser) {
		phaser.arriveAndAwaitAdvance();
		phaser.arriveAndAwaitAdvance();
	}

	private static void awaitInterrupt() {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void assertOverdueAfter(Instance instance, String task, Duration time) {
		this.clock.advance(time);
		instance.read();
		assertThat(instance.state(task)).isNotEqualTo(TaskState.OVERDUE);
		this.clock.advance(Duration.ofMillis(1));
		instance.read();
		assertThat(instance.state(task)).isEqualTo(TaskState.OVERDUE);
		Instant overdue = this.clock.instant().minusMillis(1);
		assertThat(instance.faults("app:" + task, FaultCode.OVERDUE)).singleElement()
			.satisfies((fault) -> assertThat(fault.firstOccurred()).isEqualTo(overdue));
	}

	private RecurringTask<Void> recurring(String name, Schedule schedule) {
		return Tasks.recurring(name, schedule).execute((instance, context) -> this.body.get().run());
	}

	private Instance instance(String name, Task<?>... tasks) {
		Instance instance = new Instance(name, this.database, this.clock, tasks);
		this.instances.add(instance);
		return instance;
	}

}
