package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.Message;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to a control interface.
 *
 * @param method in capitals
 * @param path its parts, percent-decoded
 * @param parameters all values of each, in order, from the address or from a form
 */
public record Question(String method, List<String> path, Map<String, List<String>> parameters) {

  /** Takes a request apart. */
  public static Question of(Message request) {
    Map<String, List<String>> parameters = new LinkedHashMap<>();
    for (String text : List.of(request.query(), request.text())) {
      for (String pair : text.split("&")) {
        String[] parts = pair.split("=", 2);
        if (parts.length == 2) {
          parameters
              .computeIfAbsent(decode(parts[0]), name -> new ArrayList<>())
              .add(decode(parts[1]));
        }
      }
    }
    List<String> path =
        Arrays.stream(request.path().split("/"))
            .filter(part -> !part.isEmpty())
            // A plus sign is one in a path, not a blank.
            .map(part -> decode(part.replace("+", "%2B")))
            .toList();
    return new Question(request.method(), path, parameters);
  }

  /** A part of the path; empty where it is shorter. */
  public String path(int index) {
    return index < path.size() ? path.get(index) : "";
  }

  public Optional<String> text(String name) {
    return values(name).stream().findFirst();
  }

  /** Whether a parameter is {@code name=yes}. */
  public boolean is(String name) {
    return values(name).equals(List.of("yes"));
  }

  public List<String> values(String name) {
    return parameters.getOrDefault(name, List.of());
  }

  /**
   * @throws IllegalArgumentException when it is missing
   */
  public String needed(String name) {
    return text(name).orElseThrow(() -> new IllegalArgumentException(name + " is needed"));
  }

  /**
   * @throws IllegalArgumentException when it is missing, no whole number, or less than {@code
   *     least}
   */
  public int number(String name, int least) {
    return WholeNumber.parse(name, needed(name), least);
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
