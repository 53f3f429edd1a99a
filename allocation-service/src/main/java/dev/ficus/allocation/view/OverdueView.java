package dev.ficus.allocation.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ficus.allocation.message.Malformed;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** The batches that should have arrived: their day has passed and they still have units. */
@ApplicationScoped
public class OverdueView {
  private static final String PAGE =
      """
      select sku, batchref, qty, eta, allocated from batch
      where eta is not null and qty > 0 and eta < ? and (eta, batchref) > (?, ?)
      order by eta, batchref limit ?
      """;

  private final DataSource dataSource;
  private final Clock clock;

  OverdueView(DataSource dataSource, CalendarSettings settings) {
    this.dataSource = dataSource;
    this.clock = Clock.system(settings.timeZone());
  }

  /**
   * @param next the {@code after} of the next page; absent on the last
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record OverduePage(List<BatchView.BatchDetails> batches, String next) {}

  /** The calendar day at the place whose time zone is configured. */
  LocalDate today() {
    return LocalDate.now(clock);
  }

  /**
   * A page of the overdue batches, the longest overdue first.
   *
   * @param after {@code next} of the page before; "" for the first page
   * @param limit batches of a page at most, 1 or more
   * @throws Malformed when {@code after} was never a {@code next}
   */
  public OverduePage page(String after, int limit) {
    PagePosition position = after.isEmpty() ? PagePosition.FIRST : PagePosition.read(after);
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(PAGE)) {
      query.setObject(1, today());
      query.setObject(2, position.eta());
      query.setString(3, position.batchref());
      query.setInt(4, limit);
      List<BatchView.BatchDetails> batches = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          int qty = rows.getInt("qty");
          int allocated = rows.getInt("allocated");
          batches.add(
              new BatchView.BatchDetails(
                  rows.getString("batchref"),
                  rows.getString("sku"),
                  qty,
                  rows.getObject("eta", LocalDate.class),
                  allocated,
                  qty - allocated));
        }
      }
      BatchView.BatchDetails last = batches.size() < limit ? null : batches.get(limit - 1);
      return new OverduePage(
          batches, last == null ? null : new PagePosition(last.eta(), last.batchref()).text());
    } catch (SQLException e) {
      throw ReadFailure.because(e);
    }
  }

  /** A position in the list, as {@code 2026-12-24/batch-1}. */
  private record PagePosition(LocalDate eta, String batchref) {
    private static final PagePosition FIRST = new PagePosition(LocalDate.of(1, 1, 1), "");
    private static final int LENGTH_OF_DAY = 10;

    static PagePosition read(String text) {
      if (text.length() > LENGTH_OF_DAY && text.charAt(LENGTH_OF_DAY) == '/') {
        try {
          return new PagePosition(
              LocalDate.parse(text.substring(0, LENGTH_OF_DAY)), text.substring(LENGTH_OF_DAY + 1));
        } catch (DateTimeParseException e) {
          // Answered below.
        }
      }
      throw new Malformed("after", "must be the next of a page");
    }

    String text() {
      return eta + "/" + batchref;
    }
  }
}
