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

import java.util.stream.Stream;

import io.medkit.boot.MedkitProperties.Contribution;
import io.medkit.gateway.Gateway;
import io.medkit.model.EntityReport;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

/**
 * {@link CompositeHealthContributor} with a component for every entity, named by its id.
 */
public class MedkitHealthContributor implements CompositeHealthContributor {

	private final Gateway gateway;

	private final Contribution contribution;

	/**
	 * Creates a contributor.
	 * @param gateway what it tells
	 * @param contribution whether trouble is a matter of the status, or of the details
	 * only
	 */
	public MedkitHealthContributor(Gateway gateway, Contribution contribution) {
		this.gateway = gateway;
		this.contribution = contribution;
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		EntityReport report = this.gateway.summary(name);
		return (report != null) ? new EntityHealthIndicator(report, this.contribution) : null;
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.gateway.snapshot()
			.reports()
			.stream()
			.map((report) -> new HealthContributors.Entry(report.entity().id(),
					new EntityHealthIndicator(report, this.contribution)));
	}

}
