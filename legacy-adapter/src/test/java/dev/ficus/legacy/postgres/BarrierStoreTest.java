package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.postgres.Database.DatabaseFailure;
import dev.ficus.legacy.postgres.Database.SqlWork;
import dev.ficus.legacy.routing.RoutesHeldException;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class BarrierStoreTest {

  @Inject Database database;

  @ConfigProperty(name = "quarkus.datasource.jdbc.url")
  String url;

  @ConfigProperty(name = "quarkus.datasource.username")
  String user;

  @ConfigProperty(name = "quarkus.datasource.password")
  Optional<String> password;

  @Test
  void those_who_write_share_it() throws Exception {
    Writer writer = new Writer();
    assertEquals(1, share());
    writer.commit();
  }

  @Test
  void a_change_of_routes_waits_until_those_who_write_have_committed_and_others_go_on_meanwhile()
      throws Exception {
    Writer writer = new Writer();
    CompletableFuture<Integer> change =
        Background.supply(() -> Barrier.alone(database, connection -> 2));
    // It gives up each second, so whoever comes behind it is not kept for good.
    for (int i = 0; i < 2; i++) {
      assertTrue(Waiting.until(this::isSomebodyWaiting, Waiting.LIMIT));
      assertEquals(1, share());
      assertFalse(change.isDone());
    }
    writer.commit();
    assertEquals(2, change.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void nobody_writes_while_routes_change() throws Exception {
    CompletableFuture<Integer> later = new CompletableFuture<>();
    Barrier.alone(
        database,
        connection -> {
          Background.supply(this::share).thenAccept(later::complete);
          assertTrue(Waiting.until(this::isSomebodyWaiting, Waiting.LIMIT));
          assertFalse(later.isDone());
          return null;
        });
    assertEquals(1, later.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void a_transaction_that_is_idle_for_too_long_is_ended_and_that_passes() {
    DatabaseFailure failure =
        assertThrows(
            DatabaseFailure.class,
            () ->
                database.inTransaction(
                    connection -> {
                      Barrier.share(connection);
                      int session =
                          Sql.query(connection, "select pg_backend_pid()", row -> row.getInt(1))
                              .get(0);
                      Sql.update(
                          connection, "set local idle_in_transaction_session_timeout = '10ms'");
                      assertTrue(Waiting.until(() -> !isThere(session), Waiting.LIMIT));
                      return Sql.query(connection, "select 1", row -> row.getInt(1));
                    }));
    assertTrue(TransientFailure.passes(failure), failure::toString);
  }

  @Test
  void whoever_was_stopped_within_a_statement_is_ended_as_one_that_is_idle() throws Exception {
    CountDownLatch goesOn = new CountDownLatch(1);
    CompletableFuture<Integer> stopped = new CompletableFuture<>();
    new Thread(() -> complete(stopped, () -> shareAndSend(new Stopping(goesOn)))).start();
    assertTrue(Waiting.until(this::isSomebodySending, Waiting.LIMIT));
    try {
      assertEquals(List.of(2), Barrier.alone(impatient(), connection -> List.of(2)));
    } finally {
      goesOn.countDown();
    }
    ExecutionException failure =
        assertThrows(
            ExecutionException.class,
            () -> stopped.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    assertTrue(TransientFailure.passes(failure), failure::toString);
  }

  @Test
  void who_holds_the_routes_all_the_time_is_named() throws Exception {
    Writer writer = new Writer();
    try {
      RoutesHeldException held =
          assertThrows(
              RoutesHeldException.class, () -> Barrier.alone(database, 1, connection -> 2));
      String named = held.getMessage();
      assertTrue(
          named.matches(
              ".*backend " + writer.session + " \\((active|idle in transaction), from .*"),
          named);
      assertTrue(named.contains("pg_terminate_backend"), named);
    } finally {
      writer.commit();
    }
  }

  /** Shares the barrier, and sends a statement whose parameter does not end. */
  private int shareAndSend(InputStream parameter) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          return Sql.query(
                  connection,
                  "select length(?)",
                  row -> row.getInt(1),
                  (statement, place) -> statement.setBinaryStream(place, parameter, 1 << 20))
              .get(0);
        });
  }

  private boolean isSomebodySending() {
    return !database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select pid from pg_stat_activity where datname = current_database()"
                        + " and state = 'active' and wait_event = 'ClientRead'"
                        + " and query like 'select length(%'",
                    row -> row.getInt(1)))
        .isEmpty();
  }

  /** The same database, whose sessions outside a transaction think little of who is idle. */
  private Database impatient() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(user);
    source.setPassword(password.orElse(null));
    source.setOptions("-c idle_in_transaction_session_timeout=10ms");
    return new Database(source) {
      @Override
      <T> T inTransaction(SqlWork<T> work) {
        return database.inTransaction(work);
      }
    };
  }

  private static void complete(CompletableFuture<Integer> done, Callable<Integer> work) {
    try {
      done.complete(work.call());
    } catch (Exception failure) {
      done.completeExceptionally(failure);
    }
  }

  /** Gives the first half, and nothing more until it goes on. */
  private static final class Stopping extends InputStream {
    private final CountDownLatch goesOn;
    private int given;

    Stopping(CountDownLatch goesOn) {
      this.goesOn = goesOn;
    }

    @Override
    public int read() {
      if (given++ == 1 << 19) {
        try {
          assertTrue(goesOn.await(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return 'x';
    }
  }

  @Test
  void the_epoch_of_a_sku_is_the_number_of_changes_of_its_route() {
    database.connected(
        connection -> {
          Sql.update(connection, "insert into wave (name) values ('epochs')");
          Sql.update(
              connection,
              "insert into sku_route (sku, route, wave) values ('EPOCH', 'legacy', 'epochs')");
          assertEquals(1, update(connection, "route = 'new', epoch = 1"));
          assertEquals(1, update(connection, "changed_at = now()"));
          for (String wrong :
              new String[] {"route = 'legacy'", "epoch = 2", "route = 'legacy', epoch = 3"}) {
            assertThrows(SQLException.class, () -> update(connection, wrong), wrong);
          }
          return null;
        });
  }

  @Test
  void a_sku_is_frozen_while_the_lease_of_its_cut_over_lasts_and_no_longer() {
    database.connected(
        connection -> {
          Sql.update(connection, "insert into wave (name) values ('frozen')");
          Sql.update(
              connection,
              """
              with begun as (
                insert into cut_over
                  (wave, direction, step, done_by, reason, accept_waiting, switched_at)
                values ('frozen', 'cut_over', 'drain', 'b', 'r', 0, now()) returning id)
              insert into frozen_sku (sku, cut_over) select 'FROZEN', id from begun
              """);
          return lease(connection, "'1 hour'");
        });
    assertEquals(List.of(true, false), frozen("FROZEN", "OTHER"));
    database.connected(connection -> lease(connection, "'-1 ms'"));
    assertEquals(List.of(false, false), frozen("FROZEN", "OTHER"));
    database.connected(
        connection -> Sql.update(connection, "delete from frozen_sku where sku = 'FROZEN'"));
  }

  private static int lease(Connection connection, String from) throws SQLException {
    return Sql.update(
        connection,
        "update cut_over set lease_until = clock_timestamp() + interval "
            + from
            + " where wave = 'frozen'");
  }

  private List<Boolean> frozen(String... skus) {
    Ownership owners =
        database.inTransaction(
            connection -> Barrier.shareAndRead(connection, Set.copyOf(List.of(skus))));
    return Stream.of(skus).map(owners::isFrozen).toList();
  }

  private boolean isSomebodyWaiting() {
    return !database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select pid from pg_locks where locktype = 'advisory' and not granted"
                        + " and database = (select oid from pg_database"
                        + " where datname = current_database())",
                    row -> row.getInt(1)))
        .isEmpty();
  }

  private boolean isThere(int session) {
    return !database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select pid from pg_stat_activity where pid = ?",
                    row -> row.getInt(1),
                    Sql.value(session)))
        .isEmpty();
  }

  private static int update(Connection connection, String what) throws SQLException {
    return Sql.update(connection, "update sku_route set " + what + " where sku = 'EPOCH'");
  }

  private int share() {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          return 1;
        });
  }

  /** Somebody who writes, until it is told to commit. */
  private final class Writer {
    private final CountDownLatch end = new CountDownLatch(1);
    private final CompletableFuture<Integer> done;
    private volatile int session;

    Writer() throws InterruptedException {
      CountDownLatch begun = new CountDownLatch(1);
      done =
          Background.supply(
              () ->
                  database.inTransaction(
                      connection -> {
                        Barrier.share(connection);
                        session =
                            Sql.query(connection, "select pg_backend_pid()", row -> row.getInt(1))
                                .get(0);
                        begun.countDown();
                        while (end.getCount() > 0) {
                          // Not idle for long.
                          Sql.query(connection, "select pg_sleep(0.1)", row -> true);
                        }
                        return 1;
                      }));
      begun.await();
    }

    void commit() throws Exception {
      end.countDown();
      done.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
  }
}
