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
package io.medkit.scheduling;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ScheduledFuture;
import java.util.function.Function;
import java.util.function.Supplier;

import io.medkit.binding.AnnouncedPlan;
import io.medkit.binding.Plan;
import io.medkit.binding.SourceTask;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/**
 * Stands between Spring's registration of scheduled tasks and the application's
 * scheduler, which it leaves as it is: what is scheduled through here gets a plan, and is
 * executed in a {@link WatchedRunnable}.
 */
class WatchedTaskScheduler implements TaskScheduler {

	private final TaskScheduler delegate;

	private final SchedulingSource source;

	private final ScheduledTaskNames names;

	private final SchedulerThreads threads;

	private final Supplier<ReactiveObservations> observations;

	WatchedTaskScheduler(TaskScheduler delegate, SchedulingSource source, ScheduledTaskNames names,
			SchedulerThreads threads, Supplier<ReactiveObservations> observations) {
		this.delegate = delegate;
		this.source = source;
		this.names = names;
		this.threads = threads;
		this.observations = observations;
	}

	@Override
	public Clock getClock() {
		return this.delegate.getClock();
	}

	@Override
	public @Nullable ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		AnnouncingTrigger announcing = new AnnouncingTrigger(trigger);
		return watch(task, announcing.plan(), threads(task, false),
				(watched) -> this.delegate.schedule(watched, announcing));
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		AnnouncedPlan plan = new AnnouncedPlan("once");
		plan.announceByCalendar(startTime, Duration.ZERO);
		ScheduledFuture<?> future = watch(task, plan, threads(task, false),
				(watched) -> this.delegate.schedule(watched, startTime));
		plan.cancelledWhen(future::isDone);
		return future;
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		return watch(task, Plan.fixedRate(nanosOf(startTime), period), threads(task, false),
				(watched) -> this.delegate.scheduleAtFixedRate(watched, startTime, period));
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		return watch(task, Plan.fixedRate(this.source.get().nanoTime(), period), threads(task, false),
				(watched) -> this.delegate.scheduleAtFixedRate(watched, period));
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		return watch(task, Plan.fixedDelay(nanosOf(startTime), delay), threads(task, true),
				(watched) -> this.delegate.scheduleWithFixedDelay(watched, startTime, delay));
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		return watch(task, Plan.fixedDelay(this.source.get().nanoTime(), delay), threads(task, true),
				(watched) -> this.delegate.scheduleWithFixedDelay(watched, delay));
	}

	private long nanosOf(Instant time) {
		return this.source.get().nanoTime() + Duration.between(getClock().instant(), time).toNanos();
	}

	private <F extends @Nullable ScheduledFuture<?>> F watch(Runnable task, Plan plan, CountedThreads threads,
			Function<Runnable, F> schedule) {
		ScheduledTaskNames.Origin origin = this.names.originOf(task);
		SourceTask watched = this.source.get().add(origin.name(), plan, origin.scope(), threads);
		if (watched == null) {
			return schedule.apply(task);
		}
		F future = schedule.apply(wrap(task, watched, threads, origin));
		if (future != null) {
			plan.cancelledWhen(future::isCancelled);
		}
		return future;
	}

	private WatchedRunnable wrap(Runnable task, SourceTask watched, CountedThreads threads,
			ScheduledTaskNames.Origin origin) {
		if (origin.isReactive()) {
			return new ReactiveRunnable(task, watched, threads, this.observations.get(), origin);
		}
		return origin.isLocked() ? new LockedRunnable(task, watched, threads)
				: new WatchedRunnable(task, watched, threads);
	}

	private CountedThreads threads(Runnable task, boolean fixedDelay) {
		return this.threads.of(task, this.delegate, fixedDelay);
	}

}
