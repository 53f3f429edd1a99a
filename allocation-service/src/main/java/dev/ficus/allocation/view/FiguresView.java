package dev.ficus.allocation.view;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The figures that operators watch. */
@ApplicationScoped
public class FiguresView {
  private static final int LIMIT_SECONDS = 60;

  private final DataSource dataSource;
  private final OverdueView overdue;

  protected FiguresView(DataSource dataSource, OverdueView overdue) {
    this.dataSource = dataSource;
    this.overdue = overdue;
  }

  /**
   * @param outboxRows events that were not published yet
   * @param outboxSeconds age of the oldest of them; 0 when there is none
   * @param backorderedLines lines that no batch can hold
   * @param overdueBatches batches whose day has passed and that have units
   * @param waitingCommands commands that wait for their batch, or for their product to be opened
   * @param parkedCommands commands that wait for an operator
   * @param purchasingMails mails that are to be sent
   */
  public record Figures(
      long outboxRows,
      double outboxSeconds,
      long backorderedLines,
      long overdueBatches,
      long waitingCommands,
      long parkedCommands,
      long purchasingMails) {}

  /** Each is counted along an index that holds nothing else, so it costs what it counts. */
  public Figures figures() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                """
                select
                  unpublished.events,
                  greatest(coalesce(extract(epoch from now() - unpublished.oldest), 0), 0) as age,
                  (select count(*) from order_line where state = 'BACKORDERED') as backordered,
                  (select count(*) from batch
                   where eta is not null and qty > 0 and eta < ?) as overdue,
                  (select count(*) from inbox where state = 'WAITING' and batchref is null)
                  + (select count(*) from inbox where state = 'WAITING' and batchref is not null)
                    as waiting,
                  (select count(*) from inbox where state = 'PARKED') as parked,
                  (select count(*) from purchasing_mail) as mails
                from (select count(*) as events, min(occurred_at) as oldest
                      from outbox where published_at is null) unpublished
                """)) {
      query.setQueryTimeout(LIMIT_SECONDS);
      query.setObject(1, overdue.today());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Figures(
            row.getLong("events"),
            row.getDouble("age"),
            row.getLong("backordered"),
            row.getLong("overdue"),
            row.getLong("waiting"),
            row.getLong("parked"),
            row.getLong("mails"));
      }
    }
  }

  /**
   * How many units are allocated beyond what was purchased: recounted from the allocations
   * themselves, not from the totals that are kept of them. It reads all of them.
   */
  public long oversoldUnits() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      WholeTables.begin(connection);
      long units = oversoldUnits(connection);
      connection.commit();
      return units;
    }
  }

  private static long oversoldUnits(Connection connection) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
                select coalesce(sum(held.qty - coalesce(b.qty, 0)), 0)
                from (select sku, batchref, sum(qty) as qty from allocation
                      group by sku, batchref) held
                left join batch b using (sku, batchref)
                where held.qty > coalesce(b.qty, 0)
                """)) {
      query.setQueryTimeout(LIMIT_SECONDS);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
