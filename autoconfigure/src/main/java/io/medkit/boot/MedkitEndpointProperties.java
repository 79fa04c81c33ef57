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

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Configuration properties for the {@link MedkitEndpoint}.
 *
 * @param showValues When to show what the application says, that is, messages of
 * exceptions, names and stacks of threads. The classes of exceptions are always shown.
 * @param roles Roles used to determine whether a user is authorized to be shown the
 * values. When empty, all authenticated users are authorized.
 */
@ConfigurationProperties("management.endpoint.medkit")
public record MedkitEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
