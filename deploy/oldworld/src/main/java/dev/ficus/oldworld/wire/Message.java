package dev.ficus.oldworld.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP request or answer as it came.
 *
 * @param startLine the first line, without its end
 * @param headers as written, in their order
 * @param body what it carries, freed of chunks but still packed if it is packed
 */
public record Message(String startLine, List<Header> headers, byte[] body) {

  /** A header as written, without blanks around its value. */
  public record Header(String name, String value) {}

  /**
   * Reads one from the bytes of a {@link Recording}.
   *
   * @throws IOException when they are no whole message
   */
  public static Message parse(byte[] bytes) throws IOException {
    return new MessageReader(new ByteArrayInputStream(bytes))
        .next()
        .orElseThrow(() -> new IOException("there is no message"));
  }

  /** The first header of this name, in whatever case it is written. */
  public Optional<String> header(String name) {
    return headers.stream()
        .filter(header -> header.name().equalsIgnoreCase(name))
        .map(Header::value)
        .findFirst();
  }

  /** Whether a header of this name has this word among its values. */
  boolean says(String name, String word) {
    for (Header header : headers) {
      if (header.name().equalsIgnoreCase(name)) {
        for (String value : header.value().split(",")) {
          if (value.split(";", 2)[0].strip().equalsIgnoreCase(word)) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** A request's method, in capitals. */
  public String method() {
    return word(0);
  }

  /** What a request asks for, without the question. */
  public String path() {
    return word(1).split("\\?", 2)[0];
  }

  /** The question of a request, as it came; empty when there is none. */
  public String query() {
    String[] parts = word(1).split("\\?", 2);
    return parts.length == 2 ? parts[1] : "";
  }

  /** Whether it is for the back office: that is for tests alone, and never recorded. */
  public boolean isControl() {
    return path().startsWith("/control/");
  }

  boolean isOfVersion10() {
    return word(2).equals("HTTP/1.0");
  }

  private String word(int number) {
    String[] words = startLine.split(" ");
    return number < words.length ? words[number] : "";
  }

  static List<Header> headers(List<String> lines) {
    List<Header> headers = new ArrayList<>();
    for (String line : lines) {
      int colon = line.indexOf(':');
      headers.add(
          colon < 0
              ? new Header(line, "")
              : new Header(line.substring(0, colon), line.substring(colon + 1).strip()));
    }
    return headers;
  }

  /** The body as text. */
  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }
}
