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

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CyclicTask}: what becomes of an invocation that is cancelled.
 */
class CyclicTaskTests {

	private static final CyclicExecutor owner = CyclicExecutor.builder().build();

	private final RecordingHooks recorded = new RecordingHooks();

	@Test
	void interruptsOnceHoweverOftenItIsCancelled() throws InterruptedException {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch cancelledAgain = new CountDownLatch(1);
		AtomicInteger interrupts = new AtomicInteger();
		CyclicTask task = task((context) -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupts.incrementAndGet();
				interrupted.countDown();
			}
			try {
				cancelledAgain.await();
			}
			catch (InterruptedException ex) {
				interrupts.incrementAndGet();
			}
			if (Thread.interrupted()) {
				interrupts.incrementAndGet();
			}
		});
		task.dispatched(0, 0, 0);
		Thread worker = new Thread(() -> invoke(task));
		worker.start();
		while (interrupted.getCount() > 0) {
			task.cancel();
			Thread.onSpinWait();
		}
		task.cancel();
		cancelledAgain.countDown();
		worker.join();
		assertThat(interrupts).hasValue(1);
		assertThat(task.isDone()).isTrue();
	}

	@Test
	void cancelBeforeTheBeginningInterruptsTheItemAtItsBeginning() {
		CyclicTask task = task((context) -> new CountDownLatch(1).await());
		task.dispatched(0, 0, 0);
		task.cancel();
		invoke(task);
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(this.recorded.log()).containsExactly("pre ctrl", "post ctrl");
		assertThat(task.takeFailure()).isNull();
	}

	@Test
	void cancelDoesNotOutliveTheInvocation() {
		CyclicTask task = task((context) -> {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		});
		task.dispatched(0, 0, 0);
		task.cancel();
		invoke(task);
		task.collected();
		task.dispatched(1, 0, 0);
		assertThat(task.isDone()).isFalse();
		invoke(task);
		assertThat(this.recorded.log()).containsExactly("pre ctrl", "post ctrl", "pre ctrl", "post ctrl");
	}

	@Test
	void failureIsTakenOnce() {
		IllegalStateException failure = new IllegalStateException("boom");
		CyclicTask task = task((context) -> {
			throw failure;
		});
		task.dispatched(0, 0, 0);
		invoke(task);
		assertThat(task.takeFailure()).isSameAs(failure);
		assertThat(task.takeFailure()).isNull();
	}

	@Test
	void withdrawnTaskIsIdle() {
		CyclicTask task = task((context) -> {
		});
		task.dispatched(0, 0, 0);
		assertThat(task.isIdle()).isFalse();
		task.withdrawn();
		assertThat(task.isIdle()).isTrue();
	}

	private void invoke(CyclicTask task) {
		Hooks hooks = new Hooks();
		hooks.add((ExecutionMonitor) this.recorded);
		task.invoke(hooks, TelemetryClock.system());
	}

	private static CyclicTask task(ExecutableItem item) {
		return new CyclicTask(TaskId.of("ctrl"), item, 1, owner);
	}

}
