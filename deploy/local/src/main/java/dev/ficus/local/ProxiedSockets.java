package dev.ficus.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of a proxy: what comes from one end goes to the other, until both are closed. */
final class ProxiedSockets {
  private static final int CONNECTING_MILLIS = 5_000;
  private static final int PIECE = 8_192;

  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final String name;
  private boolean holdsBack;
  private int letThrough;
  private int heldBack;

  /**
   * @param name of the threads
   */
  ProxiedSockets(String name) {
    this.name = name;
  }

  void add(Socket socket) {
    sockets.add(socket);
  }

  /** A connection to a server. */
  Socket connected(InetSocketAddress target) throws IOException {
    Socket server = new Socket();
    sockets.add(server);
    try {
      server.connect(target, CONNECTING_MILLIS);
      return server;
    } catch (IOException away) {
      forget(server);
      throw away;
    }
  }

  /** Lets both talk to each other. */
  void join(Socket client, Socket server) {
    start(() -> copy(client, server));
    start(() -> copy(server, client));
  }

  private void copy(Socket from, Socket to) {
    try (from;
        to;
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      byte[] piece = new byte[PIECE];
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        awaitTurn(from);
        out.write(piece, 0, read);
      }
    } catch (IOException cut) {
      // Both ends are closed either way.
      return;
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private synchronized void awaitTurn(Socket from) {
    heldBack++;
    try {
      while (holdsBack && letThrough == 0 && !from.isClosed()) {
        wait();
      }
      if (holdsBack && letThrough > 0) {
        letThrough--;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      heldBack--;
    }
  }

  /** Passes nothing on from now on, or all again. */
  synchronized void holdBack(boolean holds) {
    holdsBack = holds;
    letThrough = 0;
    notifyAll();
  }

  /** While it holds back: passes one more piece on, as soon as there is one. */
  synchronized void letOneThrough() {
    letThrough++;
    notifyAll();
  }

  /** How many connections have something that is held back. */
  synchronized int heldBack() {
    return heldBack;
  }

  void forget(Socket socket) {
    sockets.remove(socket);
    closeQuietly(socket);
  }

  /** Cuts all of them. */
  void cut() {
    sockets.forEach(ProxiedSockets::closeQuietly);
    synchronized (this) {
      notifyAll();
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

  void start(Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }
}
