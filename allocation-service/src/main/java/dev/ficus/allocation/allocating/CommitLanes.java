package dev.ficus.allocation.allocating;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/**
 * The group commits of this service. Each SKU belongs to one of them, its lane, so that two groups
 * that are committed at the same time do not wait for each other's products, and the commands for a
 * SKU are carried out in the order in which they came.
 */
@ApplicationScoped
class CommitLanes {
  private final List<GroupCommit> lanes;

  CommitLanes(UnitOfWork unitOfWork, MessageBus bus, GroupSettings settings) {
    lanes =
        IntStream.range(0, settings.lanes())
            .mapToObj(i -> new GroupCommit("group-commit-" + i, unitOfWork, bus, settings.size()))
            .toList();
  }

  void start(@Observes StartupEvent started) {
    lanes.forEach(GroupCommit::start);
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    lanes.forEach(GroupCommit::stop);
    for (GroupCommit lane : lanes) {
      lane.awaitEnd();
    }
  }

  /**
   * Carries out a command together with those of other callers.
   *
   * @return its outcome; fails with {@link Unavailable} when the store is away
   */
  CompletableFuture<Applied> ask(Envelope envelope) {
    return lanes.get(GroupCommit.of(envelope.command(), lanes.size())).ask(envelope);
  }
}
