package dev.ficus.checks.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ficus.checks.ServiceSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The objects of a cluster, as they are applied: what kustomize makes of one of its folders. */
final class ClusterFiles {
  /** The overlay with a shadow. */
  static final String SHADOWED = "small-with-shadow";

  static final List<String> FOLDERS = List.of("small", "scaled-out", "site", SHADOWED);

  private static final String OF_A_SHADOW = "shadow-";
  private static final Path HOME = Path.of("../kubernetes");
  private static final ObjectMapper YAML = new YAMLMapper();

  private final List<ObjectNode> objects;

  private ClusterFiles(List<ObjectNode> objects) {
    this.objects = objects;
  }

  /** The command that has kustomize in it, where there is one. */
  static Optional<List<String>> kustomize() {
    return Stream.of(List.of("kubectl", "kustomize"), List.of("kustomize", "build"))
        .filter(command -> isInstalled(command.get(0)))
        .findFirst();
  }

  /** What a folder of ours becomes. */
  static ClusterFiles built(String folder) throws IOException, InterruptedException {
    List<String> command =
        Stream.concat(
                kustomize().orElseThrow().stream(), Stream.of(HOME.resolve(folder).toString()))
            .toList();
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s ends with %d".formatted(command, process.exitValue()));
    }
    try (MappingIterator<ObjectNode> objects = YAML.readerFor(ObjectNode.class).readValues(text)) {
      return new ClusterFiles(objects.readAll());
    }
  }

  /** The same objects, so that a change of the one changes nothing of the other. */
  ClusterFiles copy() {
    return new ClusterFiles(
        objects.stream()
            .map(ObjectNode::deepCopy)
            .collect(Collectors.toCollection(ArrayList::new)));
  }

  List<ObjectNode> all() {
    return objects;
  }

  List<ObjectNode> of(String... kinds) {
    return objects.stream()
        .filter(object -> List.of(kinds).contains(object.path("kind").asText()))
        .toList();
  }

  /**
   * The object of this kind and name; of a name with a hash behind it, the part before is enough.
   */
  ObjectNode the(String kind, String name) {
    return of(kind).stream()
        .filter(object -> name(object).equals(name) || name(object).startsWith(name + "-"))
        .min((one, other) -> name(one).length() - name(other).length())
        .orElseThrow(() -> new AssertionError("there is no %s %s".formatted(kind, name)));
  }

  /** Changes what is at a path such as {@code /spec/replicas}. */
  void change(String kind, String name, String path, UnaryOperator<JsonNode> change) {
    ObjectNode object = the(kind, name);
    int last = path.lastIndexOf('/');
    JsonNode parent = object.at(path.substring(0, last));
    String field = path.substring(last + 1);
    JsonNode value = change.apply(parent.path(field));
    if (value.isMissingNode()) {
      ((ObjectNode) parent).remove(field);
    } else {
      ((ObjectNode) parent).set(field, value);
    }
  }

  /** The environment of a deployment's only container, with what its maps bring. */
  Map<String, String> environment(JsonNode deployment) {
    Map<String, String> environment = new TreeMap<>();
    JsonNode container = container(deployment);
    for (JsonNode source : container.path("envFrom")) {
      JsonNode map = the("ConfigMap", source.at("/configMapRef/name").asText());
      map.path("data")
          .properties()
          .forEach(entry -> environment.put(entry.getKey(), entry.getValue().asText()));
    }
    for (JsonNode variable : container.path("env")) {
      environment.put(variable.path("name").asText(), variable.path("value").asText());
    }
    return environment;
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  static String label(JsonNode object) {
    return object.path("kind").asText() + " " + name(object);
  }

  /** Whether it is a second one of a service, whose decisions are only compared. */
  static boolean isShadow(JsonNode deployment) {
    return name(deployment).startsWith(OF_A_SHADOW);
  }

  /** The settings of the service that a deployment is one of. */
  static ServiceSettings settings(JsonNode deployment) {
    String name = name(deployment);
    return ServiceSettings.of(isShadow(deployment) ? name.substring(OF_A_SHADOW.length()) : name);
  }

  static JsonNode template(JsonNode deployment) {
    return deployment.at("/spec/template");
  }

  static JsonNode container(JsonNode deployment) {
    return deployment.at("/spec/template/spec/containers/0");
  }

  static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
