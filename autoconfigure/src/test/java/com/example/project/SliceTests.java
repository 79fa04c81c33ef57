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
package com.example.project;

import io.medkit.executor.CyclicExecutor;
import io.medkit.gateway.Gateway;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.ApplicationContext;
import org.springframework.test.context.TestPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@TestPropertySource(properties = "spring.config.location=classpath:user-view/application.yml")
@WebMvcTest
class SliceTests {

	@Autowired
	private ApplicationContext context;

	@Test
	void nothingIsExecutedOrWatchedInASlice() {
		assertThat(this.context.getBeansOfType(CyclicExecutor.class)).isEmpty();
		assertThat(this.context.getBeansOfType(Gateway.class)).isEmpty();
	}

}
