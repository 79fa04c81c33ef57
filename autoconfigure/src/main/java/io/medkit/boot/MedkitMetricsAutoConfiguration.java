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
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for meters of all tasks.
 */
@AutoConfiguration(after = MedkitAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnBean(Gateway.class)
@ConditionalOnBooleanProperty(name = "medkit.metrics.enabled", matchIfMissing = true)
public final class MedkitMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MedkitMeters medkitMeters(Gateway gateway, MedkitProperties properties) {
		return new MedkitMeters(gateway, properties.metrics().distributions());
	}

	@Bean
	MeterUpdate medkitMeterUpdate(MedkitMeters meters) {
		return new MeterUpdate(meters);
	}

}
