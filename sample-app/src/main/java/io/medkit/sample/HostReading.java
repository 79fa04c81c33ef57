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

import java.time.Instant;

/**
 * What the host did at one moment. Rates are averages since the reading before.
 *
 * @param takenAt when the reading was taken
 * @param cpuLoad the load of all processors together, 0 to 1
 * @param availableMemory memory that applications can still have, in bytes
 * @param diskReadRate what the disks read, in bytes per second
 * @param diskWriteRate what the disks wrote, in bytes per second
 * @param receiveRate what the network interfaces received, in bytes per second
 * @param sendRate what the network interfaces sent, in bytes per second
 */
record HostReading(Instant takenAt, double cpuLoad, long availableMemory, long diskReadRate, long diskWriteRate,
		long receiveRate, long sendRate) {
}
