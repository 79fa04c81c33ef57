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

package io.medkit.sample;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import io.medkit.binding.Medkit;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The tasks that are executed by one of all gateways on a database, whichever that is:
 * one by Quartz, one by the db-scheduler.
 */
@Configuration(proxyBeanMethods = false)
class SharedTasks {

	@Bean
	JobDetail summary() {
		return JobBuilder.newJob(SummaryJob.class).withIdentity("summary", "gateway").storeDurably().build();
	}

	@Bean
	Trigger everyTenSeconds(JobDetail summary) {
		return TriggerBuilder.newTrigger()
			.withIdentity("summary", "gateway")
			.forJob(summary)
			.withSchedule(SimpleScheduleBuilder.repeatSecondlyForever(10))
			.build();
	}

	@Bean
	RecurringTask<Void> ship(Summaries summaries, GatewayProperties properties) {
		return Tasks.recurring("ship", FixedDelay.of(properties.shippingDelay()))
			.execute((instance, context) -> Medkit.current().work(summaries.ship()));
	}

}
