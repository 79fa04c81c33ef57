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
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.Arrays;
import java.util.function.Consumer;

import io.medkit.executor.ExecutableItem;
import io.medkit.executor.ExecutionContext;
import io.medkit.executor.Triggers;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A bean's method as the body of a task. Calls it through a method handle, so that what
 * it throws arrives as it is and a call allocates nothing.
 */
final class MethodItem implements ExecutableItem {

	private static final MethodType TYPE = MethodType.methodType(void.class, ExecutionContext.class);

	private final MethodHandle handle;

	private final Consumer<Triggers> declaration;

	/**
	 * Creates an item.
	 * @param bean the bean
	 * @param method the method, as its user class declares it
	 * @param annotation what the method is annotated with
	 * @param declaration declares what the annotation says
	 * @throws MedkitConfigurationException if the method's parameters are not those of a
	 * body, or the bean is a proxy that does not have the method
	 */
	MethodItem(Object bean, Method method, Class<? extends Annotation> annotation, Consumer<Triggers> declaration) {
		this.declaration = declaration;
		Class<?>[] parameters = method.getParameterTypes();
		if (parameters.length > 1 || (parameters.length == 1 && parameters[0] != ExecutionContext.class)) {
			throw new MedkitConfigurationException(
					"Method '%s' is annotated with @%s and has the parameters %s".formatted(method.toGenericString(),
							annotation.getSimpleName(), Arrays.toString(parameters)),
					"Let it take no parameter, or an ExecutionContext.");
		}
		Method invocable = invocable(bean, method, annotation);
		ReflectionUtils.makeAccessible(invocable);
		try {
			MethodHandle unbound = MethodHandles.lookup().unreflect(invocable);
			MethodHandle bound = Modifier.isStatic(invocable.getModifiers()) ? unbound : unbound.bindTo(bean);
			MethodHandle taking = (parameters.length == 1) ? bound
					: MethodHandles.dropArguments(bound, 0, ExecutionContext.class);
			this.handle = taking.asType(TYPE);
		}
		catch (IllegalAccessException ex) {
			throw new IllegalStateException("Method '%s' cannot be called".formatted(invocable), ex);
		}
	}

	MethodItem(Object bean, Method method, Class<? extends Annotation> annotation) {
		this(bean, method, annotation, (triggers) -> {
		});
	}

	private static Method invocable(Object bean, Method method, Class<? extends Annotation> annotation) {
		try {
			return AopUtils.selectInvocableMethod(method, bean.getClass());
		}
		catch (IllegalStateException ex) {
			throw new MedkitConfigurationException(
					"Method '%s' is annotated with @%s and cannot be called through the bean's proxy, a %s"
						.formatted(method.toGenericString(), annotation.getSimpleName(), bean.getClass().getName()),
					"Make it at least package-private, and declare it in an interface of the bean if the proxy is one of"
							+ " interfaces.",
					ex);
		}
	}

	@Override
	public void declareTriggers(Triggers triggers) {
		this.declaration.accept(triggers);
	}

	@Override
	public void execute(ExecutionContext context) throws Exception {
		try {
			this.handle.invokeExact(context);
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new UndeclaredThrowableException(ex);
		}
	}

}
