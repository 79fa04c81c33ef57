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
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.medkit.executor.ExecutableItem;
import io.medkit.executor.Signal;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.StringUtils;

/**
 * Finds the bodies of tasks, and their fault handlers, among the application's beans.
 */
class TaskBodies {

	private final ConfigurableListableBeanFactory beanFactory;

	private final AnnotatedMethods methods;

	/**
	 * A body or a fault handler of a task.
	 *
	 * @param id the task's id
	 * @param origin where it was found, for people
	 * @param item what is executed
	 */
	record Body(String id, String origin, ExecutableItem item) {

		Body {
			if (!StringUtils.hasText(id)) {
				throw new MedkitConfigurationException("The task id of %s is blank".formatted(origin),
						"Give it the id that the task has under 'medkit.tasks'.");
			}
		}

	}

	TaskBodies(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.methods = new AnnotatedMethods(beanFactory);
	}

	/**
	 * Returns all {@link ExecutableItem} beans and all methods annotated with
	 * {@link MedkitTask}. A bean that is no singleton gives each of its bodies an
	 * instance of its own; a scoped one is called through its proxy.
	 * @throws MedkitConfigurationException if an id is blank, or if what an annotation
	 * says or a method's parameters are bad
	 */
	List<Body> find() {
		List<Body> bodies = new ArrayList<>();
		for (String beanName : this.beanFactory.getBeanNamesForType(ExecutableItem.class)) {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				ExecutableItem item = this.beanFactory.getBean(beanName, ExecutableItem.class);
				String id = item.taskId();
				bodies.add(new Body((id != null) ? id : beanName, "bean '%s'".formatted(beanName), item));
			}
		}
		this.methods.forEach(MedkitTask.class, (beanName, method, task) -> bodies.add(body(beanName, method, task)));
		return bodies;
	}

	/**
	 * Returns all methods annotated with {@link MedkitFaultHandler}, by their task's id.
	 * @throws MedkitConfigurationException if an id is blank, if two are for the same
	 * task, or if a method's parameters are bad
	 */
	Map<String, Body> findHandlers() {
		Map<String, Body> handlers = new LinkedHashMap<>();
		this.methods.forEach(MedkitFaultHandler.class, (beanName, method, annotation) -> {
			Body handler = new Body(annotation.value(), origin(beanName, method),
					new MethodItem(this.beanFactory.getBean(beanName), method, MedkitFaultHandler.class));
			Body earlier = handlers.put(handler.id(), handler);
			if (earlier != null) {
				throw new MedkitConfigurationException("Task '%s' has two fault handlers: %s and %s"
					.formatted(handler.id(), earlier.origin(), handler.origin()), "Remove one of the two.");
			}
		});
		return handlers;
	}

	private Body body(String beanName, Method method, MedkitTask task) {
		String origin = origin(beanName, method);
		Duration period = duration(origin, "period", task.period());
		Duration deadline = duration(origin, "deadline", task.deadline());
		Duration budget = duration(origin, "budget", task.budget());
		List<Signal> signals = Arrays.stream(task.signals()).map((name) -> signal(origin, name)).toList();
		MethodItem item = new MethodItem(this.beanFactory.getBean(beanName), method, MedkitTask.class, (triggers) -> {
			ifPresent(period, triggers::interval);
			ifPresent(deadline, triggers::deadline);
			ifPresent(budget, triggers::budget);
			signals.forEach(triggers::on);
		});
		return new Body(task.value(), origin, item);
	}

	static void ifPresent(@Nullable Duration duration, Consumer<Duration> setter) {
		if (duration != null) {
			setter.accept(duration);
		}
	}

	private static String origin(String beanName, Method method) {
		return "method '%s' of bean '%s'".formatted(method.getName(), beanName);
	}

	private Signal signal(String origin, String name) {
		try {
			return this.beanFactory.getBean(name, Signal.class);
		}
		catch (NoSuchBeanDefinitionException ex) {
			throw new MedkitConfigurationException(
					"The @MedkitTask annotation of %s names the signal '%s', which is no bean".formatted(origin, name),
					"Declare a bean of the type %s with that name, or correct the name."
						.formatted(Signal.class.getName()),
					ex);
		}
	}

	private @Nullable Duration duration(String origin, String what, String text) {
		String value = text;
		try {
			value = this.beanFactory.resolveEmbeddedValue(text);
			if (!StringUtils.hasText(value)) {
				return null;
			}
			Duration duration = DurationStyle.detectAndParse(value);
			if (!duration.isNegative() && !duration.isZero()) {
				return duration;
			}
		}
		catch (IllegalArgumentException ex) {
			// told below, with where it stands
		}
		throw new MedkitConfigurationException(
				"The @MedkitTask annotation of %s has the %s '%s', which is not a duration above zero".formatted(origin,
						what, text.equals(value) ? text : "%s = %s".formatted(text, value)),
				"Give it one such as '100ms', or remove it and set the task's %s under 'medkit.tasks'."
					.formatted(what));
	}

}
