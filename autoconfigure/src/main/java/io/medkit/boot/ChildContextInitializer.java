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

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Lets the scheduled tasks of a child context be watched that is not auto-configured
 * itself. Spring asks a context's own beans only how to schedule its tasks.
 */
class ChildContextInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

	@Override
	public void initialize(ConfigurableApplicationContext context) {
		ApplicationContext parent = context.getParent();
		if (parent != null && context.getBeanFactory() instanceof BeanDefinitionRegistry registry
				&& parent.getBeanProvider(SchedulingSource.class).getIfAvailable() != null) {
			registry.registerBeanDefinition(MedkitSchedulingConfiguration.class.getName(),
					new RootBeanDefinition(MedkitSchedulingConfiguration.class));
		}
	}

}
