package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;

import dev.ficus.local.Background;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The instances of one service as a cluster has them in front of it: it asks each every few moments
 * whether it is ready, and whoever connects is led to one that was.
 */
final class ReadyInstances implements AutoCloseable {
  private static final long LOOK_MILLIS = 50;

  private final List<PackagedService> all = new CopyOnWriteArrayList<>();
  private final AtomicInteger turn = new AtomicInteger();
  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
  private volatile List<PackagedService> ready = List.of();

  ReadyInstances() throws IOException {
    looking.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    Background.run(this::accept);
  }

  /** Where the service is to be found, whichever instance answers. */
  URI url() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort());
  }

  /** The address of a path at an instance that was ready when it was asked last. */
  URI next(String path) {
    List<PackagedService> now = ready;
    if (now.isEmpty()) {
      throw new IllegalStateException("no instance is ready");
    }
    return now.get(Math.floorMod(turn.getAndIncrement(), now.size())).url(path);
  }

  /** From now on it is asked whether it is ready; returns when it was. */
  void add(PackagedService instance) {
    all.add(instance);
    if (!Waiting.until(() -> ready.contains(instance), LIMIT)) {
      throw instance.failure("is not seen to be ready");
    }
  }

  void remove(PackagedService instance) {
    all.remove(instance);
  }

  private void look() {
    ready = all.stream().filter(ReadyInstances::isReady).toList();
  }

  private static boolean isReady(PackagedService instance) {
    try {
      return Http.get(instance.managementUrl("/q/health/ready"), LIMIT).status() == 200;
    } catch (IOException gone) {
      return false;
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        lead(listener.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void lead(Socket client) throws IOException {
    try {
      Socket server = new Socket(InetAddress.getLoopbackAddress(), next("").getPort());
      Background.run(() -> copy(client, server));
      Background.run(() -> copy(server, client));
    } catch (IOException | IllegalStateException nobody) {
      // The caller sees its connection end, and asks again.
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
    looking.shutdownNow();
    try {
      listener.close();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
