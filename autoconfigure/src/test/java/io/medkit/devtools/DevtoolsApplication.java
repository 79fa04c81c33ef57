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
package io.medkit.devtools;

import java.lang.management.ManagementFactory;
import java.util.List;

import javax.management.JMException;
import javax.management.ObjectName;

import io.medkit.boot.MedkitTask;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration;
import org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application that somebody works on. It tells what of medkit there is in its process,
 * for this and any other application.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = { DataSourceAutoConfiguration.class, QuartzAutoConfiguration.class,
		UserDetailsServiceAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
		ManagementWebSecurityAutoConfiguration.class })
@EnableScheduling
@RestController
public class DevtoolsApplication {

	static final String PORT = "port ";

	/**
	 * Starts the application, which is ended by whoever started the process.
	 * @param args its properties
	 */
	public static void main(String[] args) {
		SpringApplication.run(DevtoolsApplication.class, args);
	}

	@EventListener
	void tellPort(ApplicationReadyEvent event) {
		Environment environment = event.getApplicationContext().getEnvironment();
		System.out.println(PORT + environment.getRequiredProperty("local.server.port"));
	}

	@MedkitTask(value = "pump", period = "10ms")
	void pump() {
	}

	@Scheduled(fixedRate = 10)
	void poll() {
	}

	/**
	 * Returns the names of medkit's threads, each with a mark if it is not of this
	 * application.
	 */
	@GetMapping("threads")
	List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("medkit-"))
			.map((thread) -> thread.getName() + (isOurs(thread) ? "" : " of another application"))
			.sorted()
			.toList();
	}

	private boolean isOurs(Thread thread) {
		return thread.getContextClassLoader() == getClass().getClassLoader();
	}

	@GetMapping("mbeans")
	List<String> mbeans() throws JMException {
		return ManagementFactory.getPlatformMBeanServer()
			.queryNames(new ObjectName("*:type=Endpoint,name=Medkit,*"), null)
			.stream()
			.map(ObjectName::getCanonicalName)
			.toList();
	}

}
