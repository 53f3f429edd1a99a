package dev.ficus.checks.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.checks.observability.GrafanaDashboard.Shown;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.Service;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rules and dashboards against the services as they run, asked by a real Prometheus: what a
 * rule or a panel names is there.
 */
class MetricsIT {
  /** Prometheus' own: it is there only while an alert is. */
  private static final String ALERTS = "ALERTS{";

  private static final Pattern OUR_TYPE = Pattern.compile("(?m)^# TYPE (ficus_\\w+) (\\w+)$");
  private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

  private static Path logs;
  private static WatchedServices services;
  private static PrometheusServer prometheus;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    PrometheusPrograms.program("prometheus");
    logs = Project.here().newLogs("deploy/checks/target/observability");
    services = new WatchedServices(logs);
    prometheus = new PrometheusServer(logs, services.metrics());
    services.sell();
    assertTrue(Waiting.until(() -> prometheus.answering().size() == 3, Waiting.LIMIT));
  }

  @AfterAll
  static void end() {
    if (prometheus != null) {
      prometheus.close();
    }
    if (services != null) {
      services.close();
    }
  }

  @Test
  void the_services_have_each_metric_and_each_label_that_a_rule_or_a_panel_names() {
    Set<String> named = new TreeSet<>();
    expressions().forEach(each -> named.addAll(PromQl.selectors(each)));
    assertTrue(named.removeIf(selector -> selector.startsWith(ALERTS)));
    assertTrue(named.size() > 50, named.toString());
    assertNoneIsLeft(
        () -> {
          // What is recorded of calls, and of those that fail, needs some all the time.
          assertEquals(5, services.askInVain() / 100);
          return named.stream().filter(selector -> prometheus.results(selector).isEmpty()).toList();
        });
  }

  @Test
  void each_expression_can_be_evaluated() {
    List<String> mistakes =
        expressions()
            .flatMap(each -> prometheus.mistake(each).map(why -> each + ": " + why).stream())
            .toList();
    assertEquals(List.of(), mistakes);
    assertNoneIsLeft(prometheus::unwell);
  }

  @Test
  void each_label_of_a_legend_is_one_of_what_is_shown() {
    List<String> unknown = new ArrayList<>();
    for (Shown shown : shown().toList()) {
      for (JsonNode labels : prometheus.results(shown.expression())) {
        LEGEND_LABEL
            .matcher(shown.legend())
            .results()
            .map(label -> label.group(1))
            .filter(label -> !labels.has(label))
            .forEach(label -> unknown.add("%s has no %s".formatted(shown.expression(), label)));
      }
    }
    assertEquals(List.of(), unknown);
  }

  @Test
  void the_page_has_each_metric_of_ours_and_no_other() throws IOException, InterruptedException {
    MetricsPage page = new MetricsPage();
    for (Service service : Service.values()) {
      Set<String> there =
          OUR_TYPE
              .matcher(services.metrics(service))
              .results()
              .map(type -> name(type.group(1), type.group(2)))
              .collect(Collectors.toCollection(TreeSet::new));
      assertEquals(lines(page.of(service)), lines(there), service.module());
    }
  }

  @Test
  void what_the_page_of_an_alert_types_in_is_understood() throws IOException, InterruptedException {
    Map<String, String> addresses = services.addresses(prometheus.address());
    for (String misspelt :
        List.of("8081/qq/absent", "8082/qq", "8083/qq/absent", "9083/qq", "9090/qq")) {
      assertEquals(
          List.of(false),
          AlertCommands.typed("curl localhost:" + misspelt, addresses, logs).stream()
              .map(AlertCommands::isUnderstood)
              .toList(),
          misspelt);
    }
    List<String> answers = AlertCommands.answers(addresses, logs);
    assertTrue(answers.size() > 40, answers.toString());
    assertEquals(
        List.of(), answers.stream().filter(each -> !AlertCommands.isUnderstood(each)).toList());
  }

  /** In one of the formats a counter is introduced without the end of its name. */
  private static String name(String introduced, String type) {
    return type.equals("counter") && !introduced.endsWith("_total")
        ? introduced + "_total"
        : introduced;
  }

  private static String lines(Set<String> names) {
    return String.join("\n", names);
  }

  @Test
  void no_metric_has_the_name_of_an_order_or_a_product() throws IOException, InterruptedException {
    for (Service service : Service.values()) {
      assertFalse(services.metrics(service).contains(WatchedServices.MARK), service.module());
    }
  }

  private static Stream<String> expressions() {
    return Stream.concat(AlertRules.expressions().stream(), shown().map(Shown::expression));
  }

  private static Stream<Shown> shown() {
    return GrafanaDashboard.all().stream()
        .flatMap(dashboard -> dashboard.panels().stream())
        .flatMap(panel -> panel.shown().stream());
  }

  /** What is recorded by a rule comes a moment later. */
  private static void assertNoneIsLeft(Supplier<List<String>> left) {
    Waiting.until(() -> left.get().isEmpty(), Waiting.LIMIT);
    assertEquals(List.of(), left.get());
  }
}
