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
package io.medkit.binding;

import java.time.Duration;

import io.medkit.executor.TaskId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link MeasuredRate}.
 */
class MeasuredRateTests {

	private static final Duration PERIOD = Duration.ofMillis(100);

	private final TaskSlot slot = new TaskSlot(ExecutorBinding.withTasks(), 16);

	private final ExecutorSlot executor = new ExecutorSlot();

	private final MeasuredRate rate = new MeasuredRate();

	private long nanos;

	@Test
	void unknownBeforeTheFirstScan() {
		this.executor.up(0);
		read();
		assertThat(hz()).isNull();
	}

	@Test
	@DisplayName("[34] one reading after many scans is enough")
	void averageOfAllScansWhenReadOnce() {
		this.executor.up(0);
		scan(5, Duration.ofMillis(200));
		read();
		assertThat(hz()).isCloseTo(5.0, within(1e-9));
	}

	@Test
	@DisplayName("[34] a task that becomes slower shows so after a few scans")
	void followsAChange() {
		this.executor.up(0);
		for (int i = 0; i < 100; i++) {
			scan(1, PERIOD);
			read();
		}
		assertThat(hz()).isCloseTo(10.0, within(1e-9));
		for (int i = 0; i < 16; i++) {
			scan(1, PERIOD.multipliedBy(2));
			read();
		}
		assertThat(hz()).isCloseTo(5.0, within(1e-9));
	}

	@Test
	@DisplayName("[34] the rate of a task that is not dispatched any more falls")
	void gapCountsWhileItLasts() {
		this.executor.up(0);
		scan(10, PERIOD);
		read();
		this.nanos += Duration.ofSeconds(100).toNanos();
		assertThat(hz()).isCloseTo(0.01, within(1e-9));
	}

	@Test
	void scanThatIsBeingExecutedIsNoGap() {
		this.executor.up(0);
		scan(10, PERIOD);
		read();
		this.nanos += Duration.ofMillis(150).toNanos();
		assertThat(hz(this.nanos - Duration.ofMillis(50).toNanos())).isCloseTo(10.0, within(1e-9));
	}

	@Test
	@DisplayName("[59] a pause between two runs is no slow scan")
	void everyRunBeginsAnew() {
		this.executor.up(0);
		scan(20, PERIOD);
		read();
		this.executor.down(this.nanos);
		this.nanos += Duration.ofHours(1).toNanos();
		this.executor.up(this.nanos);
		read();
		assertThat(hz()).isNull();
		scan(3, PERIOD);
		read();
		assertThat(hz()).isCloseTo(10.0, within(1e-9));
	}

	private void scan(int times, Duration after) {
		for (int i = 0; i < times; i++) {
			this.nanos += after.toNanos();
			this.slot.scanned(Scan.of(TaskId.of("ctrl"), PERIOD, this.nanos));
		}
	}

	private void read() {
		this.rate.add(this.slot.read(), this.executor.read());
	}

	private Double hz() {
		return hz(this.slot.read().scannedNanos());
	}

	private Double hz(long begunNanos) {
		return this.rate.hz(new Moment(this.nanos, 0), begunNanos);
	}

}
