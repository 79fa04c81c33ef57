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

package io.medkit.sample;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What can be set of the gateway.
 *
 * @param cpuSetPoint the CPU load of the host, 0 to 1, above which fewer readings are
 * recorded
 * @param bufferCapacity how many readings wait at most for being written
 * @param retention how long a reading is kept
 * @param shippingDelay the time from the end of one shipping to the next
 */
@ConfigurationProperties("sample")
record GatewayProperties(@DefaultValue("0.7") double cpuSetPoint, @DefaultValue("6000") int bufferCapacity,
		@DefaultValue("1h") Duration retention, @DefaultValue("15s") Duration shippingDelay) {
}
