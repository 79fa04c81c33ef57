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

import io.medkit.scheduling.ScheduledTaskNames;
import io.medkit.scheduling.SchedulingSource;
import io.medkit.scheduling.WatchedSchedulingConfigurer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

/**
 * What a context needs for its scheduled tasks to be watched. A context that Spring Boot
 * starts has it. One that an application makes by itself, below such a context, and that
 * enables scheduling of its own, has to register it.
 */
@Configuration(proxyBeanMethods = false)
public class MedkitSchedulingConfiguration {

	@Bean
	static ScheduledTaskNames medkitScheduledTaskNames(
			ObjectProvider<ScheduledAnnotationBeanPostProcessor> schedulers) {
		return new ScheduledTaskNames(schedulers);
	}

	@Bean
	WatchedSchedulingConfigurer medkitFirstSchedulingConfigurer(SchedulingSource source, ScheduledTaskNames names,
			ConfigurableListableBeanFactory beanFactory) {
		return new WatchedSchedulingConfigurer(Ordered.HIGHEST_PRECEDENCE, source, names, beanFactory);
	}

	@Bean
	WatchedSchedulingConfigurer medkitLastSchedulingConfigurer(SchedulingSource source, ScheduledTaskNames names,
			ConfigurableListableBeanFactory beanFactory) {
		return new WatchedSchedulingConfigurer(Ordered.LOWEST_PRECEDENCE, source, names, beanFactory);
	}

}
