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

import java.time.Clock;
import java.time.Duration;
import java.util.List;

import io.medkit.binding.Plan;
import io.medkit.binding.TaskIds;
import io.medkit.binding.TaskSource;
import io.medkit.boot.MedkitProperties.Contribution;
import io.medkit.executor.TelemetryClock;
import io.medkit.gateway.Gateway;
import io.medkit.model.Entity;
import io.medkit.model.EntityKind;
import io.medkit.model.EntityReport;
import io.medkit.model.Health;
import io.medkit.model.Scope;
import io.medkit.model.TaskData;
import io.medkit.provider.Provider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.Show;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is read of an entity where little is asked: nobody is to wait for
 * distributions, or for all the others, who does not want them.
 */
class SparingReadTests {

	@Test
	void healthOfOneTaskNeedsASummary() {
		MedkitHealthContributor health = new MedkitHealthContributor(gateway(new Summaries()), Contribution.STATUS);
		assertThat(health.getContributor("app:pump")).isNotNull();
		assertThat(health.getContributor("app:nope")).isNull();
	}

	@Test
	void faultsOfOneTaskNeedASummary() {
		MedkitEndpoint endpoint = new MedkitEndpoint(gateway(new Summaries()), List.of(), Show.NEVER);
		assertThat(endpoint.collection("app:pump", MedkitEndpoint.FAULTS)).isInstanceOf(FaultsDocument.class);
		assertThat(endpoint.clear("app:pump", MedkitEndpoint.FAULTS)).isInstanceOf(FaultsDocument.class);
	}

	@Test
	void existenceOfATaskNeedsNoReading() {
		MedkitEndpoint endpoint = new MedkitEndpoint(gateway(new Names()), List.of(), Show.NEVER);
		assertThat(endpoint.knows("app:pump")).isTrue();
		assertThat(endpoint.knows("app:nope")).isFalse();
	}

	@Test
	void sourcesSpareTheirReadersToo() {
		TaskSources sources = new TaskSources(TelemetryClock.system(), Clock.systemUTC(), 16, new TaskIds(List.of()));
		TaskSource source = sources.add("scheduling", new SourceRules("medkit.sources.scheduling.tasks", List.of()));
		assertThat(sources.knows("scheduling")).as("a source without tasks").isFalse();
		source.add("pump", Plan.fixedRate(source.nanoTime(), Duration.ofDays(1)), Scope.LOCAL, null);
		assertThat(sources.knows("scheduling")).isTrue();
		assertThat(sources.knows("app:pump")).isTrue();
		assertThat(sources.knows("app:nope")).isFalse();
		assertThat(sources.summary("app:nope")).isNull();
		assertThat(timing(sources.find("app:pump")).distributions()).isNotNull();
		assertThat(timing(sources.summary("app:pump")).distributions()).isNull();
	}

	private static TaskData.Timing timing(EntityReport report) {
		return ((TaskData) report.data()).timing();
	}

	private static Gateway gateway(Provider provider) {
		return new Gateway(List.of(provider));
	}

	/**
	 * Refuses to tell more than whether there is an entity.
	 */
	private static class Names implements Provider {

		@Override
		public boolean knows(String entityId) {
			return entityId.equals("app:pump");
		}

		@Override
		public List<EntityReport> snapshot() {
			throw new AssertionError("All entities are read");
		}

		@Override
		public @Nullable EntityReport find(String entityId) {
			throw new AssertionError("Distributions of '%s' are read".formatted(entityId));
		}

		@Override
		public boolean clearFaults(String entityId) {
			return knows(entityId);
		}

	}

	/**
	 * Refuses to tell more than summaries of one entity.
	 */
	private static final class Summaries extends Names {

		@Override
		public @Nullable EntityReport summary(String entityId) {
			return knows(entityId) ? new EntityReport(new Entity(entityId, "pump", EntityKind.APP, null, true),
					Health.OK, null, List.of()) : null;
		}

	}

}
