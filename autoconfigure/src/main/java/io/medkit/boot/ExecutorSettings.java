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

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.CyclicExecutorBuilder;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Makes what is set under {@code medkit.executor}, checked, an executor's builder.
 */
final class ExecutorSettings {

	private static final String PREFIX = "medkit.executor.";

	private ExecutorSettings() {
	}

	/**
	 * Returns a builder with the settings.
	 * @throws InvalidConfigurationPropertyValueException if a value is bad
	 */
	static CyclicExecutorBuilder builder(MedkitProperties.Executor settings) {
		CyclicExecutorBuilder builder = CyclicExecutor.builder()
			.name(PropertyCheck.id(PREFIX + "name", settings.name()))
			.errorPolicy(settings.onError())
			.shutdownTimeout(PropertyCheck.notNegative(PREFIX + "shutdown-timeout", settings.shutdownTimeout()))
			.waitStrategy(settings.waitStrategy())
			.daemon(settings.daemon())
			.dispatchPriority(priority("dispatch-priority", settings.dispatchPriority()))
			.workerPriority(priority("worker-priority", settings.workerPriority()));
		setWorkers(builder, settings);
		Duration iterationBudget = PropertyCheck.aboveZero(PREFIX + "iteration-budget", settings.iterationBudget());
		if (iterationBudget != null) {
			builder.iterationBudget(iterationBudget);
		}
		Duration heartbeat = PropertyCheck.aboveZero(PREFIX + "heartbeat", settings.heartbeat());
		if (heartbeat != null) {
			builder.heartbeat(heartbeat);
		}
		String threadNamePrefix = settings.threadNamePrefix();
		if (threadNamePrefix != null) {
			builder.threadNamePrefix(threadNamePrefix);
		}
		return builder;
	}

	private static void setWorkers(CyclicExecutorBuilder builder, MedkitProperties.Executor settings) {
		Integer workerThreads = settings.workerThreads();
		if (workerThreads != null) {
			builder.workerThreads(PropertyCheck.notNegative(PREFIX + "worker-threads", workerThreads));
		}
		try {
			builder.virtualWorkers(settings.virtualWorkers());
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidConfigurationPropertyValueException(PREFIX + "virtual-workers", settings.virtualWorkers(),
					"%s. Remove the property, or run the application on a newer version.".formatted(ex.getMessage()));
		}
	}

	private static int priority(String name, int value) {
		return PropertyCheck.between(PREFIX + name, value, Thread.MIN_PRIORITY, Thread.MAX_PRIORITY);
	}

}
