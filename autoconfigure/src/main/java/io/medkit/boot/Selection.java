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

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.medkit.gateway.Snapshot;
import io.medkit.model.EntityReport;
import io.medkit.model.TaskData;
import io.medkit.model.TaskState;
import org.jspecify.annotations.Nullable;

/**
 * Which entities a request wants to see: those in some states, those of one source, and
 * of these a page, so that no answer is without bound.
 *
 * @param states the states, empty for entities of any state and those that have none
 * @param source the id of the component, {@code null} for all
 * @param offset how many to pass over
 * @param limit how many to show at most
 */
record Selection(Set<TaskState> states, @Nullable String source, int offset, int limit) {

	/** How many entities an answer has at most. */
	static final int MAX_LIMIT = 1_000;

	/** All, as far as an answer goes. */
	static final Selection ALL = new Selection(Set.of(), null, 0, MAX_LIMIT);

	/**
	 * Reads what a request asks for.
	 * @param state states separated by commas
	 * @throws BadSelectionException if there is no such state or source, or if what
	 * should be a number is none or is out of its range
	 */
	static Selection of(@Nullable String state, @Nullable String source, @Nullable String offset,
			@Nullable String limit) {
		return new Selection((state != null) ? states(state) : Set.of(), source,
				number("offset", offset, 0, 0, Integer.MAX_VALUE), number("limit", limit, MAX_LIMIT, 1, MAX_LIMIT));
	}

	private static Set<TaskState> states(String text) {
		Set<TaskState> states = EnumSet.noneOf(TaskState.class);
		for (String name : text.split(",", -1)) {
			states.add(Arrays.stream(TaskState.values())
				.filter((state) -> name(state).equals(name))
				.findFirst()
				.orElseThrow(() -> new BadSelectionException("state", name,
						Arrays.stream(TaskState.values()).map(Selection::name).toList())));
		}
		return states;
	}

	private static String name(TaskState state) {
		return state.name().toLowerCase(Locale.ROOT);
	}

	private static int number(String parameter, @Nullable String text, int fallback, int least, int most) {
		if (text == null) {
			return fallback;
		}
		try {
			int value = Integer.parseInt(text);
			if (value >= least && value <= most) {
				return value;
			}
		}
		catch (NumberFormatException ex) {
			// as wrong as a number out of the range
		}
		throw new BadSelectionException(parameter, text, List.of("%d to %d".formatted(least, most)));
	}

	/**
	 * Returns the page of the entities that are wanted.
	 * @throws BadSelectionException if there is no such source
	 */
	Page apply(Snapshot snapshot) {
		List<EntityReport> all = snapshot.reports();
		if (this.source != null && all.stream().noneMatch((report) -> isSource(report) && isOf(report))) {
			throw new BadSelectionException("source", this.source,
					all.stream().filter(Selection::isSource).map((report) -> report.entity().id()).toList());
		}
		List<EntityReport> wanted = (this.states.isEmpty() && this.source == null) ? all
				: all.stream().filter(this::isOf).filter(this::isInState).toList();
		int from = Math.min(this.offset, wanted.size());
		int to = (int) Math.min((long) from + this.limit, wanted.size());
		boolean whole = from == 0 && to == wanted.size();
		return new Page(wanted.subList(from, to), whole ? null : new Position(this.offset, this.limit, wanted.size()));
	}

	private static boolean isSource(EntityReport report) {
		return report.entity().parentId() == null;
	}

	private boolean isOf(EntityReport report) {
		return this.source == null || report.entity().id().equals(this.source)
				|| this.source.equals(report.entity().parentId());
	}

	private boolean isInState(EntityReport report) {
		return this.states.isEmpty()
				|| (report.data() instanceof TaskData task && this.states.contains(task.liveness().state()));
	}

	/**
	 * The entities of one answer.
	 *
	 * @param reports the reports on them
	 * @param position where they stand among all that are wanted, {@code null} if they
	 * are all
	 */
	record Page(List<EntityReport> reports, @Nullable Position position) {

	}

	/**
	 * Where the entities of an answer stand among all that are wanted.
	 *
	 * @param offset how many come before
	 * @param limit how many an answer has at most
	 * @param total how many there are
	 */
	record Position(int offset, int limit, @JsonProperty("total") int total) {

	}

}
