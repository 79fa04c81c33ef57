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
package io.medkit.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * One instance: a Quartz job and a task of db-scheduler, each to be executed once a
 * second by one of all instances. Each execution is written down with the name of the
 * instance, and lasts as long as it is told to.
 */
@SpringBootApplication(proxyBeanMethods = false, exclude = { UserDetailsServiceAutoConfiguration.class,
		ServletWebSecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class })
public class ClusterApplication {

	/** What an instance prints before the port that it listens on. */
	static final String PORT = "port of the instance: ";

	private static final Duration SECOND = Duration.ofSeconds(1);

	/**
	 * Starts an instance.
	 * @param args its configuration properties, {@code instance} among them
	 */
	public static void main(String[] args) {
		SpringApplication.run(ClusterApplication.class, args);
	}

	@Bean
	ApplicationListener<ApplicationReadyEvent> port(Environment environment) {
		return (event) -> System.out.println(PORT + environment.getProperty("local.server.port"));
	}

	@Bean
	Executions executions(JdbcClient jdbcClient, Environment environment) {
		return new Executions(jdbcClient, environment.getRequiredProperty("instance"));
	}

	@Bean
	JobDetail tick() {
		return JobBuilder.newJob(Tick.class).withIdentity("tick", "plant").storeDurably().build();
	}

	@Bean
	Trigger everySecond(JobDetail tick) {
		return TriggerBuilder.newTrigger()
			.withIdentity("tick", "plant")
			.forJob(tick)
			.withSchedule(SimpleScheduleBuilder.repeatSecondlyForever()
				.withMisfireHandlingInstructionNextWithRemainingCount())
			.build();
	}

	@Bean
	RecurringTask<Void> sweep(Executions executions) {
		return Tasks.recurring("sweep", FixedDelay.of(SECOND)).execute((instance, context) -> executions.add("sweep"));
	}

	/**
	 * The Quartz job.
	 */
	@DisallowConcurrentExecution
	static class Tick implements Job {

		private final Executions executions;

		Tick(Executions executions) {
			this.executions = executions;
		}

		@Override
		public void execute(JobExecutionContext context) {
			this.executions.add("tick");
		}

	}

	/**
	 * Where executions are written down.
	 */
	static class Executions {

		private final JdbcClient jdbcClient;

		private final String instance;

		Executions(JdbcClient jdbcClient, String instance) {
			this.jdbcClient = jdbcClient;
			this.instance = instance;
		}

		void add(String task) {
			this.jdbcClient.sql("INSERT INTO execution (task, instance) VALUES (?, ?)")
				.param(task)
				.param(this.instance)
				.update();
			while (this.jdbcClient.sql("SELECT held FROM control WHERE task = ?")
				.param(task)
				.query(Boolean.class)
				.single()) {
				LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
			}
		}

	}

}
