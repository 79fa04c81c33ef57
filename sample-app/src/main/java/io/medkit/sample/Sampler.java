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
 * Admits a share of what passes, evenly spread. One thread at a time asks, any thread may
 * change the share.
 */
final class Sampler {

	private volatile double share = 1;

	private double credit;

	/**
	 * Sets the share.
	 * @param share 0 admits nothing, 1 everything
	 */
	void setShare(double share) {
		this.share = share;
	}

	boolean admit() {
		this.credit += this.share;
		if (this.credit < 1) {
			return false;
		}
		this.credit -= 1;
		return true;
	}

}
