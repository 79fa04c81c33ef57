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

/**
 * Tests for {@link Sampler}.
 */
class SamplerTests {

	private final Sampler sampler = new Sampler();

	@Test
	void admitsEverythingAtFirst() {
		assertThat(admitted(1000)).isEqualTo(1000);
	}

	@Test
	void admitsNothingWhenShareIsZero() {
		this.sampler.setShare(0);
		assertThat(admitted(1000)).isZero();
	}

	@Test
	void admitsTheShareExactlyInTheLongRun() {
		this.sampler.setShare(0.3);
		assertThat(admitted(100_000)).isBetween(29_999, 30_000);
	}

	@Test
	void spreadsEvenly() {
		this.sampler.setShare(0.25);
		for (int i = 0; i < 10; i++) {
			assertThat(admitted(4)).isOne();
		}
	}

	private int admitted(int offered) {
		int admitted = 0;
		for (int i = 0; i < offered; i++) {
			if (this.sampler.admit()) {
				admitted++;
			}
		}
		return admitted;
	}

}
