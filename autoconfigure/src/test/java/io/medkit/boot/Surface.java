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

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A way to the endpoint. Paths begin below it, so that the empty one leads to the list of
 * all.
 */
interface Surface {

	/**
	 * Reads what is at a path.
	 */
	Answer get(String path);

	/**
	 * Deletes what is at a path.
	 */
	Answer delete(String path);

	/**
	 * What comes back.
	 *
	 * @param status the status as HTTP has it
	 * @param body the body, empty if there is none
	 */
	record Answer(int status, String body) {

		DocumentContext json(int expectedStatus) {
			assertThat(this.status).as(this.body).isEqualTo(expectedStatus);
			return JsonPath.parse(this.body);
		}

	}

}
