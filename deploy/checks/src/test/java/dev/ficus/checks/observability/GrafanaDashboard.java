package dev.ficus.checks.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A dashboard of Grafana as it is written down.
 *
 * @param file its name
 * @param panels those that show something; rows are none
 */
record GrafanaDashboard(String file, JsonNode json, List<Panel> panels) {
  static final Path GRAFANA = AlertRules.OBSERVABILITY.resolve("grafana");

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A panel. */
  record Panel(JsonNode json) {
    String title() {
      return json.path("title").asText();
    }

    String type() {
      return json.path("type").asText();
    }

    List<Shown> shown() {
      List<Shown> shown = new ArrayList<>();
      json.path("targets")
          .forEach(
              target ->
                  shown.add(
                      new Shown(
                          target.path("expr").asText(), target.path("legendFormat").asText())));
      return shown;
    }
  }

  /**
   * What a panel shows.
   *
   * @param legend how its series are called, with labels in double braces
   */
  record Shown(String expression, String legend) {}

  static List<GrafanaDashboard> all() {
    try (Stream<Path> files = Files.list(GRAFANA.resolve("dashboards"))) {
      return files.sorted().map(GrafanaDashboard::read).toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static GrafanaDashboard read(Path file) {
    try {
      JsonNode json = JSON.readTree(file.toFile());
      List<Panel> panels = new ArrayList<>();
      json.path("panels")
          .forEach(
              panel -> {
                if (!panel.path("type").asText().equals("row")) {
                  panels.add(new Panel(panel));
                }
              });
      return new GrafanaDashboard(file.getFileName().toString(), json, panels);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
