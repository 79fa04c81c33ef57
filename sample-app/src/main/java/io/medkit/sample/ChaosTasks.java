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

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.medkit.boot.MedkitFaultHandler;
import io.medkit.boot.MedkitTask;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;

/**
 * Tasks that misbehave, each in its own way.
 */
@Component
@Profile("chaos")
class ChaosTasks {

	private static final Logger logger = LoggerFactory.getLogger(ChaosTasks.class);

	private final Duration meltdown;

	private int flakyRuns;

	private int stickyRuns;

	private int greedyRuns;

	/**
	 * Creates the tasks.
	 * @param meltdown how long a meltdown takes
	 */
	ChaosTasks(@Value("${sample.meltdown}") Duration meltdown) {
		this.meltdown = meltdown;
	}

	@MedkitTask("failing")
	void failing() {
		throw new IllegalStateException("Meter 17 answers with a wrong checksum");
	}

	@MedkitTask("flaky")
	void flaky() throws IOException {
		if (this.flakyRuns++ % 10 < 3) {
			throw new IOException("Uplink timed out");
		}
	}

	@MedkitTask("hanging")
	void hanging() throws InterruptedException {
		CountDownLatch answer = new CountDownLatch(1);
		answer.await(10, TimeUnit.MINUTES);
	}

	/**
	 * With a period of one second it hangs about every half minute.
	 */
	@MedkitTask("sticky")
	void sticky() throws InterruptedException {
		if (++this.stickyRuns % 22 == 0) {
			TimeUnit.SECONDS.sleep(8);
		}
	}

	@MedkitTask("overrunning")
	void overrunning() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep(500);
	}

	/**
	 * Takes more than its budget now and then.
	 */
	@MedkitTask("greedy")
	void greedy() throws InterruptedException {
		TimeUnit.MILLISECONDS.sleep((++this.greedyRuns % 20 == 0) ? 300 : 5);
	}

	/**
	 * Does the least that must be done while greedy is not to be executed.
	 */
	@MedkitFaultHandler("greedy")
	void insteadOfGreedy() {
		logger.debug("Holding the last value");
	}

	/**
	 * Takes longer than any task may.
	 */
	@MedkitTask(value = "meltdown", signals = ChaosConfiguration.MELTDOWN_SIGNAL)
	void meltdown() throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(this.meltdown.toNanos());
	}

}
