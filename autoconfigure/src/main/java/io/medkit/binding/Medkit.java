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

/**
 * The way from a task's own code to who watches it.
 */
public final class Medkit {

	private static final Execution UNWATCHED = new Execution() {

		@Override
		public void fail(String reason) {
		}

		@Override
		public void fail(Throwable cause) {
		}

		@Override
		public void skip() {
		}

		@Override
		public void work(long units) {
		}

	};

	private Medkit() {
	}

	/**
	 * Returns the execution that the calling thread is in: that of a method annotated
	 * with {@code @Scheduled}, a Quartz job or a task of db-scheduler. Other threads that
	 * it hands work to, and the operators of a reactive method, are in none. Nor is a
	 * task of a {@link io.medkit.executor.CyclicExecutor}, which fails by throwing.
	 * @return the execution, or one that does nothing
	 */
	public static Execution current() {
		TaskRun run = TaskRun.current();
		return (run != null) ? run : UNWATCHED;
	}

}
