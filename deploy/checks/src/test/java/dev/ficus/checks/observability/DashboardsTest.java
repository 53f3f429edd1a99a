package dev.ficus.checks.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.checks.observability.GrafanaDashboard.Panel;
import dev.ficus.checks.observability.GrafanaDashboard.Shown;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The dashboards as Grafana and their readers need them; nobody starts a Grafana for it. */
class DashboardsTest {
  private static final int COLUMNS = 24;
  private static final Set<String> UNITS = Set.of("short", "s", "reqps", "percentunit");
  private static final Set<String> TYPES = Set.of("timeseries", "stat", "table");
  private static final List<GrafanaDashboard> DASHBOARDS = GrafanaDashboard.all();

  @Test
  void there_is_one_of_the_flow_and_one_of_each_service() {
    assertEquals(
        List.of(
            "ficus-allocation-service.json",
            "ficus-availability-service.json",
            "ficus-flow.json",
            "ficus-legacy-adapter.json"),
        DASHBOARDS.stream().map(GrafanaDashboard::file).toList());
  }

  @Test
  void each_has_a_title_words_and_an_address_of_its_own() {
    assertUnique("uid");
    assertUnique("title");
    for (GrafanaDashboard dashboard : DASHBOARDS) {
      assertFalse(dashboard.json().path("description").asText().isBlank(), dashboard.file());
      assertTrue(dashboard.json().path("uid").asText().length() <= 40, dashboard.file());
      // What provisioning gives an id of its own must not bring one.
      assertTrue(dashboard.json().path("id").isMissingNode(), dashboard.file());
    }
  }

  private static void assertUnique(String member) {
    Set<String> seen = new HashSet<>();
    for (GrafanaDashboard dashboard : DASHBOARDS) {
      String value = dashboard.json().path(member).asText();
      assertTrue(!value.isBlank() && seen.add(value), dashboard.file() + ": " + member);
    }
  }

  @Test
  void a_panel_says_which_question_it_answers_and_in_which_unit() {
    List<String> wrong = new ArrayList<>();
    each(
        (dashboard, panel) -> {
          JsonNode defaults = panel.json().path("fieldConfig").path("defaults");
          if (panel.title().isBlank()
              || !panel.json().path("description").asText().endsWith(".")
              || !UNITS.contains(defaults.path("unit").asText())
              || !TYPES.contains(panel.type())) {
            wrong.add(dashboard.file() + ": " + panel.title());
          }
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void no_two_panels_of_a_dashboard_ask_the_same() {
    for (GrafanaDashboard dashboard : DASHBOARDS) {
      List<String> titles = dashboard.panels().stream().map(Panel::title).toList();
      assertEquals(titles.stream().distinct().toList(), titles, dashboard.file());
    }
  }

  @Test
  void each_series_has_a_name_in_the_legend_or_a_column() {
    List<String> wrong = new ArrayList<>();
    each(
        (dashboard, panel) -> {
          boolean named =
              panel.type().equals("table")
                  || panel.shown().stream().map(Shown::legend).noneMatch(String::isBlank);
          if (panel.shown().isEmpty() || !named) {
            wrong.add(dashboard.file() + ": " + panel.title());
          }
        });
    assertEquals(List.of(), wrong);
  }

  @Test
  void each_panel_asks_the_datasource_that_is_provisioned() {
    JsonNode provisioned =
        AlertRules.read(
                GrafanaDashboard.GRAFANA.resolve("provisioning/datasources/prometheus.yaml"))
            .path("datasources")
            .path(0);
    each(
        (dashboard, panel) -> {
          JsonNode asked = panel.json().path("datasource");
          String where = dashboard.file() + ": " + panel.title();
          assertEquals(provisioned.path("uid").asText(), asked.path("uid").asText(), where);
          assertEquals(provisioned.path("type").asText(), asked.path("type").asText(), where);
        });
  }

  @Test
  void no_panel_lies_over_another_or_beyond_the_edge() {
    for (GrafanaDashboard dashboard : DASHBOARDS) {
      Set<List<Integer>> taken = new HashSet<>();
      Set<Integer> ids = new HashSet<>();
      for (JsonNode panel : dashboard.json().path("panels")) {
        String where = dashboard.file() + ": " + panel.path("title").asText();
        assertTrue(ids.add(panel.path("id").asInt()), where);
        Function<String, Integer> at = side -> panel.path("gridPos").path(side).asInt(-1);
        assertTrue(at.apply("x") >= 0 && at.apply("x") + at.apply("w") <= COLUMNS, where);
        for (int x = at.apply("x"); x < at.apply("x") + at.apply("w"); x++) {
          for (int y = at.apply("y"); y < at.apply("y") + at.apply("h"); y++) {
            assertTrue(taken.add(List.of(x, y)), where);
          }
        }
      }
    }
  }

  private interface Look {
    void at(GrafanaDashboard dashboard, Panel panel);
  }

  private static void each(Look look) {
    DASHBOARDS.forEach(dashboard -> dashboard.panels().forEach(panel -> look.at(dashboard, panel)));
  }
}
