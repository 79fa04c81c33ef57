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

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;

/**
 * Writes down every hook that is called, with its thread.
 */
class RecordingHooks implements Observer, ExecutionMonitor {

	private final Queue<Call> calls = new ConcurrentLinkedQueue<>();

	private final Queue<Cycle> cycles = new ConcurrentLinkedQueue<>();

	/**
	 * One call of a hook.
	 */
	record Call(String hook, @Nullable String task, Thread thread) {

		@Override
		public String toString() {
			return (this.task != null) ? this.hook + " " + this.task : this.hook;
		}

	}

	/**
	 * A copy of one observation.
	 */
	record Cycle(String task, long index, boolean faulted, long period, long pre, long actualPeriod, long jitter,
			long lateness, long skipped, long took) {

		static Cycle of(CycleObservation observation) {
			return new Cycle(observation.task().value(), observation.cycleIndex(), observation.faulted(),
					observation.periodNanos(), observation.preNanos(), observation.actualPeriodNanos(),
					observation.jitterNanos(), observation.latenessNanos(), observation.skippedSlots(),
					observation.tookNanos());
		}

	}

	/**
	 * Returns all calls in order, as text.
	 */
	List<String> log() {
		return this.calls.stream().map(Call::toString).toList();
	}

	List<Call> calls() {
		return List.copyOf(this.calls);
	}

	List<Cycle> cycles() {
		return List.copyOf(this.cycles);
	}

	List<Cycle> cycles(String task) {
		return this.cycles.stream().filter((cycle) -> cycle.task().equals(task)).toList();
	}

	/**
	 * Returns how often a hook was called.
	 */
	long count(String hook) {
		return this.calls.stream().filter((call) -> call.hook().equals(hook)).count();
	}

	long count(String hook, String task) {
		return this.calls.stream().filter((call) -> call.hook().equals(hook) && task.equals(call.task())).count();
	}

	void record(String hook, @Nullable TaskId task) {
		this.calls.add(new Call(hook, (task != null) ? task.value() : null, Thread.currentThread()));
	}

	@Override
	public void onTaskAdded(TaskId task, TaskTiming timing) {
		record("added", task);
	}

	@Override
	public void onAdmissionAdmitted() {
		record("admitted", null);
	}

	@Override
	public void onAdmissionRejected(String reason) {
		record("rejected", null);
	}

	@Override
	public void onExecutorUp() {
		record("up", null);
	}

	@Override
	public void onExecutorDown() {
		record("down", null);
	}

	@Override
	public void onExecutorError(ExecutorException error) {
		record("executor error", null);
	}

	@Override
	public void onExecutorFault(TaskId task, long tookNanos, long budgetNanos) {
		record("executor fault", task);
	}

	@Override
	public void onExecutorClear() {
		record("executor clear", null);
	}

	@Override
	public void onAppStart(TaskId task, int appId, @Nullable Integer appInstanceId) {
		record("start", task);
	}

	@Override
	public void onAppStop(TaskId task) {
		record("stop", task);
	}

	@Override
	public void onAppError(TaskId task, Throwable error) {
		record("error", task);
	}

	@Override
	public void onTaskFault(TaskId task, long tookNanos, long budgetNanos) {
		record("task fault", task);
	}

	@Override
	public void onTaskClear(TaskId task) {
		record("task clear", task);
	}

	@Override
	public void onSendEvent(TaskId task, UserEvent event) {
		record("event " + event.value(), task);
	}

	@Override
	public void onCycleStats(CycleObservation observation) {
		this.cycles.add(Cycle.of(observation));
		record("cycle", observation.task());
	}

	@Override
	public void onHeartbeat(long sequence, long atNanos) {
		record("heartbeat", null);
	}

	@Override
	public void preExecute(TaskId task, long startedNanos) {
		record("pre", task);
	}

	@Override
	public void postExecute(TaskId task, long startedNanos, long tookNanos, boolean ok) {
		record(ok ? "post" : "post(false)", task);
	}

}
