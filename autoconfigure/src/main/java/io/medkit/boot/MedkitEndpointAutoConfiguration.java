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

import java.util.function.Supplier;

import io.medkit.gateway.Gateway;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link MedkitEndpoint}.
 */
@AutoConfiguration(after = MedkitAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(Gateway.class)
@ConditionalOnAvailableEndpoint(MedkitEndpoint.class)
@EnableConfigurationProperties(MedkitEndpointProperties.class)
@ImportRuntimeHints(DocumentHints.class)
public final class MedkitEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MedkitEndpoint medkitEndpoint(Gateway gateway, ObjectProvider<SanitizingFunction> sanitizingFunctions,
			MedkitEndpointProperties properties) {
		return new MedkitEndpoint(gateway, sanitizingFunctions.orderedStream().toList(), properties.showValues());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	MedkitEndpointWebExtension medkitEndpointWebExtension(MedkitEndpoint endpoint,
			ObjectProvider<PathMappedEndpoints> pathMappedEndpoints, ApplicationContext context,
			MedkitEndpointProperties properties) {
		Supplier<String> basePath = () -> contextPath(context)
				+ pathMappedEndpoints.getObject().getPath(EndpointId.of("medkit"));
		return new MedkitEndpointWebExtension(endpoint, basePath, properties.showValues(), properties.roles());
	}

	/**
	 * Returns what stands before the paths of endpoints on the port that serves them.
	 */
	private static String contextPath(ApplicationContext context) {
		Environment environment = context.getEnvironment();
		if (ManagementPortType.get(environment) == ManagementPortType.DIFFERENT) {
			return path(environment, "management.server.base-path");
		}
		// Jersey serves endpoints where there is no Spring MVC
		boolean mvc = ClassUtils.isPresent("org.springframework.web.servlet.DispatcherServlet",
				context.getClassLoader());
		return path(environment, "server.servlet.context-path")
				+ path(environment, mvc ? "spring.mvc.servlet.path" : "spring.jersey.application-path")
				+ path(environment, "spring.webflux.base-path");
	}

	private static String path(Environment environment, String property) {
		String path = StringUtils.trimTrailingCharacter(environment.getProperty(property, "").strip(), '/');
		return (path.isEmpty() || path.startsWith("/")) ? path : "/" + path;
	}

}
