package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.SourceStock;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** SQL of cut-overs and rollbacks that both those who look and those who take steps need. */
final class CutOverRows {

  /** Whose doing it is that nobody has asked for. */
  static final String ADAPTER = "legacy-adapter";

  private CutOverRows() {}

  /** Ends one by itself. */
  static void end(Connection connection, long id, CutOverOutcome outcome, String why)
      throws SQLException {
    end(connection, id, outcome, ADAPTER, why);
  }

  /** Ends one; what it has frozen is frozen no longer. */
  static void end(Connection connection, long id, CutOverOutcome outcome, String by, String why)
      throws SQLException {
    thaw(connection, id);
    openAgain(connection, id);
    Sql.update(
        connection,
        """
        update cut_over
        set step = 'ended', step_since = now(), ended_at = clock_timestamp(), outcome = ?, why = ?,
            waits_for = null, lease_until = '-infinity', holder = null
        where id = ?
        """,
        Sql.value(outcome.code()),
        Sql.value(why),
        Sql.value(id));
    log(connection, id, outcome.code(), by, why);
  }

  /**
   * Pauses one that is on its way to its switch, for as long as everything is halted. What it has
   * frozen is frozen no longer; so it begins again with the freeze.
   */
  static void pause(Connection connection, long id, String by, String reason) throws SQLException {
    thaw(connection, id);
    openAgain(connection, id);
    Sql.update(
        connection,
        """
        update cut_over
        set step = 'freeze', step_since = now(), frozen_at = null, quiet_since = null,
            differs_since = null, waits_for = ?, lease_until = '-infinity', holder = null
        where id = ?
        """,
        Sql.value(
            "the end of the halt (GET /strangling/halt); nothing is frozen, and it begins again with"
                + " the freeze. %s has halted: %s".formatted(by, reason)),
        Sql.value(id));
    log(connection, id, "paused", by, reason);
  }

  /** What a rollback has closed is opened again, unless the routes have changed. */
  static void openAgain(Connection connection, long id) throws SQLException {
    boolean closed =
        Sql.query(
                connection,
                "select direction = 'roll_back' and switched_at is null from cut_over where id = ?",
                row -> row.getBoolean(1),
                Sql.value(id))
            .get(0);
    if (closed) {
      StoredOpenProducts.change(connection, id, true, 0);
    }
  }

  /** What it has frozen is frozen no longer. */
  static void thaw(Connection connection, long id) throws SQLException {
    Sql.update(connection, "delete from frozen_sku where cut_over = ?", Sql.value(id));
  }

  /** Notes what whoever began it has had done by it. */
  static void log(Connection connection, long id, String what) throws SQLException {
    Sql.update(
        connection,
        """
        insert into strangling_log (what, done_by, reason, wave, cut_over)
        select ?, done_by, reason, wave, id from cut_over where id = ?
        """,
        Sql.value(what),
        Sql.value(id));
  }

  /** Notes what somebody has done to it. */
  static void log(Connection connection, long id, String what, String by, String reason)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into strangling_log (what, done_by, reason, wave, cut_over)
        select ?, ?, ?, wave, id from cut_over where id = ?
        """,
        Sql.value(what),
        Sql.value(by),
        Sql.value(reason),
        Sql.value(id));
  }

  static ComparedStock stock(ResultSet row) throws SQLException {
    OptionalLong figure = number(row, "figure");
    return new ComparedStock(
        row.getString("sku"),
        row.getString("source"),
        number(row, "listed"),
        figure.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new SourceStock(
                    figure.getAsLong(),
                    row.getLong("uncounted"),
                    row.getLong("pending"),
                    0,
                    row.getLong("despatched"))),
        units(row, "sent"),
        row.getBoolean("confirmed"),
        units(row, "held"),
        new ComparedStock.Days(day(row, "listed_eta"), day(row, "eta"), day(row, "held_eta")));
  }

  private static Optional<LocalDate> day(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDate.class));
  }

  static OptionalLong number(ResultSet row, String column) throws SQLException {
    long number = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
  }

  private static OptionalInt units(ResultSet row, String column) throws SQLException {
    int units = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(units);
  }
}
