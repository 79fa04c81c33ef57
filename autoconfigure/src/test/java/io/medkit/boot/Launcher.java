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
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.util.ObjectUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Launches auto-configured applications from YAML, as their users do.
 */
final class Launcher {

	private static final String DATABASE = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
			+ "org.springframework.boot.quartz.autoconfigure.QuartzAutoConfiguration,";

	private static final String JACKSON_2 = "org.springframework.boot.jackson2.autoconfigure.Jackson2AutoConfiguration,"
			+ "org.springframework.boot.actuate.autoconfigure.endpoint.jackson.Jackson2EndpointAutoConfiguration,";

	private static final String SECURITY = "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.ReactiveUserDetailsServiceAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration,"
			+ "org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration,";

	private static final String EXCLUDE = "spring.autoconfigure.exclude=";

	/**
	 * Leaves out what an application would only have since tests of others need it.
	 */
	static final String WITHOUT_EXTRAS = EXCLUDE + DATABASE + JACKSON_2 + SECURITY;

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
	 * Launches an application with a web server on any port that has Jersey, and neither
	 * Spring MVC nor the Jackson that Jersey does not know.
	 */
	static ConfigurableApplicationContext launchJersey(String yaml, Class<?>... sources) {
		ClassLoader loader = new FilteredClassLoader("org.springframework.web.servlet", "tools.jackson");
		return run(new SpringApplicationBuilder(new DefaultResourceLoader(loader)), WebApplicationType.SERVLET,
				EXCLUDE + DATABASE + SECURITY, yaml, sources);
	}

	/**
	 * Launches an application with a web server on any port that has Spring Security.
	 */
	static ConfigurableApplicationContext launchSecured(WebApplicationType type, String yaml, Class<?>... sources) {
		return run(new SpringApplicationBuilder(), type, EXCLUDE + DATABASE + JACKSON_2, yaml, sources);
	}

	/**
	 * Returns a client of the application's server, or of its management server.
	 */
	static RestTestClient client(ConfigurableApplicationContext context, String portProperty) {
		String port = context.getEnvironment().getRequiredProperty(portProperty);
		return RestTestClient.bindToServer().baseUrl("http://127.0.0.1:" + port).build();
	}

	/**
	 * Returns the body of an answer that has to be there.
	 */
	static String body(RestTestClient client, String path, int status) {
		String body = client.get()
			.uri(path)
			.exchange()
			.expectStatus()
			.isEqualTo(status)
			.returnResult(String.class)
			.getResponseBody();
		assertThat(body).isNotNull();
		return body;
	}

	private static ConfigurableApplicationContext launch(WebApplicationType type, String yaml, Class<?>... sources) {
		return run(new SpringApplicationBuilder(), type, WITHOUT_EXTRAS, yaml, sources);
	}

	private static ConfigurableApplicationContext run(SpringApplicationBuilder application, WebApplicationType type,
			String exclusions, String yaml, Class<?>... sources) {
		return application.sources(ObjectUtils.addObjectToArray(sources, Application.class))
			.web(type)
			.properties("spring.config.location=optional:classpath:/none/", "spring.main.banner-mode=off",
					"logging.level.root=warn", "server.address=127.0.0.1", "server.port=0", exclusions)
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
