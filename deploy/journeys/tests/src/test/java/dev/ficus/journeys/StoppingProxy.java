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
 * Stands between a service and one of its servers and lets messages pass, until it is given a mark:
 * when that is reached nothing passes any more, in either direction, on any connection, until it is
 * to go on.
 */
final class StoppingProxy implements AutoCloseable {
  private final Protocol protocol;
  private final String host;
  private final int port;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch reached = new CountDownLatch(1);
  private volatile Mark mark;
  private volatile boolean stopped;
  private volatile boolean closed;

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

  /** Stops at the next request that has the mark. */
  synchronized void stopAt(Mark next) {
    reached = new CountDownLatch(1);
    mark = next;
  }

  /** What was held back passes, and all that comes. */
  synchronized void goOn() {
    mark = null;
    stopped = false;
    notifyAll();
  }

  /**
   * What was held back is lost with its connections; others pass.
   *
   * @return how many connections that were
   */
  synchronized int cut() throws IOException {
    List<Socket> broken = List.copyOf(sockets);
    for (Socket socket : broken) {
      socket.close();
    }
    sockets.removeAll(broken);
    goOn();
    return broken.size() / 2;
  }

  /** How many connections there are. */
  int connections() {
    return sockets.size() / 2;
  }

  boolean awaitReached(Duration limit) throws InterruptedException {
    return reached.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Socket server = new Socket(host, port);
        // A request is several small messages; none is to wait until the one before is
        // acknowledged.
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        sockets.addAll(List.of(client, server));
        start("to-server", () -> pass(client, server, true));
        start("from-server", () -> pass(server, client, false));
      }
    } catch (IOException ended) {
      // The proxy is closed, or the server is away: the client sees its connection refused.
    }
  }

  private void pass(Socket from, Socket to, boolean toServer) {
    try (from;
        to) {
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(from.getInputStream(), 1 << 16));
      OutputStream out = to.getOutputStream();
      String request = "";
      boolean lastToPass = false;
      for (boolean first = toServer; ; first = false) {
        byte[] message = protocol.next(in, first);
        request += protocol.name(message);
        lastToPass |= isLastToPass(toServer, request);
        if (!lastToPass && !mayPass()) {
          return;
        }
        out.write(message);
        if (!toServer || protocol.endsRequest(message)) {
          request = "";
          if (lastToPass) {
            reached.countDown();
            lastToPass = false;
          }
        }
      }
    } catch (IOException ended) {
      // One side has gone; closing both ends the other.
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.removeAll(List.of(from, to));
    }
  }

  /** Stops where the mark is; true when its request is to arrive all the same, and whole. */
  private synchronized boolean isLastToPass(boolean toServer, String request) {
    Mark awaited = mark;
    if (stopped || awaited == null || !awaited.isMetBy(toServer, request)) {
      return false;
    }
    stopped = true;
    if (!awaited.passes()) {
      reached.countDown();
    }
    return awaited.passes();
  }

  /** Answers late to what comes after the mark, and with no when the proxy is closed. */
  private boolean mayPass() throws InterruptedException {
    if (stopped) {
      awaitGoingOn();
    }
    return !closed;
  }

  private synchronized void awaitGoingOn() throws InterruptedException {
    while (stopped && !closed) {
      wait();
    }
  }

  private static void start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
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
