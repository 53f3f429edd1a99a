package dev.ficus.allocation.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** All lines of all orders, as they were at one moment. */
@ApplicationScoped
public class LineExport {
  private static final int ROWS_AT_A_TIME = 1000;

  /**
   * States of a line that is here, whatever waits for it: then no other line has to be read. By
   * such a condition, unlike by one about what is read, lines are found through an index.
   */
  private static final Map<String, String> IN_STATE =
      Map.of(
          "allocated", "where l.state = 'ALLOCATED'",
          "backordered", "where l.state = 'BACKORDERED'",
          "despatched", "where l.state = 'DESPATCHED'");

  /** As an order shows its lines, for all orders. */
  private static final String LINES =
      """
      select * from (
        select distinct on (orderid, sku, lineid) orderid, sku, lineid, qty,
               max(seen) over (partition by orderid, sku, lineid) as revision, state, batchref, eta
        from (
          select l.orderid, l.sku, l.lineid, l.qty,
                 greatest(l.wanted_revision, l.cancelled_revision, l.despatched_revision) as seen,
                 lower(l.state) as state, a.batchref, b.eta
          from order_line l
          left join allocation a using (orderid, sku, lineid)
          left join batch b on b.sku = a.sku and b.batchref = a.batchref
          %s
          union all
          (select distinct on (orderid, sku, lineid) orderid, sku, lineid, qty, seen,
                  case type when 'deallocate' then 'cancelled' else 'waiting' end, null, null
           from (select orderid, sku, lineid, type,
                        (convert_from(body, 'UTF8')::json ->> 'qty')::integer as qty,
                        (convert_from(body, 'UTF8')::json ->> 'revision')::bigint as seen
                 from inbox
                 where state = 'WAITING' and orderid is not null) waiting
           order by orderid, sku, lineid, seen desc, type desc)
        ) each
        order by orderid, sku, lineid, state in ('cancelled', 'waiting'), seen desc, state
      ) line
      where (cast(? as text) is null or sku = ?) and (cast(? as text) is null or state = ?)
      order by orderid, sku, lineid
      """;

  private final DataSource dataSource;

  LineExport(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param lineid '' where the order has the SKU once
   * @param qty null when only a cancellation was seen
   * @param batchref null unless it is allocated; likewise {@code eta} unless it is on its way
   */
  public record ExportedLine(
      String orderid,
      String sku,
      String lineid,
      Integer qty,
      long revision,
      String state,
      String batchref,
      LocalDate eta) {}

  /**
   * Begins to read; one statement, so what is committed meanwhile is not seen.
   *
   * @param sku empty for all; likewise {@code state}
   */
  public ExportedLines open(Optional<String> sku, Optional<String> state) {
    Connection connection = null;
    try {
      connection = dataSource.getConnection();
      // Only inside a transaction does the server keep a cursor; else all rows came at once.
      WholeTables.begin(connection);
      String lines = LINES.formatted(state.map(each -> IN_STATE.getOrDefault(each, "")).orElse(""));
      PreparedStatement query = connection.prepareStatement(lines);
      query.setFetchSize(ROWS_AT_A_TIME);
      query.setString(1, sku.orElse(null));
      query.setString(2, sku.orElse(null));
      query.setString(3, state.orElse(null));
      query.setString(4, state.orElse(null));
      return new ExportedLines(connection, query.executeQuery());
    } catch (SQLException e) {
      close(connection);
      throw ReadFailure.because(e);
    }
  }

  /** The lines, by order, SKU and line id; to be closed. */
  public static final class ExportedLines implements AutoCloseable {
    private final Connection connection;
    private final ResultSet rows;

    private ExportedLines(Connection connection, ResultSet rows) {
      this.connection = connection;
      this.rows = rows;
    }

    /** The next line; empty at the end. */
    public Optional<ExportedLine> next() {
      try {
        return rows.next()
            ? Optional.of(
                new ExportedLine(
                    rows.getString("orderid"),
                    rows.getString("sku"),
                    rows.getString("lineid"),
                    rows.getObject("qty", Integer.class),
                    rows.getLong("revision"),
                    rows.getString("state"),
                    rows.getString("batchref"),
                    rows.getObject("eta", LocalDate.class)))
            : Optional.empty();
      } catch (SQLException e) {
        throw ReadFailure.because(e);
      }
    }

    @Override
    public void close() {
      LineExport.close(connection);
    }
  }

  private static void close(Connection connection) {
    if (connection == null) {
      return;
    }
    try (connection) {
      connection.rollback();
    } catch (SQLException e) {
      // It was only read from; a broken connection leaves the pool by itself.
    }
  }
}
