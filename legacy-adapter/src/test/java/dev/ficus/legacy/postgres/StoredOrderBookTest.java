package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.legacy.push.OrderBook;
import dev.ficus.legacy.push.OrderBookContract;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
class StoredOrderBookTest extends OrderBookContract {

  @Inject Database database;
  @Inject OrderBook book;
  @Inject Placements placements;
  private long events;

  @Override
  protected OrderBook book() {
    return book;
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
