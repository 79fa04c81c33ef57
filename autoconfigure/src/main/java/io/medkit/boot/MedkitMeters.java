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

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import io.medkit.model.ExecutorData;
import io.medkit.model.TaskData;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The figures of all entities as meters. They are read from the gateway when somebody
 * reads a meter, at most once a second for all meters together, and never by the tasks.
 * Meters come and go with the tasks: those of a task that is new are there from the
 * second reading on, or at once if it is found while the application starts.
 */
public final class MedkitMeters implements MeterBinder {

	private final MeterReadings readings;

	private final boolean distributions;

	/** By the registry and the entity's id. */
	private final Map<MeterRegistry, Map<String, List<Meter>>> meters = new ConcurrentHashMap<>();

	/**
	 * Creates the meters, which are bound to no registry yet.
	 * @param gateway what they tell
	 * @param distributions whether to tell percentiles too, which take time to read
	 */
	public MedkitMeters(Gateway gateway, boolean distributions) {
		this(gateway, distributions, System::nanoTime);
	}

	MedkitMeters(Gateway gateway, boolean distributions, LongSupplier nanoTime) {
		this.readings = new MeterReadings(gateway, nanoTime, this::update);
		this.distributions = distributions;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder("medkit.observations.ignored", this.readings, MeterReadings::ignored)
			.description("Observations of tasks that are not registered")
			.register(registry);
		this.meters.put(registry, new HashMap<>());
		update();
	}

	/**
	 * Adds the meters of entities that are new, and removes those of entities that are no
	 * more.
	 */
	void update() {
		update(this.readings.all());
	}

	private void update(Collection<EntityReport> reports) {
		this.meters.forEach((registry, meters) -> update(registry, meters, reports));
	}

	private void update(MeterRegistry registry, Map<String, List<Meter>> meters, Collection<EntityReport> reports) {
		synchronized (meters) {
			Map<String, List<Meter>> present = new HashMap<>();
			for (EntityReport report : reports) {
				String id = report.entity().id();
				List<Meter> known = meters.remove(id);
				present.put(id, (known != null) ? known : metersOf(registry, report));
			}
			meters.values().forEach((gone) -> gone.forEach(registry::remove));
			meters.clear();
			meters.putAll(present);
		}
	}

	private List<Meter> metersOf(MeterRegistry registry, EntityReport report) {
		String id = report.entity().id();
		List<Meter> meters = new ArrayList<>();
		if (report.data() instanceof TaskData) {
			new TaskMeters(registry, this.readings, report.entity(), meters).register(this.distributions);
		}
		else if (report.data() instanceof ExecutorData) {
			meters.add(Gauge
				.builder("medkit.executor.up", this.readings,
						(readings) -> readings.executor(id, (executor) -> executor.up() ? 1 : 0))
				.tag("source", id)
				.description("Whether the scheduler executes tasks")
				.register(registry));
			meters.add(Gauge
				.builder("medkit.executor.tasks", this.readings,
						(readings) -> readings.executor(id, ExecutorData.Executor::taskCount))
				.tag("source", id)
				.baseUnit(BaseUnits.TASKS)
				.description("Tasks of the scheduler")
				.register(registry));
		}
		return meters;
	}

}
