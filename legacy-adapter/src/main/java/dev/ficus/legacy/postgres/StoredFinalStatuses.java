package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.FinalStatuses;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OurPart;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.push.OrderBook.StateLine;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Final statuses in PostgreSQL, kept beside what the shops were sent of their orders. Whoever notes
 * one has the order's lock and that of its state: no line of it is changed by the shop meanwhile,
 * and no comment on it is begun. A line that allocation moves at the same time is a change after
 * this one, and has the push look at the order again.
 */
@ApplicationScoped
class StoredFinalStatuses implements FinalStatuses {

  private final Database database;

  StoredFinalStatuses(Database database) {
    this.database = database;
  }

  /**
   * What is noted of an order.
   *
   * @param given the final status that it has from the monolith; null where it has none
   * @param settled whether the shop has been sent all that has changed
   */
  private record NotedStatus(String given, boolean settled) {}

  @Override
  public boolean note(OrderNumber order, String status, StatusWords words) {
    return database.inTransaction(
        connection -> {
          LedgerRows.lock(connection, List.of(order));
          Optional<NotedStatus> noted = lock(connection, order);
          OurPart ours =
              noted.filter(each -> !each.settled()).isPresent()
                  ? OurPart.OPEN
                  : StateLine.part(
                      StoredOrderBook.lines(connection, List.of(order))
                          .getOrDefault(order.number(), Map.of())
                          .getOrDefault(Owner.NEW, List.of()));
          boolean through = words.letThrough(status, ours);
          String given = words.isFinal(status) ? status : null;
          String before = noted.map(NotedStatus::given).orElse(null);
          // What is exchanged takes from the order the status that it may have by now.
          if (!through || !Objects.equals(given, before)) {
            write(connection, order, given, !through, !through && ours != OurPart.OPEN);
          }
          return through;
        });
  }

  private static Optional<NotedStatus> lock(Connection connection, OrderNumber order)
      throws SQLException {
    return Sql.query(
            connection,
            """
            select final_status, told_changes = changes and telling is null as settled
            from order_state where shop = ? and number = ? for no key update
            """,
            row -> new NotedStatus(row.getString("final_status"), row.getBoolean("settled")),
            Sql.value(order.shop()),
            Sql.value(order.number()))
        .stream()
        .findFirst();
  }

  /**
   * An order of which allocation has placed nothing yet has no change that the shop is sent.
   *
   * @param due whether the shop is to be sent something although nothing will be placed any more
   */
  private static void write(
      Connection connection, OrderNumber order, String given, boolean held, boolean due)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into order_state as state (shop, number, changes, final_status, final_held, final_since)
        select ?, ?, ?, given, ?, case when given is not null then now() end
        from (select ?::text as given) as each
        on conflict (shop, number) do update
        set changes = state.changes + greatest((state.changes > 0)::int, excluded.changes), attempts = 0, changed_at = now(),
            final_status = excluded.final_status, final_held = excluded.final_held,
            final_since = excluded.final_since
        """,
        Sql.value(order.shop()),
        Sql.value(order.number()),
        Sql.value(due ? 1 : 0),
        Sql.value(held),
        Sql.value(given));
  }
}
