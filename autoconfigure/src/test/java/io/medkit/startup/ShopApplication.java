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

package io.medkit.startup;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import com.sun.management.OperatingSystemMXBean;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * What most applications are: a web application with Actuator and a few scheduled
 * methods. It knows nothing of medkit. It ends when it has started, and prints what that
 * took.
 */
@SpringBootApplication
@EnableScheduling
public class ShopApplication {

	/** What the line with the figures begins with. */
	static final String FIGURES = "figures: ";

	/**
	 * Starts the shop.
	 * @param args configuration properties
	 */
	public static void main(String[] args) {
		long begin = System.nanoTime();
		ConfigurableApplicationContext context = SpringApplication.run(ShopApplication.class, args);
		long took = System.nanoTime() - begin;
		OperatingSystemMXBean process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
		System.out.printf(Locale.ROOT, "%s%d %d %d %d %d %b%n", FIGURES, took,
				ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime(), process.getProcessCpuTime(),
				ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(), context.getBeanDefinitionCount(),
				context.containsBean("medkitGateway"));
		Runtime.getRuntime().halt(0);
	}

	/**
	 * Tells what there is.
	 */
	@RestController
	static class Stock {

		private final Map<String, AtomicLong> items = new ConcurrentHashMap<>();

		@GetMapping("/stock/{item}")
		long count(@PathVariable String item) {
			return this.items.computeIfAbsent(item, (key) -> new AtomicLong()).get();
		}

		void clear() {
			this.items.clear();
		}

	}

	/**
	 * Does what has to be done from time to time.
	 */
	@Component
	static class Jobs {

		private final Stock stock;

		Jobs(Stock stock) {
			this.stock = stock;
		}

		@Scheduled(fixedRate = 10, initialDelay = 10, timeUnit = TimeUnit.SECONDS)
		void poll() {
			this.stock.count("any");
		}

		@Scheduled(fixedDelay = 30, initialDelay = 30, timeUnit = TimeUnit.SECONDS)
		void ship() {
			this.stock.count("shipped");
		}

		@Scheduled(cron = "0 0 3 * * *")
		void takeStock() {
			this.stock.clear();
		}

	}

}
