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
import java.util.Optional;
import javax.sql.DataSource;

/** A batch, and the lines that hold units of it. */
@ApplicationScoped
public class BatchView {
  private final DataSource dataSource;

  BatchView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param qty purchased units
   * @param eta the day it is expected; absent when it is in the warehouse
   * @param allocated units held for lines
   * @param available units that are free
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BatchDetails(
      String batchref, String sku, int qty, LocalDate eta, int allocated, int available) {}

  /**
   * @param lineid absent where the order has the SKU once
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record HeldLine(String orderid, String lineid, int qty) {}

  /** The batch with this reference, among those of all products. */
  public Optional<BatchDetails> batch(String batchref) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select b.sku, b.qty, b.eta, b.allocated from batch_reference r"
                    + " join batch b using (sku, batchref) where r.batchref = ?")) {
      query.setString(1, batchref);
      try (ResultSet rows = query.executeQuery()) {
        if (!rows.next()) {
          return Optional.empty();
        }
        int qty = rows.getInt("qty");
        int allocated = rows.getInt("allocated");
        return Optional.of(
            new BatchDetails(
                batchref,
                rows.getString("sku"),
                qty,
                rows.getObject("eta", LocalDate.class),
                allocated,
                qty - allocated));
      }
    } catch (SQLException e) {
      throw ReadFailure.because(e);
    }
  }

  /** The lines that hold units of a batch, in the order in which they took them. */
  public List<HeldLine> linesOf(BatchDetails batch) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select orderid, lineid, qty from allocation"
                    + " where sku = ? and batchref = ? order by sequence")) {
      query.setString(1, batch.sku());
      query.setString(2, batch.batchref());
      List<HeldLine> lines = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          String lineid = rows.getString("lineid");
          lines.add(
              new HeldLine(
                  rows.getString("orderid"), lineid.isEmpty() ? null : lineid, rows.getInt("qty")));
        }
      }
      return lines;
    } catch (SQLException e) {
      throw ReadFailure.because(e);
    }
  }
}
