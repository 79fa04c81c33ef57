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
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.task.Task;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import io.medkit.binding.FakeClock;
import io.medkit.binding.TaskRule;
import io.medkit.binding.TaskSource;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.awaitility.Awaitility;

/**
 * An instance of an application with a real db-scheduler, which polls, keeps house and is
 * read only when a test says so.
 */
final class Instance implements AutoCloseable {

	static final Duration POLL = Duration.ofSeconds(10);

	static final Duration HEARTBEAT_LIMIT = Duration.ofMinutes(30);

	private final Housekeeper housekeeper = new Housekeeper();

	private final List<Task<?>> tasks;

	final FakeClock clock;

	final TaskSource source;

	final Scheduler scheduler;

	final DbSchedulerWatch watch;

	private TableReader reader;

	Instance(String name, Database database, FakeClock clock, Task<?>... tasks) {
		this(name, database, clock, (id) -> TaskRule.DEFAULT, tasks);
	}

	Instance(String name, Database database, FakeClock clock, Function<String, TaskRule> rules, Task<?>... tasks) {
		this.clock = clock;
		this.tasks = List.of(tasks);
		this.source = TaskSource.builder("db-scheduler").telemetryClock(clock).wallClock(clock).rules(rules).build();
		this.watch = new DbSchedulerWatch(this.source,
				new DbSchedulerSettings(POLL, HEARTBEAT_LIMIT, 1, Duration.ofSeconds(10)));
		List<RecurringTask<?>> recurring = this.tasks.stream().<RecurringTask<?>>mapMulti((task, sink) -> {
			if (task instanceof RecurringTask<?> startTask) {
				sink.accept(startTask);
			}
		}).toList();
		this.scheduler = Scheduler
			.create(database, this.tasks.stream().filter((task) -> !(task instanceof RecurringTask)).toList())
			.startTasks(recurring)
			.schedulerName(new SchedulerName.Fixed(name))
			.clock(clock::instant)
			.threads(1)
			.pollingInterval(Duration.ofHours(1))
			.shutdownMaxWait(Duration.ofMillis(100))
			.housekeeperExecutor(this.housekeeper)
			.build();
		this.watch.attach(this.scheduler);
	}

	/**
	 * Starts the scheduler, which polls once, and reads the table.
	 */
	Instance start() {
		this.scheduler.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> this.source.find("db-scheduler").entity().online());
		list();
		read();
		return this;
	}

	/**
	 * Lists the tasks, whether or not the scheduler is started.
	 */
	void list() {
		this.reader = this.watch.openReader(this.tasks);
	}

	void read() {
		this.reader.read();
	}

	void poll() {
		this.scheduler.triggerCheckForDueExecutions();
	}

	/**
	 * Polls, and waits until so many executions of a task have ended.
	 */
	void poll(String task, long executions) {
		poll();
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> data(task).timing().executions() == executions);
	}

	/**
	 * Looks whether the scheduler is up, as the reading thread does once a second.
	 */
	void look() {
		this.watch.lookAtState();
	}

	void detectDead() {
		this.housekeeper.commands.get(0).run();
	}

	void updateHeartbeats() {
		this.housekeeper.commands.get(1).run();
	}

	TaskData data(String task) {
		return (TaskData) this.source.find("app:" + task).data();
	}

	TaskState state(String task) {
		return data(task).liveness().state();
	}

	TaskData.Cluster cluster(String task) {
		return data(task).scheduling().cluster();
	}

	List<Fault> faults(String entity, FaultCode code) {
		return this.source.faults(entity).stream().filter((fault) -> fault.code() == code).toList();
	}

	@Override
	public void close() {
		this.watch.close();
		this.scheduler.stop();
	}

	/**
	 * Keeps the scheduler's own periodic commands for the test to run.
	 */
	private static final class Housekeeper extends ScheduledThreadPoolExecutor {

		private final List<Runnable> commands = new CopyOnWriteArrayList<>();

		private Housekeeper() {
			super(1);
		}

		@Override
		public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay,
				TimeUnit unit) {
			this.commands.add(command);
			return schedule(() -> {
			}, 0, unit);
		}

	}

}
