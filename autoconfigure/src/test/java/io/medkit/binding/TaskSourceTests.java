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
package io.medkit.binding;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import io.medkit.model.EntityKind;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.FaultStatus;
import io.medkit.model.Health;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import io.medkit.model.ValueFilter;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TaskSource}, {@link SourceTask}, {@link TaskRun} and the plans.
 */
class TaskSourceTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private static final Duration DAY = Duration.ofDays(1);

	private final FakeClock clock = new FakeClock();

	private final AtomicBoolean busy = new AtomicBoolean();

	private final TaskThreads threads = new TaskThreads() {

		@Override
		public String name() {
			return "pool";
		}

		@Override
		public boolean areAllBusy() {
			return TaskSourceTests.this.busy.get();
		}

	};

	private TaskSource source = source(TaskRule.DEFAULT);

	private TaskSource source(TaskRule rule) {
		TaskSource source = TaskSource.builder("scheduling")
			.telemetryClock(this.clock)
			.wallClock(this.clock)
			.rules((id) -> rule)
			.build();
		source.up();
		return source;
	}

	@Test
	void sourceIsAComponentAndItsTasksAreAppsBelowIt() {
		SourceTask task = everySecond("poller.run");
		assertThat(this.source.entities()).extracting("id").containsExactly("scheduling", "app:poller.run");
		assertThat(this.source.entities()).extracting("kind").containsExactly(EntityKind.COMPONENT, EntityKind.APP);
		assertThat(this.source.entities().get(1).parentId()).isEqualTo("scheduling");
		assertThat(data(task).scheduling().plan()).isEqualTo("every PT1S");
		assertThat(data(task).scheduling().latenessEstimated()).isTrue();
		assertThat(data(task).timing().periodNanos()).isEqualTo(SECOND.toNanos());
		assertThat(data(task).timing().rateHz()).isEqualTo(1);
		assertThat(state(task)).isEqualTo(TaskState.UNKNOWN);
	}

	@Test
	void executionsAreCountedAndTimedAndLateAgainstTheGrid() {
		SourceTask task = everySecond("poller.run");
		this.clock.advance(SECOND);
		execute(task, Duration.ofMillis(3));
		this.clock.advance(Duration.ofMillis(1_097));
		execute(task, Duration.ofMillis(5));
		TaskData.Timing timing = data(task).timing();
		assertThat(timing.executions()).isEqualTo(2);
		assertThat(timing.minTookNanos()).isEqualTo(3_000_000);
		assertThat(timing.maxTookNanos()).isEqualTo(5_000_000);
		assertThat(timing.lastLatenessNanos()).isEqualTo(100_000_000);
		assertThat(timing.lastJitterNanos()).isEqualTo(100_000_000);
		assertThat(state(task)).isEqualTo(TaskState.RUNNING);
		assertThat(data(task).liveness().due()).isEqualTo(FakeClock.EPOCH.plusSeconds(3));
	}

	@Test
	void engineThatDoesNotMakeUpForWhatItMissedIsNotOverdueForEver() {
		SourceTask task = everySecond("poller.run");
		this.clock.advance(MINUTE);
		assertThat(state(task)).isEqualTo(TaskState.OVERDUE);
		execute(task, Duration.ofMillis(1));
		assertThat(state(task)).isEqualTo(TaskState.RUNNING);
		assertThat(data(task).timing().lastLatenessNanos()).isEqualTo(MINUTE.minus(SECOND).toNanos());
		assertThat(data(task).liveness().due()).isEqualTo(FakeClock.EPOCH.plus(MINUTE).plus(SECOND));
	}

	@Test
	void latenessAgainstAFixedDelayIsThatAfterTheEndOfTheLast() {
		SourceTask task = this.source.add("poller.run", Plan.fixedDelay(this.clock.nanoTime(), SECOND), Scope.LOCAL,
				null);
		execute(task, MINUTE);
		assertThat(data(task).liveness().due()).isEqualTo(FakeClock.EPOCH.plus(MINUTE).plus(SECOND));
		this.clock.advance(Duration.ofMillis(1_007));
		execute(task, SECOND);
		assertThat(data(task).timing().lastLatenessNanos()).isEqualTo(7_000_000);
		assertThat(data(task).timing().periodNanos()).isZero();
	}

	@Test
	void intervalTaskIsOverdueAfterTwoIntervalsButNotBeforeFiveSeconds() {
		SourceTask quick = everySecond("quick");
		SourceTask slow = this.source.add("slow", Plan.fixedDelay(this.clock.nanoTime(), MINUTE), Scope.LOCAL, null);
		assertOverdueAfter(quick, SECOND.plusSeconds(5));
		this.clock.advance(MINUTE.multipliedBy(2).minus(Duration.ofMillis(6_001)));
		assertThat(state(slow)).isEqualTo(TaskState.UNKNOWN);
		this.clock.advanceNanos(1);
		assertThat(state(slow)).isEqualTo(TaskState.OVERDUE);
		assertThat(this.source.health("app:slow")).isEqualTo(Health.ERROR);
		execute(slow, SECOND);
		assertThat(state(slow)).isEqualTo(TaskState.RUNNING);
	}

	@Test
	void dailyTaskIsNeverDownForBeingIdle() {
		AnnouncedPlan plan = new AnnouncedPlan("cron");
		SourceTask task = this.source.add("nightly", plan, Scope.LOCAL, null);
		plan.announceByCalendar(FakeClock.EPOCH.plus(DAY), DAY);
		assertOverdueAfter(task, DAY.plus(DAY.dividedBy(10)));
		execute(task, MINUTE);
		assertThat(state(task)).isEqualTo(TaskState.RUNNING);
		assertThat(data(task).timing().lastLatenessNanos()).isEqualTo(DAY.dividedBy(10).plusMillis(1).toNanos());
		assertThat(data(task).scheduling().latenessEstimated()).isNull();
	}

	@Test
	void calendarTaskThatIsNotAnnouncedAnewIsOverdueAtItsNextTime() {
		AnnouncedPlan plan = new AnnouncedPlan("cron");
		SourceTask task = this.source.add("hourly", plan, Scope.LOCAL, null);
		plan.announceByCalendar(FakeClock.EPOCH, MINUTE);
		execute(task, SECOND);
		assertThat(data(task).liveness().due()).isEqualTo(FakeClock.EPOCH.plus(MINUTE));
		this.clock.advance(MINUTE.multipliedBy(2).minus(SECOND).plusMillis(1));
		assertThat(state(task)).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void taskThatIsAnnouncedNoMoreIsStopped() {
		AnnouncedPlan plan = new AnnouncedPlan("once");
		SourceTask task = this.source.add("warmUp", plan, Scope.LOCAL, null);
		plan.announceByCalendar(FakeClock.EPOCH, Duration.ZERO);
		execute(task, SECOND);
		this.clock.advance(DAY);
		assertThat(state(task)).isEqualTo(TaskState.STOPPED);
		assertThat(this.source.health("app:warmUp")).isEqualTo(Health.OK);
	}

	@Test
	void engineMayAnnounceTheNextTimeWhileItBeginsTheLast() {
		AnnouncedPlan plan = new AnnouncedPlan("cron");
		SourceTask task = this.source.add("minutely", plan, Scope.LOCAL, null);
		plan.announceByCalendar(FakeClock.EPOCH, MINUTE);
		this.clock.advance(Duration.ofMillis(20));
		plan.announceByCalendar(FakeClock.EPOCH.plus(MINUTE), MINUTE);
		execute(task, Duration.ofMillis(1));
		assertThat(data(task).timing().lastLatenessNanos()).isEqualTo(20_000_000);
		assertThat(data(task).liveness().due()).isEqualTo(FakeClock.EPOCH.plus(MINUTE));
	}

	@Test
	void pausedCancelledAndStoppedAreNoFault() {
		AnnouncedPlan plan = new AnnouncedPlan("cron");
		SourceTask paused = this.source.add("paused", plan, Scope.LOCAL, null);
		plan.announceByCalendar(FakeClock.EPOCH, MINUTE);
		execute(paused, SECOND);
		plan.announceNothing();
		SourceTask cancelled = everySecond("cancelled");
		execute(cancelled, Duration.ofMillis(1));
		cancelled.plan().cancelledWhen(() -> true);
		SourceTask other = everySecond("other");
		execute(other, Duration.ofMillis(1));
		this.clock.advance(Duration.ofSeconds(2));
		this.source.down();
		this.clock.advance(DAY);
		assertThat(state(paused)).isEqualTo(TaskState.STOPPED);
		assertThat(state(cancelled)).isEqualTo(TaskState.STOPPED);
		assertThat(state(other)).isEqualTo(TaskState.STOPPED);
		this.source.up();
		assertThat(state(other)).isEqualTo(TaskState.RUNNING);
		this.clock.advance(Duration.ofSeconds(5).plusNanos(1));
		assertThat(state(other)).isEqualTo(TaskState.OVERDUE);
		assertThat(state(cancelled)).isEqualTo(TaskState.STOPPED);
	}

	@Test
	void overlappingExecutionsAreCountedExactly() {
		SourceTask task = everySecond("poller.run");
		TaskRun first = task.begin();
		this.clock.advance(SECOND);
		TaskRun second = task.begin();
		assertThat(data(task).liveness().inFlightCount()).isEqualTo(2);
		first.end(null);
		this.clock.advance(SECOND);
		second.end(new IllegalStateException("secret"));
		second.end(null);
		TaskData data = data(task);
		assertThat(data.timing().executions()).isEqualTo(2);
		assertThat(data.timing().totalTookNanos()).isEqualTo(SECOND.multipliedBy(2).toNanos());
		assertThat(data.liveness().errors()).isEqualTo(1);
		assertThat(data.lastError().type()).isEqualTo(IllegalStateException.class.getName());
		assertThat(data.lastError().message()).isEqualTo("secret");
		assertThat(state(task)).isEqualTo(TaskState.ERROR);
		execute(task, SECOND);
		assertThat(state(task)).isEqualTo(TaskState.RUNNING);
	}

	@Test
	void skippedExecutionsAreNeitherSuccessesNorFailuresNorTimed() {
		SourceTask task = everySecond("poller.run");
		this.clock.advance(SECOND);
		TaskRun run = task.begin();
		run.skip();
		this.clock.advanceNanos(5);
		run.end(null);
		task.skip();
		TaskData data = data(task);
		assertThat(data.scheduling().skipped()).isEqualTo(2);
		assertThat(data.scheduling().lastSkipped()).isEqualTo(FakeClock.EPOCH.plus(SECOND));
		assertThat(data.timing().executions()).isZero();
		assertThat(data.timing().minTookNanos()).isZero();
		assertThat(data.liveness().inFlight()).isFalse();
		assertThat(data.liveness().due()).isEqualTo(FakeClock.EPOCH.plusSeconds(2));
	}

	@Test
	void lastSuccessIsThatBeforeTheFailures() {
		SourceTask task = everySecond("poller.run");
		assertThat(data(task).liveness().lastSuccess()).isNull();
		task.begin().end(new IllegalStateException());
		assertThat(data(task).liveness().lastSuccess()).isNull();
		execute(task, SECOND);
		assertThat(data(task).liveness().lastSuccess()).isEqualTo(FakeClock.EPOCH.plus(SECOND));
		for (int i = 0; i < 2; i++) {
			this.clock.advance(MINUTE);
			task.begin().end(new IllegalStateException());
			assertThat(data(task).liveness().lastSuccess()).isEqualTo(FakeClock.EPOCH.plus(SECOND));
		}
		this.source.clearFaults("app:poller.run");
		assertThat(data(task).liveness().lastSuccess()).isEqualTo(FakeClock.EPOCH.plus(SECOND));
		TaskRun overlapping = task.begin();
		task.begin().end(new IllegalStateException());
		this.clock.advance(MINUTE);
		overlapping.end(null);
		assertThat(data(task).liveness().lastSuccess()).isEqualTo(this.clock.instant());
	}

	@Test
	void intervalIsToldWhereItIsNoPeriod() {
		assertThat(data(everySecond("rate")).timing().intervalNanos()).isNull();
		SourceTask delayed = this.source.add("delay", Plan.fixedDelay(0, MINUTE), Scope.LOCAL, null);
		assertThat(data(delayed).timing().intervalNanos()).isEqualTo(MINUTE.toNanos());
		AnnouncedPlan plan = new AnnouncedPlan("cron");
		SourceTask daily = this.source.add("daily", plan, Scope.LOCAL, null);
		assertThat(data(daily).timing().intervalNanos()).isNull();
		plan.announceByCalendar(FakeClock.EPOCH, DAY);
		assertThat(data(daily).timing().intervalNanos()).isEqualTo(DAY.toNanos());
	}

	@Test
	void missedExecutionsAreSlotsThatPassed() {
		SourceTask task = everySecond("poller.run");
		task.miss(3);
		assertThat(data(task).timing().skippedSlots()).isEqualTo(3);
	}

	@Test
	void taskTellsOfFailureAndWorkThroughTheCurrentExecution() {
		SourceTask task = everySecond("poller.run");
		TaskRun run = task.begin().enter();
		Medkit.current().work(3);
		Medkit.current().work(4);
		Medkit.current().fail("the other side answered 503");
		run.leave();
		run.end(null);
		Medkit.current().fail("nobody is told");
		TaskData data = data(task);
		assertThat(data.liveness().errors()).isEqualTo(1);
		assertThat(data.lastError().message()).isEqualTo("the other side answered 503");
		assertThat(data.scheduling().lastWork()).isEqualTo(7);
		assertThat(data.scheduling().totalWork()).isEqualTo(7);
		run = task.begin().enter();
		Medkit.current().work(0);
		run.leave();
		run.end(null);
		assertThat(data(task).scheduling().lastWork()).isZero();
		assertThat(data(task).scheduling().totalWork()).isEqualTo(7);
	}

	@Test
	void executionInsideAnotherIsTheCurrentOneUntilItIsLeft() {
		SourceTask outer = everySecond("outer");
		SourceTask inner = everySecond("inner");
		TaskRun outerRun = outer.begin().enter();
		TaskRun innerRun = inner.begin().enter();
		assertThat(Medkit.current()).isSameAs(innerRun);
		innerRun.leave();
		assertThat(Medkit.current()).isSameAs(outerRun);
		outerRun.leave();
		assertThat(Medkit.current()).isNotInstanceOf(TaskRun.class);
	}

	@Test
	void interruptOfAStopIsNoError() {
		SourceTask task = everySecond("poller.run");
		TaskRun run = task.begin();
		this.source.down();
		run.end(new IllegalStateException(new InterruptedException()));
		assertThat(data(task).liveness().errors()).isZero();
		assertThat(data(task).timing().executions()).isEqualTo(1);
	}

	@Test
	void hungExecutionIsStalledAndTheStarvedOnesSayWhoStarvesThem() {
		SourceTask hog = this.source.add("hog", everySecond(), Scope.LOCAL, this.threads);
		SourceTask starved = this.source.add("starved", everySecond(), Scope.LOCAL, this.threads);
		SourceTask elsewhere = everySecond("elsewhere");
		TaskRun run = hog.begin();
		this.busy.set(true);
		this.clock.advance(Duration.ofSeconds(6).plusNanos(1));
		assertThat(state(hog)).isEqualTo(TaskState.STALLED);
		assertThat(state(starved)).isEqualTo(TaskState.OVERDUE);
		assertThat(data(starved).scheduling().starvedBy())
			.isEqualTo(new TaskData.Starver("pool", "app:hog", FakeClock.EPOCH));
		assertThat(fault(starved, FaultCode.OVERDUE).description()).contains("'pool'", "app:hog since 2");
		assertThat(state(elsewhere)).isEqualTo(TaskState.OVERDUE);
		assertThat(data(elsewhere).scheduling().starvedBy()).isNull();
		Fault stalled = fault(hog, FaultCode.STALLED);
		assertThat(stalled.freezeFrame().thread()).isEqualTo(Thread.currentThread().getName());
		assertThat(stalled.freezeFrame().stack()).anyMatch((frame) -> frame.contains("hungExecutionIsStalled"));
		assertThat(stalled.withValues(ValueFilter.NONE).freezeFrame().stack()).isNull();
		run.end(null);
		this.busy.set(false);
		execute(starved, SECOND);
		assertThat(state(starved)).isEqualTo(TaskState.RUNNING);
		assertThat(data(starved).scheduling().starvedBy()).isNull();
		assertThat(fault(hog, FaultCode.STALLED).status()).isEqualTo(FaultStatus.HEALED);
		assertThat(fault(hog, FaultCode.STALLED).freezeFrame().stack()).isNotEmpty();
		assertThat(fault(starved, FaultCode.OVERDUE).description()).contains("app:hog");
	}

	@Test
	void onlyWhoIsOnTheSameThreadsStarvesATask() {
		TaskThreads others = new TaskThreads() {

			@Override
			public String name() {
				return "others";
			}

			@Override
			public boolean areAllBusy() {
				return true;
			}

		};
		SourceTask elsewhere = this.source.add("elsewhere", everySecond(), Scope.LOCAL, others);
		SourceTask detached = this.source.add("detached", everySecond(), Scope.LOCAL, this.threads);
		SourceTask hog = this.source.add("hog", everySecond(), Scope.LOCAL, this.threads);
		SourceTask starved = this.source.add("starved", everySecond(), Scope.LOCAL, this.threads);
		elsewhere.begin();
		detached.begin().detach();
		this.clock.advance(Duration.ofMillis(1));
		TaskRun run = hog.begin();
		this.busy.set(true);
		this.clock.advance(MINUTE);
		assertThat(data(starved).scheduling().starvedBy().task()).isEqualTo("app:hog");
		run.end(null);
		assertThat(data(starved).scheduling().starvedBy().task()).isNull();
		assertThat(fault(starved, FaultCode.OVERDUE).description()).contains("something that is not watched");
	}

	@Test
	void eachExecutionThatStallsIsLookedAtOnce() throws InterruptedException {
		this.source = source(new TaskRule(true, null, null, SECOND, true, null));
		SourceTask task = everySecond("poller.run");
		TaskRun first = task.begin();
		this.clock.advance(SECOND);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		Thread thread = new Thread(() -> {
			TaskRun second = task.begin();
			begun.countDown();
			awaitQuietly(end);
			second.end(null);
		}, "second");
		thread.start();
		begun.await();
		this.clock.advanceNanos(1);
		assertThat(fault(task, FaultCode.STALLED).occurrenceCount()).isEqualTo(1);
		assertThat(fault(task, FaultCode.STALLED).freezeFrame().thread()).isNotEqualTo("second");
		this.clock.advance(SECOND);
		first.end(null);
		Fault fault = fault(task, FaultCode.STALLED);
		assertThat(fault.occurrenceCount()).isEqualTo(2);
		assertThat(fault.freezeFrame().thread()).isEqualTo("second");
		assertThat(fault.freezeFrame().stack()).anyMatch((frame) -> frame.contains("eachExecutionThatStalls"));
		end.countDown();
		thread.join();
		assertThat(fault(task, FaultCode.STALLED).status()).isEqualTo(FaultStatus.HEALED);
	}

	@Test
	void silenceOfOneInstanceIsNoAlarmWithoutTables() {
		SourceTask task = this.source.add("report", everySecond(), Scope.CLUSTER, null);
		this.clock.advance(DAY);
		assertThat(state(task)).isEqualTo(TaskState.UNKNOWN);
		assertThat(this.source.health("app:report")).isEqualTo(Health.OK);
		task.tell(view(false));
		assertThat(state(task)).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void nothingNewIsHeldAgainstATaskUntilTheTablesAreReadAgain() {
		SourceTask task = this.source.add("report", everySecond(), Scope.CLUSTER, null);
		task.tell(view(false));
		this.clock.advance(DAY);
		assertThat(state(task)).isEqualTo(TaskState.UNKNOWN);
		task.tell(view(false));
		assertThat(state(task)).isEqualTo(TaskState.OVERDUE);
	}

	@Test
	void executionThatFailedElsewhereIsAnErrorButNotTimed() {
		SourceTask task = everySecond("report");
		task.failed(new IllegalStateException("died"));
		TaskData data = data(task);
		assertThat(state(task)).isEqualTo(TaskState.ERROR);
		assertThat(data.liveness().errors()).isEqualTo(1);
		assertThat(data.lastError().type()).isEqualTo(IllegalStateException.class.getName());
		assertThat(data.timing().executions()).isZero();
		execute(task, SECOND);
		assertThat(state(task)).isEqualTo(TaskState.RUNNING);
		assertThat(data(task).timing().minTookNanos()).isEqualTo(SECOND.toNanos());
	}

	@Test
	void nothingNewIsHeldAgainstATaskWhoseTablesAreAway() {
		SourceTask task = this.source.add("report", everySecond(), Scope.CLUSTER, null);
		task.tell(view(true));
		this.clock.advance(DAY);
		assertThat(state(task)).isEqualTo(TaskState.UNKNOWN);
		TaskData.Cluster cluster = data(task).scheduling().cluster();
		assertThat(cluster.away()).isTrue();
		assertThat(cluster.age()).isEqualTo(DAY);
		assertThat(cluster.instance()).isEqualTo("plant-1");
	}

	@Test
	void idsAreUniqueAcrossSourcesAndPathSafe() {
		TaskIds ids = new TaskIds(List.of("prune"));
		TaskSource one = TaskSource.builder("quartz:main").ids(ids).build();
		TaskSource other = TaskSource.builder("db-scheduler").ids(ids).build();
		assertThat(one.add("prune", everySecond(), Scope.LOCAL, null).id()).isEqualTo("prune-2");
		assertThat(other.add("prune", everySecond(), Scope.LOCAL, null).id()).isEqualTo("prune-3");
		assertThat(other.add("a group/job no. 1%", everySecond(), Scope.LOCAL, null).id())
			.isEqualTo("a_group_job_no._1_");
		SourceTask removed = other.add("gone", everySecond(), Scope.LOCAL, null);
		other.remove(removed);
		assertThat(other.tasks()).containsExactly("prune-3", "a_group_job_no._1_");
		assertThat(one.add("gone", everySecond(), Scope.LOCAL, null).id()).isEqualTo("gone");
	}

	@Test
	void taskThatComesBackAfterItWasCancelledGoesOn() {
		SourceTask task = everySecond("poller.run");
		execute(task, SECOND);
		task.plan().cancelledWhen(() -> true);
		SourceTask again = everySecond("poller.run");
		assertThat(again).isSameAs(task);
		assertThat(data(again).timing().executions()).isEqualTo(1);
		assertThat(state(again)).isEqualTo(TaskState.RUNNING);
	}

	@Test
	void userMayRenameJudgeAndLeaveOut() {
		this.source = source(new TaskRule(true, "invoices", MINUTE, SECOND, false, Scope.CLUSTER));
		SourceTask task = everySecond("invoiceJob.run");
		assertThat(task.id()).isEqualTo("invoices");
		assertThat(task.scope()).isEqualTo(Scope.CLUSTER);
		TaskData.Liveness liveness = data(task).liveness();
		assertThat(liveness.tolerance()).isEqualTo(MINUTE);
		assertThat(liveness.maxRun()).isEqualTo(SECOND);
		assertThat(liveness.critical()).isFalse();
		this.source = source(new TaskRule(false, null, null, null, true, null));
		assertThat(everySecond("invoiceJob.run")).isNull();
		assertThat(this.source.tasks()).isEmpty();
	}

	@Test
	void windowOutOfRangeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> TaskSource.builder("scheduling").statisticsWindow(0))
			.withMessageContaining("but is 0");
	}

	@Test
	void troubleOfTheSchedulerItselfIsKeptAsHistory() {
		this.source.failed(new IllegalStateException("no connection"));
		assertThat(this.source.faults("scheduling")).singleElement().satisfies((fault) -> {
			assertThat(fault.code()).isEqualTo(FaultCode.EXECUTOR_ERROR);
			assertThat(fault.status()).isEqualTo(FaultStatus.HEALED);
		});
		assertThat(this.source.clearFaults("scheduling")).isTrue();
		assertThat(this.source.faults("scheduling")).isEmpty();
		assertThat(this.source.clearFaults("app:none")).isFalse();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private ClusterView view(boolean away) {
		ClusterView view = new ClusterView("plant-1", FakeClock.EPOCH, 0, this.clock.instant(), false);
		return away ? view.whileAway() : view;
	}

	private void assertOverdueAfter(SourceTask task, Duration time) {
		this.clock.advance(time);
		assertThat(state(task)).isEqualTo(TaskState.UNKNOWN);
		this.clock.advance(Duration.ofMillis(1));
		assertThat(state(task)).isEqualTo(TaskState.OVERDUE);
	}

	private Plan everySecond() {
		return Plan.fixedRate(this.clock.nanoTime() + SECOND.toNanos(), SECOND);
	}

	private SourceTask everySecond(String id) {
		return this.source.add(id, everySecond(), Scope.LOCAL, null);
	}

	private void execute(SourceTask task, Duration took) {
		TaskRun run = task.begin();
		this.clock.advance(took);
		run.end(null);
	}

	private TaskState state(SourceTask task) {
		return data(task).liveness().state();
	}

	private TaskData data(SourceTask task) {
		return (TaskData) this.source.find("app:" + task.id()).data();
	}

	private Fault fault(SourceTask task, FaultCode code) {
		return this.source.faults("app:" + task.id())
			.stream()
			.filter((fault) -> fault.code() == code)
			.findFirst()
			.orElseThrow();
	}

}
