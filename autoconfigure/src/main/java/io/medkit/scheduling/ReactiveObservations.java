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

import io.medkit.binding.TaskRun;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.scheduling.support.DefaultScheduledTaskObservationConvention;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;
import org.springframework.scheduling.support.ScheduledTaskObservationConvention;
import org.springframework.scheduling.support.ScheduledTaskObservationDocumentation;

/**
 * The registry that Spring observes scheduled tasks with: the application's own, to which
 * nothing is added but a handler. Spring tells of the end of a reactive method's
 * publisher in no other way than by an observation. So where the application has that
 * observation switched off, one that only medkit sees takes its place, for reactive
 * methods alone.
 */
class ReactiveObservations implements ObservationRegistry {

	private static final ScheduledTaskObservationConvention CONVENTION = new DefaultScheduledTaskObservationConvention();

	private static final ThreadLocal<@Nullable Subscribing> SUBSCRIBING = new ThreadLocal<>();

	private static final ObservationRegistry OWN = withHandler(ObservationRegistry.create());

	private final ObservationRegistry delegate;

	ReactiveObservations(@Nullable ObservationRegistry delegate) {
		// a registry without handlers must not come to life by ours
		this.delegate = (delegate != null && !delegate.isNoop()) ? withHandler(delegate) : ObservationRegistry.NOOP;
	}

	private static ObservationRegistry withHandler(ObservationRegistry registry) {
		registry.observationConfig().observationHandler(new EndHandler());
		return registry;
	}

	/**
	 * Lets a task subscribe.
	 * @return whether the end of the execution will be told of, or has been
	 */
	boolean subscribe(Runnable task, TaskRun run, ScheduledTaskNames.Origin origin) {
		boolean observed = !ScheduledTaskObservationDocumentation.TASKS_SCHEDULED_EXECUTION
			.observation(null, CONVENTION, origin::observationContext, this.delegate)
			.isNoop();
		Subscribing subscribing = new Subscribing(run, observed);
		SUBSCRIBING.set(subscribing);
		try {
			task.run();
		}
		finally {
			SUBSCRIBING.remove();
		}
		return subscribing.begun;
	}

	private boolean isSubstituted() {
		Subscribing subscribing = SUBSCRIBING.get();
		return subscribing != null && !subscribing.observed;
	}

	@Override
	public boolean isNoop() {
		return this.delegate.isNoop() && !isSubstituted();
	}

	@Override
	public ObservationConfig observationConfig() {
		return (isSubstituted() ? OWN : this.delegate).observationConfig();
	}

	@Override
	public @Nullable Observation getCurrentObservation() {
		return this.delegate.getCurrentObservation();
	}

	@Override
	public Observation.@Nullable Scope getCurrentObservationScope() {
		return this.delegate.getCurrentObservationScope();
	}

	@Override
	public void setCurrentObservationScope(Observation.@Nullable Scope current) {
		this.delegate.setCurrentObservationScope(current);
	}

	/**
	 * What the calling thread is about to subscribe for.
	 */
	private static final class Subscribing {

		private final TaskRun run;

		private final boolean observed;

		private boolean begun;

		private Subscribing(TaskRun run, boolean observed) {
			this.run = run;
			this.observed = observed;
		}

	}

	/**
	 * Ends the execution with its observation. An execution whose subscription is
	 * cancelled has ended without an error.
	 */
	private static final class EndHandler implements ObservationHandler<ScheduledTaskObservationContext> {

		@Override
		public void onStart(ScheduledTaskObservationContext context) {
			Subscribing subscribing = SUBSCRIBING.get();
			if (subscribing != null) {
				subscribing.begun = true;
				context.put(TaskRun.class, subscribing.run);
			}
		}

		@Override
		public void onStop(ScheduledTaskObservationContext context) {
			TaskRun run = context.get(TaskRun.class);
			if (run != null) {
				run.end(context.getError());
			}
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof ScheduledTaskObservationContext;
		}

	}

}
