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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.ObjectUtils;

/**
 * Launches auto-configured applications from YAML, as their users do.
 */
final class Launcher {

	/**
	 * Leaves out what an application would only have since tests of others need it.
	 */
	static final String WITHOUT_DATABASE = "spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
			+ "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration";

	private Launcher() {
	}

	/**
	 * Launches an application without a web server.
	 */
	static ConfigurableApplicationContext launch(String yaml, Class<?>... sources) {
		return launch(WebApplicationType.NONE, yaml, sources);
	}

	/**
	 * Launches an application with a web server on any port.
	 */
	static ConfigurableApplicationContext launchWeb(String yaml, Class<?>... sources) {
		return launch(WebApplicationType.SERVLET, yaml, sources);
	}

	/**
	 * Launches an application with a reactive web server on any port.
	 */
	static ConfigurableApplicationContext launchReactive(String yaml, Class<?>... sources) {
		return launch(WebApplicationType.REACTIVE, yaml, sources);
	}

	/**
	 * Returns a client of the application's server, or of its management server.
	 */
	static RestTestClient client(ConfigurableApplicationContext context, String portProperty) {
		String port = context.getEnvironment().getRequiredProperty(portProperty);
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
	}

	private static ConfigurableApplicationContext launch(WebApplicationType type, String yaml, Class<?>... sources) {
		return new SpringApplicationBuilder(ObjectUtils.addObjectToArray(sources, Application.class)).web(type)
			.properties("spring.config.location=optional:classpath:/none/", "spring.main.banner-mode=off",
					"logging.level.root=warn", "server.address=127.0.0.1", "server.port=0", WITHOUT_DATABASE)
			.listeners(new Yaml(yaml))
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/**
	 * Adds YAML as early as a file would be, since what Spring Boot itself goes by is
	 * read before there is a context.
	 */
	private record Yaml(String text) implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

		@Override
		public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
			try {
				new YamlPropertySourceLoader()
					.load("application.yml", new ByteArrayResource(this.text.getBytes(StandardCharsets.UTF_8)))
					.forEach(event.getEnvironment().getPropertySources()::addFirst);
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
