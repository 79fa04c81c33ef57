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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Items that depend on one another, executed as one execution of one task: each vertex
 * once, as soon as all its predecessors are done, side by side as far as there are idle
 * workers. A vertex sees what its predecessors wrote.
 * <p>
 * It ends early when an item throws or asks for it
 * ({@link ExecutionContext#stopChain()}): what is being executed is finished, what has
 * not begun never does, and what was thrown first counts.
 * <p>
 * Its triggers and its identity are those of the root; a budget holds for the graph as a
 * whole. It belongs to one task: it can not be executed twice at the same time.
 */
public final class Graph implements ExecutableItem {

	private final List<String> names;

	private final ExecutableItem[] items;

	private final int[][] successors;

	private final int[] predecessors;

	private final int root;

	private final OptionalInt integrityLevel;

	private final GraphRun run;

	private Graph(Builder builder) {
		this.names = List.copyOf(builder.items.keySet());
		this.items = builder.items.values().toArray(ExecutableItem[]::new);
		if (this.items.length == 0) {
			throw invalid("it has no vertex");
		}
		if (builder.root == null) {
			throw invalid("it has no root");
		}
		this.root = index(builder.root);
		this.successors = successors(builder.edges);
		this.predecessors = new int[this.items.length];
		Arrays.stream(this.successors).flatMapToInt(Arrays::stream).forEach((to) -> this.predecessors[to]++);
		requireReachable();
		requireAcyclic();
		for (int vertex = 0; vertex < this.items.length; vertex++) {
			if (vertex != this.root) {
				Triggers.requireNone("Vertex '%s' of a graph".formatted(this.names.get(vertex)), this.items[vertex]);
			}
		}
		this.integrityLevel = IntegrityLevels.common("a graph", builder.items.values());
		this.run = new GraphRun(this);
	}

	/**
	 * Returns a builder.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	private int[][] successors(List<Builder.Edge> edges) {
		List<List<Integer>> lists = IntStream.range(0, this.items.length)
			.<List<Integer>>mapToObj((vertex) -> new ArrayList<>())
			.toList();
		for (Builder.Edge edge : edges) {
			int from = index(edge.from());
			int to = index(edge.to());
			if (from == to) {
				throw invalid("vertex '%s' depends on itself".formatted(edge.from()));
			}
			if (lists.get(from).contains(to)) {
				throw invalid("the edge from '%s' to '%s' is there twice".formatted(edge.from(), edge.to()));
			}
			lists.get(from).add(to);
		}
		return lists.stream().map((list) -> list.stream().mapToInt(Integer::intValue).toArray()).toArray(int[][]::new);
	}

	private int index(String name) {
		int index = this.names.indexOf(name);
		if (index < 0) {
			throw invalid("it has no vertex '%s', only %s".formatted(name, this.names));
		}
		return index;
	}

	private void requireReachable() {
		boolean[] reached = new boolean[this.items.length];
		Deque<Integer> open = new ArrayDeque<>(List.of(this.root));
		reached[this.root] = true;
		while (!open.isEmpty()) {
			for (int next : this.successors[open.remove()]) {
				if (!reached[next]) {
					reached[next] = true;
					open.add(next);
				}
			}
		}
		List<String> orphans = IntStream.range(0, reached.length)
			.filter((vertex) -> !reached[vertex])
			.mapToObj(this.names::get)
			.toList();
		if (!orphans.isEmpty()) {
			throw invalid("no way leads from the root '%s' to %s".formatted(this.names.get(this.root), orphans));
		}
	}

	private void requireAcyclic() {
		int[] levels = levels();
		List<String> cyclic = IntStream.range(0, levels.length)
			.filter((vertex) -> levels[vertex] < 0)
			.mapToObj(this.names::get)
			.toList();
		if (!cyclic.isEmpty()) {
			throw invalid("there is a cycle among %s".formatted(cyclic));
		}
	}

	/**
	 * Returns the length of the longest way to each vertex, below zero for those on or
	 * behind a cycle.
	 */
	private int[] levels() {
		int[] levels = new int[this.items.length];
		Arrays.fill(levels, -1);
		int[] waiting = this.predecessors.clone();
		Deque<Integer> open = new ArrayDeque<>();
		if (waiting[this.root] == 0) {
			levels[this.root] = 0;
			open.add(this.root);
		}
		while (!open.isEmpty()) {
			int vertex = open.remove();
			for (int next : this.successors[vertex]) {
				if (--waiting[next] == 0) {
					// vertices are taken in the order of their levels
					levels[next] = levels[vertex] + 1;
					open.add(next);
				}
			}
		}
		return levels;
	}

	/**
	 * Returns how many workers an item can make use of: the most vertices on one level.
	 */
	static int width(ExecutableItem item) {
		if (item instanceof Graph graph) {
			int[] levels = graph.levels();
			int[] widths = new int[levels.length];
			for (int vertex = 0; vertex < levels.length; vertex++) {
				widths[levels[vertex]] += 1;
			}
			return Arrays.stream(widths).max().orElse(1);
		}
		if (item instanceof Chain chain) {
			return chain.items().stream().mapToInt(Graph::width).max().orElse(1);
		}
		return (item instanceof ConditionalItem conditional) ? width(conditional.item()) : 1;
	}

	private static IllegalArgumentException invalid(String why) {
		return new IllegalArgumentException("The graph is not valid: " + why);
	}

	int root() {
		return this.root;
	}

	int size() {
		return this.items.length;
	}

	int predecessors(int vertex) {
		return this.predecessors[vertex];
	}

	int[] successors(int vertex) {
		return this.successors[vertex];
	}

	ExecutableItem item(int vertex) {
		return this.items[vertex];
	}

	@Override
	public void execute(ExecutionContext context) {
		this.run.execute(context);
	}

	@Override
	public void declareTriggers(Triggers triggers) {
		this.items[this.root].declareTriggers(triggers);
	}

	@Override
	public @Nullable String taskId() {
		return this.items[this.root].taskId();
	}

	@Override
	public OptionalInt appId() {
		return this.items[this.root].appId();
	}

	@Override
	public OptionalInt appInstanceId() {
		return this.items[this.root].appInstanceId();
	}

	@Override
	public OptionalInt integrityLevel() {
		return this.integrityLevel;
	}

	/**
	 * Builds a {@link Graph}. Not thread-safe.
	 */
	public static final class Builder {

		private final Map<String, ExecutableItem> items = new LinkedHashMap<>();

		private final List<Edge> edges = new ArrayList<>();

		private @Nullable String root;

		private record Edge(String from, String to) {

		}

		private Builder() {
		}

		/**
		 * Adds the vertex that everything begins with.
		 * @param name its name, unique in the graph
		 * @param item what it executes
		 * @return this
		 * @throws IllegalArgumentException if the name is taken, or there is a root
		 * already
		 */
		public Builder root(String name, ExecutableItem item) {
			if (this.root != null) {
				throw invalid("both '%s' and '%s' are its root".formatted(this.root, name));
			}
			vertex(name, item);
			this.root = name;
			return this;
		}

		/**
		 * Adds a vertex.
		 * @param name its name, unique in the graph
		 * @param item what it executes
		 * @return this
		 * @throws IllegalArgumentException if the name is taken
		 */
		public Builder vertex(String name, ExecutableItem item) {
			if (this.items.putIfAbsent(name, item) != null) {
				throw invalid("there are two vertices '%s'".formatted(name));
			}
			return this;
		}

		/**
		 * Lets a vertex begin only after another one is done.
		 * @param from the name of the one that is done before
		 * @param to the name of the one that begins after
		 * @return this
		 */
		public Builder edge(String from, String to) {
			this.edges.add(new Edge(from, to));
			return this;
		}

		/**
		 * Builds the graph.
		 * @return the graph
		 * @throws IllegalArgumentException if it has no vertex or no root, if an edge
		 * names no vertex, is there twice or leads to where it begins, if there is a
		 * cycle, if no way leads from the root to a vertex, if a vertex but the root
		 * declares triggers, or if integrity levels differ
		 */
		public Graph build() {
			return new Graph(this);
		}

	}

}
