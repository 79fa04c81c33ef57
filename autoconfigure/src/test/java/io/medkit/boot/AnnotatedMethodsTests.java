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

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.samples.Clinic;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AnnotatedMethods}.
 */
class AnnotatedMethodsTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void componentsAreLookedThroughWhateverTheirPackage() {
		assertThat(tasksOf(Clinic.Ward.class)).containsExactly("visit");
	}

	@Test
	void springsOwnBeansAreNotLookedThrough() {
		assertThat(tasksOf(Clinic.Office.class)).isEmpty();
	}

	private List<String> tasksOf(Class<?> type) {
		this.beanFactory.registerBeanDefinition("bean", new RootBeanDefinition(type));
		List<String> tasks = new ArrayList<>();
		new AnnotatedMethods(this.beanFactory).forEach(MedkitTask.class,
				(beanName, method, annotation) -> tasks.add(annotation.value()));
		return tasks;
	}

}
