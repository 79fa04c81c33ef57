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

/**
 * Executions that a trigger has missed since it fired last.
 * <p>
 * Quartz moves a trigger that it is too late for, often into the future, and it does so
 * again and again while no thread is free. One miss is let pass, as Quartz has it. A
 * trigger that misses another is held up, and has been due since the first.
 *
 * @param first the due time of the first
 * @param count how many there were
 */
record Misses(Instant first, int count) {

	Misses plus(Misses later) {
		return new Misses(this.first, this.count + later.count);
	}

	/**
	 * Tells whether the trigger has fired since.
	 * @param fired the due time that it has fired for last
	 */
	boolean areOver(Instant fired) {
		return !fired.isBefore(this.first);
	}

	/**
	 * Returns when the trigger is due indeed.
	 */
	FireTimes applyTo(FireTimes times) {
		return (this.count > 1 && times.planned() != null) ? times.dueAt(this.first) : times;
	}

}
