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
package io.medkit.binding;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.medkit.executor.TaskId;
import io.medkit.model.Distribution;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link SampleWindow}, and for the distributions that a binding makes of it.
 */
class SampleWindowTests {

	private static final TaskId CTRL = TaskId.of("ctrl");

	private static final Duration PERIOD = Duration.ofMillis(10);

	private ExecutorBinding binding = binding(3);

	@Test
	@DisplayName("[86] extremes are those of the last samples, to the sample")
	void extremesAreThoseOfTheLastSamples() {
		took(100, 2, 50);
		assertThat(distributions().took().min()).isEqualTo(2);
		assertThat(distributions().took().max()).isEqualTo(100);
		took(40);
		assertThat(distributions().took().max()).isEqualTo(50);
		took(60);
		assertThat(distributions().took().min()).isEqualTo(40);
		assertThat(distributions().windowSamples()).isEqualTo(3);
	}

	@Test
	@DisplayName("[76] one cycle of 20 ms among 19 of 1 ms: the extremes are exactly these")
	void extremesAreExact() {
		this.binding = binding(1024);
		for (int i = 0; i < 20; i++) {
			took((i == 7) ? 20_000_000 : 1_000_000);
		}
		assertThat(distributions().took().min()).isEqualTo(1_000_000);
		assertThat(distributions().took().max()).isEqualTo(20_000_000);
		assertThat(timing().minTookNanos()).isEqualTo(1_000_000);
		assertThat(timing().maxTookNanos()).isEqualTo(20_000_000);
	}

	@Test
	@DisplayName("[85] [88] old samples age out of percentiles and extremes alike")
	void oldSamplesAgeOut() {
		this.binding = binding(100);
		for (int i = 0; i < 1_000; i++) {
			took(1_000_000);
		}
		for (int i = 0; i < 100; i++) {
			took(10);
		}
		assertThat(distributions().took()).isEqualTo(new Distribution(10, 10, 10, 10, 10));
		assertThat(timing().maxTookNanos()).as("of the whole life").isEqualTo(1_000_000);
		took(1_000_000);
		Distribution took = distributions().took();
		assertThat(took.max()).isEqualTo(1_000_000);
		assertThat(took.p99()).isEqualTo(10);
	}

	@Test
	@DisplayName("[88] lateness keeps its sign, and has the window of the percentiles")
	void latenessIsSigned() {
		for (long lateness : new long[] { 9_000, -300, 200, -100 }) {
			this.binding.onCycleStats(Scan.of(CTRL, PERIOD, 0).late(lateness, 0));
		}
		Distribution lateness = distributions().lateness();
		assertThat(lateness.min()).isEqualTo(-300);
		assertThat(lateness.max()).isEqualTo(200);
		assertThat(lateness.p50()).isEqualTo(-100);
	}

	@Test
	@DisplayName("[75] 60 cycles, every fifth 5 ms late: the largest jitter is exactly 5 ms")
	void largestJitterIsExact() {
		this.binding = binding(1024);
		for (int i = 0; i < 60; i++) {
			Duration period = (i % 5 == 4) ? PERIOD.plusMillis(5) : PERIOD;
			this.binding.onCycleStats(Scan.of(CTRL, PERIOD, i).after(period));
		}
		assertThat(distributions().jitter().max()).isEqualTo(5_000_000);
		assertThat(distributions().jitter().min()).isZero();
		assertThat(distributions().jitter().p50()).isZero();
	}

	@Test
	@DisplayName("[87] a faulted scan adds nothing, and a figure that is not there is left out by itself")
	void faultedScansAndAbsentFiguresAreLeftOut() {
		this.binding.onCycleStats(Scan.of(CTRL, PERIOD, 0).late(7, 0));
		assertThat(distributions().lateness()).isEqualTo(new Distribution(7, 7, 7, 7, 7));
		assertThat(distributions().jitter()).as("there was no scan before").isNull();
		this.binding.onCycleStats(Scan.of(CTRL, PERIOD, 1).after(PERIOD.plusNanos(5)).late(9, 0).asFaulted());
		assertThat(distributions().lateness()).isEqualTo(new Distribution(7, 7, 7, 7, 7));
		assertThat(distributions().jitter()).isNull();
		assertThat(timing().faultedScans()).isEqualTo(1);
		this.binding.onCycleStats(Scan.of(CTRL, PERIOD, 2).after(PERIOD.plusNanos(5)).late(9, 0));
		assertThat(distributions().lateness().max()).isEqualTo(9);
		assertThat(distributions().jitter()).isEqualTo(new Distribution(5, 5, 5, 5, 5));
	}

	@Test
	@DisplayName("[85] without samples there are no distributions")
	void nothingToTellWithoutSamples() {
		TaskData.Distributions distributions = distributions();
		assertThat(distributions.windowSamples()).isZero();
		assertThat(distributions.took()).isNull();
		assertThat(distributions.lateness()).isNull();
		assertThat(distributions.jitter()).isNull();
		assertThat(distributions.histogram()).isEmpty();
	}

	@Test
	void windowThatCanNotBeIsRefused() {
		for (int samples : new int[] { 0, -1, ExecutorBinding.MAX_STATISTICS_WINDOW + 1 }) {
			assertThatIllegalArgumentException().isThrownBy(() -> binding(samples))
				.withMessageContaining(Integer.toString(samples));
		}
	}

	@Test
	void readerSeesTheNewestSamplesOfItsCountAndNoLaterOnes() throws InterruptedException {
		long[] cells = SampleWindow.cells(64, 1);
		AtomicLong counted = new AtomicLong();
		AtomicBoolean done = new AtomicBoolean();
		Thread writer = new Thread(() -> {
			for (long number = 0; !done.get(); number++) {
				counted.setOpaque(number + 1);
				VarHandle.storeStoreFence();
				SampleWindow.write(cells, number, number);
				counted.setRelease(number + 1);
			}
		});
		writer.start();
		long begin = System.nanoTime();
		List<Long> samples = new ArrayList<>();
		while (System.nanoTime() - begin < Duration.ofSeconds(1).toNanos()) {
			// all but the newest, which may be being written
			long count = counted.getAcquire() - 1;
			samples.clear();
			SampleWindow.read(cells, 1, 0, 64, count, counted::getOpaque, samples::add);
			for (int i = 0; i < samples.size(); i++) {
				assertThat(samples.get(i)).isEqualTo(count - 1 - i);
			}
		}
		done.set(true);
		writer.join();
		assertThat(counted.get()).isGreaterThan(1_000);
		long count = counted.get();
		samples.clear();
		SampleWindow.read(cells, 1, 0, 64, count, counted::getOpaque, samples::add);
		assertThat(samples).as("when nobody writes").hasSize(64);
	}

	private void took(long... nanos) {
		for (long took : nanos) {
			this.binding.preExecute(CTRL, 0);
			this.binding.postExecute(CTRL, 0, took, true);
		}
	}

	private TaskData.Distributions distributions() {
		return timing().distributions();
	}

	private TaskData.Timing timing() {
		return ((TaskData) this.binding.find("app:ctrl").data()).timing();
	}

	private static ExecutorBinding binding(int window) {
		return ExecutorBinding.builder().tasks(List.of(new TaskRegistration("ctrl"))).statisticsWindow(window).build();
	}

}
