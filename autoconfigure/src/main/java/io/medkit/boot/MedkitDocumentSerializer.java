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
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.medkit.model.EntityData;
import io.medkit.model.EntityKind;
import io.medkit.model.Fault;
import io.medkit.model.Health;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;

/**
 * Writes a {@link MedkitDocument} as it would be written without this. There may be very
 * many tasks, so what every one of them has is written as a stream: without reflection, a
 * box or a text for each value, which takes a third less time and makes less than half
 * the garbage. The rest is left to the context. Loaded only by Jackson, which is
 * optional.
 */
class MedkitDocumentSerializer extends ValueSerializer<MedkitDocument> {

	private static final SerializedString HEALTH = new SerializedString("health");

	private static final SerializedString PAGE = new SerializedString("page");

	private static final SerializedString ID = new SerializedString("id");

	private static final SerializedString NAME = new SerializedString("name");

	private static final SerializedString TYPE = new SerializedString("type");

	private static final SerializedString HREF = new SerializedString("href");

	private static final SerializedString PARENT_ID = new SerializedString("parent_id");

	private static final SerializedString X_MEDKIT = new SerializedString("x-medkit");

	private static final SerializedString IS_ONLINE = new SerializedString("is_online");

	private static final SerializedString LIVENESS = new SerializedString("liveness");

	private static final SerializedString STATE = new SerializedString("state");

	private static final SerializedString ONLINE = new SerializedString("online");

	private static final SerializedString STARTS = new SerializedString("starts");

	private static final SerializedString STOPS = new SerializedString("stops");

	private static final SerializedString ERRORS = new SerializedString("errors");

	private static final SerializedString IN_FLIGHT = new SerializedString("in_flight");

	private static final SerializedString IN_FLIGHT_COUNT = new SerializedString("in_flight_count");

	private static final SerializedString IN_FLIGHT_NS = new SerializedString("in_flight_ns");

	private static final SerializedString LAST_STARTED = new SerializedString("last_started");

	private static final SerializedString LAST_SUCCESS = new SerializedString("last_success");

	private static final SerializedString DUE = new SerializedString("due");

	private static final SerializedString TOLERANCE = new SerializedString("tolerance");

	private static final SerializedString MAX_RUN = new SerializedString("max_run");

	private static final SerializedString CRITICAL = new SerializedString("critical");

	private static final SerializedString STALE = new SerializedString("stale");

	private static final SerializedString TIMING = new SerializedString("timing");

	private static final SerializedString EXECUTIONS = new SerializedString("executions");

	private static final SerializedString LAST_TOOK_NS = new SerializedString("last_took_ns");

	private static final SerializedString EWMA_TOOK_NS = new SerializedString("ewma_took_ns");

	private static final SerializedString MIN_TOOK_NS = new SerializedString("min_took_ns");

	private static final SerializedString MAX_TOOK_NS = new SerializedString("max_took_ns");

	private static final SerializedString PERIOD_NS = new SerializedString("period_ns");

	private static final SerializedString INTERVAL_NS = new SerializedString("interval_ns");

	private static final SerializedString RATE_HZ = new SerializedString("rate_hz");

	private static final SerializedString MEASURED_RATE_HZ = new SerializedString("measured_rate_hz");

	private static final SerializedString TOTAL_TOOK_NS = new SerializedString("total_took_ns");

	private static final SerializedString SCANS = new SerializedString("scans");

	private static final SerializedString FAULTED_SCANS = new SerializedString("faulted_scans");

	private static final SerializedString SKIPPED_SLOTS = new SerializedString("skipped_slots");

	private static final SerializedString LAST_LATENESS_NS = new SerializedString("last_lateness_ns");

	private static final SerializedString LAST_JITTER_NS = new SerializedString("last_jitter_ns");

	private static final SerializedString OVERRUNS = new SerializedString("overruns");

	private static final SerializedString BUDGET_NS = new SerializedString("budget_ns");

	private static final SerializedString DEADLINE_NS = new SerializedString("deadline_ns");

	private static final SerializedString LAST_ERROR = new SerializedString("last_error");

	private static final SerializedString FAULT = new SerializedString("fault");

	private static final SerializedString HANDLER = new SerializedString("handler");

	private static final SerializedString SCHEDULING = new SerializedString("scheduling");

