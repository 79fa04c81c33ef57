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

import java.util.Map;

import javax.sql.DataSource;

import org.quartz.Scheduler;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.quartz.autoconfigure.QuartzDataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the jobs of Quartz schedulers as
 * tasks.
 */
@AutoConfiguration(after = MedkitAutoConfiguration.class,
		afterName = "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration")
@ConditionalOnClass(Scheduler.class)
@ConditionalOnBean({ TaskSources.class, Scheduler.class })
@ConditionalOnBooleanProperty(name = "medkit.sources.quartz.enabled", matchIfMissing = true)
public final class MedkitQuartzAutoConfiguration {

	private static final String TABLE_PREFIX = "org.quartz.jobStore.tablePrefix";

	private static final String DEFAULT_TABLE_PREFIX = "QRTZ_";

	/**
	 * Nobody asks for it, so that it has to be there by itself even if other beans are
	 * made only when they are asked for.
	 */
	@Bean
	@Lazy(false)
	QuartzWatches medkitQuartzWatches(TaskSources sources, MedkitProperties properties,
			ObjectProvider<Scheduler> schedulers, @QuartzDataSource ObjectProvider<DataSource> quartzDataSource,
			ObjectProvider<DataSource> dataSource, Environment environment) {
		MedkitProperties.Quartz quartz = properties.sources().quartz();
		PropertyCheck.aboveZero("medkit.sources.quartz.refresh-interval", quartz.refreshInterval());
		return new QuartzWatches(schedulers, sources, new SourceRules("medkit.sources.quartz.tasks", quartz.tasks()),
				quartz.refreshInterval(), () -> quartzDataSource.getIfUnique(dataSource::getIfUnique),
				tablePrefix(environment));
	}

	private static String tablePrefix(Environment environment) {
		return Binder.get(environment)
			.bind("spring.quartz.properties", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of())
			.getOrDefault(TABLE_PREFIX, DEFAULT_TABLE_PREFIX);
	}

}
