package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.switching.CertificateContent;
import dev.ficus.legacy.switching.CertificateContent.CertifiedCheck;
import dev.ficus.legacy.switching.CertifiedBatch;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.SwitchedSku;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;

/** SQL of cut-overs that both those who look and those who take steps need. */
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

  /** What nobody can compare, for a certificate. */
  private static final List<String> NOT_SEEN =
      List.of(
          "what the monolith has decided and never says: orders that it has accepted, and whose units"
              + " its figure still counts",
          "orders that cannot be read, which went to it as long as nothing was ours",
          "sales through another door of the monolith that its list did not show yet");

  /**
   * What the certificate of a switch says, whose routes the transaction has changed.
   *
   * @param opened its SKUs, each with the epoch that begins
   */
  static CertificateContent certified(Connection connection, long id, List<Openness> opened)
      throws SQLException {
    List<ComparedStock> stocks =
        Sql.query(
            connection,
            "select * from cut_over_stock where cut_over = ?",
            CutOverRows::stock,
            Sql.value(id));
    List<CertifiedCheck> checks =
        Sql.query(
            connection,
            "select name, value, bound from cut_over_check where cut_over = ? order by place",
            row ->
                new CertifiedCheck(
                    row.getString("name"), row.getString("value"), row.getString("bound")),
            Sql.value(id));
    return Sql.query(
            connection,
            """
            select wave, done_by, reason, clock_timestamp() as at,
              (select coalesce(sum(lines), 0) from cut_over_sku where cut_over = cut_over.id)
                as lines,
              (select coalesce(sum(units), 0) from cut_over_sku where cut_over = cut_over.id)
                as units
            from cut_over where id = ?
            """,
            row ->
                new CertificateContent(
                    id,
                    row.getString("wave"),
                    Direction.CUT_OVER,
                    row.getObject("at", OffsetDateTime.class).toInstant(),
                    row.getString("done_by"),
                    row.getString("reason"),
                    opened.stream()
                        .map(each -> new SwitchedSku(each.sku(), each.revision()))
                        .toList(),
                    row.getLong("lines"),
                    row.getLong("units"),
                    rows(stocks, ComparedStock::listed),
                    rows(stocks, CutOverRows::reported),
                    rows(stocks, CutOverRows::held),
                    NOT_SEEN,
                    checks),
            Sql.value(id))
        .get(0);
  }

  private static List<CertifiedBatch> rows(
      List<ComparedStock> stocks, Function<ComparedStock, OptionalLong> units) {
    return stocks.stream()
        .filter(stock -> units.apply(stock).isPresent())
        .map(
            stock ->
                new CertifiedBatch(
                    stock.sku(),
                    KnownBatch.ofFigure(stock.source(), stock.sku()),
                    Optional.empty(),
                    units.apply(stock).getAsLong()))
        .toList();
  }

  private static OptionalLong reported(ComparedStock stock) {
    return stock.counted().isPresent()
        ? OptionalLong.of(stock.counted().get().figure())
        : OptionalLong.empty();
  }

  private static OptionalLong held(ComparedStock stock) {
    return stock.held().isPresent()
        ? OptionalLong.of(stock.held().getAsInt())
        : OptionalLong.empty();
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
        units(row, "held"));
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
