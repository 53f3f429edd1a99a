package dev.ficus.allocation.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The lines of an order, each with its state. */
@ApplicationScoped
public class OrderView {
  /**
   * A waiting line is its newest waiting command: the higher revision, then the cancellation. A
   * line whose change waits is shown with what it has; one that has nothing is what is newer.
   */
  private static final String LINES =
      """
      select distinct on (sku, lineid) sku, lineid, qty,
             max(seen) over (partition by sku, lineid) as revision, state, batchref, eta
      from (
        select l.sku, l.lineid, l.qty,
               greatest(l.wanted_revision, l.cancelled_revision, l.despatched_revision) as seen,
               lower(l.state) as state, a.batchref, b.eta
        from order_line l
        left join allocation a using (orderid, sku, lineid)
        left join batch b on b.sku = a.sku and b.batchref = a.batchref
        where l.orderid = ?
        union all
        (select distinct on (sku, lineid) sku, lineid, qty, seen,
                case type when 'deallocate' then 'cancelled' else 'waiting' end, null, null
         from (select sku, lineid, type,
                      (convert_from(body, 'UTF8')::json ->> 'qty')::integer as qty,
                      (convert_from(body, 'UTF8')::json ->> 'revision')::bigint as seen
               from inbox
               where orderid = ? and state = 'WAITING') waiting
         order by sku, lineid, seen desc, type desc)
      ) line
      order by sku, lineid, state in ('cancelled', 'waiting'), seen desc, state
      """;

  private final DataSource dataSource;

  OrderView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * One line of an order.
   *
   * @param lineid absent where the order has the SKU once
   * @param qty wanted units; absent when only a cancellation was seen
   * @param revision the highest that was seen, of what was wanted, a cancellation or the despatch,
   *     or of a change that waits
   * @param state allocated, backordered, cancelled, despatched or waiting (for the SKU's first
   *     batch, or for its product to be opened)
   * @param batchref the batch that holds its units, when allocated
   * @param eta the day that batch is expected; absent when it is in the warehouse
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OrderedLine(
      String sku,
      String lineid,
      Integer qty,
      long revision,
      String state,
      String batchref,
      LocalDate eta) {}

  /** The lines that are known of an order, by SKU and line id; empty when none is. */
  public List<OrderedLine> linesOf(String orderid) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(LINES)) {
      query.setString(1, orderid);
      query.setString(2, orderid);
      List<OrderedLine> lines = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String lineid = rows.getString("lineid");
          lines.add(
              new OrderedLine(
                  rows.getString("sku"),
                  lineid.isEmpty() ? null : lineid,
                  rows.getObject("qty", Integer.class),
                  rows.getLong("revision"),
                  rows.getString("state"),
                  rows.getString("batchref"),
                  rows.getObject("eta", LocalDate.class)));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw ReadFailure.because(e);
    }
  }
}
