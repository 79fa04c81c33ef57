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

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.SchedulingAwareRunnable;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.config.TaskSchedulerRouter;
import org.springframework.util.StringUtils;

/**
 * Finds the threads that a task will be executed on, by the same rules as Spring finds
 * its scheduler. One that can not be found has threads that are never told to be busy.
 */
class SchedulerThreads {

	private final ConfigurableListableBeanFactory beanFactory;

	private final SchedulingSource source;

	SchedulerThreads(ConfigurableListableBeanFactory beanFactory, SchedulingSource source) {
		this.beanFactory = beanFactory;
		this.source = source;
	}

	/**
	 * Returns the threads of a task.
	 * @param scheduler what the task is handed to
	 * @param fixedDelay whether it is executed with a fixed delay
	 */
	CountedThreads of(Runnable task, TaskScheduler scheduler, boolean fixedDelay) {
		TaskScheduler target = (scheduler instanceof TaskSchedulerRouter) ? route(task) : scheduler;
		return this.source.threads((target != null) ? target : scheduler, fixedDelay, () -> nameOf(target));
	}

	private @Nullable TaskScheduler route(Runnable task) {
		try {
			String qualifier = (task instanceof SchedulingAwareRunnable aware) ? aware.getQualifier() : null;
			String resolved = StringUtils.hasLength(qualifier) ? this.beanFactory.resolveEmbeddedValue(qualifier)
					: null;
			if (StringUtils.hasLength(resolved)) {
				return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, TaskScheduler.class, resolved);
			}
			TaskScheduler unique = this.beanFactory.getBeanProvider(TaskScheduler.class).getIfUnique();
			return (unique != null) ? unique : this.beanFactory
				.getBean(TaskSchedulerRouter.DEFAULT_TASK_SCHEDULER_BEAN_NAME, TaskScheduler.class);
		}
		catch (BeansException ex) {
			// it is no bean, or Spring is about to refuse the task
			return null;
		}
	}

	/**
	 * Returns the name of the bean that a scheduler is, in whichever context.
	 */
	private String nameOf(@Nullable TaskScheduler scheduler) {
		BeanFactory factory = this.beanFactory;
		while (scheduler != null && factory instanceof ConfigurableListableBeanFactory listable) {
			for (String name : listable.getBeanNamesForType(TaskScheduler.class, true, false)) {
				if (listable.getSingleton(name) == scheduler) {
					return name;
				}
			}
			factory = listable.getParentBeanFactory();
			factory = (factory instanceof ConfigurableApplicationContext context) ? context.getBeanFactory() : factory;
		}
		return "scheduler";
	}

}
