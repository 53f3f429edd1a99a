package dev.ficus.legacy.feed;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The head of a request: all of it that is passed on besides the body.
 *
 * @param beyond what of its path lies beyond that of the feed, as it came; mostly nothing
 * @param query as it came
 * @param headers by name
 */
public record RequestHead(
    String beyond, Optional<String> query, Map<String, List<String>> headers) {

  /** Of a call that came by no request. */
  public static final RequestHead NONE = new RequestHead("", Optional.empty(), Map.of());

  /** Of one connection each, not of the message (RFC 9110, 7.6.1). */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of(
          "connection",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private static final String ALLOWED = "-._~!$&'()*+,;=:@/?";

  /** Of one body, not of another that is sent instead. */
  private static final Set<String> OF_THE_BODY =
      Set.of("content-digest", "content-encoding", "content-md5", "digest", "repr-digest");

  /** The head of the same request with another body, which is not compressed. */
  public RequestHead ofAnotherBody() {
    return new RequestHead(beyond, query, ofAnotherBody(headers));
  }

  static Map<String, List<String>> ofAnotherBody(Map<String, List<String>> headers) {
    Map<String, List<String>> left = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    left.putAll(headers);
    left.keySet().removeIf(name -> OF_THE_BODY.contains(name.toLowerCase(Locale.ROOT)));
    return left;
  }

  /** The headers that go on to the other end, and not those that are of the connection alone. */
  static Map<String, List<String>> endToEnd(Map<String, List<String>> headers) {
    Set<String> named =
        headers.entrySet().stream()
            .filter(each -> each.getKey().equalsIgnoreCase("Connection"))
            .flatMap(each -> each.getValue().stream())
            .flatMap(value -> Arrays.stream(value.split(",")))
            .map(name -> name.strip().toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet());
    Map<String, List<String>> endToEnd = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    headers.forEach(
        (name, values) -> {
          String lower = name.toLowerCase(Locale.ROOT);
          if (!OF_THE_CONNECTION.contains(lower)
              && !named.contains(lower)
              && !name.startsWith(":")) {
            endToEnd.put(name, values);
          }
        });
    return endToEnd;
  }

  /** Where it goes on to. */
  URI at(URI upstream) {
    if (beyond.isEmpty() && query.isEmpty()) {
      return upstream;
    }
    String address = upstream.toString();
    int mark = address.indexOf('?');
    String path = mark < 0 ? address : address.substring(0, mark);
    String own = mark < 0 ? "" : address.substring(mark + 1);
    String asked = escaped(query.orElse(""), true);
    String both = own.isEmpty() || asked.isEmpty() ? own + asked : own + "&" + asked;
    if (!beyond.isEmpty() && path.endsWith("/")) {
      path = path.substring(0, path.length() - 1);
    }
    return URI.create(path + escaped(beyond, false) + (both.isEmpty() ? "" : "?" + both));
  }

  /** As it is, but for what senders should have escaped themselves. */
  private static String escaped(String text, boolean inQuery) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); at++) {
      char next = text.charAt(at);
      boolean letter = next < 0x80 && Character.isLetterOrDigit(next);
      if (letter || ALLOWED.indexOf(next) >= 0 || inQuery && (next == '[' || next == ']')) {
        escaped.append(next);
      } else if (next == '%' && isEscape(text, at)) {
        escaped.append(next);
      } else {
        // The server makes a character of each octet that came; so whatever its charset is stays.
        for (byte octet : octets(next)) {
          escaped.append("%%%02X".formatted(octet));
        }
      }
    }
    return escaped.toString();
  }

  private static byte[] octets(char one) {
    return Character.toString(one)
        .getBytes(one <= 0xFF ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
  }

  private static boolean isEscape(String text, int at) {
    return at + 2 < text.length()
        && Character.digit(text.charAt(at + 1), 16) >= 0
        && Character.digit(text.charAt(at + 2), 16) >= 0;
  }
}
