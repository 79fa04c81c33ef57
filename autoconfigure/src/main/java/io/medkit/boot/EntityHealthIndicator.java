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
package io.medkit.boot;

import io.medkit.boot.MedkitProperties.Contribution;
import io.medkit.model.EntityReport;
import io.medkit.model.ExecutorData;
import io.medkit.model.ExecutorState;
import io.medkit.model.FaultStatus;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} of one entity, from one reading of it. Uses standard statuses
 * alone, as aggregators ignore others: an entity in trouble is down, one that is not
 * critical at most says so in its details, one that does not run is of unknown health.
 * Where only details are wanted, none is ever down.
 */
class EntityHealthIndicator extends AbstractHealthIndicator {

	private final EntityReport report;

	private final Contribution contribution;

	EntityHealthIndicator(EntityReport report, Contribution contribution) {
		this.report = report;
		this.contribution = contribution;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		builder.withDetail("online", this.report.entity().online());
		boolean idle = false;
		if (this.report.data() instanceof TaskData task) {
			TaskState state = task.liveness().state();
			idle = state == TaskState.UNKNOWN || state == TaskState.STOPPED;
			builder.withDetail("state", state).withDetail("critical", task.liveness().critical());
		}
		else if (this.report.data() instanceof ExecutorData data) {
			ExecutorState state = data.executor().state();
			idle = state == ExecutorState.NEVER_STARTED || state == ExecutorState.STOPPED;
			builder.withDetail("state", state).withDetail("tasks", data.executor().taskCount());
		}
		if (this.report.health() != io.medkit.model.Health.OK) {
			builder.withDetail("health", this.report.health());
		}
		addFaults(builder);
		builder.status(status(idle));
	}

	private void addFaults(Health.Builder builder) {
		var active = this.report.faults().stream().filter((fault) -> fault.status() == FaultStatus.ACTIVE).toList();
		if (!active.isEmpty()) {
			builder.withDetail("faults", active.stream().map((fault) -> fault.code().name()).toList());
		}
	}

	private Status status(boolean idle) {
		return switch (this.report.health()) {
			case ERROR, CRITICAL -> (this.contribution == Contribution.STATUS) ? Status.DOWN : Status.UP;
			case WARNING -> Status.UP;
			case OK -> idle ? Status.UNKNOWN : Status.UP;
		};
	}

}
