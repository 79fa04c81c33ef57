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
package io.medkit.executor;

import java.util.Random;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Waiter}, on a clock that wakes too late and that time passes on when
 * it is read.
 */
class WaiterTests {

	private static final long PERIOD = 1_000_000;

	private static final long READ = 20;

	private final LateClock clock = new LateClock();

	@Test
	void parkSleepsUntilTheTarget() {
		Waiter waiter = new Waiter(WaitStrategy.PARK, this.clock);
		this.clock.lateBy = () -> 70_000;
		waiter.awaitUntil(PERIOD);
		assertThat(this.clock.now).isEqualTo(PERIOD + 70_000);
		assertThat(this.clock.sleeps).isEqualTo(1);
		assertThat(this.clock.reads).isZero();
	}

	@Test
	void hybridSleepsUntilShortlyBeforeTheTargetAndSpinsThroughTheRest() {
		Waiter waiter = new Waiter(WaitStrategy.HYBRID, this.clock);
		this.clock.lateBy = () -> 30_000;
		waiter.awaitUntil(PERIOD);
		assertThat(this.clock.sleptUntil).isEqualTo(PERIOD - Waiter.INITIAL_STRETCH_NANOS);
		assertThat(this.clock.now).isBetween(PERIOD, PERIOD + READ);
	}

	@Test
	void hybridOnlySpinsWhenTheTargetIsNear() {
		Waiter waiter = new Waiter(WaitStrategy.HYBRID, this.clock);
		waiter.awaitUntil(Waiter.INITIAL_STRETCH_NANOS);
		assertThat(this.clock.sleeps).isZero();
		assertThat(this.clock.now).isBetween(Waiter.INITIAL_STRETCH_NANOS, Waiter.INITIAL_STRETCH_NANOS + READ);
	}

	@Test
	void spinNeverSleeps() {
		Waiter waiter = new Waiter(WaitStrategy.SPIN, this.clock);
		waiter.awaitUntil(PERIOD);
		assertThat(this.clock.sleeps).isZero();
		assertThat(this.clock.now).isBetween(PERIOD, PERIOD + READ);
	}

	@Test
	void stretchComesToRestWhereMostWakeUpsAreInTime() {
		Random random = new Random(1);
		this.clock.lateBy = () -> random.nextInt(100_000);
		Waiter waiter = new Waiter(WaitStrategy.HYBRID, this.clock);
		long sum = 0;
		int late = 0;
		for (int i = 1; i <= 20_000; i++) {
			long target = i * PERIOD;
			waiter.awaitUntil(target);
			if (i > 10_000) {
				sum += waiter.stretchNanos();
				late += (this.clock.now - target > READ) ? 1 : 0;
			}
		}
		assertThat(sum / 10_000).as("7 of 8 errors of 0 to 100 us").isBetween(80_000L, 93_000L);
		assertThat(late).as("of 10 000 wake-ups").isBetween(800, 1_700);
	}

	@Test
	void stretchFollowsAMachineThatBecomesSlowerAndStaysBounded() {
		Waiter waiter = new Waiter(WaitStrategy.HYBRID, this.clock);
		this.clock.lateBy = () -> 1_000;
		for (int i = 1; i <= 2_000; i++) {
			waiter.awaitUntil(i * PERIOD);
		}
		assertThat(waiter.stretchNanos()).isBetween(Waiter.MIN_STRETCH_NANOS, 1_100L);
		this.clock.lateBy = () -> 900_000;
		for (int i = 2_001; i <= 3_000; i++) {
			waiter.awaitUntil(i * PERIOD);
		}
		assertThat(waiter.stretchNanos()).isEqualTo(Waiter.MAX_STRETCH_NANOS);
	}

	@Test
	void singlePreemptionHardlyMovesTheStretch() {
		Waiter waiter = new Waiter(WaitStrategy.HYBRID, this.clock);
		this.clock.lateBy = () -> 50_000_000;
		waiter.awaitUntil(PERIOD);
		assertThat(waiter.stretchNanos()).isLessThan(Waiter.INITIAL_STRETCH_NANOS * 107 / 100);
	}

	@Test
	void wakeEndsEveryKindOfWait() {
		for (WaitStrategy strategy : WaitStrategy.values()) {
			Waiter waiter = new Waiter(strategy, this.clock);
			waiter.wake();
			long before = this.clock.now;
			waiter.awaitUntil(before + PERIOD);
			assertThat(this.clock.now).as("%s, woken before", strategy).isEqualTo(before);
			waiter.acknowledge();
			this.clock.onRead = waiter::wake;
			this.clock.onSleep = waiter::wake;
			waiter.awaitUntil(this.clock.now + 1_000 * PERIOD);
			assertThat(this.clock.now).as("%s, woken meanwhile", strategy).isLessThan(before + 10 * PERIOD);
			this.clock.onRead = null;
			this.clock.onSleep = null;
		}
	}

	/**
	 * A clock that takes some time to read, and ends a sleep too late, or early when
	 * something else is to happen.
	 */
	private static final class LateClock implements SchedulingClock {

		private long now;

		private int reads;

		private int sleeps;

		private long sleptUntil;

		private LongSupplier lateBy = () -> 0;

		private Runnable onRead;

		private Runnable onSleep;

		@Override
		public long nanoTime() {
			this.now += READ;
			this.reads++;
			if (this.onRead != null) {
				this.onRead.run();
			}
			return this.now;
		}

		@Override
		public void awaitUntil(long targetNanos) {
			this.sleeps++;
			this.sleptUntil = targetNanos;
			if (this.onSleep != null) {
				this.onSleep.run();
			}
			else {
				this.now = Math.max(this.now, targetNanos) + this.lateBy.getAsLong();
			}
		}

	}

}
