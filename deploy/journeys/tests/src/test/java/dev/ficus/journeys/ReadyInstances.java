package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;

import dev.ficus.local.Waiting;
import java.io.IOException;
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
  private final StableAddress address = new StableAddress(() -> next("").getPort());
  private final ScheduledExecutorService looking = Executors.newSingleThreadScheduledExecutor();
  private volatile List<PackagedService> ready = List.of();

  ReadyInstances() throws IOException {
    looking.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Where the service is to be found, whichever instance answers. */
  URI url() {
    return address.url();
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
      return Http.get(instance.managementUrl("/q/health/ready"), CLOCK_LIMIT).status() == 200;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public void close() {
    looking.shutdownNow();
    address.close();
  }
}
