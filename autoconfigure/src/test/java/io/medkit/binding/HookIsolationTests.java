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

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Lock;

import io.medkit.executor.ExecutorException;
import io.medkit.executor.TaskId;
import io.medkit.executor.TaskTiming;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that nobody who reads an {@link ExecutorBinding} can make its hooks wait.
 */
@Timeout(30)
class HookIsolationTests {

	private static final TaskId CTRL = TaskId.of("ctrl");

	@Test
	@DisplayName("[36] hooks complete while a reader holds every monitor that there is")
	void hooksCompleteWhileAReaderHoldsEveryMonitor() throws InterruptedException {
		ExecutorBinding binding = ExecutorBinding.withTasks("ctrl", "io");
		Set<Object> reachable = reachableFrom(binding);
		assertThat(reachable).hasAtLeastOneElementOfType(TaskSlot.class)
			.hasAtLeastOneElementOfType(TaskWatch.class)
			.hasAtLeastOneElementOfType(Timeline.class)
			.hasAtLeastOneElementOfType(Occurrences.class)
			.doesNotHaveAnyElementsOfTypes(Lock.class);
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		Thread reader = thread(() -> holdAll(new ArrayDeque<>(reachable), () -> {
			held.countDown();
			await(release);
		}));
		await(held);
		assertHooksComplete(binding);
		release.countDown();
		reader.join();
	}

	@Test
	@DisplayName("[36] hooks complete while a reader is stuck in the middle of a read")
	void hooksCompleteWhileAReaderIsStuck() throws InterruptedException {
		CountDownLatch stuck = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		AtomicBoolean built = new AtomicBoolean();
		InstantSource clock = () -> {
			if (built.get() && Thread.currentThread().getName().equals("reader")) {
				stuck.countDown();
				await(release);
			}
			return Instant.EPOCH;
		};
		ExecutorBinding binding = ExecutorBinding.builder()
			.tasks(List.of(new TaskRegistration("ctrl")))
			.wallClock(clock)
			.build();
		built.set(true);
		Thread reader = new Thread(binding::snapshot, "reader");
		reader.start();
		await(stuck);
		assertHooksComplete(binding);
		assertThat(reader.isAlive()).isTrue();
		release.countDown();
		reader.join();
	}

	@Test
	@DisplayName("[36] hooks complete beside many readers that do nothing but read and clear")
	void hooksCompleteBesideManyReaders() throws InterruptedException {
		ExecutorBinding binding = ExecutorBinding.withTasks("ctrl", "io");
		AtomicBoolean done = new AtomicBoolean();
		List<Thread> readers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			readers.add(thread(() -> {
				while (!done.get()) {
					binding.snapshot();
					binding.find("app:ctrl");
					binding.clearFaults("app:ctrl");
					binding.clearFaults("executor");
					binding.ignored();
				}
			}));
		}
		assertHooksComplete(binding);
		done.set(true);
		for (Thread reader : readers) {
			reader.join();
		}
		assertThat(binding.find("app:ctrl").faults())
			.allSatisfy((fault) -> assertThat(fault.firstOccurred()).isBeforeOrEqualTo(fault.lastOccurred()));
	}

	private static void assertHooksComplete(ExecutorBinding binding) throws InterruptedException {
		Thread writer = thread(() -> {
			for (int i = 0; i < 10_000; i++) {
				callEveryHook(binding, i);
			}
		});
		writer.join(TimeUnit.SECONDS.toMillis(20));
		assertThat(writer.isAlive()).as("the hooks still wait").isFalse();
	}

	private static void callEveryHook(ExecutorBinding binding, int i) {
		if (i % 1_000 == 0) {
			binding.onTaskAdded(CTRL, new TaskTiming(1_000_000, 0, 0));
			binding.onAdmissionAdmitted();
			binding.onExecutorUp();
		}
		binding.onAppStart(CTRL, 7, 1);
		binding.preExecute(CTRL, i);
		binding.postExecute(CTRL, i, i, i % 2 == 0);
		if (i % 2 != 0) {
			binding.onAppError(CTRL, new IllegalStateException());
		}
		binding.onAppStop(CTRL);
		binding.onCycleStats(Scan.of(CTRL, Duration.ofMillis(1), i));
		binding.onTaskFault(CTRL, 2, 1);
		binding.onTaskClear(CTRL);
		binding.onExecutorFault(CTRL, 2, 1);
		binding.onExecutorClear();
		binding.preExecute(TaskId.of("nope-" + i), i);
		if (i % 1_000 == 999) {
			binding.onExecutorError(new ExecutorException("failed", null));
			binding.onAdmissionRejected("not now");
			binding.onExecutorDown();
		}
	}

	private static void holdAll(Deque<Object> monitors, Runnable action) {
		Object monitor = monitors.poll();
		if (monitor == null) {
			action.run();
			return;
		}
		synchronized (monitor) {
			holdAll(monitors, action);
		}
	}

	/**
	 * Finds every object of medkit that a binding consists of, and the locks and
	 * collections in its fields.
	 */
	private static Set<Object> reachableFrom(Object root) {
		Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
		Deque<Object> open = new ArrayDeque<>(List.of(root));
		while (!open.isEmpty()) {
			Object object = open.remove();
			if (object instanceof String || object instanceof Enum<?> || object instanceof Class<?>
					|| !found.add(object)) {
				continue;
			}
			if (object instanceof Map<?, ?> map) {
				open.addAll(map.values());
			}
			else if (object instanceof Collection<?> collection) {
				open.addAll(collection);
			}
			else if (object instanceof Object[] array) {
				List.of(array).forEach(open::add);
			}
			else if (object.getClass().getName().startsWith("io.medkit.")) {
				open.addAll(fieldsOf(object));
			}
		}
		return found;
	}

	private static List<Object> fieldsOf(Object object) {
		List<Object> values = new ArrayList<>();
		for (Field field : object.getClass().getDeclaredFields()) {
			if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
				try {
					field.setAccessible(true);
					Object value = field.get(object);
					if (value != null) {
						values.add(value);
					}
				}
				catch (IllegalAccessException ex) {
					throw new IllegalStateException(ex);
				}
			}
		}
		return values;
	}

	private static Thread thread(Runnable action) {
		Thread thread = new Thread(action);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

	private static void await(CountDownLatch latch) {
		try {
			if (!latch.await(20, TimeUnit.SECONDS)) {
				throw new IllegalStateException("Nobody came");
			}
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
