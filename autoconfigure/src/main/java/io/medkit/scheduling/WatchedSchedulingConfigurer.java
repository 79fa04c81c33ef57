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
package io.medkit.scheduling;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

/**
 * Lets a context's scheduled tasks be watched. It is needed twice: before other
 * configurers, which may schedule tasks at once, and behind them, as they may set another
 * scheduler.
 */
public final class WatchedSchedulingConfigurer implements SchedulingConfigurer, Ordered {

	private final int order;

	private final SchedulingSource source;

	private final ScheduledTaskNames names;

	private final SchedulerThreads threads;

	/**
	 * Creates a configurer.
	 * @param order its place among the context's configurers
	 * @param source what it feeds
	 * @param names names the context's tasks
	 * @param beanFactory the context's bean factory
	 */
	public WatchedSchedulingConfigurer(int order, SchedulingSource source, ScheduledTaskNames names,
			ConfigurableListableBeanFactory beanFactory) {
		this.order = order;
		this.source = source;
		this.names = names;
		this.threads = new SchedulerThreads(beanFactory, source);
	}

	@Override
	public void configureTasks(ScheduledTaskRegistrar registrar) {
		TaskScheduler scheduler = registrar.getScheduler();
		if (scheduler != null && !(scheduler instanceof WatchedTaskScheduler)) {
			registrar.setTaskScheduler(new WatchedTaskScheduler(scheduler, this.source, this.names, this.threads,
					() -> observations(registrar)));
		}
	}

	private static ReactiveObservations observations(ScheduledTaskRegistrar registrar) {
		if (registrar.getObservationRegistry() instanceof ReactiveObservations present) {
			return present;
		}
		ReactiveObservations observations = new ReactiveObservations(registrar.getObservationRegistry());
		registrar.setObservationRegistry(observations);
		return observations;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

}
