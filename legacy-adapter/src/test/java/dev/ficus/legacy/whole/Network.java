package dev.ficus.legacy.whole;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between the adapter and a server, to be cut and to swallow what goes over it. */
final class Network implements AutoCloseable {

  private enum Mode {
    PASS,
    SWALLOW,
    REFUSE
  }

  private final ServerSocket server;
  private final String host;
  private final int port;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private volatile Mode mode = Mode.PASS;

  Network(String host, int port) {
    this.host = host;
    this.port = port;
    try {
      this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    daemon("network", this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** From now on nothing arrives on either side, and nobody notices. */
  void swallow() {
    mode = Mode.SWALLOW;
  }

  /** Ends every connection and accepts none. */
  void cut() {
    mode = Mode.REFUSE;
    open.forEach(Network::closeQuietly);
    open.clear();
  }

  /** Accepts connections again, and passes on what goes over them. */
  void heal() {
    mode = Mode.PASS;
  }

  @Override
  public void close() throws IOException {
    server.close();
    cut();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket near = server.accept();
        if (mode == Mode.REFUSE) {
          closeQuietly(near);
        } else {
          Socket far = new Socket(host, port);
          open.add(near);
          open.add(far);
          daemon("network-there", () -> pump(near, far));
          daemon("network-back", () -> pump(far, near));
        }
      } catch (IOException e) {
        // Closed, or the server is really away: the next connection will show.
        continue;
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16384];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (mode == Mode.PASS) {
          out.write(buffer, 0, n);
          out.flush();
        }
      }
    } catch (IOException e) {
      // The other side is gone; closing this one shows it the end.
      return;
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
