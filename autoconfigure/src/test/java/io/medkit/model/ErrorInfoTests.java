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

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ErrorInfo}.
 */
class ErrorInfoTests {

	@Test
	void messageThatFitsStays() {
		String message = "x".repeat(ErrorInfo.MAX_MESSAGE_LENGTH);
		assertThat(error(message).message()).isEqualTo(message);
		assertThat(error(null).message()).isNull();
		assertThat(error("").message()).isEmpty();
	}

	@Test
	void longerMessageIsCut() {
		String message = "x".repeat(ErrorInfo.MAX_MESSAGE_LENGTH + 1);
		assertThat(error(message).message()).hasSize(ErrorInfo.MAX_MESSAGE_LENGTH).endsWith("x…");
	}

	@Test
	void cutDoesNotHalveACharacter() {
		for (int length = 0; length < 3; length++) {
			String message = error("x".repeat(length) + "😀".repeat(ErrorInfo.MAX_MESSAGE_LENGTH)).message();
			assertThat(message).hasSizeBetween(ErrorInfo.MAX_MESSAGE_LENGTH - 1, ErrorInfo.MAX_MESSAGE_LENGTH)
				.endsWith("😀…");
			assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(message)).isTrue();
		}
	}

	@Test
	void withoutMessageOnlyTheMessageIsGone() {
		assertThat(error("secret").withMessage(ValueFilter.NONE, "message"))
			.isEqualTo(new ErrorInfo("type", null, Instant.EPOCH, 3));
	}

	private static ErrorInfo error(String message) {
		return new ErrorInfo("type", message, Instant.EPOCH, 3);
	}

}
