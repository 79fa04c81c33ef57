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

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * What is to be read of a task: one consistent state, taken between two of the task's own
 * writes.
 *
 * @param liveness whether it is alive
 * @param timing how long it takes and how punctual it is
 * @param lastError the last failure since faults were cleared, if there was one
 * @param fault why it is faulted, while it is
 * @param handler what was executed in its place while it was faulted; absent before the
 * first time
 * @param scheduling how it is scheduled; absent for a task of an executor
 */
public record TaskData(Liveness liveness, Timing timing, @JsonProperty("last_error") @Nullable ErrorInfo lastError,
		@Nullable BudgetBreach fault, @Nullable Handler handler,
		@Nullable Scheduling scheduling) implements EntityData {

	@Override
	public TaskData withValues(ValueFilter filter) {
		if (this.lastError == null && this.handler == null) {
			return this;
		}
		return new TaskData(this.liveness, this.timing,
				(this.lastError != null) ? this.lastError.withMessage(filter, "last_error.message") : null, this.fault,
				(this.handler != null) ? this.handler.withValues(filter) : null, this.scheduling);
	}

	/**
	 * Whether a task is alive.
	 *
	 * @param state the state that all of this amounts to
	 * @param online whether its executor is up and it does what it is there for
	 * @param starts executions begun
	 * @param stops executions ended
	 * @param errors executions failed
	 * @param inFlight whether it, or its fault handler, is being executed
	 * @param inFlightCount how many executions are in flight; never more than one of a
	 * task of an executor
	 * @param inFlightNanos for how long the one that began first has been, in nanoseconds
	 * @param lastStarted when an execution began last
	 * @param lastSuccess when one that succeeded ended last, if one did
	 * @param due when the next one should begin, if that is known
	 * @param tolerance how late that may be before the task is overdue
	 * @param maxRun how long an execution may take before the task is stalled; absent if
	 * there is no limit
	 * @param critical whether the task can make its executor's health worse than
	 * {@link Health#WARNING}
	 * @param stale {@code true} if the task is writing so often that this is the state of
	 * an earlier reading, absent otherwise
	 */
	public record Liveness(TaskState state, boolean online, long starts, long stops, long errors,
			@JsonProperty("in_flight") boolean inFlight, @JsonProperty("in_flight_count") int inFlightCount,
			@JsonProperty("in_flight_ns") @Nullable Long inFlightNanos,
			@JsonProperty("last_started") @Nullable Instant lastStarted,
			@JsonProperty("last_success") @Nullable Instant lastSuccess, @Nullable Instant due,
			@Nullable Duration tolerance, @JsonProperty("max_run") @Nullable Duration maxRun, boolean critical,
			@Nullable Boolean stale) {

	}

	/**
	 * How a task is scheduled by who is no executor of ours.
	 *
	 * @param plan when it should be executed, for people
	 * @param scope who is expected to execute it
	 * @param latenessEstimated {@code true} if lateness is that against a plan which
	 * medkit works out, since the scheduler does not tell its own; absent otherwise
	 * @param skipped executions that were let pass, since they were not this instance's
	 * or were vetoed
	 * @param lastSkipped when that happened last, if it did
	 * @param lastWork what the last execution told of that it got done, if it told
	 * @param totalWork the sum of that over all executions, if they told
	 * @param starvedBy what keeps it from being executed, if it is overdue for that
	 * @param cluster what the tables say that its instances share, if there are such
	 */
	public record Scheduling(String plan, Scope scope,
			@JsonProperty("lateness_estimated") @Nullable Boolean latenessEstimated, long skipped,
			@JsonProperty("last_skipped") @Nullable Instant lastSkipped,
			@JsonProperty("last_work") @Nullable Long lastWork, @JsonProperty("total_work") @Nullable Long totalWork,
			@JsonProperty("starved_by") @Nullable Starver starvedBy, @Nullable Cluster cluster) {

	}

	/**
	 * What keeps a task from being executed that is due: all threads that it could be
	 * executed on are busy.
	 *
	 * @param threads what the threads are called
	 * @param task the entity id of the task that has held one of them for longest, if it
	 * is known
	 * @param since since when it has
	 */
	public record Starver(String threads, @Nullable String task, @Nullable Instant since) {

	}

	/**
	 * What the tables of an engine say that runs on several instances.
	 *
	 * @param instance the instance that executed the task last, or does now, if they say
	 * @param lastSuccess when an execution succeeded last, if they say
	 * @param consecutiveFailures how many have failed since, 0 if they do not say
	 * @param readAt when the tables were read
	 * @param age how long ago that was
	 * @param away {@code true} if they could not be read since, absent otherwise
	 */
	public record Cluster(@Nullable String instance, @JsonProperty("last_success") @Nullable Instant lastSuccess,
			@JsonProperty("consecutive_failures") long consecutiveFailures, @JsonProperty("read_at") Instant readAt,
			Duration age, @Nullable Boolean away) {

	}

	/**
	 * What a task's fault handler does.
	 *
	 * @param executions executions ended
	 * @param errors executions failed
	 * @param lastTookNanos how long the last one took, in nanoseconds
	 * @param lastError the last failure, if there was one
	 */
	public record Handler(long executions, long errors, @JsonProperty("last_took_ns") long lastTookNanos,
			@JsonProperty("last_error") @Nullable ErrorInfo lastError) {

		private Handler withValues(ValueFilter filter) {
			return (this.lastError != null) ? new Handler(this.executions, this.errors, this.lastTookNanos,
					this.lastError.withMessage(filter, "handler.last_error.message")) : this;
		}

	}

	/**
	 * How long a task takes and how punctual it is. Counts and extremes are those of the
	 * application's whole life, distributions those of the last samples.
	 *
	 * @param executions executions ended
	 * @param lastTookNanos how long the last one took, in nanoseconds
	 * @param ewmaTookNanos the exponentially weighted moving average of that, each
	 * execution with a weight of 1/8
	 * @param minTookNanos the shortest, 0 before the first
	 * @param maxTookNanos the longest
	 * @param periodNanos the declared period, 0 if there is none
	 * @param intervalNanos the time from one execution to the next, where that is neither
	 * a period nor a deadline: a delay, or the time from one due time to the one after it
	 * @param rateHz the declared rate, {@code null} if there is none
	 * @param measuredRateHz the rate at which scans really begin, averaged over at least
	 * the last 8 as soon as there are so many; {@code null} while unknown
	 * @param totalTookNanos the sum of all durations
	 * @param scans scans, faulted ones too
	 * @param faultedScans scans in which the task was not executed, as it was faulted
	 * @param skippedSlots slots of the grid that passed unserved
	 * @param lastLatenessNanos how late the last scan began
	 * @param lastJitterNanos by how much the last period differed from the declared one
	 * @param overruns executions, the fault handler's included, that broke the task's
	 * budget
	 * @param budgetNanos the budget, if there is one
	 * @param deadlineNanos the time after which an event-driven task is executed without
	 * a signal, if there is one
	 * @param distributions how its figures are distributed; absent where many tasks are
	 * told of at once
	 */
	public record Timing(long executions, @JsonProperty("last_took_ns") long lastTookNanos,
			@JsonProperty("ewma_took_ns") long ewmaTookNanos, @JsonProperty("min_took_ns") long minTookNanos,
			@JsonProperty("max_took_ns") long maxTookNanos, @JsonProperty("period_ns") long periodNanos,
			@JsonProperty("interval_ns") @Nullable Long intervalNanos,
			@JsonProperty("rate_hz") @JsonInclude @Nullable Double rateHz,
			@JsonProperty("measured_rate_hz") @JsonInclude @Nullable Double measuredRateHz,
			@JsonProperty("total_took_ns") long totalTookNanos, long scans,
			@JsonProperty("faulted_scans") long faultedScans, @JsonProperty("skipped_slots") long skippedSlots,
			@JsonProperty("last_lateness_ns") @Nullable Long lastLatenessNanos,
			@JsonProperty("last_jitter_ns") @Nullable Long lastJitterNanos, long overruns,
			@JsonProperty("budget_ns") @Nullable Long budgetNanos,
			@JsonProperty("deadline_ns") @Nullable Long deadlineNanos,
			@JsonUnwrapped @Nullable Distributions distributions) {

	}

	/**
	 * How the figures of a task are distributed: durations over the application's whole
	 * life in coarse buckets, the last samples of all figures precisely.
	 *
	 * @param windowSamples the number of executions that {@code took} is told of
	 * @param took how long the last executions took, in nanoseconds
	 * @param lateness how late the last scans began, in nanoseconds
	 * @param jitter by how much the last periods differed from the declared one, in
	 * nanoseconds
	 * @param histogram how many executions ever took how long, without empty buckets
	 */
	public record Distributions(@JsonProperty("window_samples") int windowSamples,
			@JsonUnwrapped(suffix = "_took_ns") @Nullable Distribution took,
			@JsonUnwrapped(suffix = "_lateness_ns") @Nullable Distribution lateness,
			@JsonUnwrapped(suffix = "_jitter_ns") @Nullable Distribution jitter,
			@JsonProperty("took_histogram") List<Bucket> histogram) {

	}

	/**
	 * A bucket of a histogram. It begins where the one before ends; those that are left
	 * out are empty.
	 *
	 * @param belowNanos what all durations in it are below, in nanoseconds
	 * @param count how many there are in it
	 */
	public record Bucket(@JsonProperty("below_ns") long belowNanos, long count) {

	}

}
