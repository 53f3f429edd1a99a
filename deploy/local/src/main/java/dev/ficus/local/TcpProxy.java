package dev.ficus.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A proxy between a service and a server, so that a test can take the server away, or make it as
 * slow as it likes.
 */
public final class TcpProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final ProxiedSockets sockets = new ProxiedSockets("tcp-proxy");
  private volatile boolean away;

  public TcpProxy(String host, int port) throws IOException {
    target = new InetSocketAddress(host, port);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    sockets.start(this::accept);
  }

  /** Where the server is to be found through it. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection; new ones are refused or let through from now on. */
  public void away(boolean goes) {
    away = goes;
    if (goes) {
      sockets.cut();
    }
  }

  /**
   * Leaves every connection open and passes nothing on, in neither direction, but what {@link
   * #letOneThrough} says; or passes all on again.
   */
  public void holdBack(boolean holds) {
    sockets.holdBack(holds);
  }

  /** While it holds back: passes on one more piece that an end has written. */
  public void letOneThrough() {
    sockets.letOneThrough();
  }

  /** How many directions of connections have something that is held back. */
  public int heldBack() {
    return sockets.heldBack();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    holdBack(false);
    away(true);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        if (away) {
          sockets.forget(client);
          continue;
        }
        connect(client);
      } catch (IOException closed) {
        continue;
      }
    }
  }

  private void connect(Socket client) {
    try {
      sockets.join(client, sockets.connected(target));
    } catch (IOException gone) {
      // The caller sees its connection end.
      sockets.forget(client);
    }
  }
}
