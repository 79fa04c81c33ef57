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
package io.medkit.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How the last samples of something are distributed. All figures are of the same samples
 * and in their unit.
 *
 * @param p50 what half of them do not exceed, to 1 %
 * @param p95 what 95 % of them do not exceed, to 1 %
 * @param p99 what 99 % of them do not exceed, to 1 %
 * @param min the smallest
 * @param max the largest
 */
public record Distribution(long p50, long p95, long p99, @JsonProperty("window_min") long min,
		@JsonProperty("window_max") long max) {

}
