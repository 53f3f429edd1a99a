package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.intake.Forwards;
import dev.ficus.legacy.order.FinalStatuses;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OurPart;
import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.legacy.push.OrderBook;
import dev.ficus.legacy.push.OrderBookContract;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredOrderBookTest extends OrderBookContract {

  @Inject Database database;
  @Inject OrderBook book;
  @Inject Placements placements;
  @Inject FinalStatuses statuses;
  @Inject Forwards forwards;
  private long events;

  @Override
  protected OrderBook book() {
    return book;
  }

  @Override
  protected FinalStatuses statuses() {
    return statuses;
  }

  @Override
  protected void show(String number, String sku, boolean open) {
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              """
              insert into ledger_line
                (shop, number, sku, lineid, qty, revision, state, owner, correlation)
              values (?, ?, ?, '', 1, 1, ?, 'monolith', 'a test')
              on conflict (shop, number, sku, lineid) do update set state = excluded.state
              """,
              Sql.value(shop),
              Sql.value(number),
              Sql.value(sku),
              Sql.value(open ? "ordered" : "despatched"));
          LedgerRows.markStatesChanged(connection, List.of(new OrderNumber(shop, number)));
          return null;
        });
  }

  @Test
  void a_final_status_that_cannot_be_written_down_is_not_let_through() throws SQLException {
    order("1", "A", 3);
    show("1", "M", true);
    place("1", "A", Placement.PlacementState.ALLOCATED);
    StatusWords words = new StatusWords(Set.of("complete"), "processing", Set.of());
    OrderNumber order = new OrderNumber(shop, "1");
    database.connected(
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.execute(
                """
                create function no_status() returns trigger language plpgsql as
                'begin raise exception ''the disk is full''; end';
                create trigger no_status before update on order_state
                for each row when (new.shop = '%s') execute function no_status()
                """
                    .formatted(shop));
            return null;
          }
        });
    try {
      assertThrows(RuntimeException.class, () -> statuses.note(order, "complete", words));
    } finally {
      database.connected(connection -> Sql.update(connection, "drop function no_status cascade"));
    }
    assertEquals(Optional.empty(), given());
    assertFalse(statuses.note(order, "complete", words), "it is given once more");
    assertEquals(Optional.of("complete"), given());
  }

  @Test
  void what_is_refused_with_the_order_is_done_and_a_status_that_waited_for_it_is_sent() {
    order("1", "A", 3);
    show("1", "M", true);
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update ledger_order set approval = 'awaited' where shop = ? and number = '1'",
                Sql.value(shop)));
    OrderNumber order = new OrderNumber(shop, "1");
    StatusWords words = new StatusWords(Set.of("complete"), "processing", Set.of());
    assertFalse(statuses.note(order, "complete", words));
    assertEquals(List.of(), book.unsent(shop, Duration.ZERO, Duration.ZERO, 1));
    forwards.note(
        List.of(Forwards.ForwardOutcome.answered(new Forwards.Forward(order, 0, true), false)));
    assertEquals(Optional.of("complete"), given());
    assertEquals(
        OurPart.CANCELLED,
        OrderBook.StateLine.part(
            book.unsent(shop, Duration.ZERO, Duration.ZERO, 1).get(0).lines()));
  }

  @Test
  void a_status_held_of_an_order_that_changes_no_more_is_due_although_no_change_was_counted() {
    order("1", "A", 3);
    show("1", "M", false);
    place("1", "A", Placement.PlacementState.DESPATCHED);
    database.connected(
        connection ->
            Sql.update(connection, "delete from order_state where shop = ?", Sql.value(shop)));
    StatusWords words = new StatusWords(Set.of("complete"), "processing", Set.of("canceled"));
    assertFalse(statuses.note(new OrderNumber(shop, "1"), "canceled", words), "goods have left");
    assertEquals(Optional.of("canceled"), given());
  }

  @Test
  void what_a_shop_has_refused_ten_times_rests_for_a_minute_or_until_it_changes() {
    order("1", "A", 3);
    place("1", "A", Placement.PlacementState.ALLOCATED);
    for (int times = 1; times < OrderBook.MOST_ATTEMPTS; times++) {
      book.alone(shop, () -> book.refused(shop, List.of("1")));
    }
    assertEquals(1, book.unsent(shop, Duration.ZERO, Duration.ZERO, 1).size());
    book.alone(shop, () -> book.refused(shop, List.of("1")));
    assertEquals(List.of(), book.unsent(shop, Duration.ZERO, Duration.ZERO, 1));
    place("1", "A", Placement.PlacementState.DESPATCHED);
    assertEquals(1, book.unsent(shop, Duration.ZERO, Duration.ZERO, 1).size());
  }

  private Optional<String> given() {
    return book.unsent(shop, Duration.ZERO, Duration.ZERO, 1)
        .get(0)
        .monoliths()
        .orElseThrow()
        .status()
        .map(OrderBook.GivenStatus::status);
  }

  @Override
  protected void order(String number, String sku, int quantity) {
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              "insert into ledger_order (shop, number) values (?, ?) on conflict do nothing",
              Sql.value(shop),
              Sql.value(number));
          return Sql.update(
              connection,
              """
              insert into ledger_line
                (shop, number, sku, lineid, qty, revision, state, owner, correlation, sent_with)
              values (?, ?, ?, '', ?, 1, 'ordered', 'new', 'a test', 1)
              """,
              Sql.value(shop),
              Sql.value(number),
              Sql.value(sku),
              Sql.value(quantity));
        });
  }

  @Override
  protected void place(String number, String sku, Placement.PlacementState placement) {
    int quantity =
        database
            .connected(
                connection ->
                    Sql.query(
                        connection,
                        "select qty from ledger_line where shop = ? and number = ? and sku = ?",
                        row -> row.getInt("qty"),
                        Sql.value(shop),
                        Sql.value(number),
                        Sql.value(sku)))
            .get(0);
    events++;
    placements.place(
        List.of(
            new Placement(
                new OrderNumber(shop, number).orderid(),
                new LineKey(sku, ""),
                events,
                Instant.now(),
                placement,
                quantity,
                Optional.empty(),
                Optional.empty())));
  }
}
