package dev.ficus.checks.observability;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A real Prometheus that asks some instances every second; it ends when this is closed. */
final class PrometheusServer implements AutoCloseable {
  private static final Pattern LISTENING =
      Pattern.compile("Listening on\"?.* address=\"?([\\d.]+:\\d+)");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ChildProcesses children = ChildProcesses.create();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path log;
  private final String address;

  /**
   * @param folder for its configuration and its log
   * @param targets the address of the metrics of each service
   */
  PrometheusServer(Path folder, Map<String, URI> targets) throws IOException {
    Path configuration = Files.writeString(folder.resolve("prometheus.yaml"), asking(targets));
    log = folder.resolve("prometheus.log");
    Process process =
        children
            .builder(
                "prometheus",
                List.of(
                    PrometheusPrograms.program("prometheus").toString(),
                    "--config.file=" + configuration,
                    "--storage.tsdb.path=" + children.mark() + "/prometheus",
                    "--web.listen-address=127.0.0.1:0"))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    boolean listens =
        Waiting.until(() -> !process.isAlive() || listening().isPresent(), Waiting.LIMIT);
    if (!listens || listening().isEmpty()) {
      children.close();
      throw new IllegalStateException("Prometheus does not start: " + Files.readString(log));
    }
    address = listening().orElseThrow();
  }

  /** Where it is, {@code host:port}. */
  String address() {
    return address;
  }

  private Optional<String> listening() {
    try {
      Matcher line = LISTENING.matcher(Files.readString(log));
      return line.find() ? Optional.of(line.group(1)) : Optional.empty();
    } catch (IOException notYet) {
      return Optional.empty();
    }
  }

  /** The project's own configuration, with these targets and in other rhythm. */
  private static String asking(Map<String, URI> targets) {
    String jobs =
        targets.entrySet().stream()
            .map(
                target ->
                    """
                      - job_name: %s
                        metrics_path: %s
                        static_configs:
                          - targets: ["%s"]
                    """
                        .formatted(
                            target.getKey(),
                            target.getValue().getPath(),
                            target.getValue().getAuthority()))
            .collect(Collectors.joining());
    return """
        global:
          scrape_interval: 1s
          scrape_timeout: 1s
          evaluation_interval: 1s
        rule_files:
          - %s/*.yaml
        scrape_configs:
        %s"""
        .formatted(AlertRules.PROMETHEUS.resolve("rules"), jobs);
  }

  /** The names of the services that give their metrics. */
  List<String> answering() {
    return ask("query?query=" + encoded("up == 1"))
        .path("data")
        .path("result")
        .findValuesAsText("job");
  }

  /** Why an expression cannot be evaluated; empty when it can. */
  Optional<String> mistake(String expression) {
    JsonNode answer = ask("query?query=" + encoded(expression));
    return answer.path("status").asText().equals("success")
        ? Optional.empty()
        : Optional.of(answer.path("error").asText());
  }

  /** The labels of what an expression gives now. */
  List<JsonNode> results(String expression) {
    return ask("query?query=" + encoded(expression))
        .path("data")
        .path("result")
        .findValues("metric");
  }

  /** Rules that were not evaluated well, or not at all yet, with the reason. */
  List<String> unwell() {
    return ask("rules").path("data").path("groups").findValues("rules").stream()
        .flatMap(rules -> rules.valueStream())
        .filter(rule -> !rule.path("health").asText().equals("ok"))
        .map(rule -> rule.path("name").asText() + ": " + rule.path("lastError").asText())
        .toList();
  }

  private JsonNode ask(String question) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/api/v1/" + question)).build();
    try {
      return JSON.readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    children.close();
  }
}
