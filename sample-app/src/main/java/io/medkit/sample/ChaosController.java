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

import io.medkit.executor.Signal;

import org.springframework.context.annotation.Profile;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Calls for the chaos that does not come by itself.
 */
@RestController
@Profile("chaos")
class ChaosController {

	private final Signal meltdownSignal;

	ChaosController(Signal meltdownSignal) {
		this.meltdownSignal = meltdownSignal;
	}

	@PostMapping("/chaos/meltdown")
	@ResponseStatus(HttpStatus.ACCEPTED)
	void meltdown() {
		this.meltdownSignal.raise();
	}

}
