package dev.ficus.legacy.postgres;

import static dev.ficus.legacy.order.TestShop.RULES;
import static dev.ficus.legacy.order.TestShop.arrival;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shown;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.order.Translation;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.routing.OrderRouting;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.RouteBookContract;
import dev.ficus.legacy.routing.WayIn;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredRouteBookTest extends RouteBookContract {

  /** Goods that come back are in quarantine alone: nothing is recorded in the order. */
  private static final String TAKEN_BACK = "-1";

  private static final String NOT_A_NUMBER = "one";

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");
  private final String sku = "SKU of " + shop.name();

  @Inject RouteBook book;
  @Inject Ledger ledger;
  @Inject LedgerStore store;
  @Inject Database database;
  @Inject Flyway flyway;

  @Override
  protected RouteBook book() {
    return book;
  }

  @Override
  protected void received(String sku) {
    ledger.change(List.of(shows(number, item("1", sku, "1"))));
  }

  @Test
  void a_migration_may_build_an_index_while_others_write() {
    assertFalse(
        flyway
            .getConfiguration()
            .getConfigurationExtension(PostgreSQLConfigurationExtension.class)
            .isTransactionalLock());
  }

  @Test
  void a_release_that_is_taken_back_starts_on_the_schema_of_the_newer_one() {
    assertTrue(
        Stream.of(flyway.getConfiguration().getIgnoreMigrationPatterns())
            .anyMatch(each -> each.matchesMigration(true, MigrationState.FUTURE_SUCCESS)));
  }

  @Test
  void a_sku_is_seen_of_which_a_line_waits_in_quarantine() {
    ledger.change(List.of(shows(number, item("1", sku, TAKEN_BACK))));
    assertEquals(Set.of(), book.neverSeen(Set.of(sku)));
  }

  @Test
  void a_sku_is_seen_of_which_the_monolith_was_given_a_line_that_we_cannot_read() {
    OldItem[] items = {item("1", "OTHER", NOT_A_NUMBER), item("2", sku, NOT_A_NUMBER)};
    Translation shown = new Translator(RULES).translate(shown(number, items));
    OrderRouting forwarded = new OrderRouting(WayIn.TO_THE_MONOLITH, true, "c");
    ledger.change(
        List.of(
            new OrderChange(
                number,
                shown.skus(),
                arrival("call"),
                (known, owners) -> forwarded.shown(known, shown, owners))));
    assertEquals(Set.of(), book.neverSeen(Set.of(sku)));
  }

  @Test
  void lines_of_ours_that_are_refused_are_lines_of_ours() {
    assertTrue(hasLinesOfOursAfter(item("1", sku, "1")));
    assertTrue(hasLinesOfOursAfter(item("1", sku, TAKEN_BACK)));
    assertTrue(hasLinesOfOursAfter(item("1", sku, NOT_A_NUMBER)));
  }

  /** In a ledger that has nothing else. */
  private boolean hasLinesOfOursAfter(OldItem item) {
    return database.inTransaction(
        connection -> {
          for (String table : List.of("quarantine_action", "quarantine_entry", "ledger_line")) {
            Sql.update(connection, "delete from " + table);
          }
          Sql.update(connection, "update ledger_order set refused = null");
          assertFalse(StoredRouteBook.hasLinesOfOurs(connection));
          write(connection, item);
          boolean has = StoredRouteBook.hasLinesOfOurs(connection);
          connection.rollback();
          return has;
        });
  }

  private void write(Connection connection, OldItem item) throws SQLException {
    store.write(connection, List.of(shows(number, item)), Ownership.all(Owner.NEW));
  }
}
