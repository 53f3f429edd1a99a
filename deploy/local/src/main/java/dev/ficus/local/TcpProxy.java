package dev.ficus.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A proxy between a service and a server, so that a test can take the server away. */
public final class TcpProxy implements AutoCloseable {

  private final InetSocketAddress target;
  private final ServerSocket listener;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private volatile boolean away;

  public TcpProxy(String host, int port) throws IOException {
    target = new InetSocketAddress(host, port);
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  /** Where the server is to be found through it. */
  public int port() {
    return listener.getLocalPort();
  }

  /** Cuts every connection; new ones are refused or let through from now on. */
  public void away(boolean goes) {
    away = goes;
    if (goes) {
      sockets.forEach(TcpProxy::closeQuietly);
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    away(true);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        sockets.add(client);
        if (away) {
          closeQuietly(client);
          continue;
        }
        Socket server = new Socket();
        sockets.add(server);
        server.connect(target, 5_000);
        start(() -> copy(client, server));
        start(() -> copy(server, client));
      } catch (IOException gone) {
        // The socket was closed, or the server behind it: the caller sees its connection end.
        continue;
      }
    }
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      in.transferTo(out);
    } catch (IOException cut) {
      // Both ends are closed either way.
      return;
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException gone) {
      // It is gone, as wanted.
      return;
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
