package dev.ficus.checks.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.Yaml;

/** The compose file, its anchors and merges resolved. */
final class ComposeFile {
  static final Path HOME = Path.of("../compose");

  private final ObjectNode root;

  private ComposeFile(ObjectNode root) {
    this.root = root;
  }

  static ComposeFile read() throws IOException {
    // Not by Jackson, which knows no merges.
    try (Reader text = Files.newBufferedReader(HOME.resolve("compose.yaml"))) {
      return new ComposeFile(new ObjectMapper().valueToTree(new Yaml().load(text)));
    }
  }

  /** The same, so that a change of the one changes nothing of the other. */
  ComposeFile copy() {
    return new ComposeFile(root.deepCopy());
  }

  ObjectNode root() {
    return root;
  }

  ObjectNode service(String name) {
    return (ObjectNode) root.path("services").path(name);
  }

  Map<String, JsonNode> services() {
    Map<String, JsonNode> services = new TreeMap<>();
    root.path("services")
        .properties()
        .forEach(service -> services.put(service.getKey(), service.getValue()));
    return services;
  }

  static Map<String, String> environment(JsonNode service) {
    Map<String, String> environment = new TreeMap<>();
    service
        .path("environment")
        .properties()
        .forEach(each -> environment.put(each.getKey(), each.getValue().asText()));
    return environment;
  }

  /** The secrets of a service, and where it finds them. */
  static Map<String, String> secrets(JsonNode service) {
    Map<String, String> secrets = new TreeMap<>();
    each(service.path("secrets"))
        .forEach(
            secret -> {
              String source = secret.isTextual() ? secret.asText() : secret.path("source").asText();
              secrets.put(source, secret.path("target").asText("/run/secrets/" + source));
            });
    return secrets;
  }

  /** Which other services a service shares a network with. */
  Set<String> reaches(String name) {
    List<String> networks = texts(service(name).path("networks")).toList();
    Set<String> others = new TreeSet<>();
    services()
        .forEach(
            (other, service) -> {
              if (!other.equals(name)
                  && texts(service.path("networks")).anyMatch(networks::contains)) {
                others.add(other);
              }
            });
    return others;
  }

  static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  static Stream<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    each(list).forEach(each -> texts.add(each.asText()));
    return texts.stream();
  }
}
