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

import java.util.concurrent.atomic.AtomicLong;

import org.aopalliance.intercept.MethodInterceptor;

import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.DefaultPointcutAdvisor;

/**
 * Proxies beans, and counts the calls that pass their proxies.
 */
class ProxyingPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private static final long serialVersionUID = 1L;

	final transient AtomicLong calls = new AtomicLong();

	private final Class<?> proxied;

	ProxyingPostProcessor(Class<?> proxied, boolean proxyTargetClass) {
		this.proxied = proxied;
		setProxyTargetClass(proxyTargetClass);
		MethodInterceptor interceptor = (invocation) -> {
			this.calls.incrementAndGet();
			return invocation.proceed();
		};
		this.advisor = new DefaultPointcutAdvisor(interceptor);
	}

	@Override
	protected boolean isEligible(Class<?> targetClass) {
		return this.proxied.isAssignableFrom(targetClass);
	}

}
