package dev.ficus.checks.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ficus.journeys.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The rules of Prometheus as they are written down, and their tests. */
final class AlertRules {
  static final Path OBSERVABILITY = Project.here().root().resolve("deploy/observability");
  static final Path PROMETHEUS = OBSERVABILITY.resolve("prometheus");
  static final Path PAGES = Project.here().root().resolve("deploy/runbooks/alerts");

  private static final YAMLMapper YAML = new YAMLMapper();

  private AlertRules() {}

  /**
   * An alert.
   *
   * @param pause how long its expression has to hold; empty where it fires at once
   */
  record Alert(
      String name,
      String expression,
      String pause,
      String severity,
      String summary,
      String description,
      String page) {}

  /**
   * A case of an alert's test.
   *
   * @param firing whether it is expected to fire
   */
  record TestedAlert(String name, boolean firing) {}

  static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(PROMETHEUS.resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static List<Alert> alerts() {
    return rules().stream()
        .filter(rule -> rule.has("alert"))
        .map(
            rule ->
                new Alert(
                    rule.path("alert").asText(),
                    rule.path("expr").asText(),
                    rule.path("for").asText(),
                    rule.path("labels").path("severity").asText(),
                    rule.path("annotations").path("summary").asText(),
                    rule.path("annotations").path("description").asText(),
                    rule.path("annotations").path("runbook_url").asText()))
        .toList();
  }

  /** The expressions of all rules, those that record something included. */
  static List<String> expressions() {
    return rules().stream().map(rule -> rule.path("expr").asText()).toList();
  }

  static List<TestedAlert> tests() {
    List<TestedAlert> cases = new ArrayList<>();
    for (Path file : files("tests")) {
      for (JsonNode test : read(file).path("tests")) {
        for (JsonNode each : test.path("alert_rule_test")) {
          cases.add(
              new TestedAlert(each.path("alertname").asText(), !each.path("exp_alerts").isEmpty()));
        }
      }
    }
    return cases;
  }

  private static List<JsonNode> rules() {
    List<JsonNode> rules = new ArrayList<>();
    for (Path file : files("rules")) {
      for (JsonNode group : read(file).path("groups")) {
        group.path("rules").forEach(rules::add);
      }
    }
    return rules;
  }

  static JsonNode read(Path yaml) {
    try {
      return YAML.readTree(yaml.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
