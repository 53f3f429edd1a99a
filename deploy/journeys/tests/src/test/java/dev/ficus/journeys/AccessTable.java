package dev.ficus.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who may call what, twice: as {@code deploy/ACCESS.md} has it, and as the services describe
 * themselves.
 */
final class AccessTable {
  /** Who needs no token. */
  static final String PUBLIC = "public";

  /** Who has a token in order, whatever its roles. */
  static final String ANYBODY = "anybody";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  private AccessTable() {}

  /**
   * An endpoint.
   *
   * @param path with names in braces, as in the description of the service
   */
  record Endpoint(Service service, String method, String path) implements Comparable<Endpoint> {
    @Override
    public int compareTo(Endpoint other) {
      return key().compareTo(other.key());
    }

    private String key() {
      return service.ordinal() + path + " " + method;
    }

    /** The path of something that is not there. */
    String concrete() {
      return path.replaceAll("\\{(id|number)}", "1").replaceAll("\\{[^}]*}", "x");
    }

    @Override
    public String toString() {
      return "%s %s %s".formatted(service.module(), method, path);
    }
  }

  /** The rows of the page whose third cell is a path in the documents of the services. */
  static SortedMap<Endpoint, SortedSet<String>> written(Path page) throws IOException {
    return rows(page, "| call |");
  }

  /** The rows of the page about what the documents of the services do not describe. */
  static SortedMap<Endpoint, SortedSet<String>> undescribed(Path page) throws IOException {
    return rows(page, "| call beside them |");
  }

  private static SortedMap<Endpoint, SortedSet<String>> rows(Path page, String head)
      throws IOException {
    SortedMap<Endpoint, SortedSet<String>> rows = new TreeMap<>();
    Service service = null;
    boolean isIn = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("### ")) {
        String name = line.substring(4).strip();
        service =
            Arrays.stream(Service.values())
                .filter(each -> each.module().equals(name))
                .findFirst()
                .orElse(null);
      }
      if (!line.startsWith("|")) {
        isIn = false;
      } else if (line.startsWith(head)) {
        isIn = true;
      } else if (isIn && service != null && line.startsWith("| `")) {
        String[] cells = line.split("\\s*\\|\\s*");
        String[] call = cells[1].replace("`", "").split(" ", 2);
        SortedSet<String> roles = new TreeSet<>(List.of(cells[2].split(", ")));
        if (rows.put(new Endpoint(service, call[0], call[1]), roles) != null) {
          throw new IllegalArgumentException("twice in the page: " + line);
        }
      }
    }
    return rows;
  }

  /** What a service's own document in JSON says of its endpoints, with the roles that it names. */
  static SortedMap<Endpoint, SortedSet<String>> described(Service service, String document)
      throws IOException {
    SortedMap<Endpoint, SortedSet<String>> described = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : JSON.readTree(document).path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (METHODS.contains(operation.getKey())) {
          described.put(
              new Endpoint(service, operation.getKey().toUpperCase(Locale.ROOT), path.getKey()),
              roles(operation.getValue().path("security")));
        }
      }
    }
    return described;
  }

  /** The first media type that each endpoint takes, where it takes a body. */
  static Map<Endpoint, String> bodies(Service service, String document) throws IOException {
    Map<Endpoint, String> bodies = new TreeMap<>();
    for (Map.Entry<String, JsonNode> path : JSON.readTree(document).path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        Iterator<String> types =
            operation.getValue().path("requestBody").path("content").fieldNames();
        if (types.hasNext()) {
          bodies.put(
              new Endpoint(service, operation.getKey().toUpperCase(Locale.ROOT), path.getKey()),
              types.next());
        }
      }
    }
    return bodies;
  }

  private static SortedSet<String> roles(JsonNode security) {
    SortedSet<String> roles = new TreeSet<>();
    for (JsonNode requirement : security) {
      for (JsonNode scopes : requirement) {
        scopes.forEach(role -> roles.add(role.asText()));
      }
    }
    return roles.isEmpty() ? new TreeSet<>(Set.of(PUBLIC)) : roles;
  }

  /** As the page would have them. */
  static List<String> lines(SortedMap<Endpoint, SortedSet<String>> rows) {
    List<String> lines = new ArrayList<>();
    rows.forEach(
        (endpoint, roles) ->
            lines.add(
                "| `%s %s` | %s |"
                    .formatted(endpoint.method(), endpoint.path(), String.join(", ", roles))));
    return lines;
  }
}
