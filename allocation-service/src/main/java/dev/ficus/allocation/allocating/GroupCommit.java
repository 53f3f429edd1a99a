package dev.ficus.allocation.allocating;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * Commits what simultaneous callers ask for in groups. A SKU has its lane, so that two groups that
 * are committed at the same time do not wait for each other's products, and what is asked for a SKU
 * is carried out in the order in which it was asked.
 */
@ApplicationScoped
class GroupCommit {
  private final List<Lane> lanes;

  GroupCommit(UnitOfWork unitOfWork, MessageBus bus, GroupConfig config) {
    atLeastOne("ficus.groups.size", config.size());
    atLeastOne("ficus.groups.lanes", config.lanes());
    lanes =
        IntStream.range(0, config.lanes())
            .mapToObj(i -> new Lane("group-commit-" + i, unitOfWork, bus, config.size()))
            .toList();
  }

  private static void atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(
          "%s is %d, but must be at least 1".formatted(setting, value));
    }
  }

  void start(@Observes StartupEvent started) {
    lanes.forEach(Lane::start);
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    lanes.forEach(Lane::stop);
    for (Lane lane : lanes) {
      lane.awaitEnd();
    }
  }

  /**
   * Carries out a command together with those of other callers.
   *
   * @return what became of it; fails with {@link Unavailable} when the store is away
   */
  CompletableFuture<Applied> ask(Envelope envelope) {
    return lanes.get(Lane.of(envelope.command(), lanes.size())).ask(envelope);
  }
}
