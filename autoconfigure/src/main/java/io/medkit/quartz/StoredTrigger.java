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
package io.medkit.quartz;

import java.time.Instant;
import java.util.Date;

import org.quartz.Trigger;
import org.quartz.Trigger.TriggerState;
import org.quartz.TriggerKey;

/**
 * A trigger as the job store has it.
 */
record StoredTrigger(Trigger trigger, TriggerState state) {

	TriggerKey key() {
		return this.trigger.getKey();
	}

	boolean isBlocked() {
		return this.state == TriggerState.BLOCKED;
	}

	/**
	 * Returns when it fired last.
	 */
	Instant previous() {
		Date previous = this.trigger.getPreviousFireTime();
		return (previous != null) ? previous.toInstant() : FireTimes.NEVER;
	}

	/**
	 * Returns when it fires. One that is in error does not, but should.
	 * @param served the due time that it has fired for last, as far as it was seen here
	 */
	FireTimes times(Instant served) {
		boolean paused = this.state == TriggerState.PAUSED || this.state == TriggerState.COMPLETE
				|| this.state == TriggerState.NONE;
		return FireTimes.of(this.trigger, paused, served);
	}

}
