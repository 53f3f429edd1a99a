package dev.ficus.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Whether what was measured was also done: read from allocation-service's tables. */
final class Proof {
  private static final String FIGURES =
      """
      with lines as (select * from order_line where orderid >= ? and orderid < ?),
        held as (select * from allocation where orderid >= ? and orderid < ?),
        stock as (select * from batch where sku >= ? and sku < ?),
        products as (select * from product where sku >= ? and sku < ?),
        events as (select * from outbox where subject >= ? and subject < ?)
      select
        (select count(*) from lines where state = 'ALLOCATED'),
        (select count(*) from held),
        (select coalesce(sum(qty), 0) from held),
        (select coalesce(sum(allocated), 0) from stock),
        (select count(*) from stock where allocated > qty),
        (select coalesce(sum(sequence), 0) from products),
        (select count(*) from events)
      """;
  private static final int RANGES = 5;

  private Proof() {}

  /** What is wrong with the lines and what became of them; empty when nothing is. */
  static List<String> complaints(Connection products, Lines lines) throws SQLException {
    try (PreparedStatement query = products.prepareStatement(FIGURES)) {
      for (int range = 0; range < RANGES; range++) {
        query.setString(2 * range + 1, lines.prefix());
        query.setString(2 * range + 2, lines.prefix() + "~");
      }
      try (ResultSet figures = query.executeQuery()) {
        figures.next();
        List<String> complaints = new ArrayList<>();
        long accepted = lines.accepted();
        expect(complaints, lines, "lines are allocated", accepted, figures.getLong(1));
        expect(complaints, lines, "allocations are there", accepted, figures.getLong(2));
        expect(complaints, lines, "units are allocated", accepted, figures.getLong(3));
        expect(complaints, lines, "units are taken from batches", accepted, figures.getLong(4));
        expect(complaints, lines, "batches are oversold", 0, figures.getLong(5));
        // One more for each batch: it was created.
        long events = accepted + lines.batches();
        expect(complaints, lines, "is the sum of the sequences", events, figures.getLong(6));
        expect(complaints, lines, "events were written", events, figures.getLong(7));
        return complaints;
      }
    }
  }

  private static void expect(
      List<String> complaints, Lines lines, String what, long expected, long found) {
    if (expected != found) {
      complaints.add("%s %d %s, not %d".formatted(lines.prefix(), found, what, expected));
    }
  }
}
