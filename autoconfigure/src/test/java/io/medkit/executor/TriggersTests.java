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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Triggers}: what is declared for a task, and what is refused.
 */
class TriggersTests {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private static final ExecutableItem NOTHING = (context) -> {
	};

	private final RecordingHooks hooks = new RecordingHooks();

	private final CyclicExecutor executor = CyclicExecutor.builder().observer(this.hooks).build();

	@Test
	@DisplayName("[46] an item is asked for its triggers once, when it is added")
	void itemDeclaresOnce() {
		AtomicInteger asked = new AtomicInteger();
		this.executor.add("ctrl", declaring((triggers) -> {
			asked.incrementAndGet();
			triggers.interval(SECOND);
		}));
		assertThat(asked).hasValue(1);
	}

	@Test
	@DisplayName("[47] a task that is cyclic and event-driven is refused, be it an item, a chain or a graph")
	void bothKindsAreRefused() {
		ExecutableItem both = declaring((triggers) -> triggers.interval(SECOND).on(new Signal()));
		refused(both, "Both a period (PT1S) and a signal", "split it into two tasks");
		refused(Chain.of(both, NOTHING), "Both a period (PT1S) and a signal");
		refused(Graph.builder().root("root", both).build(), "Both a period (PT1S) and a signal");
	}

	@Test
	@DisplayName("[47] two periods are refused")
	void twoPeriodsAreRefused() {
		ExecutableItem two = declaring((triggers) -> triggers.interval(SECOND).interval(SECOND.multipliedBy(2)));
		refused(two, "exactly one period", "PT1S and PT2S");
		refused(Chain.of(two), "exactly one period");
		refused(Graph.builder().root("root", two).build(), "exactly one period");
	}

	@Test
	@DisplayName("[47] a period of zero is refused")
	void periodOfZeroIsRefused() {
		ExecutableItem zero = declaring((triggers) -> triggers.interval(Duration.ZERO));
		refused(zero, "A period must be above zero, but is PT0S");
		refused(Chain.of(zero), "A period must be above zero");
		refused(Graph.builder().root("root", zero).build(), "A period must be above zero");
	}

	@Test
	@DisplayName("[47] several signals are accepted")
	void severalSignalsAreAccepted() {
		this.executor.add("ctrl", declaring((triggers) -> triggers.on(new Signal()).on(new Signal())));
		assertThat(this.executor.tasks()).hasSize(1);
	}

	@Test
	void deadlineOfCyclicTaskIsRefused() {
		refused(declaring((triggers) -> triggers.interval(SECOND).deadline(SECOND)), "a deadline is for event-driven");
	}

	@Test
	void deadlineWithoutSignalIsRefused() {
		refused(declaring((triggers) -> triggers.deadline(SECOND)), "Neither a period nor a signal");
	}

	@Test
	void budgetAndDeadlineOfNothingAreRefused() {
		refused(declaring((triggers) -> triggers.budget(Duration.ZERO)), "A budget must be above zero, but is PT0S");
		refused(declaring((triggers) -> triggers.deadline(SECOND.negated())), "A deadline must be above zero");
		refused(declaring((triggers) -> triggers.budget(Duration.ofDays(200_000))), "must fit 292 years");
	}

	@Test
	void faultHandlerThatDeclaresTriggersIsRefused() {
		ExecutableItem handler = declaring((triggers) -> triggers.interval(SECOND));
		refused(declaring((triggers) -> triggers.interval(SECOND).faultHandler(handler)), "Its fault handler");
	}

	@Test
	void whatIsRefusedIsNotAdded() {
		Signal signal = new Signal();
		refused(declaring((triggers) -> triggers.on(signal).interval(SECOND)), "Both a period");
		assertThat(this.executor.tasks()).isEmpty();
		assertThat(this.hooks.log()).isEmpty();
	}

	@Test
	void whatIsDeclaredWhenItIsAddedWins() {
		ExecutableItem item = declaring((triggers) -> triggers.interval(SECOND).budget(SECOND));
		TaskTiming[] timing = new TaskTiming[1];
		this.executor.addObserver(new Observer() {

			@Override
			public void onTaskAdded(TaskId task, TaskTiming told) {
				timing[0] = told;
			}

		});
		this.executor.add("ctrl", item, (triggers) -> triggers.interval(Duration.ofMillis(5)));
		assertThat(timing[0]).isEqualTo(new TaskTiming(5_000_000, 0, 1_000_000_000));
	}

	private void refused(ExecutableItem item, String... told) {
		assertThatIllegalArgumentException().isThrownBy(() -> this.executor.add("ctrl", item))
			.withMessageStartingWith("Task 'ctrl': ")
			.satisfies((ex) -> assertThat(ex.getMessage()).contains(told));
	}

	private static ExecutableItem declaring(Consumer<Triggers> declaration) {
		return new ExecutableItem() {

			@Override
			public void execute(ExecutionContext context) {
			}

			@Override
			public void declareTriggers(Triggers triggers) {
				declaration.accept(triggers);
			}

		};
	}

}
