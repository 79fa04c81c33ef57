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

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.medkit.boot.MedkitTask;
import jakarta.annotation.PreDestroy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * The gateway's tasks: it senses the host, records readings, and records fewer while the
 * host is busy.
 */
@Component
class Gateway {

	private static final Logger logger = LoggerFactory.getLogger(Gateway.class);

	/**
	 * Share of readings recorded per unit of CPU load.
	 */
	private static final double PROPORTIONAL_GAIN = 0.5;

	/**
	 * Share of readings recorded per unit of CPU load and second.
	 */
	private static final double INTEGRAL_GAIN = 0.2;

	/**
	 * A busy host is the one worth looking at, so some readings are always recorded.
	 */
	private static final double MIN_SHARE = 0.1;

	/**
	 * A pause of the whole process must not become one giant control step.
	 */
	private static final double MAX_STEP_SECONDS = 0.1;

	private static final double NANOS_PER_SECOND = 1e9;

	private final HostSensor sensor = new HostSensor();

	private final PiController controller = new PiController(PROPORTIONAL_GAIN, INTEGRAL_GAIN, MIN_SHARE, 1);

	private final Sampler sampler = new Sampler();

	private final ReadingBuffer buffer;

	private final ReadingStore store;

	private final double cpuSetPoint;

	private final Duration retention;

	private volatile @Nullable HostReading latest;

	private long lastStep = System.nanoTime();

	Gateway(GatewayProperties properties, ReadingStore store) {
		this.buffer = new ReadingBuffer(properties.bufferCapacity());
		this.store = store;
		this.cpuSetPoint = properties.cpuSetPoint();
		this.retention = properties.retention();
	}

	@MedkitTask("sense")
	void sense() {
		HostReading reading = this.sensor.read();
		this.latest = reading;
		if (this.sampler.admit()) {
			this.buffer.add(reading);
		}
	}

	@MedkitTask("control")
	void control() {
		long now = System.nanoTime();
		double seconds = Math.min((now - this.lastStep) / NANOS_PER_SECOND, MAX_STEP_SECONDS);
		this.lastStep = now;
		HostReading reading = this.latest;
		if (reading != null) {
			this.sampler.setShare(this.controller.update(this.cpuSetPoint - reading.cpuLoad(), seconds));
		}
	}

	/**
	 * Runs once more on shutdown, when the tasks have stopped and the database is still
	 * open.
	 */
	@PreDestroy
	@MedkitTask("persist")
	void persist() {
		long dropped = this.buffer.takeDropped();
		if (dropped > 0) {
			logger.warn("{} readings dropped: they could not be written in time", dropped);
		}
		List<HostReading> batch = this.buffer.drain();
		try {
			this.store.save(batch);
		}
		catch (RuntimeException | Error ex) {
			this.buffer.giveBack(batch);
			throw ex;
		}
	}

	@Scheduled(fixedRate = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
	void prune() {
		int deleted = this.store.deleteBefore(Instant.now().minus(this.retention));
		logger.debug("{} readings pruned", deleted);
	}

}
