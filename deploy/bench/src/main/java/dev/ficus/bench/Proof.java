package dev.ficus.bench;

import dev.ficus.journeys.Equation;
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
      select
        (select coalesce(sum(qty), 0) from allocation where orderid >= ? and orderid < ?),
        (select coalesce(sum(sequence), 0) from product where sku >= ? and sku < ?),
        (select count(*) from outbox where subject >= ? and subject < ?)
      """;
  private static final int RANGES = 3;

  private Proof() {}

  /** What is wrong with the lines and their allocations; empty when nothing is. */
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
        Equation equation = Equation.read(products, lines.prefix());
        equation
            .differences(accepted)
            .forEach(difference -> complaints.add(lines.prefix() + " " + difference));
        expect(complaints, lines, "lines are allocated", accepted, equation.allocated());
        expect(complaints, lines, "units are allocated", accepted, figures.getLong(1));
        // One more for each batch: it was created.
        long events = accepted + lines.batches();
        expect(complaints, lines, "is the sum of the sequences", events, figures.getLong(2));
        expect(complaints, lines, "events were written", events, figures.getLong(3));
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
