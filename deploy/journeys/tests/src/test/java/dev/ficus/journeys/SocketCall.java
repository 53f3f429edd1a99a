package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

import dev.ficus.oldworld.wire.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One call over a connection of its own, which no client repeats by itself. It can be sent in two
 * halves: in between the service has it in hand.
 */
final class SocketCall implements AutoCloseable {
  private final Socket socket;
  private final byte[] rest;

  private SocketCall(Socket socket, byte[] rest) {
    this.socket = socket;
    this.rest = rest;
  }

  /** Its answer. */
  static Message answer(URI address, String type, String body) throws IOException {
    try (SocketCall call = begun(address, type, body)) {
      return call.finish();
    }
  }

  /** Sends all of it but the last byte of its body, which is not empty. */
  static SocketCall begun(URI address, String type, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(
        "POST %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(address.getPath(), type, content.length)
            .getBytes(StandardCharsets.US_ASCII));
    request.write(content, 0, content.length - 1);
    return sent(address, request.toByteArray(), new byte[] {content[content.length - 1]});
  }

  /** What is answered to a question without a body. */
  static Message answer(URI address) throws IOException {
    byte[] request =
        "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .formatted(address.getPath())
            .getBytes(StandardCharsets.US_ASCII);
    try (SocketCall call = sent(address, request, new byte[0])) {
      return call.finish();
    }
  }

  private static SocketCall sent(URI address, byte[] first, byte[] rest) throws IOException {
    Socket socket = new Socket(address.getHost(), address.getPort());
    socket.setSoTimeout((int) CLOCK_LIMIT.toMillis());
    socket.setTcpNoDelay(true);
    SocketCall call = new SocketCall(socket, rest);
    try {
      socket.getOutputStream().write(first);
      return call;
    } catch (IOException broken) {
      call.close();
      throw broken;
    }
  }

  /** Sends what is left, and returns the answer. */
  Message finish() throws IOException {
    OutputStream out = socket.getOutputStream();
    out.write(rest);
    out.flush();
    return Message.parse(socket.getInputStream().readAllBytes());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
