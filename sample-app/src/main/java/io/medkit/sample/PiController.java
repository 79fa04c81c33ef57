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

/**
 * Proportional-integral controller with a bounded output. Not thread-safe.
 */
final class PiController {

	private final double proportionalGain;

	private final double integralGain;

	private final double min;

	private final double max;

	private double integral;

	/**
	 * Creates a controller whose output is at its maximum.
	 * @param proportionalGain output per unit of error
	 * @param integralGain output per unit of error and second
	 * @param min the least output
	 * @param max the greatest output
	 */
	PiController(double proportionalGain, double integralGain, double min, double max) {
		this.proportionalGain = proportionalGain;
		this.integralGain = integralGain;
		this.min = min;
		this.max = max;
		this.integral = max;
	}

	/**
	 * Takes one step.
	 * @param error set point minus measured value
	 * @param seconds time since the step before
	 * @return the output
	 */
	double update(double error, double seconds) {
		double proportional = this.proportionalGain * error;
		double integrated = this.integral + this.integralGain * error * seconds;
		double output = proportional + integrated;
		// Anti-windup: at a bound, integrate only what leads away from it.
		boolean windsUp = (output > this.max && error > 0) || (output < this.min && error < 0);
		if (!windsUp) {
			this.integral = integrated;
		}
		return Math.max(this.min, Math.min(output, this.max));
	}

}
