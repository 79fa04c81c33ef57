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

import io.medkit.scheduling.LockListenerPostProcessor;
import io.medkit.scheduling.SchedulingSource;
import net.javacrumbs.shedlock.core.LockingTaskExecutorListener;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that tells executions which ShedLock skips from others. It needs
 * ShedLock 7.7 or later, which tells of them.
 */
@AutoConfiguration(after = MedkitSchedulingAutoConfiguration.class)
@ConditionalOnClass(LockingTaskExecutorListener.class)
@ConditionalOnBean(SchedulingSource.class)
public final class MedkitShedLockAutoConfiguration {

	@Bean
	static LockListenerPostProcessor medkitLockListenerPostProcessor() {
		return new LockListenerPostProcessor();
	}

	@Bean
	@ConditionalOnMissingBean
	LockingTaskExecutorListener medkitLockListener() {
		return LockListenerPostProcessor.listener();
	}

}
