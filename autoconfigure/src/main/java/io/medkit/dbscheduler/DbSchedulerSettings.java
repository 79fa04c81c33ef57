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
package io.medkit.dbscheduler;

import java.time.Duration;

/**
 * What is to be known of a db-scheduler that it does not tell itself.
 *
 * @param pollingInterval how often it looks for executions that are due, above zero
 * @param heartbeatLimit how old the heartbeat of an execution may become until it is
 * declared dead, above zero
 * @param threads on how many threads it executes tasks, at least 1
 * @param refreshInterval how often to read its table, above zero
 */
public record DbSchedulerSettings(Duration pollingInterval, Duration heartbeatLimit, int threads,
		Duration refreshInterval) {

}
