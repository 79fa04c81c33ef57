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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import io.medkit.binding.FakeClock;
import io.medkit.binding.Plan;
import io.medkit.binding.SourceTask;
import io.medkit.binding.TaskSource;
import io.medkit.executor.ExecutableItem;
import io.medkit.gateway.Gateway;
import io.medkit.model.FaultCode;
import io.medkit.model.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.PayloadApplicationEvent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FaultTransitions} and {@link FaultAnnouncer}.
 */
@ExtendWith(OutputCaptureExtension.class)
class FaultTransitionsTests {

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final FakeClock clock = new FakeClock();

	private final TaskSource source = TaskSource.builder("scheduling")
		.telemetryClock(this.clock)
		.wallClock(this.clock)
		.build();

	private final List<Object> events = new ArrayList<>();

	private final FaultTransitions transitions = new FaultTransitions(new Gateway(List.of(this.source)),
			this.events::add, MINUTE, this.clock::nanoTime);

	private SourceTask poller;

	@BeforeEach
	void addPoller() {
		// another test's application may have set another
		LoggingSystem.get(getClass().getClassLoader()).setLogLevel("io.medkit.faults", LogLevel.INFO);
		this.source.up();
		this.poller = this.source.add("poller", Plan.fixedRate(this.clock.nanoTime(), MINUTE), Scope.LOCAL, null);
	}

	@Test
	void faultIsRaisedOnceAndHealedOnce() {
		look();
		assertThat(this.events).isEmpty();
		fail();
		fail();
		look();
		look();
		fail();
		look();
		assertThat(this.events).singleElement().isInstanceOfSatisfying(FaultRaisedEvent.class, (event) -> {
			assertThat(event.entity().id()).isEqualTo("app:poller");
			assertThat(event.fault().code()).isEqualTo(FaultCode.TASK_ERROR);
			assertThat(event.fault().occurrenceCount()).isEqualTo(2);
		});
		succeed();
		look();
		look();
		assertThat(this.events).hasSize(2).last().isInstanceOf(FaultHealedEvent.class);
	}

	@Test
	void faultThatWasRaisedAndHealedBetweenTwoLooksIsToldAsBoth() {
		fail();
		succeed();
		look();
		assertThat(this.events).extracting("class").containsExactly(FaultRaisedEvent.class, FaultHealedEvent.class);
		fail();
		succeed();
		look();
		assertThat(this.events).hasSize(4);
		look();
		assertThat(this.events).hasSize(4);
	}

	@Test
	void verdictsAreFaultsToo() {
		this.clock.advance(MINUTE.multipliedBy(2).plusNanos(1));
		look();
		assertThat(this.events).singleElement().extracting("fault.code").isEqualTo(FaultCode.OVERDUE);
	}

	@Test
	void faultThatIsClearedOrWhoseTaskIsGoneIsHealed() {
		fail();
		look();
		this.source.clearFaults("app:poller");
		look();
		assertThat(this.events).extracting("class").containsExactly(FaultRaisedEvent.class, FaultHealedEvent.class);
		fail();
		look();
		this.source.remove(this.poller);
		look();
		assertThat(this.events).hasSize(4).last().isInstanceOf(FaultHealedEvent.class);
	}

	@Test
	void transitionsAreLoggedWithoutWhatExceptionsSayAndNotTooOften(CapturedOutput output) {
		fail();
		look();
		assertThat(output).containsOnlyOnce("app:poller: TASK_ERROR. An execution failed")
			.doesNotContain("password=hunter2");
		for (int i = 0; i < 3; i++) {
			succeed();
			look();
			fail();
			look();
		}
		assertThat(this.events).hasSize(7);
		assertThat(output).containsOnlyOnce("app:poller: TASK_ERROR. ")
			.containsOnlyOnce("app:poller: TASK_ERROR is over");
		this.clock.advance(MINUTE);
		succeed();
		look();
		assertThat(output).contains("app:poller: TASK_ERROR is over (5 changes were not logged)");
	}

	@Test
	void listenerThatFailsKeepsNobodyElseFromBeingTold(CapturedOutput output) {
		FaultTransitions failing = new FaultTransitions(new Gateway(List.of(this.source)), (event) -> {
			this.events.add(event);
			throw new IllegalStateException("a listener's own trouble");
		}, MINUTE, this.clock::nanoTime);
		fail();
		failing.look();
		failing.look();
		assertThat(this.events).hasSize(1);
		assertThat(output).contains("a listener's own trouble");
	}

	@Test
	void applicationIsToldByEvents() {
		List<Object> raised = Collections.synchronizedList(new ArrayList<>());
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class))
			.withPropertyValues("medkit.tasks[0].id=failing", "medkit.tasks[0].period=10ms")
			.withBean("failing", ExecutableItem.class, () -> (context) -> {
				throw new IllegalStateException();
			})
			.withInitializer((context) -> context.addApplicationListener((event) -> {
				if (event instanceof PayloadApplicationEvent<?> payload
						&& payload.getPayload() instanceof FaultRaisedEvent) {
					raised.add(payload.getPayload());
				}
			}))
			.run((context) -> Tasks.await(() -> !raised.isEmpty()));
	}

	@Test
	void eventsCanBeSwitchedOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(MedkitAutoConfiguration.class))
			.withPropertyValues("medkit.events.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FaultAnnouncer.class));
	}

	private void look() {
		this.transitions.look();
	}

	private void fail() {
		this.poller.begin().end(new IllegalStateException("password=hunter2"));
	}

	private void succeed() {
		this.poller.begin().end(null);
	}

}
