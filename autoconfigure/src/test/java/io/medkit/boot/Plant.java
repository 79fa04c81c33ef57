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

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Bodies that fail when they are told to, with a message that nobody is to see.
 */
class Plant {

	static final String SECRET = "password=hunter2";

	private final Map<String, Boolean> broken = new ConcurrentHashMap<>();

	@MedkitTask("pump")
	void pump() {
		work("pump");
	}

	@MedkitTask("valve")
	void valve() {
		work("valve");
	}

	void breakDown(String task) {
		this.broken.put(task, true);
	}

	void repair(String task) {
		this.broken.remove(task);
	}

	private void work(String task) {
		if (this.broken.containsKey(task)) {
			throw new UnsupportedOperationException(SECRET);
		}
	}

}
