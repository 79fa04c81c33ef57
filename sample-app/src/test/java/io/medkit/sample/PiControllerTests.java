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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link PiController}.
 */
class PiControllerTests {

	private static final double STEP = 0.01;

	private final PiController controller = new PiController(0.5, 0.2, 0.1, 1);

	@Test
	void outputStartsAtMaximum() {
		assertThat(this.controller.update(0, STEP)).isEqualTo(1);
	}

	@Test
	void errorActsAtOnceThroughProportionalPart() {
		assertThat(this.controller.update(-0.2, 0)).isCloseTo(0.9, within(1e-9));
	}

	@Test
	void lastingErrorActsThroughIntegralPart() {
		double first = this.controller.update(-0.2, 1);
		double second = this.controller.update(-0.2, 1);
		assertThat(second - first).isCloseTo(-0.2 * 0.2, within(1e-9));
	}

	@Test
	void integralPartIsIndependentOfStepSize() {
		PiController fine = new PiController(0, 0.2, 0, 1);
		PiController coarse = new PiController(0, 0.2, 0, 1);
		double output = 1;
		for (int i = 0; i < 100; i++) {
			output = fine.update(-0.5, STEP);
		}
		assertThat(output).isCloseTo(coarse.update(-0.5, 1), within(1e-9));
	}

	@Test
	void outputStaysInBounds() {
		assertThat(this.controller.update(100, 1)).isEqualTo(1);
		assertThat(this.controller.update(-100, 1)).isEqualTo(0.1);
	}

	@Test
	void longTimeAtMaximumDoesNotDelayTheWayDown() {
		PiController fresh = new PiController(0.5, 0.2, 0.1, 1);
		run(this.controller, 0.5, 100_000);
		assertThat(this.controller.update(-0.2, STEP)).isEqualTo(fresh.update(-0.2, STEP));
	}

	@Test
	void longTimeAtMinimumDoesNotDelayTheWayUp() {
		run(this.controller, -0.3, 100_000);
		assertThat(this.controller.update(0.3, STEP)).isGreaterThan(0.1);
	}

	@Test
	void bringsLoadToSetPoint() {
		double setPoint = 0.7;
		double foreignLoad = 0.5;
		double load = foreignLoad;
		for (int i = 0; i < 10_000; i++) {
			double share = this.controller.update(setPoint - load, STEP);
			double target = foreignLoad + 0.4 * share;
			load += (target - load) * 0.05;
		}
		assertThat(load).isCloseTo(setPoint, within(0.01));
	}

	private static void run(PiController controller, double error, int steps) {
		for (int i = 0; i < steps; i++) {
			controller.update(error, STEP);
		}
	}

}
