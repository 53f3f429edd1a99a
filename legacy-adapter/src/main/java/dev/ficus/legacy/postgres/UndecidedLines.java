package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.OrderGroup.UndecidedLine;
import dev.ficus.legacy.order.OrderNumber;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * SQL of lines that our pull has shown and nobody has seen: the monolith gets its orders otherwise.
 * If the SKU becomes ours before, their orders are asked for again; so none is left to nobody.
 */
final class UndecidedLines {

  private UndecidedLines() {}

  static void note(Connection connection, List<UndecidedLine> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into undecided_line (shop, number, sku)
        select shop, number, sku from unnest(?, ?, ?) as each (shop, number, sku)
        order by shop collate "C", number collate "C", sku collate "C"
        on conflict do nothing
        """,
        LedgerRows.shops(lines, UndecidedLine::order),
        LedgerRows.numbers(lines, UndecidedLine::order),
        Sql.column("text", lines, UndecidedLine::sku));
  }

  /** All lines of these orders are seen now. */
  static void decided(Connection connection, List<OrderNumber> orders) throws SQLException {
    if (orders.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        delete from undecided_line using unnest(?, ?) as each (shop, number)
        where undecided_line.shop = each.shop and undecided_line.number = each.number
        """,
        LedgerRows.shops(orders, order -> order),
        LedgerRows.numbers(orders, order -> order));
  }
}
