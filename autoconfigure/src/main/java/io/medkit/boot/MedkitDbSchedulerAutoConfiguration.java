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

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.Task;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the source that watches a
 * db-scheduler, be it that of its starter or one that the application makes itself.
 */
@AutoConfiguration(after = MedkitAutoConfiguration.class)
@ConditionalOnClass(Scheduler.class)
@ConditionalOnBean(TaskSources.class)
@ConditionalOnBooleanProperty(name = "medkit.sources.db-scheduler.enabled", matchIfMissing = true)
public final class MedkitDbSchedulerAutoConfiguration {

	@Bean
	static DbSchedulerLifecycle medkitDbSchedulerLifecycle(ObjectProvider<TaskSources> sources,
			ObjectProvider<MedkitProperties> properties, ObjectProvider<Task<?>> tasks, Environment environment) {
		return new DbSchedulerLifecycle(sources, properties, tasks, environment);
	}

}
