package dev.ficus.allocation.purchasing;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The mails that are to be sent, as their sender sees them. Each call is a transaction of its own:
 * no lock is held while a mail server is talked to.
 */
@ApplicationScoped
class DueMails {
  private static final int LONGEST_LIST = 20;

  private final DataSource dataSource;

  DueMails(DataSource dataSource) {
    this.dataSource = dataSource;
  }

  /**
   * @param attempts tries so far, the one that is beginning included
   */
  record Due(String sku, long sequence, Instant since, int attempts) {}

  /**
   * Takes a mail that is due. Nobody else gets it before the time for the try is over; whoever dies
   * with it in hand leaves it to be taken again then.
   */
  Optional<Due> take(Duration forTry) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement take =
            connection.prepareStatement(
                // Materialized: in a join the limit may be run once for each mail, and take all.
                """
                with due as materialized (
                  select sku, sequence from purchasing_mail
                  where due_at <= now() order by due_at limit 1 for update skip locked)
                update purchasing_mail mail
                set attempts = attempts + 1, due_at = now() + ? * interval '1 millisecond'
                from due
                where mail.sku = due.sku and mail.sequence = due.sequence
                returning mail.sku, mail.sequence, mail.since, mail.attempts
                """)) {
      take.setLong(1, forTry.toMillis());
      try (ResultSet rows = take.executeQuery()) {
        return rows.next()
            ? Optional.of(
                new Due(
                    rows.getString("sku"),
                    rows.getLong("sequence"),
                    rows.getObject("since", OffsetDateTime.class).toInstant(),
                    rows.getInt("attempts")))
            : Optional.empty();
      }
    }
  }

  /** The mail server has taken it. */
  void sent(Due mail) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement delete =
            connection.prepareStatement(
                "delete from purchasing_mail where sku = ? and sequence = ?")) {
      delete.setString(1, mail.sku());
      delete.setLong(2, mail.sequence());
      delete.executeUpdate();
    }
  }

  /** It is to be tried again after the pause. */
  void failed(Due mail, Duration pause, String reason) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update purchasing_mail set due_at = now() + ? * interval '1 millisecond',"
                    + " last_failure = ? where sku = ? and sequence = ?")) {
      update.setLong(1, pause.toMillis());
      update.setString(2, reason);
      update.setString(3, mail.sku());
      update.setLong(4, mail.sequence());
      update.executeUpdate();
    }
  }

  /** What the product lacks at this moment. */
  Shortage shortage(Due mail) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                """
                select p.out_of_stock_since is null as back,
                       count(l.*) over () as lines, sum(l.qty) over () as units,
                       l.orderid, l.lineid, l.qty
                from product p
                left join order_line l on l.sku = p.sku and l.state = 'BACKORDERED'
                where p.sku = ?
                order by l.arrival, l.orderid, l.lineid limit ?
                """)) {
      query.setString(1, mail.sku());
      query.setInt(2, LONGEST_LIST);
      boolean back = false;
      long lines = 0;
      long units = 0;
      List<Shortage.Line> first = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          back = rows.getBoolean("back");
          lines = rows.getLong("lines");
          units = rows.getLong("units");
          if (rows.getString("orderid") != null) {
            first.add(
                new Shortage.Line(
                    rows.getString("orderid"), rows.getString("lineid"), rows.getInt("qty")));
          }
        }
      }
      return new Shortage(mail.sku(), mail.since(), back, lines, units, first);
    }
  }
}
