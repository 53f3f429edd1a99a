package dev.ficus.allocation.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The snapshot: the stock of each product with the sequence it is true for. A page is one SQL
 * statement, so each of its products is whole.
 */
@ApplicationScoped
public class ProductView {
  private static final String PAGE =
      """
      select p.sku, p.sequence, p.out_of_stock_since, b.batchref, b.qty, b.allocated, b.eta
      from (select sku, sequence, out_of_stock_since from product
            where sku > ? and sequence > 0 order by sku limit ?) p
      left join batch b using (sku)
      order by p.sku, b.eta nulls first, b.batchref
      """;

  private static final String ONE =
      """
      select p.sku, p.sequence, p.out_of_stock_since, b.batchref, b.qty, b.allocated, b.eta
      from product p left join batch b using (sku)
      where p.sku = ? and p.sequence > 0
      order by b.eta nulls first, b.batchref
      """;

  private final DataSource dataSource;

  ProductView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param sequence number of the last event that is contained
   * @param outOfStockSince absent while any unit is free
   * @param batches all of them, in the order in which lines are put into them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Product(
      String sku,
      long sequence,
      @JsonProperty("out_of_stock_since") Instant outOfStockSince,
      List<Batch> batches) {}

  /**
   * @param qty purchased units
   * @param allocated units held for lines
   * @param available units that are free
   * @param eta the day it is expected; absent when it is in the warehouse
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Batch(String batchref, int qty, int allocated, int available, LocalDate eta) {}

  /**
   * @param next the {@code after} of the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record Page(List<Product> products, String next) {}

  /**
   * A page of the snapshot, in code point order of the SKU.
   *
   * @param after the last SKU of the page before; "" for the first page
   * @param limit products of a page at most, 1 or more
   */
  public Page page(String after, int limit) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setString(1, after);
      query.setInt(2, limit);
      List<Product> products = products(query);
      String next = products.size() < limit ? null : products.get(limit - 1).sku();
      return new Page(products, next);
    } catch (SQLException e) {
      throw Unreadable.because(e);
    }
  }

  /** One product, when a batch of it was ever created. */
  public Optional<Product> product(String sku) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(ONE)) {
      query.setString(1, sku);
      return products(query).stream().findFirst();
    } catch (SQLException e) {
      throw Unreadable.because(e);
    }
  }

  private static List<Product> products(PreparedStatement query) throws SQLException {
    List<Product> products = new ArrayList<>();
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        String sku = rows.getString("sku");
        if (products.isEmpty() || !products.get(products.size() - 1).sku().equals(sku)) {
          OffsetDateTime since = rows.getObject("out_of_stock_since", OffsetDateTime.class);
          products.add(
              new Product(
                  sku,
                  rows.getLong("sequence"),
                  since == null ? null : since.toInstant(),
                  new ArrayList<>()));
        }
        String batchref = rows.getString("batchref");
        if (batchref != null) {
          int qty = rows.getInt("qty");
          int allocated = rows.getInt("allocated");
          products
              .get(products.size() - 1)
              .batches()
              .add(
                  new Batch(
                      batchref,
                      qty,
                      allocated,
                      qty - allocated,
                      rows.getObject("eta", LocalDate.class)));
        }
      }
    }
    return products;
  }
}
