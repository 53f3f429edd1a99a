package dev.ficus.journeys;

import dev.ficus.local.Background;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** An address that leads to one instance of a service and from some moment on to another. */
final class StableAddress implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private volatile int port;

  /** It leads nowhere yet. */
  StableAddress() throws IOException {
    Background.run(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** New connections are led to this port from now on. */
  void leadTo(int port) {
    this.port = port;
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Socket server = connect(client);
        Background.run(() -> copy(client, server));
        Background.run(() -> copy(server, client));
      } catch (IOException nobody) {
        // It is closed, or the caller sees its connection end and asks again.
        continue;
      }
    }
  }

  private Socket connect(Socket client) throws IOException {
    try {
      return new Socket(InetAddress.getLoopbackAddress(), port);
    } catch (IOException refused) {
      client.close();
      throw refused;
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException ended) {
      // Both ends are closed either way.
      return;
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