	@Override
	public void serialize(MedkitDocument document, JsonGenerator generator, SerializationContext context) {
		boolean fast = generator.isEnabled(StreamWriteFeature.USE_FAST_DOUBLE_WRITER);
		generator.configure(StreamWriteFeature.USE_FAST_DOUBLE_WRITER, true);
		try {
			new Writer(generator, context).write(document);
		}
		finally {
			generator.configure(StreamWriteFeature.USE_FAST_DOUBLE_WRITER, fast);
		}
	}

	/**
	 * Writes one document.
	 */
	private static final class Writer {

		private static final int SECONDS_PER_DAY = 86_400;

		private static final int NANOS_PER_MILLI = 1_000_000;

		private final JsonGenerator json;

		private final SerializationContext context;

		/**
		 * Whether what is absent is written too, as an application's own settings may
		 * want.
		 */
		private final boolean nulls;

		private final ValueSerializer<Object> healths;

		private final ValueSerializer<Object> kinds;

		private final ValueSerializer<Object> states;

		/** The texts of durations, as most tasks share a few. */
		private final Map<Duration, String> durations = new HashMap<>();

		/** The day that {@link #instant} is of, as most instants are of one. */
		private long day = Long.MIN_VALUE;

		private char[] instant = {};

		private Writer(JsonGenerator json, SerializationContext context) {
			this.json = json;
			this.context = context;
			JsonInclude.Include inclusion = context.getConfig().getDefaultPropertyInclusion().getValueInclusion();
			this.nulls = inclusion == JsonInclude.Include.ALWAYS || inclusion == JsonInclude.Include.USE_DEFAULTS;
			this.healths = context.findTypedValueSerializer(Health.class, true);
			this.kinds = context.findTypedValueSerializer(EntityKind.class, true);
			this.states = context.findTypedValueSerializer(TaskState.class, true);
		}

		private void write(MedkitDocument document) {
			this.json.writeStartObject();
			constant(HEALTH, document.health(), this.healths);
			this.json.writeArrayPropertyStart("entities");
			for (EntityDocument.Summary entity : document.entities()) {
				write(entity);
			}
			this.json.writeEndArray();
			this.json.writeObjectPropertyStart("data");
			for (Map.Entry<String, EntityData> entry : document.data().entrySet()) {
				this.json.writeName(entry.getKey());
				if (entry.getValue() instanceof TaskData task && task.timing().distributions() == null) {
					write(task);
				}
				else {
					this.context.writeValue(this.json, entry.getValue());
				}
			}
			this.json.writeEndObject();
			this.json.writeObjectPropertyStart("faults");
			for (Map.Entry<String, List<Fault>> entry : document.faults().entrySet()) {
				this.context.defaultSerializeProperty(entry.getKey(), entry.getValue(), this.json);
			}
			this.json.writeEndObject();
			this.context.defaultSerializeProperty("ignored", document.ignored(), this.json);
			other(PAGE, document.page());
			this.json.writeEndObject();
		}

		private void write(EntityDocument.Summary entity) {
			this.json.writeStartObject();
			text(ID, entity.id());
			text(NAME, entity.name());
			constant(TYPE, entity.type(), this.kinds);
			text(HREF, entity.href());
			constant(HEALTH, entity.health(), this.healths);
			text(PARENT_ID, entity.parentId());
			this.json.writeName(X_MEDKIT);
			this.json.writeStartObject();
			bool(IS_ONLINE, entity.medkit().online());
			this.json.writeEndObject();
			this.json.writeEndObject();
		}

		private void write(TaskData task) {
			this.json.writeStartObject();
			this.json.writeName(LIVENESS);
			write(task.liveness());
			this.json.writeName(TIMING);
			write(task.timing());
			other(LAST_ERROR, task.lastError());
			other(FAULT, task.fault());
			other(HANDLER, task.handler());
			other(SCHEDULING, task.scheduling());
			this.json.writeEndObject();
		}

		private void write(TaskData.Liveness liveness) {
			this.json.writeStartObject();
			constant(STATE, liveness.state(), this.states);
			bool(ONLINE, liveness.online());
			number(STARTS, liveness.starts());
			number(STOPS, liveness.stops());
			number(ERRORS, liveness.errors());
			bool(IN_FLIGHT, liveness.inFlight());
			number(IN_FLIGHT_COUNT, liveness.inFlightCount());
			optional(IN_FLIGHT_NS, liveness.inFlightNanos());
			instant(LAST_STARTED, liveness.lastStarted());
			instant(LAST_SUCCESS, liveness.lastSuccess());
			instant(DUE, liveness.due());
			duration(TOLERANCE, liveness.tolerance());
			duration(MAX_RUN, liveness.maxRun());
			bool(CRITICAL, liveness.critical());
			other(STALE, liveness.stale());
			this.json.writeEndObject();
		}

