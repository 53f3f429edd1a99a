package dev.ficus.journeys;

import dev.ficus.local.Database;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The stock of SKUs whose routes have changed, as each side wrote it down at the time. All times
 * are of one machine.
 *
 * @param certified what the certificates say, in their order
 * @param held what lines of ours held, in the order of each product's events
 * @param moves what happened in the monolith, in its order
 */
record SwitchedStock(List<CertifiedSku> certified, List<HeldUnits> held, List<MonolithMove> moves) {

  /** Where no route has changed. */
  static final SwitchedStock NONE = new SwitchedStock(List.of(), List.of(), List.of());

  /**
   * What a certificate says of a SKU.
   *
   * @param back whether it went back to the monolith
   * @param figure the monolith's, by its own list
   * @param batch units of our batch, in allocation-service
   */
  record CertifiedSku(
      int certificate, boolean back, Instant at, String sku, long figure, long batch) {}

  /**
   * What has changed in allocation-service.
   *
   * @param closed whether the product was closed by it
   * @param units of our batch that lines hold afterwards, or have left with
   */
  record HeldUnits(Instant at, String sku, boolean closed, long units) {}

  /**
   * What has happened to the monolith's stock.
   *
   * @param what for example {@code received}
   * @param figure units that are left to sell afterwards
   */
  record MonolithMove(Instant at, String sku, String what, long figure) {}

  /**
   * Reads it when nothing moves any more.
   *
   * @param shop the shop whose figures the monolith reports
   */
  static SwitchedStock read(
      Database legacy, Database allocation, OldWorldProcess monolith, String shop)
      throws IOException, SQLException {
    try (Query adapter = new Query(legacy);
        Query stock = new Query(allocation)) {
      return new SwitchedStock(
          certified(adapter, shop),
          held(stock, shop),
          monolith.table("moves").stream()
              .map(
                  row ->
                      new MonolithMove(
                          Instant.parse(row.get("at")),
                          row.get("sku"),
                          row.get("what"),
                          OldWorldProcess.number(row, "figure")))
              .toList());
    }
  }

  private static List<CertifiedSku> certified(Query adapter, String shop) throws SQLException {
    List<CertifiedSku> all = new ArrayList<>();
    adapter.list(
        """
        select certificate.id, switched_at, document::jsonb ->> 'direction' = 'roll_back' as back,
          monolith.content as figures, allocation.content as batches
        from certificate join cut_over on cut_over.id = cut_over
          join certificate_list as monolith
            on monolith.certificate = certificate.id and monolith.name = 'monolith'
          join certificate_list as allocation
            on allocation.certificate = certificate.id and allocation.name = 'allocation'
        order by certificate.id
        """,
        row -> {
          Map<String, Long> batches = units(row.getString("batches"), shop);
          for (Map.Entry<String, Long> figure : units(row.getString("figures"), shop).entrySet()) {
            all.add(
                new CertifiedSku(
                    row.getInt("id"),
                    row.getBoolean("back"),
                    row.getObject("switched_at", OffsetDateTime.class).toInstant(),
                    figure.getKey(),
                    figure.getValue(),
                    batches.getOrDefault(figure.getKey(), 0L)));
          }
          return null;
        });
    return all;
  }

  /** The units of a certified list, by SKU. */
  private static Map<String, Long> units(String list, String shop) {
    Map<String, Long> units = new HashMap<>();
    for (String line : list.lines().toList()) {
      String[] fields = line.split("\t", -1);
      if (fields[1].equals(shop + ":" + fields[0])) {
        units.put(fields[0], Long.valueOf(fields[3]));
      }
    }
    return units;
  }

  private static List<HeldUnits> held(Query stock, String shop) throws SQLException {
    Map<String, Long> units = new HashMap<>();
    return stock.list(
        """
        select subject, occurred_at, type = 'product_closed' as closed,
          case type when 'line_allocated' then 1 when 'line_deallocated' then -1 else 0 end
            * coalesce((body::jsonb ->> 'qty')::bigint, 0) as units
        from outbox
        where topic = 'product'
          and (type = 'product_closed' or type in ('line_allocated', 'line_deallocated')
            and body::jsonb ->> 'batchref' = '%s:' || subject)
        order by subject, sequence
        """
            .formatted(shop),
        row ->
            new HeldUnits(
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("subject"),
                row.getBoolean("closed"),
                units.merge(row.getString("subject"), row.getLong("units"), Long::sum)));
  }
}
