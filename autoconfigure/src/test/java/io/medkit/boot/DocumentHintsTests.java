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

import io.medkit.model.BudgetBreach;
import io.medkit.model.ErrorInfo;
import io.medkit.model.ExecutorData;
import io.medkit.model.Fault;
import io.medkit.model.FreezeFrame;
import io.medkit.model.TaskData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.annotation.ImportRuntimeHints;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentHints}.
 */
class DocumentHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	DocumentHintsTests() {
		new DocumentHints().registerHints(this.hints, getClass().getClassLoader());
	}

	@ParameterizedTest
	@ValueSource(classes = { MedkitDocument.class, EntityDocument.class, EntityDocument.Summary.class,
			DataDocument.class, FaultsDocument.class, ErrorDocument.class, TaskData.class, TaskData.Liveness.class,
			TaskData.Timing.class, TaskData.Scheduling.class, TaskData.Cluster.class, TaskData.Starver.class,
			TaskData.Handler.class, ExecutorData.class, ExecutorData.Executor.class, Fault.class, FreezeFrame.class,
			ErrorInfo.class, BudgetBreach.class, Selection.Position.class })
	void whatIsWrittenAsJsonIsKept(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
	}

	@Test
	void serializerCanBeMade() {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(MedkitDocumentSerializer.class)
			.withMemberCategory(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS)).accepts(this.hints);
	}

	@Test
	void hintsComeWithTheEndpoint() {
		assertThat(MedkitEndpointAutoConfiguration.class.getAnnotation(ImportRuntimeHints.class).value())
			.containsExactly(DocumentHints.class);
	}

}
