package dev.ficus.journeys;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Stands between the adapter and the monolith, and lets requests and answers pass until it is to
 * hold one back: that one never arrives, and its connection is left open.
 */
final class Gate implements AutoCloseable {

  /** What is held back. */
  enum Held {
    NOTHING,
    REQUESTS,
    ANSWERS
  }

  private final int port;
  private final ServerSocket listener;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final Semaphore reached = new Semaphore(0);
  private volatile Held held = Held.NOTHING;

  /**
   * @param port to which it leads on this machine
   */
  Gate(int port) throws IOException {
    this.port = port;
    this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    start(this::accept);
  }

  int port() {
    return listener.getLocalPort();
  }

  /** From now on this is held back. */
  void hold(Held what) {
    reached.drainPermits();
    held = what;
  }

  /** Whether something is held back, which is waited for. */
  boolean awaitHeld(Duration limit) throws InterruptedException {
    return reached.tryAcquire(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The connections on which something was held back end, and all others. */
  void cut() throws IOException {
    held = Held.NOTHING;
    for (Socket socket : sockets) {
      socket.close();
    }
    sockets.clear();
  }

  /** Whether something is held back. */
  boolean isHolding() {
    return reached.availablePermits() > 0;
  }

  private void accept() {
    try {
      while (true) {
        Socket from = listener.accept();
        Socket to = new Socket(InetAddress.getLoopbackAddress(), port);
        sockets.addAll(List.of(from, to));
        start(() -> pass(from, to, Held.REQUESTS));
        start(() -> pass(to, from, Held.ANSWERS));
      }
    } catch (IOException closed) {
      // Nobody comes any more.
    }
  }

  private void pass(Socket from, Socket to, Held kind) {
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] bytes = new byte[1 << 16];
      boolean dropped = false;
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (held == kind && !dropped) {
          dropped = true;
          reached.release();
        }
        if (!dropped) {
          out.write(bytes, 0, count);
        }
      }
      to.close();
    } catch (IOException ended) {
      // One side has gone.
    }
  }

  private static void start(Runnable work) {
    Thread thread = new Thread(work, "gate");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
