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
import java.util.List;

import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.hardware.GlobalMemory;
import oshi.hardware.HWDiskStore;
import oshi.hardware.HardwareAbstractionLayer;
import oshi.hardware.NetworkIF;
import oshi.spi.SystemInfoProvider;
import oshi.util.GlobalConfig;

/**
 * Reads the host's load. Not thread-safe.
 * <p>
 * Disks and network interfaces are those present at start: listing them costs far more
 * than reading their counters.
 */
final class HostSensor {

	/**
	 * OSHI answers from its cache for this long. Its default of 300 ms would make
	 * consecutive readings equal.
	 */
	private static final int CACHE_EXPIRATION_MILLIS = 50;

	private static final double NANOS_PER_SECOND = 1e9;

	private final CentralProcessor processor;

	private final GlobalMemory memory;

	private final List<HWDiskStore> disks;

	private final List<NetworkIF> networks;

	private Counters last;

	HostSensor() {
		GlobalConfig.set(GlobalConfig.OSHI_UTIL_MEMOIZER_EXPIRATION, CACHE_EXPIRATION_MILLIS);
		HardwareAbstractionLayer hardware = systemInfo().getHardware();
		this.processor = hardware.getProcessor();
		this.memory = hardware.getMemory();
		this.disks = hardware.getDiskStores();
		this.networks = hardware.getNetworkIFs();
		this.last = count();
	}

	// Prefers plain file reads where the platform has them: the native way asks udev for
	// every block device each time one disk is refreshed.
	private static SystemInfoProvider systemInfo() {
		SystemInfoProvider files = new oshi.nativefree.SystemInfo();
		return files.isAvailable() ? files : new SystemInfo();
	}

	HostReading read() {
		Counters from = this.last;
		Counters to = count();
		this.last = to;
		double seconds = (to.nanoTime - from.nanoTime) / NANOS_PER_SECOND;
		return new HostReading(Instant.now(),
				this.processor.getSystemCpuLoadBetweenTicks(from.processorTicks, to.processorTicks),
				this.memory.getAvailable(), rate(from.diskRead, to.diskRead, seconds),
				rate(from.diskWritten, to.diskWritten, seconds), rate(from.received, to.received, seconds),
				rate(from.sent, to.sent, seconds));
	}

	// A device that was reset counts from zero again: its rate is unknown, not negative.
	private static long rate(long from, long to, double seconds) {
		return (to > from) ? Math.round((to - from) / seconds) : 0;
	}

	private Counters count() {
		long diskRead = 0;
		long diskWritten = 0;
		for (HWDiskStore disk : this.disks) {
			disk.updateAttributes();
			diskRead += disk.getReadBytes();
			diskWritten += disk.getWriteBytes();
		}
		long received = 0;
		long sent = 0;
		for (NetworkIF network : this.networks) {
			network.updateAttributes();
			received += network.getBytesRecv();
			sent += network.getBytesSent();
		}
		return new Counters(System.nanoTime(), this.processor.getSystemCpuLoadTicks(), diskRead, diskWritten, received,
				sent);
	}

	private record Counters(long nanoTime, long[] processorTicks, long diskRead, long diskWritten, long received,
			long sent) {
	}

}
