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

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;

import io.medkit.gateway.Gateway;
import io.medkit.gateway.Snapshot;
import io.medkit.model.EntityReport;
import io.medkit.model.ExecutorData;
import io.medkit.model.TaskData;
import org.jspecify.annotations.Nullable;

/**
 * What meters read: one snapshot for all meters of a scrape.
 */
class MeterReadings {

	/**
	 * For how long a snapshot is good: longer than a scrape, shorter than from one to the
	 * next.
	 */
	private static final long GOOD_NANOS = Duration.ofSeconds(1).toNanos();

	private final Gateway gateway;

	private final LongSupplier nanoTime;

	private final Consumer<Collection<EntityReport>> changed;

	private final Map<String, Detail> details = new ConcurrentHashMap<>();

	private volatile Good snapshot;

	/**
	 * Creates the readings.
	 * @param changed is given all on the reader's thread when there are other entities
	 * than before
	 */
	MeterReadings(Gateway gateway, LongSupplier nanoTime, Consumer<Collection<EntityReport>> changed) {
		this.gateway = gateway;
		this.nanoTime = nanoTime;
		this.changed = changed;
		this.snapshot = new Good(Map.of(), 0, nanoTime.getAsLong() - GOOD_NANOS);
	}

	/**
	 * Reads all entities now.
	 */
	synchronized Collection<EntityReport> all() {
		Snapshot read = this.gateway.snapshot();
		Map<String, EntityReport> byId = new HashMap<>();
		read.reports().forEach((report) -> byId.put(report.entity().id(), report));
		this.snapshot = new Good(byId, read.ignored().count(), this.nanoTime.getAsLong());
		return byId.values();
	}

	/**
	 * Returns how many observations were ignored.
	 */
	double ignored() {
		return good().ignored();
	}

	/**
	 * Returns a figure of a task, {@link Double#NaN} if there is no such task.
	 */
	double task(String id, ToDoubleFunction<TaskData> figure) {
		return entity(id,
				(report) -> (report.data() instanceof TaskData task) ? figure.applyAsDouble(task) : Double.NaN);
	}

	/**
	 * Returns a figure of an entity, {@link Double#NaN} if there is no such entity.
	 */
	double entity(String id, ToDoubleFunction<EntityReport> figure) {
		EntityReport report = good().byId().get(id);
		return (report != null) ? figure.applyAsDouble(report) : Double.NaN;
	}

	/**
	 * Returns a figure of an executor, {@link Double#NaN} if there is no such executor.
	 */
	double executor(String id, ToDoubleFunction<ExecutorData.Executor> figure) {
		return entity(id, (report) -> (report.data() instanceof ExecutorData data)
				? figure.applyAsDouble(data.executor()) : Double.NaN);
	}

	/**
	 * Returns how the figures of a task are distributed, which is read for it alone.
	 */
	TaskData.@Nullable Distributions distributions(String id) {
		long now = this.nanoTime.getAsLong();
		Detail detail = this.details.compute(id, (key, known) -> (known != null && now - known.nanos() < GOOD_NANOS)
				? known : new Detail(read(key), now));
		return detail.distributions();
	}

	private TaskData.@Nullable Distributions read(String id) {
		EntityReport report = this.gateway.find(id);
		return (report != null && report.data() instanceof TaskData task) ? task.timing().distributions() : null;
	}

	private Good good() {
		Good snapshot = this.snapshot;
		if (this.nanoTime.getAsLong() - snapshot.nanos() < GOOD_NANOS) {
			return snapshot;
		}
		boolean changed;
		synchronized (this) {
			if (this.snapshot != snapshot) {
				return this.snapshot;
			}
			all();
			changed = !this.snapshot.byId().keySet().equals(snapshot.byId().keySet());
			this.details.keySet().retainAll(this.snapshot.byId().keySet());
		}
		if (changed) {
			this.changed.accept(this.snapshot.byId().values());
		}
		return this.snapshot;
	}

	private record Good(Map<String, EntityReport> byId, long ignored, long nanos) {

	}

	private record Detail(TaskData.@Nullable Distributions distributions, long nanos) {

	}

}
