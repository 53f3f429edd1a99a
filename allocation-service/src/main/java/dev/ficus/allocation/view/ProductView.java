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
      select p.sku, (select current_generation()) as generation, p.sequence, p.out_of_stock_since, p.closed, p.opening_revision,
        b.batchref, b.qty, b.allocated, b.eta
      from (select 1) always
      left join (select sku, sequence, out_of_stock_since, closed, opening_revision from product
                 where sku > ? and sequence > 0 order by sku limit ?) p on true
      left join batch b using (sku)
      order by p.sku, b.eta nulls first, b.batchref
      """;

  private static final String ONE =
      """
      select p.sku, (select current_generation()) as generation, p.sequence, p.out_of_stock_since, p.closed, p.opening_revision,
        b.batchref, b.qty, b.allocated, b.eta
      from product p left join batch b using (sku)
      where p.sku = ? and p.sequence > 0
      order by b.eta nulls first, b.batchref
      """;

  private final DataSource dataSource;

  ProductView(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param generation of the sequence, the second since 1970 at which it began; absent for the
   *     first
   * @param sequence number of the last event that is contained
   * @param outOfStockSince absent while any unit is free
   * @param closed whether it promises nothing new; absent while nobody has opened or closed it
   * @param openingRevision the revision that opened or closed it last; likewise absent
   * @param batches all of them, in the order in which lines are put into them
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record ProductSnapshot(
      String sku,
      Long generation,
      long sequence,
      @JsonProperty("out_of_stock_since") Instant outOfStockSince,
      Boolean closed,
      @JsonProperty("opening_revision") Long openingRevision,
      List<BatchSnapshot> batches) {}

  /**
   * @param qty purchased units
   * @param allocated units held for lines
   * @param available units that are free
   * @param eta the day it is expected; absent when it is in the warehouse
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record BatchSnapshot(
      String batchref, int qty, int allocated, int available, LocalDate eta) {}

  /**
   * @param generation of all sequences, absent for the first; a product of a lower one that is on
   *     no page is none any more
   * @param next the {@code after} of the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record SnapshotPage(Long generation, List<ProductSnapshot> products, String next) {}

  /**
   * A page of the snapshot, in code point order of the SKU.
   *
   * @param after the last SKU of the page before; "" for the first page
   * @param limit products of a page at most, 1 or more
   */
  public SnapshotPage page(String after, int limit) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setString(1, after);
      query.setInt(2, limit);
      List<ProductSnapshot> products = new ArrayList<>();
      Long generation = read(query, products);
      String next = products.size() < limit ? null : products.get(limit - 1).sku();
      return new SnapshotPage(generation, products, next);
    } catch (SQLException e) {
      throw ReadFailure.because(e);
    }
  }

  /** One product, when a batch of it was ever created. */
  public Optional<ProductSnapshot> product(String sku) {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(ONE)) {
      query.setString(1, sku);
      List<ProductSnapshot> products = new ArrayList<>();
      read(query, products);
      return products.stream().findFirst();
    } catch (SQLException e) {
      throw ReadFailure.because(e);
    }
  }

  private static Long absentIfFirst(long generation) {
    return generation == 1 ? null : Long.valueOf(generation);
  }

  /** Fills in the products, and answers with the generation, which a page without any has too. */
  private static Long read(PreparedStatement query, List<ProductSnapshot> products)
      throws SQLException {
    Long generation = null;
    try (ResultSet rows = query.executeQuery()) {
      while (rows.next()) {
        generation = absentIfFirst(rows.getLong("generation"));
        String sku = rows.getString("sku");
        if (sku == null) {
          continue;
        }
        if (products.isEmpty() || !products.get(products.size() - 1).sku().equals(sku)) {
          OffsetDateTime since = rows.getObject("out_of_stock_since", OffsetDateTime.class);
          Long openingRevision = rows.getObject("opening_revision", Long.class);
          products.add(
              new ProductSnapshot(
                  sku,
                  generation,
                  rows.getLong("sequence"),
                  since == null ? null : since.toInstant(),
                  openingRevision == null ? null : rows.getBoolean("closed"),
                  openingRevision,
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
                  new BatchSnapshot(
                      batchref,
                      qty,
                      allocated,
                      qty - allocated,
                      rows.getObject("eta", LocalDate.class)));
        }
      }
    }
    return generation;
  }
}
