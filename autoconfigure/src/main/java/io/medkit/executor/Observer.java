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
package io.medkit.executor;

import org.jspecify.annotations.Nullable;

/**
 * Is told what an executor and its tasks do. Every method does nothing by default.
 * <p>
 * Hooks run on the executor's own threads, in the time of the tasks: an implementation
 * should neither block nor allocate. One that throws is contained and counted
 * ({@link CyclicExecutor#hookFailures()}); the executor and all other hooks go on.
 * <p>
 * An invocation of a task is one execution of its item; a chain or a graph is one item,
 * and so is a fault handler, whose hooks are called with an id of its own
 * ({@link TaskId#isFaultHandler()}). In one invocation the order is {@link #onAppStart},
 * {@link ExecutionMonitor#preExecute}, any {@link #onSendEvent},
 * {@link ExecutionMonitor#postExecute}, {@link #onAppError} if it failed,
 * {@link #onAppStop}, {@link #onTaskFault}, {@link #onExecutorFault}, all on the thread
 * that executes the item: a worker, or the dispatch thread if there are none. Calls for
 * one task never overlap, and each sees what the ones before it wrote, but for two:
 * {@link #onTaskClear} comes on the thread that clears, and {@link #onSendEvent} from the
 * items of a graph comes on the threads that execute them.
 */
public interface Observer {

	/**
	 * A task belongs to the executor from now on. Fires once a task, before the executor
	 * next comes up, on the thread that added the task or this observer.
	 * @param task the task
	 * @param timing the times that are declared for it
	 */
	default void onTaskAdded(TaskId task, TaskTiming timing) {
	}

	/**
	 * The executor may run. Fires once a run, before {@link #onExecutorUp}, on the thread
	 * that begins it.
	 */
	default void onAdmissionAdmitted() {
	}

	/**
	 * The executor may not run. No other hook of that run fires. Fires on the thread that
	 * wanted to begin it.
	 * @param reason why not
	 */
	default void onAdmissionRejected(String reason) {
	}

	/**
	 * A run begins. Fires on the dispatch thread, before anything is dispatched.
	 */
	default void onExecutorUp() {
	}

	/**
	 * A run ended without an error. Fires on the dispatch thread.
	 */
	default void onExecutorDown() {
	}

	/**
	 * A run ended with an error. Fires instead of {@link #onExecutorDown()}.
	 * @param error what ended it
	 */
	default void onExecutorError(ExecutorException error) {
	}

	/**
	 * The executor went from running to faulted: an item broke the budget that holds for
	 * all.
	 * @param task the task that broke it
	 * @param tookNanos how long the item took in nanoseconds
	 * @param budgetNanos the budget in nanoseconds
	 */
	default void onExecutorFault(TaskId task, long tookNanos, long budgetNanos) {
	}

	/**
	 * The executor's fault is cleared. Fires on the thread that clears it, after
	 * {@link #onTaskClear} of every task that is halted by it, before any of them is
	 * executed again.
	 */
	default void onExecutorClear() {
	}

	/**
	 * An invocation of a task with an application id begins.
	 * @param task the task
	 * @param appId the application's id
	 * @param appInstanceId the application's instance, if it has one
	 */
	default void onAppStart(TaskId task, int appId, @Nullable Integer appInstanceId) {
	}

	/**
	 * An invocation of an item with an application id ended, failed or not.
	 * @param task the task
	 */
	default void onAppStop(TaskId task) {
	}

	/**
	 * An invocation failed, with or without an application id.
	 * @param task the task
	 * @param error what the item threw
	 */
	default void onAppError(TaskId task, Throwable error) {
	}

	/**
	 * A task went from running to faulted: its item broke the task's own budget.
	 * @param task the task
	 * @param tookNanos how long the item took in nanoseconds
	 * @param budgetNanos the budget in nanoseconds
	 */
	default void onTaskFault(TaskId task, long tookNanos, long budgetNanos) {
	}

	/**
	 * A task's fault is cleared, or that of the executor which halted it. Fires on the
	 * thread that clears it, before the task is executed again.
	 * @param task the task
	 */
	default void onTaskClear(TaskId task) {
	}

	/**
	 * An item sent an event.
	 * @param task the sending task
	 * @param event the event
	 */
	default void onSendEvent(TaskId task, UserEvent event) {
	}

	/**
	 * A scan of a cyclic task is complete. Fires on the dispatch thread, in registration
	 * order for the tasks that completed since its last wake.
	 * @param observation the scan's figures: a view that is reused, valid only during the
	 * call
	 */
	default void onCycleStats(CycleObservation observation) {
	}

	/**
	 * The dispatch thread makes progress. Fires on the dispatch thread.
	 * @param sequence counts from 1
	 * @param atNanos when, on the telemetry clock
	 */
	default void onHeartbeat(long sequence, long atNanos) {
	}

}