		private void write(TaskData.Timing timing) {
			this.json.writeStartObject();
			number(EXECUTIONS, timing.executions());
			number(LAST_TOOK_NS, timing.lastTookNanos());
			number(EWMA_TOOK_NS, timing.ewmaTookNanos());
			number(MIN_TOOK_NS, timing.minTookNanos());
			number(MAX_TOOK_NS, timing.maxTookNanos());
			number(PERIOD_NS, timing.periodNanos());
			optional(INTERVAL_NS, timing.intervalNanos());
			rate(RATE_HZ, timing.rateHz());
			rate(MEASURED_RATE_HZ, timing.measuredRateHz());
			number(TOTAL_TOOK_NS, timing.totalTookNanos());
			number(SCANS, timing.scans());
			number(FAULTED_SCANS, timing.faultedScans());
			number(SKIPPED_SLOTS, timing.skippedSlots());
			optional(LAST_LATENESS_NS, timing.lastLatenessNanos());
			optional(LAST_JITTER_NS, timing.lastJitterNanos());
			number(OVERRUNS, timing.overruns());
			optional(BUDGET_NS, timing.budgetNanos());
			optional(DEADLINE_NS, timing.deadlineNanos());
			this.json.writeEndObject();
		}

		private void bool(SerializedString name, boolean value) {
			this.json.writeName(name);
			this.json.writeBoolean(value);
		}

		private void number(SerializedString name, long value) {
			this.json.writeName(name);
			this.json.writeNumber(value);
		}

		private void constant(SerializedString name, Enum<?> value, ValueSerializer<Object> serializer) {
			this.json.writeName(name);
			serializer.serialize(value, this.json, this.context);
		}

		/**
		 * Writes a rate, which is there even if it is unknown.
		 */
		private void rate(SerializedString name, @Nullable Double value) {
			this.json.writeName(name);
			if (value != null) {
				this.json.writeNumber(value);
			}
			else {
				this.json.writeNull();
			}
		}

		private void optional(SerializedString name, @Nullable Long value) {
			if (value != null) {
				number(name, value);
			}
			else {
				absent(name);
			}
		}

		private void text(SerializedString name, @Nullable String value) {
			if (value != null) {
				this.json.writeName(name);
				this.json.writeString(value);
			}
			else {
				absent(name);
			}
		}

		private void duration(SerializedString name, @Nullable Duration value) {
			text(name, (value != null) ? this.durations.computeIfAbsent(value, Duration::toString) : null);
		}

		private void other(SerializedString name, @Nullable Object value) {
			if (value != null) {
				this.json.writeName(name);
				this.context.writeValue(this.json, value);
			}
			else {
				absent(name);
			}
		}

		private void absent(SerializedString name) {
			if (this.nulls) {
				this.json.writeName(name);
				this.json.writeNull();
			}
		}

		/**
		 * Writes an instant as {@link Instant#toString()} has it.
		 */
		private void instant(SerializedString name, @Nullable Instant value) {
			if (value == null || value.getNano() % NANOS_PER_MILLI != 0) {
				text(name, (value != null) ? value.toString() : null);
				return;
			}
			long day = Math.floorDiv(value.getEpochSecond(), SECONDS_PER_DAY);
			if (day != this.day) {
				this.day = day;
				this.instant = Instant.ofEpochSecond(day * SECONDS_PER_DAY)
					.toString()
					.replace("Z", ".000Z")
					.toCharArray();
			}
			int second = Math.floorMod(value.getEpochSecond(), SECONDS_PER_DAY);
			int millis = value.getNano() / NANOS_PER_MILLI;
			int point = this.instant.length - ".000Z".length();
			digits(second / 3600, point - 6);
			digits(second / 60 % 60, point - 3);
			digits(second % 60, point);
			digits(millis / 10, point + 3);
			digits(millis % 100, point + 4);
			this.instant[point] = (millis != 0) ? '.' : 'Z';
			this.json.writeName(name);
			this.json.writeString(this.instant, 0, (millis != 0) ? this.instant.length : point + 1);
		}

		private void digits(int value, int end) {
			this.instant[end - 2] = (char) ('0' + value / 10);
			this.instant[end - 1] = (char) ('0' + value % 10);
		}

	}

}
