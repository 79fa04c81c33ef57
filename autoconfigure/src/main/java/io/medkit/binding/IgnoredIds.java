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

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

import io.medkit.model.IgnoredObservations;
import org.jspecify.annotations.Nullable;

/**
 * Counts observations of unregistered tasks and keeps the first few ids. Lock-free and
 * free of allocation for any number of writers.
 */
final class IgnoredIds {

	/** Enough to see what is misspelt, few enough to be searched at every observation. */
	private static final int CAPACITY = 16;

	private final AtomicLong count = new AtomicLong();

	private final AtomicReferenceArray<@Nullable String> ids = new AtomicReferenceArray<>(CAPACITY);

	void record(String id) {
		this.count.incrementAndGet();
		for (int i = 0; i < CAPACITY; i++) {
			String known = this.ids.get(i);
			if (known == null) {
				if (this.ids.compareAndSet(i, null, id)) {
					return;
				}
				known = this.ids.get(i);
			}
			if (id.equals(known)) {
				return;
			}
		}
	}

	IgnoredObservations read() {
		List<String> read = new ArrayList<>(CAPACITY);
		for (int i = 0; i < CAPACITY; i++) {
			String id = this.ids.get(i);
			if (id != null) {
				read.add(id);
			}
		}
		return new IgnoredObservations(this.count.get(), read);
	}

}
