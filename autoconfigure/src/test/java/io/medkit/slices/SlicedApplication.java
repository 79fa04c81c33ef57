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
package io.medkit.slices;

import java.util.concurrent.atomic.AtomicInteger;

import com.github.kagkarlsson.scheduler.boot.autoconfigure.DbSchedulerAutoConfiguration;
import io.medkit.boot.MedkitTask;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with tasks, of which its users test slices.
 */
@SpringBootApplication(exclude = { DbSchedulerAutoConfiguration.class, UserDetailsServiceAutoConfiguration.class,
		ServletWebSecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class })
@EnableScheduling
class SlicedApplication {

	@Component
	static class Heart {

		final AtomicInteger beats = new AtomicInteger();

		@MedkitTask(value = "heartbeat", period = "10ms")
		void beat() {
			this.beats.incrementAndGet();
		}

		@Scheduled(fixedRate = 10)
		void listen() {
		}

	}

	@RestController
	static class Monitor {

		@GetMapping("/pulse")
		String pulse() {
			return "steady";
		}

	}

}
