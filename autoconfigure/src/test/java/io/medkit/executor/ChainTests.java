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
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Chain} and conditions.
 */
class ChainTests {

	private static final Duration PERIOD = Duration.ofMillis(10);

	private final RecordingHooks hooks = new RecordingHooks();

	private final CyclicExecutor executor = CyclicExecutor.builder()
		.workerThreads(0)
		.errorPolicy(ErrorPolicy.STOP)
		.schedulingClock(new FakeSchedulingClock())
		.observer(this.hooks)
		.monitor(this.hooks)
		.build();

	private final List<Integer> executed = new ArrayList<>();

	@Test
	@DisplayName("[48] a chain executes its items in order, as one execution")
	void itemsAreExecutedInOrder() {
		this.executor.add("chain", PERIOD, Chain.of(step(1), step(2), step(3)));
		this.executor.runScans(2);
		assertThat(this.executed).containsExactly(1, 2, 3, 1, 2, 3);
		assertThat(this.hooks.count("pre")).isEqualTo(2);
		assertThat(this.hooks.count("post")).isEqualTo(2);
	}

	@Test
	@DisplayName("[48] a chain that is asked to stop does not execute its tail, this time")
	void stoppedChainDoesNotExecuteItsTail() {
		this.executor.add("chain", PERIOD, Chain.of(step(1), (context) -> {
			if (this.executed.size() == 1) {
				context.stopChain();
			}
		}, step(3)));
		this.executor.runScans(2);
		assertThat(this.executed).containsExactly(1, 1, 3);
		assertThat(this.hooks.count("post")).isEqualTo(2);
	}

	@Test
	@DisplayName("[48] an item that fails ends the chain, and its error surfaces")
	void failingItemEndsTheChain() {
		this.executor.add("chain", PERIOD, Chain.of(List.of(step(1), (context) -> {
			throw new IllegalStateException("boom");
		}, step(3))));
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> this.executor.runScans(2))
			.withMessageContaining("boom");
		assertThat(this.executed).containsExactly(1);
	}

	@Test
	void chainWithoutItemsIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(Chain::of).withMessageContaining("at least one item");
	}

	@Test
	void triggersOfAnotherItemThanTheFirstAreRefused() {
		ExecutableItem cyclic = new ExecutableItem() {

			@Override
			public void execute(ExecutionContext context) {
			}

			@Override
			public void declareTriggers(Triggers triggers) {
				triggers.budget(PERIOD);
			}

		};
		assertThatIllegalArgumentException().isThrownBy(() -> Chain.of(step(1), cyclic))
			.withMessageContaining("Item 2 of a chain declares triggers or a budget");
	}

	@Test
	void identityIsThatOfTheFirstItem() {
		TestItem first = new TestItem("own", OptionalInt.of(7), OptionalInt.of(8), step(1));
		TaskId id = this.executor.add("ignored", PERIOD, Chain.of(first, TestItem.withId("other")));
		assertThat(id.value()).isEqualTo("own");
		this.executor.runScans(1);
		assertThat(this.hooks.count("start", "own")).isEqualTo(1);
	}

	@Test
	@DisplayName("[51] an item whose condition holds is executed, else nothing that follows is")
	void conditionDecidesOnItemAndTail() {
		boolean[] condition = { true };
		this.executor.add("chain", PERIOD, Chain.of(step(1).when(() -> condition[0]), step(2), (context) -> {
			condition[0] = false;
			this.executed.add(3);
		}));
		this.executor.runScans(2);
		assertThat(this.executed).containsExactly(1, 2, 3);
		assertThat(this.hooks.count("post")).isEqualTo(2);
	}

	@Test
	@DisplayName("[51] a condition keeps its item's triggers and identity")
	void conditionKeepsIdentity() {
		TestItem item = new TestItem("own", OptionalInt.of(7), OptionalInt.empty(), step(1));
		assertThat(this.executor.add(null, PERIOD, item.when(() -> false)).value()).isEqualTo("own");
		this.executor.runScans(1);
		assertThat(this.executed).isEmpty();
		assertThat(this.hooks.count("start", "own")).isEqualTo(1);
	}

	private ExecutableItem step(int number) {
		return (context) -> this.executed.add(number);
	}

}
