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

package io.medkit.startup;

import java.util.Arrays;

/**
 * A figure of starts in pairs, one without medkit and one with it.
 *
 * @param without the figures without medkit, in the order of the pairs
 * @param with the figures with it
 */
record StartupPairs(double[] without, double[] with) {

	/**
	 * Returns the median of the pairs' ratios: what disturbs the machine for longer than
	 * a start hits both of a pair.
	 */
	double ratio() {
		return quantile(ratios(), 0.5);
	}

	/**
	 * Returns the bounds that the true median of the ratios is between with 95 %, by the
	 * sign test, which assumes nothing of how they are distributed.
	 */
	double[] ratioBounds() {
		double[] sorted = ratios();
		int n = sorted.length;
		double probability = Math.pow(0.5, n);
		double below = 0;
		int rank = 0;
		while (below + probability <= 0.025) {
			below += probability;
			rank++;
			probability = probability * (n - rank + 1) / rank;
		}
		int lowest = Math.max(rank - 1, 0);
		return new double[] { sorted[lowest], sorted[n - 1 - lowest] };
	}

	private double[] ratios() {
		double[] ratios = new double[this.with.length];
		Arrays.setAll(ratios, (i) -> this.with[i] / this.without[i]);
		Arrays.sort(ratios);
		return ratios;
	}

	/**
	 * Returns a quantile of sorted values, interpolated between the two next to it.
	 */
	static double quantile(double[] sorted, double quantile) {
		double place = quantile * (sorted.length - 1);
		int lower = (int) place;
		int upper = Math.min(lower + 1, sorted.length - 1);
		return sorted[lower] + (place - lower) * (sorted[upper] - sorted[lower]);
	}

}
