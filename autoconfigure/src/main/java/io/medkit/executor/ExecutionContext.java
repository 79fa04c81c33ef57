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

/**
 * A running item's view of its executor. Valid during {@link ExecutableItem#execute}, on
 * any thread.
 */
public interface ExecutionContext {

	/**
	 * Returns the id of the running task.
	 * @return the id
	 */
	TaskId taskId();

	/**
	 * Tells whether a signal asked for this execution: not if the task is cyclic, nor if
	 * only its deadline has passed.
	 * @return whether one did
	 */
	boolean isSignalled();

	/**
	 * Lets nothing further of this execution begin: neither the items that follow in a
	 * chain, nor the vertices of a graph that have not begun. The execution ends well.
	 */
	void stopChain();

	/**
	 * Tells whether {@link #stopChain()} was called in this execution.
	 * @return whether it was
	 */
	boolean isChainStopped();

	/**
	 * Asks the executor to stop: what runs now is finished, nothing further is
	 * dispatched. Returns at once.
	 */
	void stopExecutor();

	/**
	 * Hands an event to every {@link Observer#onSendEvent}, on the calling thread.
	 * @param event the event
	 */
	void sendEvent(UserEvent event);

}
