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
import java.util.Objects;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;
import io.medkit.binding.TaskSource;
import io.medkit.dbscheduler.DbSchedulerSettings;
import io.medkit.dbscheduler.DbSchedulerWatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.env.Environment;

/**
 * Listens to the application's db-scheduler from before it is started, and reads its
 * table while the application runs. Where there is no db-scheduler, there is no source.
 */
class DbSchedulerLifecycle implements BeanPostProcessor, SmartLifecycle {

	private static final String NAME = "db-scheduler";

	private static final Log logger = LogFactory.getLog(DbSchedulerLifecycle.class);

	private final ObjectProvider<TaskSources> sources;

	private final ObjectProvider<MedkitProperties> properties;

	private final ObjectProvider<Task<?>> tasks;

	private final Environment environment;

	private @Nullable DbSchedulerWatch watch;

	private boolean running;

	DbSchedulerLifecycle(ObjectProvider<TaskSources> sources, ObjectProvider<MedkitProperties> properties,
			ObjectProvider<Task<?>> tasks, Environment environment) {
		this.sources = sources;
		this.properties = properties;
		this.tasks = tasks;
		this.environment = environment;
	}

	/**
	 * Attaches to a scheduler before an init method of its own may start it.
	 */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (bean instanceof Scheduler scheduler) {
			attach(scheduler, beanName);
		}
		return bean;
	}

	private synchronized void attach(Scheduler scheduler, String beanName) {
		if (this.watch != null) {
			logger.warn("There is more than one db-scheduler. Bean '%s' is not watched".formatted(beanName));
			return;
		}
		DbSchedulerWatch watch = watch(this.properties.getObject().sources().dbScheduler());
		if (!watch.attach(scheduler)) {
			logger.warn(("The db-scheduler '%s' takes no listeners any more, so that only its table is watched. Let it"
					+ " be started after its bean is made, such as by @Bean(initMethod = \"start\")")
				.formatted(beanName));
		}
		this.watch = watch;
		if (this.running) {
			start(watch);
		}
	}

	private DbSchedulerWatch watch(MedkitProperties.DbScheduler properties) {
		Duration refreshInterval = Objects.requireNonNull(
				PropertyCheck.aboveZero("medkit.sources.db-scheduler.refresh-interval", properties.refreshInterval()));
		DbSchedulerSettings settings = new DbSchedulerSettingsReader(this.environment).read(refreshInterval);
		TaskSource source = this.sources.getObject()
			.add(NAME, new SourceRules("medkit.sources.db-scheduler.tasks", properties.tasks()));
		return new DbSchedulerWatch(source, settings);
	}

	private void start(DbSchedulerWatch watch) {
		watch.start(this.tasks.orderedStream().toList());
	}

	@Override
	public synchronized void start() {
		this.running = true;
		if (this.watch != null) {
			start(this.watch);
		}
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.watch != null) {
			this.watch.close();
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

	@Override
	public int getPhase() {
		return ExecutorLifecycle.PHASE;
	}

}
