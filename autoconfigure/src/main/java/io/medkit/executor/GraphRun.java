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

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * The execution of a graph, reused from one to the next.
 * <p>
 * The thread that executes the graph's task works the vertices off itself, and asks idle
 * workers to help as soon as more than one is ready. So the graph goes on even if no
 * worker is free. Whoever finishes a vertex makes its successors ready and takes the
 * first; no thread polls for one.
 * <p>
 * A vertex's execution happens-before those of its successors: each predecessor counts
 * {@code waiting} down after it, and the one that reaches zero queues the successor.
 */
final class GraphRun {

	private final Graph graph;

	private final AtomicIntegerArray waiting;

	private final AtomicReferenceArray<@Nullable Thread> executing;

	private final Ring<Vertex> ready;

	private final Vertex[] vertices;

	private final Job help = this::performOne;

	private final AtomicInteger remaining = new AtomicInteger();

	private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

	private volatile @Nullable Thread driver;

	private volatile @Nullable ExecutionContext context;

	private volatile boolean interrupted;

	/**
	 * What the queue of ready vertices holds.
	 */
	private record Vertex(int index) {

	}

	GraphRun(Graph graph) {
		this.graph = graph;
		this.waiting = new AtomicIntegerArray(graph.size());
		this.executing = new AtomicReferenceArray<>(graph.size());
		this.ready = new Ring<>(graph.size());
		this.vertices = new Vertex[graph.size()];
		for (int i = 0; i < this.vertices.length; i++) {
			this.vertices[i] = new Vertex(i);
		}
	}

	/**
	 * Executes the graph.
	 * @param context what the items are given
	 */
	void execute(ExecutionContext context) {
		if (this.driver != null) {
			throw new IllegalStateException("A graph is being executed already: give each task a graph of its own");
		}
		this.context = context;
		this.interrupted = false;
		this.failure.set(null);
		for (int i = 0; i < this.vertices.length; i++) {
			this.waiting.set(i, this.graph.predecessors(i));
		}
		this.remaining.set(this.vertices.length);
		this.driver = Thread.currentThread();
		this.ready.offer(this.vertices[this.graph.root()]);
		drive();
		this.driver = null;
		if (this.interrupted) {
			Thread.currentThread().interrupt();
		}
		Throwable failure = this.failure.get();
		if (failure != null) {
			GraphRun.<RuntimeException>rethrow(failure);
		}
	}

	private void drive() {
		while (this.remaining.get() > 0) {
			performReady();
			if (this.remaining.get() > 0 && this.ready.isEmpty()) {
				LockSupport.park(this);
			}
			if (Thread.interrupted()) {
				interruptAll();
			}
		}
	}

	/**
	 * Passes an interrupt on to those who execute a vertex, since it is meant for the
	 * graph.
	 */
	private void interruptAll() {
		if (this.interrupted) {
			return;
		}
		this.interrupted = true;
		for (int i = 0; i < this.vertices.length; i++) {
			Thread thread = this.executing.get(i);
			if (thread != null) {
				thread.interrupt();
			}
		}
	}

	/**
	 * Performs one vertex for a worker, which then looks for tasks first.
	 */
	private void performOne() {
		Vertex vertex = this.ready.poll();
		if (vertex != null) {
			perform(vertex.index());
			if (!this.ready.isEmpty()) {
				askForHelp(1);
			}
		}
	}

	private void performReady() {
		Vertex vertex = this.ready.poll();
		while (vertex != null) {
			perform(vertex.index());
			vertex = this.ready.poll();
		}
	}

	private void perform(int vertex) {
		ExecutionContext context = this.context;
		if (context != null && this.failure.get() == null && !context.isChainStopped()) {
			execute(vertex, context);
		}
		int madeReady = 0;
		for (int next : this.graph.successors(vertex)) {
			if (this.waiting.decrementAndGet(next) == 0) {
				this.ready.offer(this.vertices[next]);
				madeReady++;
			}
		}
		// the first is for the calling thread itself
		askForHelp(madeReady - 1);
		if (this.remaining.decrementAndGet() == 0) {
			LockSupport.unpark(this.driver);
		}
	}

	private void execute(int vertex, ExecutionContext context) {
		Thread thread = Thread.currentThread();
		this.executing.set(vertex, thread);
		if (this.interrupted) {
			// the interrupt came when there was no thread to pass it on to yet
			thread.interrupt();
		}
		try {
			this.graph.item(vertex).execute(context);
		}
		catch (Throwable ex) {
			if (!this.failure.compareAndSet(null, ex)) {
				suppress(ex);
			}
		}
		finally {
			this.executing.set(vertex, null);
		}
		if (context instanceof Task task && task.isCancelled()) {
			// the item may have used up the interrupt
			interruptAll();
		}
	}

	private void suppress(Throwable further) {
		Throwable first = this.failure.get();
		if (first != null && first != further) {
			first.addSuppressed(further);
		}
	}

	private void askForHelp(int hands) {
		if (hands <= 0) {
			return;
		}
		Thread driver = this.driver;
		if (driver != Thread.currentThread()) {
			// it may be idle, or busy with a vertex, or all others are busy
			LockSupport.unpark(driver);
		}
		Workers workers = (this.context instanceof Task task) ? task.workers() : null;
		for (int i = 0; i < hands && workers != null; i++) {
			workers.offerHelp(this.help);
		}
	}

	/**
	 * Throws what an item threw as it is.
	 */
	@SuppressWarnings("unchecked")
	private static <E extends Throwable> void rethrow(Throwable failure) throws E {
		throw (E) failure;
	}

}
