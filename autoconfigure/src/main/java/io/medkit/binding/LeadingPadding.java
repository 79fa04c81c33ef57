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
package io.medkit.binding;

import io.medkit.executor.TaskId;

/**
 * Two cache lines in front of what a subclass writes, since neighbouring lines are
 * fetched in pairs. The JVM lays out a superclass's fields first.
 */
abstract class LeadingPadding extends TaskId.Attachment {

	/** Fills the gap behind the header, where the JVM would put a subclass's field. */
	@SuppressWarnings("unused")
	private int gap;

	@SuppressWarnings("unused")
	private long p0, p1, p2, p3, p4, p5, p6, p7, p8, p9, p10, p11, p12, p13, p14, p15;

}
