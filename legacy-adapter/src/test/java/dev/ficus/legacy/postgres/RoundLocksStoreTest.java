package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.push.StockBook;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who works on a shop, and what whoever does not any more can still write. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class RoundLocksStoreTest {

  private static final int MORE_THAN_THE_POOL_HAS = 30;

  @Inject AgroalDataSource pool;
  @Inject Database database;
  private final String shop = "shop " + UUID.randomUUID();
  private final List<RoundLocks> instances = new ArrayList<>();

  @AfterEach
  void end() {
    instances.forEach(RoundLocks::end);
  }

  @Test
  void rounds_take_nothing_from_the_pool() {
    RoundLocks locks = instance();
    AtomicBoolean answered = new AtomicBoolean();
    assertTrue(nested(locks, MORE_THAN_THE_POOL_HAS, () -> answered.set(askDatabase() == 1)));
    assertTrue(answered.get());
  }

  private boolean nested(RoundLocks locks, int depth, Runnable inside) {
    return locks.alone(
        shop + depth,
        () -> {
          if (depth == 1) {
            inside.run();
          } else {
            assertTrue(nested(locks, depth - 1, inside));
          }
        });
  }

  @Test
  void one_is_alone_among_instances_and_among_the_threads_of_one() {
    RoundLocks first = instance();
    RoundLocks second = instance();
    assertTrue(
        first.alone(
            shop,
            () -> {
              assertFalse(first.alone(shop, RoundLocksStoreTest::never));
              assertFalse(second.alone(shop, RoundLocksStoreTest::never));
              assertTrue(second.alone(shop + " of another name", () -> {}));
              first.requireHeld(shop);
              assertThrows(Database.DatabaseFailure.class, () -> second.requireHeld(shop));
            }));
    assertThrows(Database.DatabaseFailure.class, () -> first.requireHeld(shop));
    assertTrue(second.alone(shop, () -> second.requireHeld(shop)));
  }

  @Test
  void a_round_that_fails_gives_its_lock_back() {
    RoundLocks locks = instance();
    assertThrows(
        IllegalStateException.class,
        () ->
            locks.alone(
                shop,
                () -> {
                  throw new IllegalStateException("the shop is away");
                }));
    assertTrue(instance().alone(shop, () -> {}));
  }

  @Test
  void a_lock_that_is_lost_is_noticed_and_somebody_elses_by_then() {
    RoundLocks first = instance();
    RoundLocks second = instance();
    first.alone(
        shop,
        () -> {
          loseLocks(shop);
          Database.DatabaseFailure lost =
              assertThrows(Database.DatabaseFailure.class, () -> first.requireHeld(shop));
          assertTrue(
              TransientFailure.in(lost).orElse("").contains("not held any more"), lost::toString);
          assertTrue(
              second.alone(
                  shop,
                  () -> {
                    // With a new connection, too, it is another's.
                    assertTrue(first.alone(shop + " of another name", () -> {}));
                    assertThrows(Database.DatabaseFailure.class, () -> first.requireHeld(shop));
                    assertFalse(first.alone(shop, RoundLocksStoreTest::never));
                  }));
        });
    assertTrue(first.alone(shop, () -> first.requireHeld(shop)));
  }

  @Test
  void whoever_has_lost_the_lock_calls_no_shop() {
    RoundLocks locks = instance();
    StockBook book = new StoredStockBook(database, locks);
    assertThrows(Database.DatabaseFailure.class, () -> book.sending(shop, List.of("A")));
    assertTrue(
        book.alone(
            shop,
            () -> {
              book.sending(shop, List.of("A"));
              loseLocks("pushing " + shop);
              assertThrows(Database.DatabaseFailure.class, () -> book.sending(shop, List.of("A")));
              assertThrows(
                  Database.DatabaseFailure.class,
                  () -> book.found(shop, Instant.now(), Map.of("A", 1L)));
              assertThrows(
                  Database.DatabaseFailure.class, () -> book.changed(shop, Map.of("A", 1L), 7));
            }));
    assertEquals(0, book.of(shop).after());
  }

  @Test
  void the_answer_to_an_older_call_counts_no_more_once_there_is_a_newer_one() {
    StockBook book = new StoredStockBook(database, instance());
    book.alone(
        shop,
        () -> {
          book.changed(shop, Map.of("A", 9L, "B", 9L), 1);
          book.found(shop, Instant.now(), Map.of("A", 0L, "B", 0L));
          long older = book.sending(shop, List.of("A", "B"));
          assertEquals(OptionalLong.empty(), inShop(book, "A"));
          long newer = book.sending(shop, List.of("A"));
          assertTrue(newer > older);
          book.taken(shop, newer, Map.of("A", 3L));
          book.taken(shop, older, Map.of("A", 5L, "B", 5L));
          assertEquals(OptionalLong.of(3), inShop(book, "A"));
          assertEquals(OptionalLong.of(5), inShop(book, "B"));
        });
  }

  @Test
  void what_was_sent_while_an_earlier_call_may_be_under_way_is_doubted_until_it_is_looked_at() {
    StockBook book = new StoredStockBook(database, instance());
    book.alone(
        shop,
        () -> {
          book.changed(shop, Map.of("A", 9L, "B", 9L, "C", 9L), 1);
          book.found(shop, Instant.now(), Map.of("A", 0L, "B", 0L, "C", 0L));
          book.sending(shop, List.of("A", "C"));
          book.taken(shop, book.sending(shop, List.of("A", "B")), Map.of("A", 3L, "B", 3L));
          // The shop was asked before the call that was given up came to its end there.
          book.found(shop, Instant.now(), Map.of("C", 0L));
          assertEquals(List.of("A", "C"), doubted(book, Duration.ZERO));
          assertEquals(List.of(), doubted(book, Duration.ofDays(1)));
          book.found(shop, Instant.now(), Map.of("A", 3L));
          book.settled(shop, List.of("A"), Duration.ofDays(1));
          assertEquals(List.of("A", "C"), doubted(book, Duration.ZERO));
          book.settled(shop, List.of("A"), Duration.ZERO);
          assertEquals(List.of("C"), doubted(book, Duration.ZERO));
        });
  }

  private List<String> doubted(StockBook book, Duration since) {
    return book.doubted(shop, since, 10).stream().sorted().toList();
  }

  private OptionalLong inShop(StockBook book, String sku) {
    return book.figures(shop, List.of(sku)).get(0).inShop();
  }

  private RoundLocks instance() {
    RoundLocks instance = new RoundLocks(pool);
    instances.add(instance);
    return instance;
  }

  private int askDatabase() {
    return database.connected(
        connection -> Sql.query(connection, "select 1", row -> row.getInt(1)).get(0));
  }

  /** As when the network between an instance and the database goes away. */
  private void loseLocks(String lock) {
    int ended =
        database.connected(
            connection ->
                Sql.query(
                        connection,
                        """
                        select count(pg_terminate_backend(pid, 60000)) from pg_locks
                        where locktype = 'advisory'
                          and (classid::bigint << 32 | objid::bigint) = hashtextextended(?, 0)
                          and database = (
                            select oid from pg_database where datname = current_database())
                        """,
                        row -> row.getInt(1),
                        Sql.value(lock))
                    .get(0));
    assertEquals(1, ended);
  }

  private static void never() {
    throw new AssertionError("two are at it");
  }
}
