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
 * Tests for {@link Task}: what becomes of an invocation that is cancelled.
 */
class TaskTests {

	private final RecordingHooks recorded = new RecordingHooks();

	@Test
	void interruptsOnceHoweverOftenItIsCancelled() throws InterruptedException {
		CountDownLatch interrupted = new CountDownLatch(1);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch cancelledAgain = new CountDownLatch(1);
		AtomicInteger interrupts = new AtomicInteger();
		Task task = task((context) -> {
			begun.countDown();
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
		begun.await();
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
	void whatIsCancelledBeforeItsBeginningIsNotExecuted() {
		Task task = task((context) -> new CountDownLatch(1).await());
		task.signal();
		task.dispatched(0, 0, 0);
		assertThat(task.isSignalPending()).isFalse();
		task.cancel();
		task.invoke();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
		assertThat(this.recorded.log()).isEmpty();
		assertThat(task.isDone()).isTrue();
		assertThat(task.isRefused()).isTrue();
		task.withdrawn();
		assertThat(task.isSignalPending()).as("the signal is kept").isTrue();
	}

	@Test
	void cancelDoesNotOutliveTheInvocation() {
		Task task = task((context) -> {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
		});
		task.dispatched(0, 0, 0);
		task.cancel();
		task.invoke();
		task.withdrawn();
		task.dispatched(1, 0, 0);
		assertThat(task.isDone()).isFalse();
		task.invoke();
		assertThat(task.isRefused()).isFalse();
		assertThat(this.recorded.log()).containsExactly("pre ctrl", "post ctrl");
	}

	@Test
	void failureIsTakenOnce() {
		IllegalStateException failure = new IllegalStateException("boom");
		Task task = task((context) -> {
			throw failure;
		});
		task.dispatched(0, 0, 0);
		invoke(task);
		assertThat(task.takeFailure()).isSameAs(failure);
		assertThat(task.takeFailure()).isNull();
	}

	@Test
	void withdrawnTaskIsIdle() {
		Task task = task((context) -> {
		});
		task.dispatched(0, 0, 0);
		assertThat(task.isIdle()).isFalse();
		task.withdrawn();
		assertThat(task.isIdle()).isTrue();
	}

	private static void invoke(Task task) {
		task.invoke();
	}

	private Task task(ExecutableItem item) {
		CyclicExecutor owner = CyclicExecutor.builder().monitor(this.recorded).build();
		return new Task(TaskId.of("ctrl"), item, null, new TaskTiming(1, 0, 0), owner);
	}

}
