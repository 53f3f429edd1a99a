package dev.ficus.checks.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.checks.ServiceSettings;
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

/** The compose file, its anchors and merges resolved, and what a second one makes of it. */
final class ComposeFile {
  static final Path HOME = Path.of("../compose");

  private final ObjectNode root;

  private ComposeFile(ObjectNode root) {
    this.root = root;
  }

  static ComposeFile read() throws IOException {
    return new ComposeFile(tree("compose.yaml"));
  }

  /** What is said for a shadow alone. */
  static ComposeFile shadow() throws IOException {
    return new ComposeFile(tree("shadow.yaml"));
  }

  /** The file with that of a shadow put upon it, as Compose does. */
  static ComposeFile withShadow() throws IOException {
    ObjectNode root = tree("compose.yaml");
    put(root, tree("shadow.yaml"));
    return new ComposeFile(root);
  }

  private static ObjectNode tree(String name) throws IOException {
    // Not by Jackson, which knows no merges.
    try (Reader text = Files.newBufferedReader(HOME.resolve(name))) {
      return new ObjectMapper().valueToTree(new Yaml().load(text));
    }
  }

  /** Maps are put together member by member, lists one behind the other; else the second counts. */
  private static void put(ObjectNode below, JsonNode above) {
    above
        .properties()
        .forEach(
            member -> {
              JsonNode before = below.path(member.getKey());
              if (before.isObject()) {
                put((ObjectNode) before, member.getValue());
              } else if (before.isArray()) {
                ((ArrayNode) before).addAll((ArrayNode) member.getValue());
              } else {
                below.set(member.getKey(), member.getValue());
              }
            });
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

  /** The services of ours among them, each with the name of the one that it is, by its image. */
  Map<String, String> ours() {
    Map<String, String> ours = new TreeMap<>();
    services()
        .forEach(
            (name, service) ->
                ServiceSettings.SERVICES.stream()
                    .filter(
                        each -> service.path("image").asText().startsWith("ficus/" + each + ":"))
                    .forEach(each -> ours.put(name, each)));
    return ours;
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
