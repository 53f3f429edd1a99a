package dev.ficus.allocation.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What may be done at which path, for the header of an answer to whoever tries something else. The
 * framework does not say; a test holds this to the description of the interface.
 */
final class Allowed {
  static final Map<String, String> METHODS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("/allocations", "POST"),
              Map.entry("/allocations.csv", "GET"),
              Map.entry("/allocations/bulk", "POST"),
              Map.entry("/allocations/{orderid}", "DELETE, GET"),
              Map.entry("/batches", "GET, POST"),
              Map.entry("/batches/bulk", "POST"),
              Map.entry("/batches/{batchref}", "GET, PATCH"),
              Map.entry("/batches/{batchref}/lines", "GET"),
              Map.entry("/events/replay", "POST"),
              Map.entry("/generations", "POST"),
              Map.entry("/parked-commands", "GET"),
              Map.entry("/parked-commands/redrive", "POST"),
              Map.entry("/parked-commands/{message_id}", "GET"),
              Map.entry("/parked-commands/{message_id}/discard", "POST"),
              Map.entry("/parked-commands/{message_id}/redrive", "POST"),
              Map.entry("/products", "GET"),
              Map.entry("/products/{sku}", "GET"),
              Map.entry("/products/{sku}/close", "POST"),
              Map.entry("/products/{sku}/history", "GET"),
              Map.entry("/products/{sku}/open", "POST"),
              Map.entry("/unrouted-commands/take-in", "POST"),
              Map.entry("/waiting-commands", "GET")));

  private Allowed() {}

  /** The methods for this path as it came, percent-encoded. */
  static Optional<String> at(String path) {
    String trimmed =
        path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    Optional<String> named = Optional.ofNullable(METHODS.get(trimmed));
    return named
        .or(
            () ->
                METHODS.entrySet().stream()
                    .filter(each -> matches(each.getKey(), trimmed))
                    .map(Map.Entry::getValue)
                    .findFirst())
        .map(methods -> methods.replace("GET", "GET, HEAD") + ", OPTIONS");
  }

  private static boolean matches(String template, String path) {
    return Pattern.matches(template.replace(".", "\\.").replaceAll("\\{\\w+}", "[^/]+"), path);
  }
}
