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

import io.medkit.scheduling.SchedulingSource;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration that watches what Spring itself schedules.
 */
@AutoConfiguration(after = MedkitAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ScheduledTasksObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(TaskSources.class)
@ConditionalOnBooleanProperty(name = "medkit.sources.scheduling.enabled", matchIfMissing = true)
@Import(MedkitSchedulingConfiguration.class)
public final class MedkitSchedulingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	SchedulingSource medkitSchedulingSource(TaskSources sources, MedkitProperties properties) {
		SourceRules rules = new SourceRules("medkit.sources.scheduling.tasks",
				properties.sources().scheduling().tasks());
		return new SchedulingSource(() -> sources.add("scheduling", rules));
	}

}
