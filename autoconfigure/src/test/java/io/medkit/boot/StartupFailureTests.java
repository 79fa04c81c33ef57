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

import java.time.Duration;
import java.util.stream.Stream;

import io.medkit.executor.CyclicExecutor;
import io.medkit.executor.ExecutableItem;
import io.medkit.executor.Signal;
import io.medkit.executor.Triggers;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what an application says that is configured in a way that cannot work:
 * {@link MedkitConfigurationException}, {@link PropertyCheck}, {@link TaskPlan} and
 * {@link TaskRegistrar}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void badPropertyFailsAndNamesPropertyValueAndCure(String what, String yaml, String[] told, CapturedOutput output) {
		assertThatException().isThrownBy(() -> Launcher.launch(yaml, ReadBody.class).close());
		assertThat(analysis(output)).contains(told);
	}

	static Stream<Arguments> badPropertyFailsAndNamesPropertyValueAndCure() {
		return Stream.of(
				bad("missing id", "medkit.tasks: [ { period: 1s } ]", "'medkit.tasks[0].id'",
						"letters, digits and the characters . _ : $ -"),
				bad("empty id", "medkit.tasks: [ '' ]", "'medkit.tasks[0].id'", "letters, digits"),
				bad("bad characters", "medkit.tasks: [ { id: 'read/sensors', period: 1s } ]", "'medkit.tasks[0].id'",
						"'read/sensors'", "such as 'read-sensors'"),
				bad("bad characters in a plain string", "medkit.tasks: [ 'read sensors' ]", "'medkit.tasks[0].id'",
						"'read sensors'", "such as 'read-sensors'"),
				bad("overlong id", "medkit.tasks: [ '" + "x".repeat(129) + "' ]", "'medkit.tasks[0].id'",
						"at most 128"),
				bad("duplicate", "medkit.tasks: [ read, { id: read, period: 1s } ]", "'medkit.tasks[1].id'", "'read'",
						"'medkit.tasks[0]' has this id already", "give it another id"),
				bad("period of zero", "medkit.tasks: [ { id: read, period: 0ms } ]", "'medkit.tasks[0].period'",
						"'0ms'", "It must be above zero, such as '100ms'"),
				bad("negative period", "medkit.tasks: [ { id: read, period: -5ms } ]", "'medkit.tasks[0].period'",
						"'-5ms'", "It must be above zero, such as '100ms'"),
				bad("unparsable period", "medkit.tasks: [ { id: read, period: soon } ]", "medkit.tasks[0].period",
						"\"soon\"", "'soon' is not a valid duration"),
				bad("period of centuries", "medkit.tasks: [ { id: read, period: 200000d } ]",
						"'medkit.tasks[0].period'", "'200000d'", "292 years"),
				bad("tolerance of zero", "medkit.tasks: [ { id: read, period: 1s, tolerance: 0s } ]",
						"'medkit.tasks[0].tolerance'", "'0s'", "It must be above zero"),
				bad("tolerance of centuries", "medkit.tasks: [ { id: read, period: 1s, tolerance: 200000d } ]",
						"'medkit.tasks[0].tolerance'", "'200000d'", "292 years"),
				bad("negative max-run", "medkit.tasks: [ { id: read, period: 1s, max-run: -1s } ]",
						"'medkit.tasks[0].max-run'", "'-1s'", "It must be above zero"),
				bad("max-run of centuries", "medkit.tasks: [ { id: read, period: 1s, maxRun: 200000d } ]",
						"'medkit.tasks[0].max-run'", "'200000d'", "292 years"),
				bad("unknown key", "medkit.tasks: [ { id: read, peroid: 1s } ]", "medkit.tasks[0].peroid", "\"1s\"",
						"left unbound", "Update your application's configuration"),
				bad("tasks as a map", "medkit.tasks: { read: { period: 1s } }", "medkit.tasks.read.period",
						"left unbound"),
				bad("unknown section", "medkit.exekutor.name: plant", "medkit.exekutor.name", "\"plant\"",
						"left unbound"),
				bad("negative worker threads", "medkit.executor.worker-threads: -1", "'medkit.executor.worker-threads'",
						"'-1'", "It must be 0, to execute tasks on the dispatch thread, or more"),
				bad("unparsable worker threads", "medkit.executor.worker-threads: many",
						"medkit.executor.worker-threads", "\"many\""),
				bad("negative shutdown timeout", "medkit.executor.shutdown-timeout: -1s",
						"'medkit.executor.shutdown-timeout'", "'-1s'", "It must not be below zero"),
				bad("shutdown timeout of centuries", "medkit.executor.shutdown-timeout: 200000d",
						"'medkit.executor.shutdown-timeout'", "'200000d'", "292 years"),
				bad("budget of zero", "medkit.tasks: [ { id: read, period: 1s, budget: 0s } ]",
						"'medkit.tasks[0].budget'", "'0s'", "above zero"),
				bad("negative deadline", "medkit.tasks: [ { id: read, deadline: -1s } ]", "'medkit.tasks[0].deadline'",
						"'-1s'", "above zero"),
				bad("deadline of a cyclic task", "medkit.tasks: [ { id: read, period: 1s, deadline: 2s } ]",
						"Task 'read'", "Both a period (PT1S) and a deadline (PT2S)", "remove it"),
				bad("statistics window of nothing", "medkit.statistics-window: 0", "'medkit.statistics-window'", "'0'",
						"1 to 1048576"),
				bad("iteration budget of zero", "medkit.executor.iteration-budget: 0s",
						"'medkit.executor.iteration-budget'", "'0s'", "above zero"),
				bad("heartbeat of zero", "medkit.executor.heartbeat: 0s", "'medkit.executor.heartbeat'", "'0s'",
						"above zero"),
				bad("unknown wait strategy", "medkit.executor.wait-strategy: nap", "medkit.executor.wait-strategy",
						"\"nap\"", "HYBRID", "PARK", "SPIN"),
				bad("priority out of range", "medkit.executor.dispatch-priority: 11",
						"'medkit.executor.dispatch-priority'", "'11'", "1 to 10"),
				bad("worker priority out of range", "medkit.executor.worker-priority: 0",
						"'medkit.executor.worker-priority'", "'0'", "1 to 10"),
				bad("blank executor name", "medkit.executor.name: ' '", "'medkit.executor.name'", "' '",
						"letters, digits"),
				bad("unknown error policy", "medkit.executor.on-error: explode", "medkit.executor.on-error",
						"\"explode\"", "CONTINUE", "STOP"),
				bad("unknown policy for unmatched tasks", "medkit.unmatched-tasks: shrug", "medkit.unmatched-tasks",
						"\"shrug\"", "FAIL", "IGNORE", "WARN"),
				bad("no period anywhere", "medkit.tasks: [ read ]", "Task 'read'",
						"Neither a period nor a signal is declared", "method 'read' of bean",
						"'medkit.tasks[0].period' to a duration such as '100ms'"),
				bad("a listed task without a body", "medkit.tasks: [ { id: read, period: 1s }, write ]",
						"'medkit.tasks[1]' lists the task 'write', which has no body", "@MedkitTask",
						"'medkit.unmatched-tasks'"));
	}

	private static Arguments bad(String what, String yaml, String... told) {
		return Arguments.of(what, yaml, told);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource
	void badBodyFailsAndNamesBeanValueAndCure(Class<?> bodies, String[] told, CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> Launcher.launch("medkit.tasks: [ { id: read, period: 1s } ]", bodies).close());
		assertThat(analysis(output)).contains(told);
	}

	static Stream<Arguments> badBodyFailsAndNamesBeanValueAndCure() {
		return Stream.of(
				badBody(TwoBodies.class, "Task 'read' has two bodies", "bean 'read'",
						"method 'read' of bean 'readBody'", "Remove one of the two"),
				badBody(UnlistedBody.class, "The task 'write' of method 'write' of bean", "is not listed",
						"list the task under 'medkit.tasks'"),
				badBody(UnlistedItem.class, "The task 'item' of bean 'item' is not listed"),
				badBody(WrongParameters.class, "WrongParameters.read(java.lang.String)", "class java.lang.String",
						"Let it take no parameter, or an ExecutionContext"),
				badBody(BadPeriod.class, "method 'read' of bean", "the period 'now and then'",
						"Give it one such as '100ms'"),
				badBody(ZeroPeriod.class, "method 'read' of bean", "the period '0s'", "above zero"),
				badBody(UnresolvablePeriod.class, "method 'read' of bean", "${plant.period}",
						"Give it one such as '100ms'"),
				badBody(BadPlaceholder.class, "method 'read' of bean", "${java.specification.name}", "Java",
						"Give it one such as '100ms'"),
				badBody(BlankId.class, "ethod 'nameless' of bean", "blank", "'medkit.tasks'"),
				badBody(BlankItemId.class, "ean 'nameless'", "blank", "'medkit.tasks'"),
				badBody(TwoIntervals.class, "Task 'read'", "PT1S and PT2S", "bean 'read'",
						"either signals or one period"),
				badBody(SignalAndPeriod.class, "Task 'read'", "Both a period (PT1S) and a signal", "split it",
						"method 'read' of bean"),
				badBody(UnknownSignal.class, "method 'read' of bean", "the signal 'nope'", "io.medkit.executor.Signal"),
				badBody(BadBudget.class, "method 'read' of bean", "the budget 'little'", "such as '100ms'"),
				badBody(HandlerOfNobody.class, "method 'instead' of bean", "the task 'nobody'", "Correct the id"),
				badBody(TwoHandlers.class, "Task 'read' has two fault handlers", "'first'", "'second'",
						"Remove one of the two"),
				badBody(WrongHandler.class, "WrongHandler.instead(int)", "@MedkitFaultHandler",
						"Let it take no parameter"),
				badBody(NotOnInterface.class, "NotOnInterface$Reader.read()", "proxy", "interface"),
				badBody(PrivateOnProxy.class, "PrivateOnProxy$Reader.read()", "proxy", "package-private"),
				badBody(SeveralExecutors.class, "several CyclicExecutor beans", "[read]", "@Primary"),
				badBody(RunningExecutor.class, "Executor 'mine' is running", "started with the application"));
	}

	private static Arguments badBody(Class<?> bodies, String... told) {
		return Arguments.of(bodies, told);
	}

	@Test
	@DisplayName("[26] a task without a body and a body without a task are told at once")
	void everyUnmatchedTaskAndBodyIsTold(CapturedOutput output) {
		assertThatException()
			.isThrownBy(() -> Launcher.launch("medkit.tasks: [ pump, valve ]", ReadBody.class, UnlistedItem.class));
		assertThat(analysis(output)).contains("'medkit.tasks[0]' lists the task 'pump'",
				"'medkit.tasks[1]' lists the task 'valve'", "The task 'read'", "The task 'item'");
	}

	private static String analysis(CapturedOutput output) {
		String told = output.toString();
		assertThat(told).contains("APPLICATION FAILED TO START", "Description:", "Action:");
		return told.substring(told.indexOf("APPLICATION FAILED TO START"));
	}

	@Configuration(proxyBeanMethods = false)
	static class ReadBody {

		@MedkitTask("read")
		void read() {
		}

	}

	@Configuration(value = "readBody", proxyBeanMethods = false)
	static class TwoBodies extends ReadBody {

		@Bean("read")
		ExecutableItem item() {
			return (context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SignalAndPeriod {

		@Bean
		Signal wake() {
			return new Signal();
		}

		@MedkitTask(value = "read", signals = "wake")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnknownSignal {

		@MedkitTask(value = "read", signals = "nope")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadBudget {

		@MedkitTask(value = "read", budget = "little")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class HandlerOfNobody extends ReadBody {

		@MedkitFaultHandler("nobody")
		void instead() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoHandlers extends ReadBody {

		@MedkitFaultHandler("read")
		void first() {
		}

		@MedkitFaultHandler("read")
		void second() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongHandler extends ReadBody {

		@MedkitFaultHandler("read")
		void instead(int parameter) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnlistedBody extends ReadBody {

		@MedkitTask(value = "write", period = "1s")
		void write() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnlistedItem {

		@Bean
		ExecutableItem item() {
			return (context) -> {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WrongParameters {

		@MedkitTask("read")
		void read(String sensor) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadPeriod {

		@MedkitTask(value = "read", period = "now and then")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ZeroPeriod {

		@MedkitTask(value = "read", period = "0s")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class UnresolvablePeriod {

		@MedkitTask(value = "read", period = "${plant.period}")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BadPlaceholder {

		@MedkitTask(value = "read", period = "${java.specification.name}")
		void read() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BlankId extends ReadBody {

		@MedkitTask(" ")
		void nameless() {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class BlankItemId extends ReadBody {

		@Bean
		ExecutableItem nameless() {
			return new NamedItem("");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoIntervals {

		@Bean
		ExecutableItem read() {
			return new NamedItem("read") {

				@Override
				public void declareTriggers(Triggers triggers) {
					triggers.interval(Duration.ofSeconds(1)).interval(Duration.ofSeconds(2));
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NotOnInterface {

		@Bean
		static ProxyingPostProcessor proxies() {
			return new ProxyingPostProcessor(Reader.class, false);
		}

		@Bean
		Reader reader() {
			return new Reader();
		}

		static class Reader implements Runnable {

			@MedkitTask("read")
			void read() {
			}

			@Override
			public void run() {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrivateOnProxy {

		@Bean
		static ProxyingPostProcessor proxies() {
			return new ProxyingPostProcessor(Reader.class, true);
		}

		@Bean
		Reader reader() {
			return new Reader();
		}

		static class Reader {

			@MedkitTask("read")
			private void read() {
			}

		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SeveralExecutors extends ReadBody {

		@Bean
		CyclicExecutor first() {
			return CyclicExecutor.builder().name("first").build();
		}

		@Bean
		CyclicExecutor second() {
			return CyclicExecutor.builder().name("second").build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class RunningExecutor extends ReadBody {

		@Bean(initMethod = "start")
		CyclicExecutor mine() {
			return CyclicExecutor.builder().name("mine").build();
		}

	}

}
