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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.medkit.model.Scope;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.support.MergedBeanDefinitionPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.annotation.Schedules;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;
import org.springframework.util.StringUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * Finds readable names for scheduled tasks: bean and method. Spring keeps no bean names
 * with its tasks, so this looks, after each bean, which tasks have come with it. That it
 * post-processes bean definitions too puts it behind Spring's own post-processor.
 */
public final class ScheduledTaskNames implements MergedBeanDefinitionPostProcessor {

	private static final Set<Class<? extends Annotation>> ANNOTATIONS = Set.of(Scheduled.class, Schedules.class);

	/** ShedLock's annotation, which need not be there. */
	private static final String LOCK = "net.javacrumbs.shedlock.spring.annotation.SchedulerLock";

	/** What the JVM adds to the names of classes that have none, new in each run. */
	private static final Pattern GENERATED = Pattern.compile("(\\$\\$|@|\\$\\d|/0x).*");

	private static final Pattern PROXY = Pattern.compile("\\$\\$\\w*CGLIB\\$\\$[0-9a-f]+");

	private final Map<Runnable, Origin> origins = Collections.synchronizedMap(new WeakHashMap<>());

	/** The beans that the thread is initializing, the innermost first. */
	private final ThreadLocal<Deque<Map.Entry<String, Object>>> initializing = ThreadLocal.withInitial(ArrayDeque::new);

	/** Looked for once: to look for it after every bean takes more than all the rest. */
	private final Supplier<@Nullable ScheduledAnnotationBeanPostProcessor> scheduler;

	/**
	 * Creates a finder of names.
	 * @param schedulers gives the post-processor that schedules the context's tasks, if
	 * it does
	 */
	public ScheduledTaskNames(ObjectProvider<ScheduledAnnotationBeanPostProcessor> schedulers) {
		this.scheduler = SingletonSupplier.ofNullable(schedulers::getIfAvailable);
	}

	/**
	 * Where a task comes from.
	 *
	 * @param name its name
	 * @param bean the bean, if it is a method of one
	 * @param method the method, if it is one
	 */
	record Origin(String name, @Nullable Object bean, @Nullable Method method) {

		/**
		 * Tells whether it is over only when what it returns is.
		 */
		boolean isReactive() {
			return this.method != null && (KotlinDetector.isSuspendingFunction(this.method)
					|| ReactiveAdapterRegistry.getSharedInstance().getAdapter(this.method.getReturnType()) != null);
		}

		/**
		 * Tells whether it needs a lock.
		 */
		boolean isLocked() {
			return this.method != null && AnnotatedElementUtils.isAnnotated(this.method, LOCK);
		}

		/**
		 * Returns who is expected to execute it: whoever gets the lock, if it needs one.
		 */
		Scope scope() {
			return isLocked() ? Scope.CLUSTER : Scope.LOCAL;
		}

		ScheduledTaskObservationContext observationContext() {
			return new ScheduledTaskObservationContext(Objects.requireNonNull(this.bean),
					Objects.requireNonNull(this.method));
		}

	}

	@Override
	public void postProcessMergedBeanDefinition(RootBeanDefinition beanDefinition, Class<?> beanType, String beanName) {
	}

	@Override
	public Object postProcessBeforeInitialization(Object bean, String beanName) {
		if (isCandidate(bean)) {
			this.initializing.get().push(Map.entry(beanName, bean));
		}
		return bean;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (isCandidate(bean)) {
			this.initializing.get().poll();
			ScheduledAnnotationBeanPostProcessor scheduler = this.scheduler.get();
			if (scheduler != null) {
				scheduler.getScheduledTasks()
					.forEach((task) -> this.origins.computeIfAbsent(task.getTask().getRunnable(),
							(runnable) -> origin(bean, beanName, runnable)));
			}
		}
		return bean;
	}

	private static boolean isCandidate(Object bean) {
		return AnnotationUtils.isCandidateClass(AopProxyUtils.ultimateTargetClass(bean), ANNOTATIONS);
	}

	private static Origin origin(Object bean, String beanName, Runnable task) {
		String method = StringUtils.unqualify(task.toString());
		return new Origin("%s.%s".formatted(beanName, method), bean,
				scheduled(AopProxyUtils.ultimateTargetClass(bean), method));
	}

	private static @Nullable Method scheduled(Class<?> type, String name) {
		return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(type))
			.filter((method) -> method.getName().equals(name)
					&& AnnotatedElementUtils.isAnnotated(method, Scheduled.class))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Returns where a task comes from. Tasks of beans that are made late are scheduled
	 * while their bean is being initialized. What is no method of a bean is told by what
	 * it calls itself, without what would be another in the next run.
	 */
	Origin originOf(Runnable task) {
		Origin origin = this.origins.get(task);
		if (origin != null) {
			return origin;
		}
		Map.Entry<String, Object> bean = this.initializing.get().peek();
		return (bean != null) ? origin(bean.getValue(), bean.getKey(), task)
				: new Origin(nameOf(task.toString()), null, null);
	}

	/**
	 * Returns a name for what calls itself {@code com.acme.Job.run},
	 * {@code com.acme.Jobs$$Lambda/0x1@2}, {@code com.acme.Job@1} or anything else.
	 */
	static String nameOf(String text) {
		String unproxied = PROXY.matcher(text).replaceFirst("");
		String stable = GENERATED.matcher(unproxied).replaceFirst("");
		if (stable.isEmpty() || stable.indexOf('.') < 0) {
			return stable.isEmpty() ? "task" : stable;
		}
		String last = StringUtils.unqualify(stable);
		if (!stable.equals(unproxied) || Character.isUpperCase(last.charAt(0))) {
			String name = StringUtils.uncapitalizeAsProperty(last.substring(last.lastIndexOf('$') + 1));
			return text.contains("$$Lambda") ? name + ".lambda" : name;
		}
		String type = stable.substring(0, stable.length() - last.length() - 1);
		return "%s.%s".formatted(StringUtils.uncapitalizeAsProperty(ClassUtils.getShortName(type)), last);
	}

}
