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
package io.medkit.executor;

import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

/**
 * Tests for {@link CyclicExecutor}: what it takes and what it refuses.
 */
class CyclicExecutorTests {

	private static final Duration PERIOD = Duration.ofMillis(10);

	private static final ExecutableItem NOTHING = (context) -> {
	};

	private final FakeSchedulingClock clock = new FakeSchedulingClock();

	private final CyclicExecutor executor = CyclicExecutor.builder()
		.workerThreads(0)
		.schedulingClock(this.clock)
		.build();

	@Test
	@DisplayName("[45] the item's own id wins over the supplied one")
	void itemsIdWins() {
		assertThat(this.executor.add("supplied", PERIOD, TestItem.withId("own"))).isEqualTo(TaskId.of("own"));
		assertThat(this.executor.tasks()).containsExactly(TaskId.of("own"));
	}

	@Test
	@DisplayName("[45] ids given by the executor are unique, even among ids that look like them")
	void automaticIdsAreUnique() {
		this.executor.add("task-1", PERIOD, NOTHING);
		for (int i = 0; i < 3; i++) {
			this.executor.add(null, PERIOD, NOTHING);
		}
		List<TaskId> ids = this.executor.tasks();
		assertThat(ids).doesNotHaveDuplicates().hasSize(4);
		assertThat(ids.get(0)).isEqualTo(TaskId.of("task-1"));
	}

	@Test
	@DisplayName("[60] a second task with the same id is refused, and the message names the cure")
	void duplicateIdIsRefused() {
		this.executor.add("ctrl", PERIOD, NOTHING);
		assertThatIllegalArgumentException().isThrownBy(() -> this.executor.add("ctrl", PERIOD, NOTHING))
			.withMessageContaining("'ctrl'")
			.withMessageContaining("another id");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.executor.add("other", PERIOD, TestItem.withId("ctrl")));
		assertThat(this.executor.tasks()).hasSize(1);
	}

	@Test
	void blankIdIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.executor.add(" ", PERIOD, NOTHING))
			.withMessageContaining("blank");
	}

	@Test
	@DisplayName("[46] adding an item asks once for its triggers, its ids and its application")
	void declarationsAreReadOnce() {
		AtomicInteger asked = new AtomicInteger();
		this.executor.add(new ExecutableItem() {

			@Override
			public void execute(ExecutionContext context) {
			}

			@Override
			public void declareTriggers(Triggers triggers) {
				asked.incrementAndGet();
				triggers.interval(PERIOD);
			}

			@Override
			public String taskId() {
				asked.incrementAndGet();
				return "ctrl";
			}

			@Override
			public OptionalInt appId() {
				asked.incrementAndGet();
				return OptionalInt.of(7);
			}

			@Override
			public OptionalInt appInstanceId() {
				asked.incrementAndGet();
				return OptionalInt.of(1);
			}

		});
		this.executor.runScans(2);
		assertThat(asked).hasValue(4);
		assertThat(this.clock.elapsed()).isEqualTo(PERIOD.multipliedBy(2));
	}

	@Test
	void taskWithoutPeriodIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.executor.add("ctrl", NOTHING))
			.withMessageContaining("'ctrl'")
			.withMessageContaining("Neither a period nor a signal");
		assertThat(this.executor.tasks()).isEmpty();
	}

	@Test
	void periodThatIsNoneIsRefused() {
		for (Duration period : List.of(Duration.ZERO, Duration.ofNanos(-1), Duration.ofSeconds(Long.MAX_VALUE))) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.executor.add("ctrl", period, NOTHING))
				.withMessageContaining("'ctrl'")
				.withMessageContaining("period")
				.withMessageContaining(period.toString());
		}
	}

	@Test
	void twoIntervalsAreRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Triggers().interval(PERIOD).interval(PERIOD.multipliedBy(2)))
			.withMessageContaining("exactly one period");
	}

	@Test
	void nothingIsAddedWhileARunIsUnderWay() {
		this.executor.add("ctrl", PERIOD, (context) -> {
			String cure = "stop it, then add";
			assertThatIllegalStateException().isThrownBy(() -> this.executor.add("late", PERIOD, NOTHING))
				.withMessageContaining("tasks")
				.withMessageContaining(cure);
			assertThatIllegalStateException().isThrownBy(() -> this.executor.addObserver(new RecordingHooks()))
				.withMessageContaining("observers")
				.withMessageContaining(cure);
			assertThatIllegalStateException().isThrownBy(() -> this.executor.addMonitor(new RecordingHooks()))
				.withMessageContaining("monitors")
				.withMessageContaining(cure);
		});
		RecordingHooks hooks = new RecordingHooks();
		this.executor.addObserver(hooks);
		this.executor.runScans(1);
		assertThat(hooks.log()).contains("cycle ctrl").doesNotContain("error ctrl");
		this.executor.add("late", PERIOD, NOTHING);
		assertThat(this.executor.tasks()).hasSize(2);
	}

	@Test
	void secondRunIsRefusedWhileOneIsUnderWay() {
		this.executor.add("ctrl", PERIOD, (context) -> {
			assertThatIllegalStateException().isThrownBy(this.executor::start).withMessageContaining("running");
			assertThatIllegalStateException().isThrownBy(this.executor::run).withMessageContaining("running");
			assertThatIllegalStateException().isThrownBy(() -> this.executor.runScans(1))
				.withMessageContaining("running");
		});
		RecordingHooks hooks = new RecordingHooks();
		this.executor.addObserver(hooks);
		this.executor.runScans(1);
		assertThat(hooks.count("error")).isZero();
		assertThat(hooks.count("up")).isOne();
	}

	@Test
	void closedExecutorDoesNotRun() {
		this.executor.add("ctrl", PERIOD, NOTHING);
		this.executor.close();
		this.executor.close();
		assertThatIllegalStateException().isThrownBy(this.executor::start).withMessageContaining("closed");
		assertThatIllegalStateException().isThrownBy(() -> this.executor.runScans(1)).withMessageContaining("closed");
		assertThat(this.executor.isRunning()).isFalse();
	}

	@Test
	void stopWithoutARunDoesNothing() {
		this.executor.add("ctrl", PERIOD, NOTHING);
		this.executor.requestStop();
		assertThat(this.executor.stop()).isTrue();
		this.executor.runScans(1);
		assertThat(this.clock.elapsed()).isEqualTo(PERIOD);
	}

	@Test
	void absentHooksAreRefused() {
		assertThatNullPointerException().isThrownBy(() -> this.executor.addObserver(null));
		assertThatNullPointerException().isThrownBy(() -> this.executor.addMonitor(null));
	}

	@Test
	void builderRefusesWhatCannotWork() {
		CyclicExecutorBuilder builder = CyclicExecutor.builder();
		assertThatIllegalArgumentException().isThrownBy(() -> builder.name(" "));
		assertThatIllegalArgumentException().isThrownBy(() -> builder.workerThreads(-1)).withMessageContaining("-1");
		assertThatIllegalArgumentException().isThrownBy(() -> builder.shutdownTimeout(Duration.ofNanos(-1)))
			.withMessageContaining("shutdown timeout");
	}

}
