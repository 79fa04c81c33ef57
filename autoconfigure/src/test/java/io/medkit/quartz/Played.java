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
package io.medkit.quartz;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

import io.medkit.binding.TaskSource;
import io.medkit.model.TaskData;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDataMap;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobExecutionException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.simpl.SimpleThreadPool;

/**
 * Real schedulers whose jobs do what a test says.
 */
final class Played {

	private static final String BODY = "body";

	private static final AtomicInteger schedulers = new AtomicInteger();

	private Played() {
	}

	/**
	 * Creates a scheduler that is not started, whose store is in memory unless the
	 * settings say so.
	 */
	static Scheduler scheduler(int threads, Map<String, String> settings) throws SchedulerException {
		Properties properties = new Properties();
		properties.setProperty("org.quartz.scheduler.instanceName", "played-" + schedulers.incrementAndGet());
		properties.setProperty("org.quartz.threadPool.class", SimpleThreadPool.class.getName());
		properties.setProperty("org.quartz.threadPool.threadCount", Integer.toString(threads));
		properties.putAll(settings);
		Scheduler scheduler = new StdSchedulerFactory(properties).getScheduler();
		// so that another instance may have the same name
		SchedulerRepository.getInstance().remove(scheduler.getSchedulerName());
		return scheduler;
	}

	static JobDetail job(String name, Body body) {
		return JobBuilder.newJob(PlayedJob.class)
			.withIdentity(name)
			.setJobData(new JobDataMap(Map.of(BODY, body)))
			.build();
	}

	static TaskSource source(MovedClock clock) {
		return TaskSource.builder("quartz:played").telemetryClock(clock).wallClock(clock).build();
	}

	static TaskData data(TaskSource source, String task) {
		return (TaskData) source.find("app:" + task).data();
	}

	/**
	 * What a job does.
	 */
	interface Body {

		void execute(JobExecutionContext context) throws Exception;

	}

	/**
	 * A job that does what its data says.
	 */
	public static final class PlayedJob implements Job {

		@Override
		public void execute(JobExecutionContext context) throws JobExecutionException {
			try {
				((Body) context.getMergedJobDataMap().get(BODY)).execute(context);
			}
			catch (JobExecutionException | RuntimeException ex) {
				throw ex;
			}
			catch (Exception ex) {
				throw new JobExecutionException(ex);
			}
		}

	}

}
