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

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Graph} and {@link GraphRun}.
 */
class GraphTests {

	private static final Duration PERIOD = Duration.ofMillis(1);

	private static final ExecutableItem NOTHING = (context) -> {
	};

	private final RecordingHooks hooks = new RecordingHooks();

	private final Map<String, Integer> executions = new ConcurrentHashMap<>();

	private CyclicExecutor executor = CyclicExecutor.builder().build();

	@AfterEach
	void close() {
		this.executor.close();
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 4 })
	@DisplayName("[49] each vertex of a diamond is executed once, after its predecessors")
	void diamondExecutesEachVertexOnceAfterItsPredecessors(int workers) {
		int scans = 50;
		long[] written = new long[4];
		Graph diamond = Graph.builder()
			.root("root", (context) -> written[0] = count("root"))
			.vertex("left", (context) -> written[1] = (written[0] == count("left")) ? written[0] : -1)
			.vertex("right", (context) -> written[2] = (written[0] == count("right")) ? written[0] : -1)
			.vertex("leaf", (context) -> {
				assertThat(written[1]).isEqualTo(written[0]);
				assertThat(written[2]).isEqualTo(written[0]);
				count("leaf");
			})
			.edge("root", "left")
			.edge("root", "right")
			.edge("left", "leaf")
			.edge("right", "leaf")
			.build();
		start(workers, diamond).runScans(scans);
		assertThat(this.executions).isEqualTo(Map.of("root", scans, "left", scans, "right", scans, "leaf", scans));
		assertThat(this.hooks.count("pre")).isEqualTo(scans);
		assertThat(this.hooks.count("post")).isEqualTo(scans);
	}

	@Test
	@DisplayName("[49] a root that asks for the stop keeps all others from being executed")
	void rootThatStopsKeepsTheRestFromBeingExecuted() {
		start(2, fan(ExecutionContext::stopChain, NOTHING)).runScans(2);
		assertThat(this.executions).isEmpty();
		assertThat(this.hooks.count("post")).isEqualTo(2);
	}

	@Test
	@DisplayName("[49] the error of a vertex surfaces, and what has not begun never does")
	void errorOfAVertexSurfaces() {
		Graph graph = Graph.builder().root("root", NOTHING).vertex("failing", (context) -> {
			throw new IllegalStateException("boom");
		}).vertex("behind", (context) -> count("behind")).edge("root", "failing").edge("failing", "behind").build();
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> start(2, graph).runScans(3))
			.withMessageContaining("boom");
		assertThat(this.executions).isEmpty();
		assertThat(this.hooks.count("post(false)")).isEqualTo(1);
	}

	@Test
	@DisplayName("[50] a graph that is none is refused")
	void invalidGraphsAreRefused() {
		refused(Graph.builder(), "no vertex");
		refused(Graph.builder().vertex("a", NOTHING), "no root");
		refused(Graph.builder().root("a", NOTHING).vertex("b", NOTHING), "no way leads from the root 'a' to [b]");
		refused(Graph.builder().root("a", NOTHING).edge("a", "a"), "'a' depends on itself");
		refused(Graph.builder().root("a", NOTHING).edge("a", "b"), "no vertex 'b'");
		refused(Graph.builder().root("a", NOTHING).vertex("b", NOTHING).edge("a", "b").edge("a", "b"), "twice");
		refused(Graph.builder()
			.root("a", NOTHING)
			.vertex("b", NOTHING)
			.vertex("c", NOTHING)
			.edge("a", "b")
			.edge("b", "c")
			.edge("c", "b"), "a cycle among [b, c]");
		refused(Graph.builder().root("a", NOTHING).vertex("b", NOTHING).edge("a", "b").edge("b", "a"), "a cycle");
		assertThatIllegalArgumentException().isThrownBy(() -> Graph.builder().root("a", NOTHING).root("b", NOTHING))
			.withMessageContaining("'a' and 'b' are its root");
		assertThatIllegalArgumentException().isThrownBy(() -> Graph.builder().root("a", NOTHING).vertex("a", NOTHING))
			.withMessageContaining("two vertices 'a'");
	}

	private static void refused(Graph.Builder builder, String told) {
		assertThatIllegalArgumentException().isThrownBy(builder::build)
			.withMessageStartingWith("The graph is not valid: ")
			.withMessageContaining(told);
	}

	@Test
	@DisplayName("[27] eight vertices side by side are one execution of their task, whose hooks never overlap")
	void verticesAreExecutedSideBySideAsOneExecution() {
		CyclicBarrier together = new CyclicBarrier(8);
		start(8, fan(NOTHING, (context) -> together.await(20, TimeUnit.SECONDS))).runScans(20);
		assertThat(this.executions).hasSize(8).allSatisfy((vertex, count) -> assertThat(count).isEqualTo(20));
		assertThat(this.hooks.log().stream().filter((call) -> call.endsWith(" graph")).toList().subList(1, 7))
			.containsExactly("pre graph", "post graph", "cycle graph", "pre graph", "post graph", "cycle graph");
	}

	@Test
	void byDefaultThereIsAWorkerForEachVertexOnALevel() {
		CyclicBarrier together = new CyclicBarrier(8);
		this.executor = CyclicExecutor.builder().build();
		this.executor.add("graph", PERIOD, fan(NOTHING, (context) -> together.await(20, TimeUnit.SECONDS)));
		this.executor.runScans(2);
		assertThat(this.executions).hasSize(8);
	}

	@Test
	void graphGoesOnWhenNoOtherWorkerIsFree() throws InterruptedException {
		CountDownLatch blocked = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		CyclicExecutor executor = start(2, fan(NOTHING, NOTHING));
		executor.add("hog", PERIOD, (context) -> {
			blocked.countDown();
			release.await();
		});
		executor.start();
		assertThat(blocked.await(20, TimeUnit.SECONDS)).isTrue();
		int before = this.executions.getOrDefault("0", 0);
		Awaitility.await().until(() -> this.executions.getOrDefault("0", 0) > before + 5);
		release.countDown();
	}

	@Test
	void noWakeUpIsLostBetweenLevels() {
		int scans = 20_000;
		Graph.Builder builder = Graph.builder().root("0.0", (context) -> count("0.0"));
		for (int level = 1; level <= 4; level++) {
			for (int i = 0; i < 3; i++) {
				String name = level + "." + i;
				builder.vertex(name, (context) -> count(name));
				for (int from = 0; from < ((level == 1) ? 1 : 3); from++) {
					builder.edge((level - 1) + "." + from, name);
				}
			}
		}
		this.executor = CyclicExecutor.builder()
			.workerThreads(3)
			.errorPolicy(ErrorPolicy.STOP)
			.schedulingClock(new FakeSchedulingClock())
			.build();
		this.executor.add("graph", PERIOD, builder.build());
		AtomicInteger cycles = new AtomicInteger();
		this.executor.addObserver(new Observer() {

			@Override
			public void onCycleStats(CycleObservation observation) {
				cycles.incrementAndGet();
			}

		});
		this.executor.runUntil(() -> cycles.get() >= scans);
		assertThat(this.executions.values()).hasSize(13).allMatch((count) -> count.equals(this.executions.get("0.0")));
	}

	@Test
	void stopInterruptsEveryVertexThatIsBeingExecuted() {
		CountDownLatch inside = new CountDownLatch(3);
		AtomicInteger interrupted = new AtomicInteger();
		Graph graph = Graph.builder()
			.root("root", NOTHING)
			.vertex("a", hanging(inside, interrupted))
			.vertex("b", hanging(inside, interrupted))
			.vertex("c", hanging(inside, interrupted))
			.edge("root", "a")
			.edge("root", "b")
			.edge("root", "c")
			.build();
		CyclicExecutor executor = CyclicExecutor.builder()
			.workerThreads(3)
			.shutdownTimeout(Duration.ofMillis(20))
			.monitor(this.hooks)
			.build();
		this.executor = executor;
		executor.add("graph", PERIOD, graph);
		executor.start();
		Awaitility.await().until(() -> inside.getCount() == 0);
		Awaitility.await().until(executor::stop);
		Awaitility.await().until(() -> interrupted.get() == 3);
		Awaitility.await().until(() -> this.hooks.count("post") == 1);
	}

	private static ExecutableItem hanging(CountDownLatch inside, AtomicInteger interrupted) {
		return (context) -> {
			inside.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.incrementAndGet();
				throw ex;
			}
		};
	}

	@Test
	void graphOfAnotherTaskFailsInsteadOfOverlapping() {
		Graph[] graph = new Graph[1];
		graph[0] = Graph.builder().root("root", (context) -> graph[0].execute(context)).build();
		assertThatExceptionOfType(TaskFailedException.class).isThrownBy(() -> start(1, graph[0]).runScans(1))
			.withMessageContaining("a graph of its own");
	}

	private CyclicExecutor start(int workers, Graph graph) {
		this.executor = CyclicExecutor.builder()
			.workerThreads(workers)
			.errorPolicy(ErrorPolicy.STOP)
			.observer(this.hooks)
			.monitor(this.hooks)
			.build();
		this.executor.add("graph", PERIOD, graph);
		return this.executor;
	}

	/**
	 * Returns a graph of a root and eight vertices behind it.
	 */
	private Graph fan(ExecutableItem root, ExecutableItem each) {
		Graph.Builder builder = Graph.builder().root("root", root);
		List<String> names = IntStream.range(0, 8).mapToObj(Integer::toString).toList();
		for (String name : names) {
			builder.vertex(name, (context) -> {
				each.execute(context);
				count(name);
			}).edge("root", name);
		}
		return builder.build();
	}

	private int count(String vertex) {
		return this.executions.merge(vertex, 1, Integer::sum);
	}

}
