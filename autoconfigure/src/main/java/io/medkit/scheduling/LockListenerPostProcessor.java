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

import java.lang.reflect.Modifier;

import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.LockingTaskExecutorListener;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Learns from ShedLock's listener that a lock was not acquired. ShedLock takes no more
 * than one listener, so an application's own is wrapped, and stays of its type.
 */
public final class LockListenerPostProcessor implements BeanPostProcessor {

	/**
	 * Returns a listener for an application that has none.
	 * @return the listener
	 */
	public static LockingTaskExecutorListener listener() {
		return new SkippingListener();
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof LockingTaskExecutorListener) || bean instanceof SkippingListener) {
			return bean;
		}
		ProxyFactory factory = new ProxyFactory(bean);
		factory.setProxyTargetClass(!Modifier.isFinal(bean.getClass().getModifiers()) && !bean.getClass().isHidden());
		factory.addAdvice(new SkippingInterceptor());
		return factory.getProxy(bean.getClass().getClassLoader());
	}

	private static final class SkippingListener implements LockingTaskExecutorListener {

		@Override
		public void onLockNotAcquired(LockConfiguration configuration) {
			LockedRunnable.skip();
		}

	}

	private static final class SkippingInterceptor implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			if (invocation.getMethod().getName().equals("onLockNotAcquired")) {
				LockedRunnable.skip();
			}
			return invocation.proceed();
		}

	}

}
