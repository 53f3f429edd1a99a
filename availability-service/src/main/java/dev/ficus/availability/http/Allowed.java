package dev.ficus.availability.http;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What may be done at which path, for the header of an answer to whoever tries something else. The
 * framework does not say, and {@link QuestionRoute} says its own; a test holds this to the
 * description of the interface. Same rule as in allocation-service.
 */
final class Allowed {
  static final Map<String, String> METHODS =
      new TreeMap<>(
          Map.of(
              "/availability", "POST",
              "/availability/changes", "GET",
              "/lead-times", "GET, PUT",
              "/lead-times/{destination}", "DELETE, PUT"));

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
