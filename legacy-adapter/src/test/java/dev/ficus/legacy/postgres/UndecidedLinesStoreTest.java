package dev.ficus.legacy.postgres;

import static dev.ficus.legacy.order.TestShop.arrival;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.feed.pulled.PullBook;
import dev.ficus.legacy.feed.pulled.PullBook.LineToAsk;
import dev.ficus.legacy.order.Handling;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.LedgerUpdate;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Lines that our pull has shown and nobody has seen, until somebody sees them. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class UndecidedLinesStoreTest {

  private final TestShop shop = TestShop.create();
  private final OrderNumber shown = shop.order("100");
  private final OrderNumber forwarded = shop.order("101");
  private final OrderNumber left = shop.order("102");

  @Inject Ledger ledger;
  @Inject PullBook book;
  @Inject Database database;

  @Test
  void what_the_monolith_is_given_is_decided_and_what_becomes_ours_before_is_asked_for_again() {
    for (OrderNumber order : List.of(shown, forwarded, left)) {
      change(order, update -> update.leaving(Set.of("A", "B")));
      change(order, update -> update.leaving(Set.of("A", "B")));
    }
    assertEquals(6, undecided());
    change(shown, update -> update.handled(Handling.SHOWN));
    change(forwarded, update -> update.handled(Handling.FORWARDED));
    assertEquals(2, undecided());
    assertEquals(List.of(), book.toAskAgain(shop.name(), 10), "nothing has become ours");

    database.connected(
        connection ->
            Sql.update(
                connection,
                "update undecided_line set to_ask = true where shop = ? and sku = 'A'",
                Sql.value(shop.name())));
    List<LineToAsk> asked = book.toAskAgain(shop.name(), 10);
    assertEquals(List.of(new LineToAsk("102", "A")), asked);
    book.askedAgain(shop.name(), asked);
    assertEquals(List.of(), book.toAskAgain(shop.name(), 10));
    assertEquals(1, undecided(), "the other line is the monolith's still");
  }

  private void change(OrderNumber order, UnaryOperator<LedgerUpdate> as) {
    ledger.change(
        List.of(
            new OrderChange(
                order,
                arrival("call"),
                (known, owners) -> Optional.of(as.apply(LedgerUpdate.nothing(known))))));
  }

  private long undecided() {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select count(*) from undecided_line where shop = ?",
                    row -> row.getLong(1),
                    Sql.value(shop.name())))
        .get(0);
  }
}
