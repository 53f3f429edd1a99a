package dev.ficus.checks.observability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.checks.observability.AlertRules.Alert;
import dev.ficus.checks.observability.AlertRules.TestedAlert;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The rules by themselves, and when they fire. */
class AlertRulesTest {

  @Test
  void each_alert_is_tested_as_it_fires_and_as_it_does_not() {
    Set<String> alerts =
        AlertRules.alerts().stream()
            .map(Alert::name)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(alerts, tested(true));
    assertEquals(alerts, tested(false));
  }

  private static Set<String> tested(boolean firing) {
    return AlertRules.tests().stream()
        .filter(test -> test.firing() == firing)
        .map(TestedAlert::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void promtool_reads_all_rules() throws IOException, InterruptedException {
    promtool("check", "rules", AlertRules.files("rules"));
  }

  @Test
  void promtool_reads_the_configuration() throws IOException, InterruptedException {
    promtool("check", "config", List.of(AlertRules.PROMETHEUS.resolve("prometheus.yaml")));
  }

  @Test
  void each_alert_fires_when_it_should() throws IOException, InterruptedException {
    promtool("test", "rules", AlertRules.files("tests"));
  }

  private static void promtool(String verb, String what, List<Path> files)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(PrometheusPrograms.program("promtool").toString());
    command.addAll(List.of(verb, what));
    files.forEach(file -> command.add(file.toString()));
    Process promtool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String says = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, promtool.waitFor(), says);
  }
}
