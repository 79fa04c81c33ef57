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
package io.medkit.model;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link IgnoredObservations}.
 */
class IgnoredObservationsTests {

	@Test
	void sumHasEveryIdOnce() {
		IgnoredObservations one = new IgnoredObservations(2, List.of("a", "b"));
		IgnoredObservations other = new IgnoredObservations(3, List.of("b", "c"));
		assertThat(one.plus(other)).isEqualTo(new IgnoredObservations(5, List.of("a", "b", "c")));
		assertThat(one.plus(IgnoredObservations.NONE)).isEqualTo(one);
	}

	@Test
	void isAValue() {
		List<String> ids = new ArrayList<>(List.of("a"));
		IgnoredObservations ignored = new IgnoredObservations(1, ids);
		ids.add("b");
		assertThat(ignored.ids()).containsExactly("a");
	}

}
