package dev.ficus.allocation.allocating;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.local.Background;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever asks is answered, whatever happens to the transaction, the thread or the service. */
class GroupCommitTest {
  private static final Applied DONE =
      Applied.refused(new Outcome.Refused("stands_for_done", null, "an outcome like any other"));

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);
  private final GroupCommit lane = new GroupCommit("lane", new CommitAtOnce(), new Bus(), 10);

  private static final class CommitAtOnce implements UnitOfWork {
    @Override
    public <T> T commit(Function<Instant, T> work) {
      return work.apply(Instant.EPOCH);
    }
  }

  /** Does what the names of the orders say. */
  private final class Bus extends MessageBus {
    Bus() {
      super(null, null, null, null, meters);
    }

    @Override
    List<Applied> apply(List<Envelope> group, Instant at) {
      return group.stream().map(each -> apply((Allocate) each.command())).toList();
    }

    private Applied apply(Allocate command) {
      switch (command.orderid()) {
        case "error" -> throw new StackOverflowError("by a test");
        case "away" -> throw new Unavailable("the database is away", null);
        case "slow" -> {
          begun.countDown();
          awaitOf(mayEnd);
        }
        default -> {}
      }
      return DONE;
    }
  }

  @BeforeEach
  void count() {
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void stop() throws InterruptedException {
    lane.stop();
    lane.awaitEnd();
    Metrics.removeRegistry(meters);
  }

  @Test
  void an_error_is_the_answer_of_the_one_command_that_meets_it_and_is_counted() throws Exception {
    CompletableFuture<Applied> first = ask("first");
    CompletableFuture<Applied> second = ask("error");
    CompletableFuture<Applied> third = ask("third");
    lane.start();

    assertSame(DONE, answer(first));
    assertEquals("failed", ((Outcome.Refused) answer(second).outcome()).code());
    assertSame(DONE, answer(third));
    assertSame(DONE, answer(ask("later")));
    assertEquals(1, meters.counter("ficus.unexpected.failures", "work", "group-commit").count());
  }

  @Test
  void while_the_store_is_away_all_are_answered_so() {
    CompletableFuture<Applied> first = ask("first");
    CompletableFuture<Applied> second = ask("away");
    lane.start();

    unavailable(first, "the database is away");
    unavailable(second, "the database is away");
  }

  @Test
  void whoever_asks_a_lane_that_has_ended_is_answered() throws InterruptedException {
    lane.start();
    lane.stop();
    lane.awaitEnd();

    unavailable(ask("late"), "the service is shutting down");
  }

  @Test
  void whoever_asks_while_a_lane_ends_is_answered() throws Exception {
    lane.start();
    CountDownLatch asking = new CountDownLatch(1);
    CompletableFuture<List<CompletableFuture<Applied>>> asked =
        Background.supply(
            () ->
                Stream.generate(() -> ask("one"))
                    .limit(20_000)
                    .peek(each -> asking.countDown())
                    .toList());
    asking.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    lane.stop();
    lane.awaitEnd();

    for (CompletableFuture<Applied> each : asked.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      each.handle((answer, failure) -> true).get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }

  @Test
  void whoever_waits_for_a_transaction_that_does_not_end_is_answered_when_the_service_stops()
      throws Exception {
    CompletableFuture<Applied> inHand = ask("slow");
    lane.start();
    awaitOf(begun);
    CompletableFuture<Applied> behind = ask("behind");
    lane.stop();
    lane.awaitEnd(1);
    try {
      unavailable(inHand, "the service is shutting down");
      unavailable(behind, "the service is shutting down");
    } finally {
      mayEnd.countDown();
    }
  }

  private CompletableFuture<Applied> ask(String order) {
    return lane.ask(new Envelope(new Allocate(order, "RUG", null, 1, 0), null));
  }

  private static Applied answer(CompletableFuture<Applied> asked) throws Exception {
    return asked.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  private static void unavailable(CompletableFuture<Applied> asked, String why) {
    Throwable failure =
        assertThrows(ExecutionException.class, () -> answer(asked), "no answer").getCause();
    assertInstanceOf(Unavailable.class, failure);
    assertEquals(why, failure.getMessage());
  }

  private static void awaitOf(CountDownLatch latch) {
    try {
      latch.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
