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

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.Map;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.stereotype.Component;

/**
 * Finds annotated methods among the application's beans. A scoped bean is found as its
 * proxy.
 */
class AnnotatedMethods {

	private static final Log logger = LogFactory.getLog(AnnotatedMethods.class);

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Takes a method that was found.
	 *
	 * @param <A> the type of annotation
	 */
	@FunctionalInterface
	interface Visitor<A extends Annotation> {

		void visit(String beanName, Method method, A annotation);

	}

	AnnotatedMethods(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	<A extends Annotation> void forEach(Class<A> annotationType, Visitor<A> visitor) {
		for (String beanName : this.beanFactory.getBeanNamesForType(Object.class, true, false)) {
			if (!ScopedProxyUtils.isScopedTarget(beanName)) {
				methods(beanName, annotationType)
					.forEach((method, annotation) -> visitor.visit(beanName, method, annotation));
			}
		}
	}

	private <A extends Annotation> Map<Method, A> methods(String beanName, Class<A> annotationType) {
		try {
			Class<?> type = targetClass(beanName);
			if (type != null && !isSpring(type) && AnnotationUtils.isCandidateClass(type, annotationType)) {
				return MethodIntrospector.selectMethods(type,
						(Method method) -> AnnotatedElementUtils.findMergedAnnotation(method, annotationType));
			}
		}
		catch (IllegalStateException | LinkageError ex) {
			// a method has a type that is not on the class path, which nobody else minds
			logger.debug("Cannot look for tasks in bean '%s'".formatted(beanName), ex);
		}
		return Map.of();
	}

	/**
	 * Tells whether a class is Spring's own, as most of an application's are. They have
	 * no tasks, and to look through them all takes a while. Components are somebody's who
	 * just has such a package.
	 */
	private static boolean isSpring(Class<?> type) {
		String name = type.getName();
		return name.startsWith("org.springframework.boot.") || (name.startsWith("org.springframework.")
				&& !AnnotatedElementUtils.isAnnotated(type, Component.class));
	}

	private @Nullable Class<?> targetClass(String beanName) {
		String scopedTarget = ScopedProxyUtils.getTargetBeanName(beanName);
		return AutoProxyUtils.determineTargetClass(this.beanFactory,
				this.beanFactory.containsBeanDefinition(scopedTarget) ? scopedTarget : beanName);
	}

}
