package dev.ficus.legacy.outgoing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** The other side of an HTTP connection, which answers whatever the test has set. */
final class Peer implements AutoCloseable {

  private final ServerSocket server;
  private final Script script;
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final AtomicInteger connections = new AtomicInteger();
  private final CountDownLatch left = new CountDownLatch(1);

  /** Answers one request; throws when the other side has gone. */
  interface Script {
    void answer(String request, OutputStream out) throws IOException;
  }

  Peer(Script script) throws IOException {
    this.script = script;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** What answers every request with the same. */
  static Peer answering(String headers, byte[] body) throws IOException {
    return new Peer((request, out) -> out.write(answer("200 OK", headers, body)));
  }

  /** An answer of HTTP. */
  static byte[] answer(String status, String headers, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        "HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n"
            .formatted(status, headers, body.length)
            .getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  URI uri(String path) {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + path);
  }

  /** The requests that came, with their headers. */
  List<String> requests() {
    return requests;
  }

  /** How many connections there were. */
  int connections() {
    return connections.get();
  }

  /** Is open once the other side has closed a connection. */
  CountDownLatch left() {
    return left;
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.incrementAndGet();
        daemon(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      for (String request = request(in); request != null; request = request(in)) {
        requests.add(request);
        script.answer(request, socket.getOutputStream());
      }
    } catch (IOException gone) {
      // That is what the latch says.
    } finally {
      left.countDown();
    }
  }

  /** Null when none comes any more. */
  private static String request(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int octet = in.read();
      if (octet < 0) {
        return null;
      }
      head.append((char) octet);
    }
    for (String line : head.toString().split("\r\n")) {
      if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
        int length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
        head.append(new String(in.readNBytes(length), StandardCharsets.UTF_8));
      }
    }
    return head.toString();
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "peer");
    thread.setDaemon(true);
    thread.start();
  }
}
