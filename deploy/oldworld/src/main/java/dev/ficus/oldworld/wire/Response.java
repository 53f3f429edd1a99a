package dev.ficus.oldworld.wire;

import dev.ficus.oldworld.wire.Message.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a {@link WebServer} answers.
 *
 * @param status an HTTP status; 0 for no answer at all: the connection is cut
 * @param headers as they are to be written, in their order
 * @param body writes itself
 * @param copies how often it is sent, one behind the other
 */
public record Response(int status, List<Header> headers, Body body, int copies) {

  /** No answer: the connection is cut. */
  public static final Response CUT = new Response(0, List.of(), out -> {});

  public Response(int status, List<Header> headers, Body body) {
    this(status, headers, body, 1);
  }

  /** Writes itself piece by piece, so that a long one is never held. */
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /** An answer with one header, which says what it is. */
  public static Response of(int status, String type, Body body) {
    return new Response(status, List.of(new Header("Content-Type", type)), body);
  }

  /** The same with another body. */
  public Response with(Body other) {
    return new Response(status, headers, other, copies);
  }

  /** The same, sent twice. */
  public Response twice() {
    return new Response(status, headers, body, 2);
  }

  /** A line for people. */
  public static Response line(int status, String text) {
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    return of(status, "text/plain; charset=utf-8", out -> out.write(line));
  }
}
