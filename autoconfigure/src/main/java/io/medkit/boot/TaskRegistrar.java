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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.medkit.binding.ExecutorBinding;
import io.medkit.boot.MedkitProperties.UnmatchedTasks;
import io.medkit.boot.TaskBodies.Body;
import io.medkit.executor.CyclicExecutor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;

/**
 * Brings the listed tasks and the bodies among the application's beans together, and adds
 * them to the executor, once all beans are there.
 */
class TaskRegistrar implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(TaskRegistrar.class);

	private final ObjectProvider<CyclicExecutor> executors;

	private final ObjectProvider<ExecutorBinding> bindings;

	private final TaskPlan plan;

	private final TaskBodies bodies;

	private final UnmatchedTasks unmatchedTasks;

	TaskRegistrar(ObjectProvider<CyclicExecutor> executors, ObjectProvider<ExecutorBinding> bindings, TaskPlan plan,
			TaskBodies bodies, UnmatchedTasks unmatchedTasks) {
		this.executors = executors;
		this.bindings = bindings;
		this.plan = plan;
		this.bodies = bodies;
		this.unmatchedTasks = unmatchedTasks;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, String> origins = tasksOfExecutors();
		Map<String, Body> toAdd = new LinkedHashMap<>();
		for (Body body : this.bodies.find()) {
			if (toAdd.containsKey(body.id()) || !origins.containsKey(body.id())) {
				requireUnique(body, toAdd.put(body.id(), body));
				origins.put(body.id(), body.origin());
			}
		}
		tellUnmatched(origins);
		CyclicExecutor executor = this.executors.getIfUnique();
		if (executor != null) {
			prepare(executor, toAdd, handlers(toAdd));
		}
		else if (!toAdd.isEmpty()) {
			throw new MedkitConfigurationException(
					"There are several CyclicExecutor beans, so it is open which one is to run %s"
						.formatted(toAdd.keySet()),
					"Mark one of the executors as @Primary, or add the tasks to an executor where it is built.");
		}
	}

	/**
	 * Returns the tasks that an application has added to its own executors already. A
	 * bean that is one of them is not added again.
	 */
	private Map<String, String> tasksOfExecutors() {
		Map<String, String> origins = new LinkedHashMap<>();
		this.executors.orderedStream()
			.forEach((executor) -> executor.tasks()
				.forEach((task) -> origins.put(task.value(), "executor '%s'".formatted(executor.name()))));
		return origins;
	}

	private static void requireUnique(Body body, @Nullable Body earlier) {
		if (earlier != null) {
			throw new MedkitConfigurationException(
					"Task '%s' has two bodies: %s and %s".formatted(body.id(), earlier.origin(), body.origin()),
					"Remove one of the two, or give it another id and list that under 'medkit.tasks'.");
		}
	}

	private void tellUnmatched(Map<String, String> origins) {
		List<String> unmatched = new ArrayList<>();
		for (TaskPlan.Entry entry : this.plan.entries()) {
			if (!origins.containsKey(entry.id())) {
				unmatched.add(
						"Property '%s' lists the task '%s', which has no body".formatted(entry.property(), entry.id()));
			}
		}
		origins.forEach((id, origin) -> {
			if (this.plan.entry(id) == null) {
				unmatched.add("The task '%s' of %s is not listed under 'medkit.tasks'".formatted(id, origin));
			}
		});
		if (!unmatched.isEmpty()) {
			tell(unmatched);
		}
	}

	private void tell(List<String> unmatched) {
		switch (this.unmatchedTasks) {
			case FAIL -> throw new MedkitConfigurationException(String.join(System.lineSeparator(), unmatched),
					"Correct the id where it is misspelt. Otherwise list the task under 'medkit.tasks', or give it a body:"
							+ " an ExecutableItem bean of that name, or a method annotated with @MedkitTask and the id."
							+ " To start nevertheless, set 'medkit.unmatched-tasks' to 'warn' or 'ignore'.");
			case WARN -> unmatched.forEach(logger::warn);
			case IGNORE -> unmatched.forEach(logger::debug);
		}
	}

	/**
	 * Returns the fault handlers of the tasks that are to be added.
	 */
	private Map<String, Body> handlers(Map<String, Body> bodies) {
		Map<String, Body> handlers = this.bodies.findHandlers();
		handlers.forEach((id, handler) -> {
			if (!bodies.containsKey(id)) {
				throw new MedkitConfigurationException(
						"The fault handler that is %s is for the task '%s', which has no body among the beans"
							.formatted(handler.origin(), id),
						"Correct the id, or remove the handler. A task that is added to an executor by hand takes its"
								+ " handler there.");
			}
		});
		return handlers;
	}

	private void prepare(CyclicExecutor executor, Map<String, Body> bodies, Map<String, Body> handlers) {
		try {
			observe(executor);
			inListedOrder(bodies).forEach((body) -> add(executor, body, handlers.get(body.id())));
		}
		catch (IllegalStateException ex) {
			if (!executor.isRunning()) {
				throw ex;
			}
			throw new MedkitConfigurationException(String.valueOf(ex.getMessage()),
					"Do not start the executor while beans are being created. It is started with the application.", ex);
		}
	}

	private void observe(CyclicExecutor executor) {
		ExecutorBinding binding = this.bindings.getIfUnique();
		if (binding != null) {
			binding.bindTo(executor);
		}
	}

	/**
	 * Returns the listed tasks' bodies in the order of the list, then the others.
	 */
	private List<Body> inListedOrder(Map<String, Body> bodies) {
		Map<String, Body> unlisted = new LinkedHashMap<>(bodies);
		List<Body> ordered = new ArrayList<>(bodies.size());
		for (TaskPlan.Entry entry : this.plan.entries()) {
			Body listed = unlisted.remove(entry.id());
			if (listed != null) {
				ordered.add(listed);
			}
		}
		ordered.addAll(unlisted.values());
		return ordered;
	}

	private void add(CyclicExecutor executor, Body body, @Nullable Body handler) {
		TaskPlan.Entry entry = this.plan.entry(body.id());
		try {
			executor.add(body.id(), body.item(), (triggers) -> {
				if (entry != null) {
					TaskBodies.ifPresent(entry.period(), triggers::interval);
					TaskBodies.ifPresent(entry.deadline(), triggers::deadline);
					TaskBodies.ifPresent(entry.budget(), triggers::budget);
				}
				if (handler != null) {
					triggers.faultHandler(handler.item());
				}
			});
		}
		catch (IllegalArgumentException ex) {
			throw new MedkitConfigurationException("%s (%s)".formatted(ex.getMessage(), body.origin()),
					"Declare in the code what triggers it, either signals or one period, or nothing there and set '%s' to a duration such as '100ms'."
						.formatted((entry != null) ? entry.property() + ".period" : "medkit.tasks[].period"),
					ex);
		}
	}

}
