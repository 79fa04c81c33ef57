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

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReadingBuffer}.
 */
class ReadingBufferTests {

	private final ReadingBuffer buffer = new ReadingBuffer(4);

	@Test
	void drainsOldestFirstAndOnce() {
		add(0, 3);
		assertThat(this.buffer.drain()).isEqualTo(Readings.range(0, 3));
		assertThat(this.buffer.drain()).isEmpty();
		assertThat(this.buffer.takeDropped()).isZero();
	}

	@Test
	void dropsOldestWhenFull() {
		add(0, 7);
		assertThat(this.buffer.drain()).isEqualTo(Readings.range(3, 7));
		assertThat(this.buffer.takeDropped()).isEqualTo(3);
	}

	@Test
	void givesBackInFrontOfWhatCameSince() {
		add(0, 2);
		List<HostReading> drained = this.buffer.drain();
		add(2, 4);
		this.buffer.giveBack(drained);
		assertThat(this.buffer.drain()).isEqualTo(Readings.range(0, 4));
		assertThat(this.buffer.takeDropped()).isZero();
	}

	@Test
	void dropsOldestOfWhatIsGivenBackWhenThereIsNoRoom() {
		add(0, 4);
		List<HostReading> drained = this.buffer.drain();
		add(4, 7);
		this.buffer.giveBack(drained);
		assertThat(this.buffer.drain()).isEqualTo(Readings.range(3, 7));
		assertThat(this.buffer.takeDropped()).isEqualTo(3);
	}

	@Test
	void countsEveryDropOnce() {
		add(0, 5);
		assertThat(this.buffer.takeDropped()).isOne();
		assertThat(this.buffer.takeDropped()).isZero();
	}

	@Test
	void refusesToHoldNothing() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ReadingBuffer(0))
			.withMessage("Capacity must be positive, not 0");
	}

	private void add(int from, int to) {
		Readings.range(from, to).forEach(this.buffer::add);
	}

}
