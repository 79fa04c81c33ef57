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

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.medkit.binding.ExecutorBinding;
import io.medkit.binding.TaskIds;
import io.medkit.binding.Watchdog;
import io.medkit.executor.AdmissionCheck;
import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.CyclicExecutorBuilder;
import io.medkit.executor.ExecutionMonitor;
import io.medkit.executor.Observer;
import io.medkit.executor.TelemetryClock;
import io.medkit.gateway.Gateway;
import io.medkit.provider.Provider;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for medkit: the executor, the
 * binding that observes it, and the gateway that tells what is observed.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = "medkit.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(TaskPlan.class)
@EnableConfigurationProperties(MedkitProperties.class)
@ImportRuntimeHints(PropertyHints.class)
public final class MedkitAutoConfiguration {

	@Bean
	TaskPlan medkitTaskPlan(MedkitProperties properties) {
		return new TaskPlan(properties.tasks());
	}

	@Bean
	@ConditionalOnMissingBean
	ExecutorBinding medkitExecutorBinding(MedkitProperties properties, TaskPlan plan) {
		return ExecutorBinding.builder()
			.name(PropertyCheck.id("medkit.executor.name", properties.executor().name()))
			.tasks(plan.registrations())
			.statisticsWindow(PropertyCheck.between("medkit.statistics-window", properties.statisticsWindow(), 1,
					ExecutorBinding.MAX_STATISTICS_WINDOW))
			.build();
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBooleanProperty(name = "medkit.executor.enabled", matchIfMissing = true)
	CyclicExecutor medkitExecutor(MedkitProperties properties, ObjectProvider<Observer> observers,
			ObjectProvider<ExecutionMonitor> monitors, ObjectProvider<AdmissionCheck> admissionChecks) {
		CyclicExecutorBuilder builder = ExecutorSettings.builder(properties.executor());
		builder.admissionCheck(firstReasonOf(admissionChecks.orderedStream().toList()));
		observers.orderedStream().forEach(builder::observer);
		monitors.orderedStream().forEach(builder::monitor);
		return builder.build();
	}

	private static AdmissionCheck firstReasonOf(List<AdmissionCheck> checks) {
		return (request) -> {
			for (AdmissionCheck check : checks) {
				String reason = check.reasonToReject(request);
				if (reason != null) {
					return reason;
				}
			}
			return null;
		};
	}

	@Bean
	@ConditionalOnBean(CyclicExecutor.class)
	TaskRegistrar medkitTaskRegistrar(ObjectProvider<CyclicExecutor> executors,
			ObjectProvider<ExecutorBinding> bindings, TaskPlan plan, ConfigurableListableBeanFactory beanFactory,
			MedkitProperties properties) {
		return new TaskRegistrar(executors, bindings, plan, new TaskBodies(beanFactory), properties.unmatchedTasks());
	}

	@Bean
	@ConditionalOnBean(CyclicExecutor.class)
	ExecutorLifecycle medkitExecutorLifecycle(ObjectProvider<CyclicExecutor> executors,
			ObjectProvider<ExecutorBinding> bindings, MedkitProperties properties) {
		List<Watchdog> watchdogs = bindings.orderedStream()
			.filter((binding) -> !binding.tasks().isEmpty())
			.map(Watchdog::new)
			.toList();
		return new ExecutorLifecycle(executors.orderedStream().toList(), watchdogs,
				properties.executor().autoStartup());
	}

	@Bean
	@ConditionalOnMissingBean
	TaskSources medkitTaskSources(MedkitProperties properties, TaskPlan plan) {
		return new TaskSources(TelemetryClock.system(), Clock.systemUTC(), properties.statisticsWindow(),
				new TaskIds(plan.entries().stream().map(TaskPlan.Entry::id).toList()));
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> medkitUnusedRules(TaskSources sources) {
		return (event) -> sources.tellUnusedRules();
	}

	@Bean
	@ConditionalOnMissingBean
	Gateway medkitGateway(ObjectProvider<Provider> providers) {
		return new Gateway(providers.orderedStream().toList());
	}

	@Bean
	@ConditionalOnBooleanProperty(name = "medkit.events.enabled", matchIfMissing = true)
	FaultAnnouncer medkitFaultAnnouncer(Gateway gateway, ApplicationEventPublisher publisher,
			MedkitProperties properties) {
		Duration logInterval = PropertyCheck.notNegative("medkit.events.log-interval",
				properties.events().logInterval());
		return new FaultAnnouncer(
				new FaultTransitions(gateway, publisher::publishEvent, logInterval, System::nanoTime));
	}

}
