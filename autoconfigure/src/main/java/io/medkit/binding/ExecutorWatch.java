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

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.medkit.model.BudgetBreach;
import io.medkit.model.Entity;
import io.medkit.model.EntityKind;
import io.medkit.model.EntityReport;
import io.medkit.model.ErrorInfo;
import io.medkit.model.ExecutorData;
import io.medkit.model.ExecutorState;
import io.medkit.model.Fault;
import io.medkit.model.FaultCode;
import io.medkit.model.Health;
import io.medkit.model.Severity;
import org.jspecify.annotations.Nullable;

/**
 * Reports on an executor as a whole, from what its hooks wrote.
 */
final class ExecutorWatch {

	private final String name;

	ExecutorWatch(String name) {
		this.name = name;
	}

	EntityReport report(Look look, int taskCount) {
		ExecutorSlot.Reading reading = look.component();
		Moment moment = look.moment();
		Entity entity = new Entity(this.name, this.name, EntityKind.COMPONENT, null, reading.isUp());
		Instant since = (reading.state() != ExecutorState.NEVER_STARTED) ? moment.instantOf(reading.sinceNanos())
				: null;
		ExecutorData data = new ExecutorData(new ExecutorData.Executor(reading.isUp(), reading.faulted(), taskCount,
				reading.state(), since, reading.runs(), reading.heartbeats(),
				(reading.heartbeats() != 0) ? moment.instantOf(reading.heartbeatNanos()) : null, breach(reading),
				lastRunError(reading)));
		return new EntityReport(entity, health(reading), data, faults(reading, moment));
	}

	private static Health health(ExecutorSlot.Reading reading) {
		return switch (reading.state()) {
			case FAILED, REJECTED -> Health.ERROR;
			case NEVER_STARTED, UP, STOPPED -> reading.faulted() ? Health.ERROR : Health.OK;
		};
	}

	private static @Nullable BudgetBreach breach(ExecutorSlot.Reading reading) {
		return reading.faulted() ? new BudgetBreach(FaultCode.EXECUTOR_FAULT, reading.faultTask(),
				reading.faultTookNanos(), reading.faultBudgetNanos(), reading.faults().lastOccurred()) : null;
	}

	private static @Nullable ErrorInfo lastRunError(ExecutorSlot.Reading reading) {
		String type = reading.errorType();
		return (type != null && reading.errors().count() > 0)
				? new ErrorInfo(type, reading.errorMessage(), reading.errors().lastOccurred(), reading.failedRuns())
				: null;
	}

	private static List<Fault> faults(ExecutorSlot.Reading reading, Moment moment) {
		List<Fault> faults = new ArrayList<>();
		reading.faults()
			.addTo(faults, FaultCode.EXECUTOR_FAULT, Severity.ERROR, moment,
					() -> "An execution of '%s' took %s, the budget for all is %s".formatted(reading.faultTask(),
							Duration.ofNanos(reading.faultTookNanos()), Duration.ofNanos(reading.faultBudgetNanos())));
		reading.errors()
			.addTo(faults, FaultCode.EXECUTOR_ERROR, Severity.ERROR, moment,
					() -> "A run ended with an error, the last one with %s".formatted(reading.errorType()));
		return faults;
	}

}
