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

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Makes a method of a bean the body of a task that is listed under {@code medkit.tasks}.
 * The task is cyclic if it has a period, or event-driven if it has signals. The method
 * takes nothing or an {@link io.medkit.executor.ExecutionContext}; what it returns is
 * ignored, and what it throws is recorded.
 */
@Documented
@Reflective
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface MedkitTask {

	/**
	 * The task's id.
	 * @return the id
	 */
	String value();

	/**
	 * The time between two scans, such as {@code 100ms} or a <code>${placeholder}</code>.
	 * A {@code period} under {@code medkit.tasks} wins over it.
	 * @return the period, empty to leave it to {@code medkit.tasks}
	 */
	String period() default "";

	/**
	 * The names of the {@link io.medkit.executor.Signal} beans that trigger the task.
	 * @return the names, none for a cyclic task
	 */
	String[] signals() default {};

	/**
	 * The time after which an event-driven task is executed even if no signal came, such
	 * as {@code 5s} or a <code>${placeholder}</code>. A {@code deadline} under
	 * {@code medkit.tasks} wins over it.
	 * @return the deadline, empty for none
	 */
	String deadline() default "";

	/**
	 * The longest time that an execution may take before the task is faulted, such as
	 * {@code 5ms} or a <code>${placeholder}</code>. A {@code budget} under
	 * {@code medkit.tasks} wins over it.
	 * @return the budget, empty for none
	 */
	String budget() default "";

}
