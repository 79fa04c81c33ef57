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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;

import io.medkit.binding.ExecutorBinding;
import io.medkit.model.EntityReport;
import io.medkit.model.TaskData;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

import org.springframework.beans.factory.BeanFactory;

/**
 * What tests ask of tasks that are under way.
 */
final class Tasks {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private Tasks() {
	}

	static EntityReport report(BeanFactory context, String task) {
		return Objects.requireNonNull(context.getBean(ExecutorBinding.class).find("app:" + task), task);
	}

	static TaskData data(BeanFactory context, String task) {
		return (TaskData) Objects.requireNonNull(report(context, task).data());
	}

	/**
	 * Waits for a task to have been executed, from now on, at least twice.
	 */
	static void awaitExecutions(BeanFactory context, String task) {
		long before = data(context, task).timing().executions();
		await(() -> data(context, task).timing().executions() >= before + 2);
	}

	static void awaitData(BeanFactory context, String task, Consumer<TaskData> assertion) {
		await().untilAsserted(() -> assertion.accept(data(context, task)));
	}

	static void await(Callable<Boolean> condition) {
		await().until(condition);
	}

	/**
	 * Begins to wait, patiently.
	 */
	static ConditionFactory await() {
		return Awaitility.await().atMost(PATIENCE).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
	}

	/**
	 * Returns the names of all live threads of an executor and its watchdog.
	 */
	static List<String> threads(String executorName) {
		String prefix = "medkit-" + executorName + "-";
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter(Thread::isAlive)
			.map(Thread::getName)
			.filter((name) -> name.startsWith(prefix))
			.sorted()
			.toList();
	}

}
