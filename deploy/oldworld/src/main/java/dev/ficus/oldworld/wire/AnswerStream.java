package dev.ficus.oldworld.wire;

import dev.ficus.oldworld.wire.Message.Header;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Puts an answer's head before its body, once it is clear how long that is: a short body gets its
 * length, a long one goes out in chunks while it is still being made.
 */
final class AnswerStream extends OutputStream {
  private static final Map<Integer, String> REASONS =
      Map.of(
          200, "OK",
          400, "Bad Request",
          401, "Unauthorized",
          404, "Not Found",
          405, "Method Not Allowed",
          409, "Conflict",
          500, "Internal Server Error",
          502, "Bad Gateway");

  private final Response response;
  private final boolean packed;
  private final boolean staysOpen;
  private final boolean knowsChunks;
  private final OutputStream out;
  private final byte[] held = new byte[32_768];
  private int count;
  private boolean begun;
  private boolean closed;

  AnswerStream(
      Response response, boolean packed, boolean staysOpen, boolean knowsChunks, OutputStream out) {
    this.response = response;
    this.packed = packed;
    this.staysOpen = staysOpen;
    this.knowsChunks = knowsChunks;
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    int done = 0;
    while (done < length) {
      if (count == held.length) {
        passOn();
      }
      int some = Math.min(length - done, held.length - count);
      System.arraycopy(bytes, from + done, held, count, some);
      count += some;
      done += some;
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (!begun) {
      head("content-length: " + count);
      out.write(held, 0, count);
    } else {
      passOn();
      if (knowsChunks) {
        ascii("0\r\n\r\n");
      }
    }
    out.flush();
  }

  private void passOn() throws IOException {
    if (!begun) {
      begun = true;
      head(knowsChunks ? "transfer-encoding: chunked" : "connection: close");
    }
    if (count == 0) {
      return;
    }
    if (knowsChunks) {
      ascii(Integer.toHexString(count) + "\r\n");
    }
    out.write(held, 0, count);
    if (knowsChunks) {
      ascii("\r\n");
    }
    count = 0;
  }

  private void head(String framing) throws IOException {
    StringBuilder head = new StringBuilder("HTTP/1.1 ");
    head.append(response.status()).append(' ');
    head.append(REASONS.getOrDefault(response.status(), "Other")).append("\r\n");
    for (Header header : response.headers()) {
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    if (packed) {
      head.append("content-encoding: gzip\r\n");
    }
    if (!staysOpen) {
      head.append("connection: close\r\n");
    }
    ascii(head.append(framing).append("\r\n\r\n").toString());
  }

  private void ascii(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
