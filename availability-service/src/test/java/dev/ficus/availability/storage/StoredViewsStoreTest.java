package dev.ficus.availability.storage;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.ChangeFeed;
import dev.ficus.availability.view.ChangeFeed.Position;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import dev.ficus.availability.view.ViewsContract;
import dev.ficus.availability.view.ViewsUnavailable;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class StoredViewsStoreTest extends ViewsContract {
  private static final Instant AS_OF = Instant.parse("2026-02-27T12:00:00Z");

  @Inject Views views;
  @Inject ChangeFeed feed;
  @Inject DataSource database;

  private final String sku = UUID.randomUUID().toString();

  @Override
  protected Views views() {
    return views;
  }

  @Test
  void of_two_writers_at_once_one_succeeds_and_the_other_may_try_again() throws Exception {
    store(0);
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> outcomes =
          IntStream.of(1, 2)
              .mapToObj(sequence -> writers.submit(() -> write(sequence, bothHaveRead)))
              .toList();
      boolean first = outcomes.get(0).get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
      boolean second = outcomes.get(1).get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);

      assertEquals(1, (first ? 1 : 0) + (second ? 1 : 0));
      View stored = views.find(sku).orElseThrow();
      assertEquals(first ? 1 : 2, stored.sequence());
      assertEquals(stored.sequence(), stored.stock().batches().get(0).available());
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void of_two_writers_that_both_found_nothing_one_succeeds_and_the_other_may_try_again()
      throws Exception {
    CyclicBarrier bothHaveRead = new CyclicBarrier(2);
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try {
      List<Future<Boolean>> outcomes =
          IntStream.of(1, 2)
              .mapToObj(sequence -> writers.submit(() -> write(sequence, bothHaveRead)))
              .toList();
      boolean first = outcomes.get(0).get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
      boolean second = outcomes.get(1).get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertEquals(1, (first ? 1 : 0) + (second ? 1 : 0));
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void who_follows_the_changes_never_sees_a_later_number_before_an_earlier_one() throws Exception {
    String other = sku + "-other";
    store(0);
    long before = feed.state().last();
    ExecutorService writers = Executors.newFixedThreadPool(2);
    try (Connection holding = database.getConnection()) {
      holding.setAutoCommit(false);
      execute(holding, "select from batch_view where sku = '" + sku + "' for update");
      // It has its number and waits for the row of its batch.
      Future<?> first = writers.submit(() -> store(1));
      awaitWaiting(1);
      Future<?> second =
          writers.submit(
              () ->
                  views.change(
                      Set.of(other),
                      known -> List.of(new View(new Stock(other, 1, List.of()), 1, AS_OF))));
      Waiting.await(() -> second.isDone() || waiting() == 2);

      assertEquals(List.of(), changedAfter(before));
      holding.rollback();
      first.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
      second.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
      assertEquals(List.of(sku, other), changedAfter(before));
    } finally {
      writers.shutdownNow();
    }
  }

  @Test
  void data_that_the_database_cannot_take_is_no_passing_trouble() {
    View unfit = new View(new Stock(sku + "\u0000", 1, List.of()), 1, AS_OF);
    RuntimeException refused =
        assertThrows(
            RuntimeException.class, () -> views.change(Set.of(sku), known -> List.of(unfit)));
    assertEquals(false, refused instanceof ViewsUnavailable);
  }

  private List<String> changedAfter(long number) {
    return feed.positionsAfter(number, 10).stream().map(Position::sku).toList();
  }

  private void awaitWaiting(int writers) {
    Waiting.await(() -> waiting() == writers);
  }

  /** How many statements wait for a lock. */
  private int waiting() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "select count(*) from pg_stat_activity"
                    + " where datname = current_database() and wait_event_type = 'Lock'")) {
      row.next();
      return row.getInt(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private boolean write(int sequence, CyclicBarrier bothHaveRead) {
    try {
      views.change(
          Set.of(sku),
          known -> {
            await(bothHaveRead);
            return List.of(view(sequence));
          });
      return true;
    } catch (ViewsUnavailable tryAgain) {
      return false;
    }
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (Exception broken) {
      throw new IllegalStateException(broken);
    }
  }

  private void store(int sequence) {
    views.change(Set.of(sku), known -> List.of(view(sequence)));
  }

  private View view(int sequence) {
    return new View(
        new Stock(sku, sequence, List.of(new Batch("b", null, sequence))), sequence, AS_OF);
  }
}
