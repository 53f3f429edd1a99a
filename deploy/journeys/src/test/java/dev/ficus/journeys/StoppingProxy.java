package dev.ficus.journeys;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Stands between a service and one of its servers and lets messages pass, until it is told of a
 * kill point: when that is reached nothing passes any more, in either direction, on any connection.
 */
final class StoppingProxy implements AutoCloseable {
  private final Protocol protocol;
  private final String host;
  private final int port;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile KillPoint point;

  StoppingProxy(Protocol protocol, String host, int port) throws IOException {
    this.protocol = protocol;
    this.host = host;
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Stops at the next message that marks the point. */
  void stopAt(KillPoint next) {
    point = next;
  }

  boolean awaitReached(Duration limit) throws InterruptedException {
    return reached.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(host, port);
        sockets.addAll(List.of(client, server));
        start("to-server", () -> pass(client, server, true));
        start("from-server", () -> pass(server, client, false));
      }
    } catch (IOException closed) {
      // The proxy is closed, or the server is away: the client sees its connection refused.
    }
  }

  private void pass(Socket from, Socket to, boolean toServer) {
    try (from;
        to) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(from.getInputStream(), 1 << 16));
      OutputStream out = to.getOutputStream();
      for (boolean first = toServer; ; first = false) {
        byte[] message = protocol.next(in, first);
        if (!mayPass(message, toServer)) {
          return;
        }
        out.write(message);
      }
    } catch (IOException ended) {
      // One side has gone; closing both tells the other.
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }

  /** Answers late, and with no, to what comes after the point: until the proxy is closed. */
  private boolean mayPass(byte[] message, boolean toServer) throws InterruptedException {
    synchronized (this) {
      if (reached.getCount() > 0) {
        KillPoint awaited = point;
        if (awaited == null || !awaited.isMarkedBy(toServer, protocol.name(message))) {
          return true;
        }
        reached.countDown();
        if (awaited.passes()) {
          return true;
        }
      }
    }
    closed.await();
    return false;
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
      for (Socket socket : sockets) {
        socket.close();
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
