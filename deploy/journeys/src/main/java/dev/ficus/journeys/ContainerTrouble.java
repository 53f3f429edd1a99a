package dev.ficus.journeys;

import dev.ficus.local.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What happens to the services while orders come in: each of them is killed once and asked to end
 * once, at moments that are spread over the orders. Beside it, the memory that they have is looked
 * at.
 */
final class ContainerTrouble implements AutoCloseable {
  private static final long LOOK_MILLIS = 200;
  private static final Duration COMES = Duration.ofMinutes(5);

  private final Ficus ficus;
  private final int orders;
  private final ContainerTable table;
  private final Terminal terminal;
  private final Thread trouble = new Thread(this::make, "trouble");
  private final Thread looking = new Thread(this::look, "looking");
  private volatile boolean over;
  private volatile boolean complete;

  /**
   * @param orders how many will come in
   */
  ContainerTrouble(Ficus ficus, int orders, ContainerTable table, Terminal terminal) {
    this.ficus = ficus;
    this.orders = orders;
    this.table = table;
    this.terminal = terminal;
    trouble.setDaemon(true);
    looking.setDaemon(true);
  }

  void start() {
    trouble.start();
    looking.start();
  }

  /** Waits until there is no more of it; false when orders did not come for all of it. */
  boolean await() throws InterruptedException {
    trouble.join();
    return complete;
  }

  private void make() {
    List<Runnable> steps = new ArrayList<>();
    for (Service service : Service.values()) {
      steps.add(() -> kill(service));
      steps.add(() -> stop(service));
    }
    for (int step = 0; step < steps.size(); step++) {
      if (!awaitOrders(orders * (step + 1) / (steps.size() + 1))) {
        return;
      }
      steps.get(step).run();
    }
    complete = true;
  }

  private void kill(Service service) {
    terminal.say("  %s is killed".formatted(service.module()));
    try {
      ficus.kill(service);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted", interruption);
    }
  }

  private void stop(Service service) {
    PackagedService process = ficus.service(service);
    if (!Waiting.until(process::isReady, Waiting.LIMIT)) {
      throw process.failure("does not come back");
    }
    long id = process.pid();
    terminal.say("  %s is asked to end".formatted(service.module()));
    long begin = System.nanoTime();
    process.beginEnd();
    ContainerCheck.awaitEnd(process, id);
    table.stopped(service, Duration.ofNanos(System.nanoTime() - begin));
  }

  private boolean awaitOrders(int wanted) {
    return Waiting.until(() -> taken() >= wanted, COMES);
  }

  /** How many orders the adapter has taken. */
  private long taken() {
    try (Query adapter = new Query(ficus.database(Service.LEGACY))) {
      return adapter.count("select count(*) from ledger_order");
    } catch (SQLException failure) {
      throw new DemoException("the ledger cannot be read: " + failure.getMessage(), failure);
    }
  }

  private void look() {
    while (!over) {
      for (Service service : Service.values()) {
        try {
          table.loaded(service, FicusProcesses.resident(ficus.service(service).pid()));
        } catch (DemoException betweenTwoContainers) {
          // It is looked at again soon.
        }
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException closed) {
        return;
      }
    }
  }

  @Override
  public void close() {
    over = true;
    looking.interrupt();
  }
}
