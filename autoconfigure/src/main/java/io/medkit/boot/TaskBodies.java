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

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.medkit.executor.ExecutableItem;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.StringUtils;

/**
 * Finds the bodies of tasks among the application's beans.
 */
class TaskBodies {

	private static final Log logger = LogFactory.getLog(TaskBodies.class);

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * A body of a task.
	 *
	 * @param id the task's id
	 * @param origin where it was found, for people
	 * @param period the period that the annotation has, if it has one
	 * @param item the body
	 */
	record Body(String id, String origin, @Nullable Duration period, ExecutableItem item) {

		Body {
			if (!StringUtils.hasText(id)) {
				throw new MedkitConfigurationException("The task id of %s is blank".formatted(origin),
						"Give it the id that the task has under 'medkit.tasks'.");
			}
		}

	}

	TaskBodies(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Returns all {@link ExecutableItem} beans and all methods annotated with
	 * {@link MedkitTask}. A bean that is no singleton gives each of its bodies an
	 * instance of its own; a scoped one is called through its proxy.
	 * @throws MedkitConfigurationException if an id is blank, or if an annotation's
	 * period or a method's parameters are bad
	 */
	List<Body> find() {
		List<Body> bodies = new ArrayList<>();
		for (String beanName : this.beanFactory.getBeanNamesForType(ExecutableItem.class)) {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				ExecutableItem item = this.beanFactory.getBean(beanName, ExecutableItem.class);
				String id = item.taskId();
				bodies.add(new Body((id != null) ? id : beanName, "bean '%s'".formatted(beanName), null, item));
			}
		}
		for (String beanName : this.beanFactory.getBeanNamesForType(Object.class, true, false)) {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				annotatedMethods(beanName).forEach((method, task) -> bodies.add(body(beanName, method, task)));
			}
		}
		return bodies;
	}

	private Map<Method, MedkitTask> annotatedMethods(String beanName) {
		try {
			Class<?> type = targetClass(beanName);
			if (type != null && AnnotationUtils.isCandidateClass(type, MedkitTask.class)) {
				return MethodIntrospector.selectMethods(type,
						(Method method) -> AnnotatedElementUtils.findMergedAnnotation(method, MedkitTask.class));
			}
		}
		catch (IllegalStateException | LinkageError ex) {
			// a method has a type that is not on the class path, which nobody else minds
			logger.debug("Cannot look for tasks in bean '%s'".formatted(beanName), ex);
		}
		return Map.of();
	}

	private @Nullable Class<?> targetClass(String beanName) {
		String scopedTarget = ScopedProxyUtils.getTargetBeanName(beanName);
		return AutoProxyUtils.determineTargetClass(this.beanFactory,
				this.beanFactory.containsBeanDefinition(scopedTarget) ? scopedTarget : beanName);
	}

	private Body body(String beanName, Method method, MedkitTask task) {
		String origin = "method '%s' of bean '%s'".formatted(method.getName(), beanName);
		return new Body(task.value(), origin, period(origin, task.period()),
				new MethodItem(this.beanFactory.getBean(beanName), method));
	}

	private @Nullable Duration period(String origin, String text) {
		String value = text;
		try {
			value = this.beanFactory.resolveEmbeddedValue(text);
			if (!StringUtils.hasText(value)) {
				return null;
			}
			Duration period = DurationStyle.detectAndParse(value);
			if (!period.isNegative() && !period.isZero()) {
				return period;
			}
		}
		catch (IllegalArgumentException ex) {
			// told below, with where it stands
		}
		throw new MedkitConfigurationException(
				"The @MedkitTask annotation of %s has the period '%s', which is not a duration above zero"
					.formatted(origin, text.equals(value) ? text : "%s = %s".formatted(text, value)),
				"Give it one such as '100ms', or remove it and set the task's period under 'medkit.tasks'.");
	}

}
