package dev.ficus.legacy.postgres;

import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Owners of lines, decided by routes behind the barrier. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class OwnersStoreTest {

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");
  private final String wave = UUID.randomUUID().toString();
  private final String sku = "A " + wave;

  @Inject Database database;
  @Inject Ledger ledger;

  @Test
  void a_line_is_the_monoliths_or_ours_by_the_route_of_its_sku_when_it_is_first_seen() {
    begin("legacy");
    assertEquals(List.of("monolith", "ours"), owners(show("1", sku, "OTHER")));
    change("new", 1);
    assertEquals(List.of("monolith", "ours"), owners(show("2", sku, "OTHER")));
    assertEquals(List.of("ours"), owners(show(shop.order("101"), "1", sku)));
  }

  @Test
  void a_line_of_the_monolith_has_no_command() {
    begin("legacy");
    assertEquals(List.of(), show("1", sku).unconfirmed());
    assertEquals(List.of(), show("2", sku).unconfirmed());
  }

  @Test
  void the_owner_of_a_line_that_cannot_be_translated_is_kept_in_the_ledger() {
    begin("legacy");
    show("one", sku);
    change("new", 1);
    assertEquals(List.of("monolith"), owners(show("1", sku)));
  }

  @Test
  void who_waited_for_a_change_of_routes_decides_by_the_new_ones() throws Exception {
    begin("legacy");
    CompletableFuture<List<String>> seen = new CompletableFuture<>();
    Barrier.alone(
        database,
        connection -> {
          Background.supply(() -> owners(show("1", sku)))
              .whenComplete((owners, failure) -> complete(seen, owners, failure));
          assertTrue(Waiting.until(this::isSomebodyWaiting, Waiting.LIMIT));
          return update(connection, "new", 1);
        });
    assertEquals(List.of("ours"), seen.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
  }

  @Test
  void routes_are_read_in_each_transaction_again() {
    begin("legacy");
    assertEquals(Owner.MONOLITH, read().ownerOf(sku));
    change("new", 1);
    assertEquals(Owner.NEW, read().ownerOf(sku));
    assertThrows(IllegalArgumentException.class, () -> read().ownerOf("not asked for"));
  }

  @Test
  void it_is_known_whether_anything_is_the_monoliths() {
    begin("legacy");
    assertTrue(read().isAny(Owner.MONOLITH));
    assertTrue(read().isAny(Owner.NEW), "by default");
  }

  @Test
  void the_owner_of_a_line_cannot_be_changed() {
    show("1", "ANY");
    assertThrows(
        SQLException.class,
        () -> {
          try {
            database.connected(
                connection ->
                    Sql.update(
                        connection,
                        "update ledger_line set owner = 'monolith' where shop = ?",
                        Sql.value(number.shop())));
          } catch (Database.DatabaseFailure failure) {
            throw failure.getCause();
          }
        });
  }

  private Ownership read() {
    return database.inTransaction(
        connection -> Barrier.shareAndRead(connection, Set.of(sku, "OTHER")));
  }

  private boolean isSomebodyWaiting() {
    return !database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select pid from pg_locks where locktype = 'advisory' and not granted",
                    row -> row.getInt(1)))
        .isEmpty();
  }

  private static <T> void complete(CompletableFuture<T> later, T value, Throwable failure) {
    if (failure == null) {
      later.complete(value);
    } else {
      later.completeExceptionally(failure);
    }
  }

  private KnownOrder show(String quantity, String... skus) {
    return show(number, quantity, skus);
  }

  private KnownOrder show(OrderNumber order, String quantity, String... skus) {
    OldItem[] items = new OldItem[skus.length];
    for (int at = 0; at < skus.length; at++) {
      items[at] = item(Integer.toString(at + 1), skus[at], quantity);
    }
    return ledger.change(List.of(shows(order, items))).get(0).order();
  }

  private static List<String> owners(KnownOrder order) {
    return order.lines().stream()
        .map(LedgerLine::owner)
        .map(owner -> owner == Owner.NEW ? "ours" : "monolith")
        .toList();
  }

  private void begin(String route) {
    database.connected(
        connection -> {
          Sql.update(connection, "insert into wave (name) values (?)", Sql.value(wave));
          return Sql.update(
              connection,
              "insert into sku_route (sku, route, wave) values (?, ?, ?)",
              Sql.value(sku),
              Sql.value(route),
              Sql.value(wave));
        });
  }

  private void change(String route, int epoch) {
    Barrier.alone(database, connection -> update(connection, route, epoch));
  }

  private int update(Connection connection, String route, int epoch) throws SQLException {
    return Sql.update(
        connection,
        "update sku_route set route = ?, epoch = ? where sku = ?",
        Sql.value(route),
        Sql.value(epoch),
        Sql.value(sku));
  }
}
