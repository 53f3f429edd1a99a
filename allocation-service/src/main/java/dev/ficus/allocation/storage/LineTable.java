package dev.ficus.allocation.storage;

import static dev.ficus.allocation.storage.GroupSql.column;
import static dev.ficus.allocation.storage.GroupSql.nullable;
import static dev.ficus.allocation.storage.GroupSql.optional;

import dev.ficus.allocation.product.LineKey;
import dev.ficus.allocation.product.OrderLine;
import dev.ficus.allocation.product.OrderLine.Allocation;
import dev.ficus.allocation.product.OrderLine.Wanted;
import dev.ficus.allocation.product.StoredLines;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The order lines, and the allocations: where the units of a line are. */
@ApplicationScoped
class LineTable {
  private static final int PAGE = 200;

  private static final String COLUMNS =
      "orderid, sku, lineid, line.qty, wanted_revision, cancelled_revision, despatched_revision,"
          + " arrival, batchref, held.qty as held_qty, sequence";

  private final GroupSql sql;

  LineTable(GroupSql sql) {
    this.sql = sql;
  }

  /** A line by its name. */
  record OrderLineKey(String orderid, String sku, String lineid) {}

  /** A line of this SKU. */
  record LineRow(String sku, OrderLine line) {
    Allocation allocation() {
      return line.allocation().orElseThrow();
    }

    /** The batch that the line is in. */
    Optional<BatchTable.BatchKey> batch() {
      return line.allocation().map(held -> new BatchTable.BatchKey(sku, held.batchref()));
    }
  }

  /** The lines that are named. */
  static List<LineRow> named(BatchedRoundTrip trip, Collection<OrderLineKey> keys) {
    return keys.isEmpty()
        ? List.of()
        : trip.query(
            "select "
                + COLUMNS
                + """
                 from unnest(?, ?, ?) as named (orderid, sku, lineid)
                join order_line line using (orderid, sku, lineid)
                left join allocation held using (orderid, sku, lineid)
                """,
            LineTable::row,
            column(keys, String[]::new, OrderLineKey::orderid),
            column(keys, String[]::new, OrderLineKey::sku),
            column(keys, String[]::new, OrderLineKey::lineid));
  }

  /** The other lines of a SKU, read when they are needed. */
  StoredLines of(String sku) {
    return new PagedLines(sku);
  }

  private final class PagedLines implements StoredLines {
    private final String sku;

    PagedLines(String sku) {
      this.sku = sku;
    }

    @Override
    public List<OrderLine> backordered(long arrival, int largest) {
      return page(
          """
           from order_line line left join allocation held using (orderid, sku, lineid)
          where sku = ? and state = 'BACKORDERED' and arrival > ? and line.qty <= ?
          order by arrival limit ?
          """,
          sku,
          arrival,
          largest,
          PAGE);
    }

    @Override
    public List<OrderLine> allocated(String batchref, long before) {
      return page(
          """
           from allocation held join order_line line using (orderid, sku, lineid)
          where sku = ? and batchref = ? and sequence < ? and state = 'ALLOCATED'
          order by sequence desc limit ?
          """,
          sku,
          batchref,
          before,
          PAGE);
    }

    private List<OrderLine> page(String from, Object... parameters) {
      return sql.query("select " + COLUMNS + from, LineTable::row, parameters).stream()
          .map(LineRow::line)
          .toList();
    }
  }

  static void insert(BatchedRoundTrip trip, List<LineRow> rows) {
    if (!rows.isEmpty()) {
      trip.update(
          """
          insert into order_line
            (orderid, sku, lineid, qty, wanted_revision, cancelled_revision, despatched_revision,
             arrival, state)
          select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
          registers(rows));
    }
  }

  static void update(BatchedRoundTrip trip, List<LineRow> rows) {
    if (!rows.isEmpty()) {
      trip.update(
          """
          update order_line
          set qty = changed.qty,
              wanted_revision = changed.wanted_revision,
              cancelled_revision = changed.cancelled_revision,
              despatched_revision = changed.despatched_revision,
              arrival = changed.arrival,
              state = changed.state
          from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
            as changed (orderid, sku, lineid, qty, wanted_revision, cancelled_revision,
                        despatched_revision, arrival, state)
          where order_line.orderid = changed.orderid
            and order_line.sku = changed.sku
            and order_line.lineid = changed.lineid
          """,
          registers(rows));
    }
  }

  /** Deletes the allocations of the lines. */
  static void deleteAllocations(BatchedRoundTrip trip, List<LineRow> rows) {
    if (!rows.isEmpty()) {
      trip.update(
          """
          delete from allocation using unnest(?, ?, ?) as given (orderid, sku, lineid)
          where allocation.orderid = given.orderid
            and allocation.sku = given.sku
            and allocation.lineid = given.lineid
          """,
          column(rows, String[]::new, row -> row.line().key().orderid()),
          column(rows, String[]::new, LineRow::sku),
          column(rows, String[]::new, row -> row.line().key().lineid()));
    }
  }

  /** Inserts the allocations that the lines have now. */
  static void insertAllocations(BatchedRoundTrip trip, List<LineRow> rows) {
    if (!rows.isEmpty()) {
      trip.update(
          """
          insert into allocation (orderid, sku, lineid, batchref, qty, sequence)
          select * from unnest(?, ?, ?, ?, ?, ?)
          """,
          column(rows, String[]::new, row -> row.line().key().orderid()),
          column(rows, String[]::new, LineRow::sku),
          column(rows, String[]::new, row -> row.line().key().lineid()),
          column(rows, String[]::new, row -> row.allocation().batchref()),
          column(rows, Integer[]::new, row -> row.allocation().qty()),
          column(rows, Long[]::new, row -> row.allocation().sequence()));
    }
  }

  private static Object[] registers(List<LineRow> rows) {
    return new Object[] {
      column(rows, String[]::new, row -> row.line().key().orderid()),
      column(rows, String[]::new, LineRow::sku),
      column(rows, String[]::new, row -> row.line().key().lineid()),
      column(rows, Integer[]::new, row -> row.line().wanted().map(Wanted::qty).orElse(null)),
      column(rows, Long[]::new, row -> row.line().wanted().map(Wanted::revision).orElse(null)),
      column(rows, Long[]::new, row -> nullable(row.line().cancelled())),
      column(rows, Long[]::new, row -> nullable(row.line().despatched())),
      column(rows, Long[]::new, row -> nullable(row.line().arrival())),
      column(rows, String[]::new, row -> row.line().state().name())
    };
  }

  private static LineRow row(ResultSet row) throws SQLException {
    int qty = row.getInt("qty");
    Optional<Wanted> wanted =
        row.wasNull()
            ? Optional.empty()
            : Optional.of(new Wanted(qty, row.getLong("wanted_revision")));
    String batchref = row.getString("batchref");
    Optional<Allocation> allocation =
        batchref == null
            ? Optional.empty()
            : Optional.of(
                new Allocation(batchref, row.getInt("held_qty"), row.getLong("sequence")));
    return new LineRow(
        row.getString("sku"),
        new OrderLine(
            new LineKey(row.getString("orderid"), row.getString("lineid")),
            wanted,
            optional(row, "cancelled_revision"),
            optional(row, "despatched_revision"),
            optional(row, "arrival"),
            allocation));
  }
}
