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

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;

/**
 * Tests for {@link ScheduledTaskNames}.
 */
class ScheduledTaskNamesTests {

	@ParameterizedTest
	@CsvSource({ "com.acme.InvoiceJob.run, invoiceJob.run", "com.acme.Jobs$Nightly.run, jobs.Nightly.run",
			"com.acme.Job$$SpringCGLIB$$0.run, job.run", "com.acme.Poller@1b2c3d, poller",
			"com.acme.Jobs$Poller@1b2c3d, poller", "com.acme.Jobs$$Lambda/0x00007f2e8c0a1b2c@5e9f23b4, jobs.lambda",
			"com.acme.Jobs$Inner$$Lambda/0x1@2, inner.lambda", "com.acme.Jobs$$Lambda$14/0x1@2, jobs.lambda",
			"com.acme.Jobs$1@5e9f23b4, jobs", "sweep, sweep", "URLPoller.run, URLPoller.run",
			"com.acme.URLPoller@1, URLPoller" })
	void nameIsReadableAndTheSameInTheNextRun(String text, String name) {
		assertThat(ScheduledTaskNames.nameOf(text)).isEqualTo(name);
	}

	@Test
	void taskThatSaysNothingOfItselfHasANameToo() {
		assertThat(ScheduledTaskNames.nameOf("")).isEqualTo("task");
		assertThat(ScheduledTaskNames.nameOf("@1")).isEqualTo("task");
	}

	@Test
	void whoeverSchedulesIsLookedForOnceAndNotAfterEachBean() {
		ObjectProvider<ScheduledAnnotationBeanPostProcessor> schedulers = mock();
		ScheduledTaskNames names = new ScheduledTaskNames(schedulers);
		for (String beanName : List.of("one", "two", "three")) {
			names.postProcessBeforeInitialization(this, beanName);
			names.postProcessAfterInitialization(this, beanName);
		}
		assertThat(mockingDetails(schedulers).getInvocations()).hasSize(1);
	}

}
