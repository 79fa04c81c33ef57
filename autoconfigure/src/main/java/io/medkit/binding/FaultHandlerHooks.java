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

import io.medkit.executor.CycleObservation;
import org.jspecify.annotations.Nullable;

/**
 * Records what is executed in a task's place while it is faulted, apart from the task's
 * own figures.
 */
record FaultHandlerHooks(TaskSlot slot) implements TaskHooks {

	@Override
	public void appStarted() {
		// executions say the same
	}

	@Override
	public void appStopped() {
		// executions say the same
	}

	@Override
	public void executionStarted(long startedNanos) {
		this.slot.handlerStarted(startedNanos);
	}

	@Override
	public void executionEnded(long startedNanos, long tookNanos, boolean ok, long errorMillis) {
		this.slot.handlerEnded(tookNanos, ok, errorMillis);
	}

	@Override
	public void errorThrown(String type, @Nullable String message, long errorMillis) {
		this.slot.handlerErrorThrown(type, message);
	}

	@Override
	public void scanned(CycleObservation observation) {
		this.slot.scanned(observation);
	}

	@Override
	public void budgetExceeded(long tookNanos, long budgetNanos, long atMillis) {
		this.slot.budgetExceeded(tookNanos, budgetNanos, atMillis);
	}

}
