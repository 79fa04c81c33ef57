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

import io.medkit.model.ExecutorData;
import io.medkit.model.TaskData;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;

/**
 * What a native image has to keep of the endpoint's documents: operations declare no more
 * of them than that they are documents, and one names its serializer.
 */
class DocumentHints implements RuntimeHintsRegistrar {

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		this.binding.registerReflectionHints(hints.reflection(), MedkitDocument.class, EntityDocument.class,
				DataDocument.class, FaultsDocument.class, ErrorDocument.class, TaskData.class, ExecutorData.class);
		// by its name, as Jackson may not be there
		hints.reflection()
			.registerType(TypeReference.of("io.medkit.boot.MedkitDocumentSerializer"),
					MemberCategory.INVOKE_DECLARED_CONSTRUCTORS);
	}

}
