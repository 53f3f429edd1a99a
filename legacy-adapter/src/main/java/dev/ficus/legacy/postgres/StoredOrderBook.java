package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OurPart;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.push.OrderBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Book of the order states sent to the shops, in PostgreSQL. The shop is joined like a key of many:
 * for one shop of a table that was empty when the plan was made, all of its rows would be read.
 */
@ApplicationScoped
class StoredOrderBook implements OrderBook {

  private final Database database;
  private final RoundLocks locks;

  StoredOrderBook(Database database, RoundLocks locks) {
    this.database = database;
    this.locks = locks;
  }

  @Override
  public void follow(String shop, boolean comments) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into push_progress (shop, comments) values (?, ?)
                on conflict (shop) do update set comments = excluded.comments
                """,
                Sql.value(shop),
                Sql.value(comments)));
  }

  @Override
  public void alone(String shop, Runnable work) {
    locks.alone(lock(shop), work);
  }

  @Override
  public List<UnsentOrder> unsent(String shop, Duration quiet, Duration placing, int most) {
    return database.inTransaction(
        connection -> {
          List<SentState> orders =
              Sql.query(
                  connection,
                  """
                  select number, changes, attempts, telling, told, final_status, final_held,
                    final_since
                  from order_state
                  where shop = ? and told_changes < changes
                    and changed_at <= now() - ? * interval '1 ms'
                    and (changed_at <= now() - ? * interval '1 ms'
                      or (
                        select bool_or(owner = 'new' and sent_with > 0 and state <> 'cancelled'
                          and placed is distinct from qty)
                        from ledger_line as line
                        where line.shop = order_state.shop and line.number = order_state.number)
                        is not true)
                  order by attempts, number limit ?
                  """,
                  StoredOrderBook::row,
                  Sql.value(shop),
                  Sql.value(quiet.toMillis()),
                  Sql.value(placing.toMillis()),
                  Sql.value(most));
          Map<String, Map<Owner, List<StateLine>>> lines =
              lines(
                  connection,
                  orders.stream().map(row -> new OrderNumber(shop, row.number())).toList());
          return orders.stream()
              .map(row -> row.with(lines.getOrDefault(row.number(), Map.of())))
              .toList();
        });
  }

  /** What an order's state has of what was sent; its lines are in the ledger. */
  private record SentState(
      String number,
      long changes,
      int attempts,
      Optional<String> sending,
      Optional<String> sent,
      Optional<GivenStatus> given) {

    UnsentOrder with(Map<Owner, List<StateLine>> lines) {
      return new UnsentOrder(
          number,
          changes,
          attempts,
          sending,
          sent,
          lines.getOrDefault(Owner.NEW, List.of()),
          Optional.ofNullable(lines.get(Owner.MONOLITH))
              .map(theirs -> new MonolithsPart(StateLine.part(theirs) == OurPart.OPEN, given)));
    }
  }

  private static SentState row(ResultSet row) throws SQLException {
    OffsetDateTime since = row.getObject("final_since", OffsetDateTime.class);
    return new SentState(
        row.getString("number"),
        row.getLong("changes"),
        row.getInt("attempts"),
        Optional.ofNullable(row.getString("telling")),
        Optional.ofNullable(row.getString("told")),
        since == null
            ? Optional.empty()
            : Optional.of(
                new GivenStatus(
                    row.getString("final_status"),
                    row.getBoolean("final_held"),
                    since.toInstant())));
  }

  /** The lines of these orders of one shop, by the orders' numbers and the lines' owners. */
  static Map<String, Map<Owner, List<StateLine>>> lines(
      Connection connection, List<OrderNumber> orders) throws SQLException {
    Map<String, Map<Owner, List<StateLine>>> lines = new HashMap<>();
    Sql.query(
        connection,
        """
        select number, sku, qty, owner,
          state <> 'cancelled' and approval is distinct from 'refused' as ordered,
          case when state = 'despatched' then state
            when placed = qty or placement = 'despatched' then placement end as placement,
          expected
        from unnest(?, ?) as each (shop, number)
          join ledger_order using (shop, number) join ledger_line using (shop, number)
        order by number, sku, lineid
        """,
        row ->
            lines
                .computeIfAbsent(row.getString("number"), any -> new EnumMap<>(Owner.class))
                .computeIfAbsent(LedgerRows.owner(row.getString("owner")), any -> new ArrayList<>())
                .add(line(row)),
        LedgerRows.shops(orders, order -> order),
        LedgerRows.numbers(orders, order -> order));
    return lines;
  }

  private static StateLine line(ResultSet row) throws SQLException {
    return new StateLine(
        row.getString("sku"),
        row.getInt("qty"),
        row.getBoolean("ordered"),
        Optional.ofNullable(row.getString("placement"))
            .map(placement -> Placement.PlacementState.valueOf(placement.toUpperCase(Locale.ROOT))),
        Optional.ofNullable(row.getObject("expected", LocalDate.class)));
  }

  @Override
  public void sending(String shop, Map<String, String> texts) {
    locks.requireHeld(lock(shop));
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update order_state set telling = each.telling
                from (select * from unnest(?, ?, ?) as each (shop, number, telling)
                      order by number collate "C") as each
                where order_state.shop = each.shop and order_state.number = each.number
                """,
                Sql.column("text", texts.entrySet(), text -> shop),
                Sql.column("text", texts.entrySet(), Map.Entry::getKey),
                Sql.column("text", texts.entrySet(), Map.Entry::getValue)));
  }

  @Override
  public void sent(String shop, List<UnsentOrder> orders, Map<String, String> texts) {
    locks.requireHeld(lock(shop));
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update order_state
                set told_changes = each.changes, told = each.told, telling = null, attempts = 0
                from (select * from unnest(?, ?, ?, ?) as each (shop, number, changes, told)
                      order by number collate "C") as each
                where order_state.shop = each.shop and order_state.number = each.number
                  and told_changes < each.changes
                """,
                Sql.column("text", orders, order -> shop),
                Sql.column("text", orders, UnsentOrder::number),
                Sql.column("int8", orders, UnsentOrder::changes),
                Sql.column("text", orders, order -> texts.get(order.number()))));
  }

  @Override
  public void refused(String shop, List<String> numbers) {
    locks.requireHeld(lock(shop));
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update order_state
                set attempts = attempts + 1,
                    changed_at = case when attempts + 1 < ? then changed_at
                      else now() + interval '1 minute' end
                from unnest(?, ?) as each (shop, number)
                where order_state.shop = each.shop and order_state.number = each.number
                """,
                Sql.value(MOST_ATTEMPTS),
                Sql.column("text", numbers, number -> shop),
                Sql.column("text", numbers, number -> number)));
  }

  private static String lock(String shop) {
    return "order states " + shop;
  }
}
