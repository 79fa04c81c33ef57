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

package io.medkit.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import io.medkit.model.TaskState;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dashboard and the rules in {@code ops}, as far as they can be read.
 * {@code ops/check} tests them at work.
 */
class OpsTests {

	private static final Path OPS = Path.of("ops");

	static final Path RULES = OPS.resolve("prometheus/medkit-rules.yml");

	static final Path DASHBOARD = OPS.resolve("grafana/dashboards/medkit.json");

	private static final int DASHBOARD_WIDTH = 24;

	@Test
	void panelsAreNumberedAndDoNotOverlap() throws IOException {
		List<Map<String, Object>> panels = dashboard("$.panels[*]");
		assertThat(panels).extracting((panel) -> panel.get("id")).doesNotContainNull().doesNotHaveDuplicates();
		Set<List<Integer>> taken = new HashSet<>();
		for (Map<String, Object> panel : panels) {
			Map<String, Integer> at = JsonPath.read(panel, "$.gridPos");
			assertThat(at.get("x") + at.get("w")).as("%s", panel.get("title")).isLessThanOrEqualTo(DASHBOARD_WIDTH);
			for (int x = at.get("x"); x < at.get("x") + at.get("w"); x++) {
				for (int y = at.get("y"); y < at.get("y") + at.get("h"); y++) {
					assertThat(taken.add(List.of(x, y))).as("%s has %d, %d alone", panel.get("title"), x, y).isTrue();
				}
			}
		}
	}

	@Test
	void panelsAskTheChosenDataSourceForWhatIsChosen() throws IOException {
		assertThat(this.<String>dashboard("$['panels', 'templating']..datasource.uid")).containsOnly("${datasource}");
		List<String> variables = dashboard("$.templating.list[*].name");
		assertThat(variables).containsExactly("datasource", "application", "instance", "task");
		assertThat(this.<String>dashboard("$.panels[*].targets[*].expr")).isNotEmpty().allSatisfy((expression) -> {
			assertThat(expression).contains("job=~\"$application\", instance=~\"$instance\"");
			assertThat(matches("\\$(\\w+)", expression)).isSubsetOf("application", "instance", "task",
					"__rate_interval");
		});
		for (Map<String, Object> panel : this.<Map<String, Object>>dashboard("$.panels[?(@.targets)]")) {
			assertThat(JsonPath.<List<String>>read(panel, "$.targets[*].refId")).as("%s", panel.get("title"))
				.isNotEmpty()
				.doesNotHaveDuplicates();
		}
	}

	@Test
	void everyStateHasACodeAndANameForIt() throws IOException {
		List<String> timeline = dashboard("$.panels[?(@.type == 'state-timeline')].targets[*].expr");
		assertThat(timeline).hasSize(1);
		List<String> codes = matches("(\\d) \\* medkit_task_state\\{[^}]*state=\"\\w+\"", timeline.get(0));
		List<String> states = matches("\\d \\* medkit_task_state\\{[^}]*state=\"(\\w+)\"", timeline.get(0));
		assertThat(states).containsExactlyInAnyOrderElementsOf(
				Stream.of(TaskState.values()).map((state) -> state.name().toLowerCase(Locale.ROOT)).toList());
		List<Map<String, Map<String, Object>>> mappings = new ArrayList<>();
		mappings.addAll(dashboard("$.panels[?(@.type == 'state-timeline')].fieldConfig.defaults.mappings[0].options"));
		mappings.addAll(dashboard("$..overrides[*].properties[?(@.id == 'mappings')].value[0].options"));
		assertThat(mappings).hasSize(2).allSatisfy((mapping) -> {
			assertThat(mapping).hasSameSizeAs(states);
			for (int state = 0; state < states.size(); state++) {
				assertThat(mapping.get(codes.get(state))).containsEntry("text", states.get(state));
			}
		});
	}

	@Test
	void everyAlertSaysHowBadItIsAndWhatToLookAtNext() throws IOException {
		assertThat(alerts()).isNotEmpty().allSatisfy((alert) -> {
			assertThat(alert.labels()).containsOnlyKeys("severity");
			assertThat(alert.annotations()).containsOnlyKeys("summary", "description", "next");
			assertThat(alert.annotations().get("next")).startsWith("GET /actuator/");
		});
	}

	@Test
	void everyAlertRingsInATestAndIsExplained() throws IOException {
		List<String> alerts = alerts().map(Alert::name).toList();
		List<Map<String, List<Map<String, Object>>>> tests = yaml(OPS.resolve("prometheus/medkit-rules-test.yml"),
				"tests");
		Stream<String> ringing = tests.stream()
			.flatMap((test) -> test.getOrDefault("alert_rule_test", List.of()).stream())
			.filter((test) -> !((List<?>) test.get("exp_alerts")).isEmpty())
			.map((test) -> (String) test.get("alertname"))
			.distinct();
		assertThat(ringing).containsExactlyInAnyOrderElementsOf(alerts);
		String explained = Files.readString(Path.of("../autoconfigure/docs/alerts.md"));
		assertThat(matches("(?m)^\\| `(Medkit\\w+)` \\|", explained)).containsExactlyInAnyOrderElementsOf(alerts);
	}

	private <T> List<T> dashboard(String path) throws IOException {
		return JsonPath.read(Files.readString(DASHBOARD), path);
	}

	private static Stream<Alert> alerts() throws IOException {
		List<Map<String, Object>> groups = yaml(RULES, "groups");
		return groups.stream()
			.map((group) -> OpsTests.<List<Map<String, Object>>>cast(group.get("rules")))
			.flatMap(List::stream)
			.filter((rule) -> rule.containsKey("alert"))
			.map((rule) -> new Alert(cast(rule.get("alert")), cast(rule.get("labels")), cast(rule.get("annotations"))));
	}

	private static <T> T yaml(Path file, String key) throws IOException {
		Map<String, T> document = new Yaml().load(Files.readString(file));
		return document.get(key);
	}

	@SuppressWarnings("unchecked")
	private static <T> T cast(Object value) {
		return (T) value;
	}

	static List<String> matches(String pattern, String text) {
		return Pattern.compile(pattern).matcher(text).results().map((match) -> match.group(1)).toList();
	}

	private record Alert(String name, Map<String, String> labels, Map<String, String> annotations) {

	}

}
