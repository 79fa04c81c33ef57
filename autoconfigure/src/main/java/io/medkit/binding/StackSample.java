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
package io.medkit.binding;

import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.medkit.model.FreezeFrame;
import org.jspecify.annotations.Nullable;

/**
 * What the thread of an execution was doing, as another thread saw it.
 */
record StackSample(String thread, List<String> frames) {

	private static final int MAX_FRAMES = 64;

	/**
	 * Looks at the thread of an execution.
	 * @param thread the thread, {@code null} if it is not known
	 * @param goesOn whether the execution is still on that thread
	 * @return what it was doing, {@code null} if that is unknown or if the execution
	 * ended meanwhile, so that it may have been something else
	 */
	static @Nullable StackSample of(@Nullable Thread thread, BooleanSupplier goesOn) {
		if (thread == null) {
			return null;
		}
		StackTraceElement[] stack = thread.getStackTrace();
		return goesOn.getAsBoolean() ? new StackSample(thread.getName(),
				Arrays.stream(stack).limit(MAX_FRAMES).map(StackTraceElement::toString).toList()) : null;
	}

	/**
	 * Adds itself to a frame.
	 */
	FreezeFrame addTo(FreezeFrame frame) {
		return frame.withStack(this.thread, this.frames);
	}

}
