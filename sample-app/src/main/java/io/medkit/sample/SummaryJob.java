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

import java.time.Instant;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/**
 * Makes a summary, on one of the gateways that share a database.
 */
@DisallowConcurrentExecution
class SummaryJob implements Job {

	private final Summaries summaries;

	SummaryJob(Summaries summaries) {
		this.summaries = summaries;
	}

	@Override
	public void execute(JobExecutionContext context) {
		this.summaries.add(Instant.now());
	}

}
