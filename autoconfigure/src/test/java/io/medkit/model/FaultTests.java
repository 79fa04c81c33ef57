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

import java.time.Instant;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Fault}.
 */
class FaultTests {

	@Test
	void severityIsANumberAndAWord() {
		assertThat(Severity.values()).containsExactly(Severity.INFO, Severity.WARN, Severity.ERROR, Severity.CRITICAL);
		for (Severity severity : Severity.values()) {
			Fault fault = fault(severity, true);
			assertThat(fault.severity()).isEqualTo(severity.ordinal());
			assertThat(fault.severityLabel()).isEqualTo(severity);
		}
	}

	@Test
	void statusTellsWhetherItHolds() {
		assertThat(fault(Severity.WARN, true).status()).isEqualTo(FaultStatus.ACTIVE);
		assertThat(fault(Severity.WARN, false).status()).isEqualTo(FaultStatus.HEALED);
	}

	@Test
	void nameAndStackOfTheThreadAreFiltered() {
		FreezeFrame frame = new FreezeFrame(Instant.EPOCH, 1, 0, 0, 1, 1, 1, null, 0, 0, null, null, null);
		Fault fault = fault(Severity.WARN, true).withFreezeFrame(frame.withStack("main", List.of("a()", "b()")));
		assertThat(fault.withValues(ValueFilter.NONE).freezeFrame()).isEqualTo(frame);
		assertThat(fault.withValues(ValueFilter.ALL)).isEqualTo(fault);
		ValueFilter filter = (key, value) -> value.equals("a()") ? null : key + "=" + value;
		assertThat(fault.withValues(filter).freezeFrame())
			.isEqualTo(frame.withStack("freeze_frame.thread=main", List.of("freeze_frame.stack=b()")));
		Fault withoutStack = fault(Severity.WARN, true).withFreezeFrame(frame);
		assertThat(withoutStack.withValues(ValueFilter.NONE)).isEqualTo(withoutStack);
	}

	private static Fault fault(Severity severity, boolean active) {
		return new Fault(FaultCode.OVERDUE, "late", severity, active, 1, Instant.EPOCH, Instant.EPOCH, null);
	}

}
