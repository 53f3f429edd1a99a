package dev.ficus.journeys;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The equation in which every reckoning ends: each line that was sent is in one place, allocated,
 * backordered, cancelled or in quarantine; an allocated line holds its units once and no other line
 * holds any; each batch has given what its lines hold, and not more than was purchased.
 *
 * @param allocated lines; likewise the next three
 * @param quarantined in the adapter's quarantine
 * @param misheld lines that hold other units than they should, or hold them twice
 * @param misstated batches that say otherwise than the lines that hold their units
 * @param oversold units that are held beyond what was purchased
 */
public record Equation(
    long allocated,
    long backordered,
    long cancelled,
    long quarantined,
    long misheld,
    long misstated,
    long oversold) {
  private static final String FIGURES =
      """
      with lines as (select * from order_line where orderid >= ? and orderid < ?),
        held as (
          select orderid, sku, lineid, count(*) as times, sum(qty) as qty from allocation
          where orderid >= ? and orderid < ? group by orderid, sku, lineid),
        stock as (
          select batch.*, coalesce(given, 0) as given from batch left join (
            select sku, batchref, sum(qty) as given from allocation
            where sku >= ? and sku < ? group by sku, batchref) lines using (sku, batchref)
          where sku >= ? and sku < ?)
      select
        (select count(*) from lines where state = 'ALLOCATED'),
        (select count(*) from lines where state = 'BACKORDERED'),
        (select count(*) from lines where state = 'CANCELLED'),
        (select count(*) from lines full join held using (orderid, sku, lineid)
          where case when state = 'ALLOCATED'
            then times is distinct from 1 or held.qty is distinct from lines.qty
            else times is not null end),
        (select count(*) from stock where allocated <> given),
        (select coalesce(sum(greatest(given - qty, 0)), 0) from stock)
      """;
  private static final int RANGES = 4;

  /** Behind every text there is. */
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

  /**
   * Reads allocation-service's tables; nothing is in quarantine.
   *
   * @param prefix what the order ids and the SKUs begin with; empty for all
   */
  public static Equation read(Connection allocation, String prefix) throws SQLException {
    try (PreparedStatement query = allocation.prepareStatement(FIGURES)) {
      for (int range = 0; range < RANGES; range++) {
        query.setString(2 * range + 1, prefix);
        query.setString(2 * range + 2, prefix.isEmpty() ? LAST : prefix + "~");
      }
      try (ResultSet figures = query.executeQuery()) {
        figures.next();
        return new Equation(
            figures.getLong(1),
            figures.getLong(2),
            figures.getLong(3),
            0,
            figures.getLong(4),
            figures.getLong(5),
            figures.getLong(6));
      }
    }
  }

  Equation withQuarantined(long lines) {
    return new Equation(allocated, backordered, cancelled, lines, misheld, misstated, oversold);
  }

  /** The lines that are in one of the places. */
  public long lines() {
    return allocated + backordered + cancelled + quarantined;
  }

  /** Why it does not hold when so many lines were sent; empty when it does. */
  public List<String> differences(long sent) {
    List<String> differences = new ArrayList<>();
    expect(differences, sent, lines(), "lines are accounted for");
    expect(differences, 0, misheld, "lines hold other units than they should");
    expect(differences, 0, misstated, "batches say otherwise than their lines");
    expect(differences, 0, oversold, "units are oversold");
    return differences;
  }

  private static void expect(List<String> differences, long expected, long found, String what) {
    if (found != expected) {
      differences.add("%d %s, not %d".formatted(found, what, expected));
    }
  }
}
