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

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for applications that lack what medkit can do without, on class paths that really
 * lack it.
 */
class LeanClassPathTests {

	private static final String[] CORE = { "ExecutorBinding", "CyclicExecutor", "Gateway", "ExecutorLifecycle" };

	private static final String[] ENDPOINT = { "MedkitEndpoint", "MedkitEndpointWebExtension" };

	private static final String HEALTH = "MedkitHealthContributor";

	@Test
	@DisplayName("[37] without Actuator, health, Micrometer and Jackson tasks run and are observed")
	void tasksRunWithoutAnything() throws Exception {
		assertThat(beansWithout("spring-boot-actuator.*", "spring-boot-health.*", ".*micrometer.*", ".*jackson.*"))
			.contains(CORE)
			.doesNotContain(ENDPOINT)
			.doesNotContain(HEALTH);
	}

	@Test
	@DisplayName("[37] without Actuator there is no endpoint")
	void noEndpointWithoutActuator() throws Exception {
		assertThat(beansWithout("spring-boot-actuator.*", ".*micrometer.*")).contains(CORE)
			.doesNotContain(ENDPOINT)
			.contains(HEALTH);
	}

	@Test
	@DisplayName("[37] without Spring Boot's health there is an endpoint and no health contributor")
	void noHealthContributorWithoutHealth() throws Exception {
		assertThat(beansWithout("spring-boot-health.*")).contains(CORE).contains(ENDPOINT).doesNotContain(HEALTH);
	}

	@Test
	@DisplayName("[37] without Micrometer all the rest is there")
	void allIsThereWithoutMicrometer() throws Exception {
		assertThat(beansWithout(".*micrometer.*")).contains(CORE).contains(ENDPOINT).contains(HEALTH);
	}

	@Test
	@DisplayName("[37] without Jackson all is there")
	void allIsThereWithoutJackson() throws Exception {
		assertThat(beansWithout(".*jackson.*")).contains(CORE).contains(ENDPOINT).contains(HEALTH);
	}

	@Test
	void allIsThereWithoutQuartz() throws Exception {
		assertThat(beansWithout("quartz-.*", "spring-boot-quartz.*")).contains(CORE)
			.contains(ENDPOINT)
			.contains(HEALTH);
	}

	/**
	 * Runs an application on this class path without some jars.
	 * @param jars regular expressions of the jars' names
	 * @return the names of the classes of medkit's beans
	 */
	@SuppressWarnings("unchecked")
	private static List<String> beansWithout(String... jars) throws Exception {
		Thread thread = Thread.currentThread();
		ClassLoader original = thread.getContextClassLoader();
		try (URLClassLoader loader = new URLClassLoader(classPathWithout(jars), ClassLoader.getPlatformClassLoader())) {
			thread.setContextClassLoader(loader);
			return (List<String>) loader.loadClass(LeanApplication.class.getName()).getMethod("run").invoke(null);
		}
		finally {
			thread.setContextClassLoader(original);
		}
	}

	private static URL[] classPathWithout(String... jars) throws MalformedURLException {
		List<URL> urls = new ArrayList<>();
		for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
			Path path = Path.of(entry);
			String name = path.getFileName().toString();
			if (List.of(jars).stream().noneMatch(name::matches)) {
				urls.add(path.toUri().toURL());
			}
		}
		return urls.toArray(URL[]::new);
	}

}
