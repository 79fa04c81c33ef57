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
import java.util.List;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.medkit.binding.TaskIds;
import io.medkit.binding.TaskSource;
import io.medkit.quartz.QuartzWatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Watches all Quartz schedulers of an application from before they start until it ends.
 * Each is a source of its own.
 */
class QuartzWatches implements SmartInitializingSingleton, AutoCloseable {

	private static final Log logger = LogFactory.getLog(QuartzWatches.class);

	private final ObjectProvider<Scheduler> schedulers;

	private final TaskSources sources;

	private final SourceRules rules;

	private final Duration refreshInterval;

	private final Supplier<@Nullable DataSource> dataSource;

	private final String tablePrefix;

	private final TaskIds names = new TaskIds(List.of());

	private final List<QuartzWatch> watches = new ArrayList<>();

	/**
	 * Creates the watches, which do not watch yet.
	 * @param rules what is wanted of the jobs of all schedulers
	 * @param dataSource gives the database of job stores that are shared, if there is one
	 * @param tablePrefix what the names of its tables begin with
	 */
	QuartzWatches(ObjectProvider<Scheduler> schedulers, TaskSources sources, SourceRules rules,
			Duration refreshInterval, Supplier<@Nullable DataSource> dataSource, String tablePrefix) {
		this.schedulers = schedulers;
		this.sources = sources;
		this.rules = rules;
		this.refreshInterval = refreshInterval;
		this.dataSource = dataSource;
		this.tablePrefix = tablePrefix;
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.schedulers.orderedStream().forEach(this::watch);
	}

	private void watch(Scheduler scheduler) {
		try {
			// of a scheduler in another process there are no listeners, so no source
			scheduler.getListenerManager();
			boolean shared = scheduler.getMetaData().isJobStoreClustered();
			TaskSource source = this.sources.add(sourceName(scheduler.getSchedulerName()), this.rules);
			QuartzWatch watch = new QuartzWatch(scheduler, source, this.refreshInterval,
					shared ? this.dataSource.get() : null, this.tablePrefix);
			watch.start();
			this.watches.add(watch);
		}
		catch (SchedulerException ex) {
			logger.warn("The jobs of Quartz scheduler '%s' are not watched".formatted(scheduler), ex);
		}
	}

	/**
	 * Returns the name of a scheduler's source, which can stand in a URL's path and is
	 * that of no other.
	 */
	private String sourceName(String schedulerName) {
		return this.names.reserve("quartz:" + schedulerName.replaceAll("[^A-Za-z0-9._$-]|[.-]$", "_"));
	}

	@Override
	public void close() {
		this.watches.forEach(QuartzWatch::close);
	}

}
