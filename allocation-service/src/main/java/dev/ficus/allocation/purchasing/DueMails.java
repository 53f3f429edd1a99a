package dev.ficus.allocation.purchasing;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.allocating.UnitOfWork;
import dev.ficus.allocation.storage.GroupSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * Mails to purchasing that are still to be sent. Each call is a transaction of its own: no lock is
 * held while a mail server is spoken to. Each fails with {@link Unavailable} while the database is
 * away. When a mail is due is decided by the database's clock, alike for all instances.
 */
@ApplicationScoped
class DueMails {
  private static final int LONGEST_LIST = 20;

  private static final String BACKORDERED =
      """
      select p.out_of_stock_since is null as back,
             count(l.*) over () as lines, sum(l.qty) over () as units,
             l.orderid, l.lineid, l.qty
      from product p
      left join order_line l on l.sku = p.sku and l.state = 'BACKORDERED'
      where p.sku = ?
      order by l.arrival, l.orderid, l.lineid limit ?
      """;

  private final UnitOfWork unitOfWork;
  private final GroupSql sql;

  DueMails(UnitOfWork unitOfWork, GroupSql sql) {
    this.unitOfWork = unitOfWork;
    this.sql = sql;
  }

  /**
   * @param attempts tries so far, the one that is beginning included
   */
  record Due(String sku, long sequence, Instant since, int attempts) {
    private static Due read(ResultSet row) throws SQLException {
      return new Due(
          row.getString("sku"),
          row.getLong("sequence"),
          row.getObject("since", OffsetDateTime.class).toInstant(),
          row.getInt("attempts"));
    }
  }

  /**
   * Takes a mail that is due. Nobody else gets it before the time for the try is over; whoever dies
   * with it in hand leaves it to be taken again then.
   */
  Optional<Due> take(Duration forTry) {
    // Materialized: in a join the limit may be run once for each mail, and take all.
    return unitOfWork
        .commit(
            at ->
                sql.query(
                    """
                    with due as materialized (
                      select sku, sequence from purchasing_mail
                      where due_at <= now() order by due_at limit 1 for update skip locked)
                    update purchasing_mail mail
                    set attempts = attempts + 1, due_at = now() + ? * interval '1 millisecond'
                    from due
                    where mail.sku = due.sku and mail.sequence = due.sequence
                    returning mail.sku, mail.sequence, mail.since, mail.attempts
                    """,
                    Due::read,
                    forTry.toMillis()))
        .stream()
        .findFirst();
  }

  /** The mail server has taken it. */
  void sent(Due mail) {
    unitOfWork.commit(
        at ->
            sql.update(
                "delete from purchasing_mail where sku = ? and sequence = ?",
                mail.sku(),
                mail.sequence()));
  }

  /** It is to be tried again after the pause. */
  void failed(Due mail, Duration pause, String reason) {
    unitOfWork.commit(
        at ->
            sql.update(
                """
                update purchasing_mail
                set due_at = now() + ? * interval '1 millisecond', last_failure = ?
                where sku = ? and sequence = ?
                """,
                pause.toMillis(),
                reason,
                mail.sku(),
                mail.sequence()));
  }

  /** The shortage of the product at this moment. */
  Shortage shortage(Due mail) {
    List<ShortageRow> rows =
        unitOfWork.commit(
            at -> sql.query(BACKORDERED, ShortageRow::read, mail.sku(), LONGEST_LIST));
    ShortageRow any = rows.isEmpty() ? ShortageRow.NONE : rows.get(0);
    return new Shortage(
        mail.sku(),
        mail.since(),
        any.back,
        any.lines,
        any.units,
        rows.stream().flatMap(row -> row.line.stream()).toList());
  }

  /** A backordered line, beside how many there are and whether the product is back in stock. */
  private record ShortageRow(
      boolean back, long lines, long units, Optional<Shortage.BackorderedLine> line) {
    private static final ShortageRow NONE = new ShortageRow(false, 0, 0, Optional.empty());

    static ShortageRow read(ResultSet row) throws SQLException {
      String orderid = row.getString("orderid");
      return new ShortageRow(
          row.getBoolean("back"),
          row.getLong("lines"),
          row.getLong("units"),
          orderid == null
              ? Optional.empty()
              : Optional.of(
                  new Shortage.BackorderedLine(
                      orderid, row.getString("lineid"), row.getInt("qty"))));
    }
  }
}
