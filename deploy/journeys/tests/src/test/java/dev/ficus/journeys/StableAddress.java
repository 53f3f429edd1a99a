package dev.ficus.journeys;

import dev.ficus.local.Background;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.function.IntSupplier;

/** An address of a service, whichever instance of it whoever connects is led to. */
final class StableAddress implements AutoCloseable {
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final IntSupplier port;

  /**
   * Each new connection is led to the port that there is then.
   *
   * @param port throws {@link IllegalStateException} where there is none
   */
  StableAddress(IntSupplier port) throws IOException {
    this.port = port;
    Background.run(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        lead(listener.accept());
      } catch (IOException closed) {
        // It is closed, or the caller sees its connection end and asks again.
        continue;
      }
    }
  }

  private void lead(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), port.getAsInt());
      Background.run(() -> copy(client, server));
      Background.run(() -> copy(server, client));
    } catch (IOException | IllegalStateException nobody) {
      client.close();
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
  public void close() {
    try {
      listener.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
