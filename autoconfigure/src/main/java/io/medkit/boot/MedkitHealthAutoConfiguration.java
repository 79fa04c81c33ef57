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

import io.medkit.gateway.Gateway;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the
 * {@link MedkitHealthContributor}.
 */
@AutoConfiguration(after = MedkitAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(Gateway.class)
@ConditionalOnEnabledHealthIndicator("medkit")
@Conditional(MedkitHealthAutoConfiguration.ContributionWanted.class)
public final class MedkitHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "medkitHealthIndicator", "medkitHealthContributor" })
	MedkitHealthContributor medkitHealthContributor(Gateway gateway, MedkitProperties properties) {
		return new MedkitHealthContributor(gateway, properties.health().contribute());
	}

	/**
	 * Unless nothing is to be contributed.
	 */
	static class ContributionWanted extends NoneNestedConditions {

		ContributionWanted() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnProperty(name = "medkit.health.contribute", havingValue = "none")
		static class Unwanted {

		}

	}

}
