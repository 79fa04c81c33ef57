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
package io.medkit.quartz;

/**
 * An execution that is in flight on some instance.
 *
 * @param instance the name of the instance
 * @param alive whether the instance has checked in lately
 */
record InstanceRun(String instance, boolean alive) {

	/**
	 * Returns this or another execution of the same job, preferably one that goes on.
	 */
	InstanceRun or(InstanceRun other) {
		return this.alive ? this : other;
	}

}
