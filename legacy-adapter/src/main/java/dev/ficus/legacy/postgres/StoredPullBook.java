package dev.ficus.legacy.postgres;

import dev.ficus.legacy.feed.pulled.PullBook;
import dev.ficus.legacy.feed.pulled.Report;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Book of the progress of pulls, in PostgreSQL; who works on one holds an advisory lock. */
@ApplicationScoped
class StoredPullBook implements PullBook {

  private final Database database;
  private final RoundLocks locks;

  StoredPullBook(Database database, RoundLocks locks) {
    this.database = database;
    this.locks = locks;
  }

  @Override
  public PullProgress of(String feed) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    """
                    select watermark, paused, compared_at, read_in_full_at
                    from pull_progress where feed = ?
                    """,
                    row ->
                        new PullProgress(
                            Optional.ofNullable(row.getObject("watermark", LocalDateTime.class)),
                            row.getBoolean("paused"),
                            Optional.ofNullable(instant(row, "compared_at")),
                            Optional.ofNullable(instant(row, "read_in_full_at"))),
                    Sql.value(feed)))
        .stream()
        .findFirst()
        .orElse(new PullProgress(Optional.empty(), false, Optional.empty(), Optional.empty()));
  }

  @Override
  public void reached(String feed, LocalDateTime watermark) {
    locks.requireHeld(lock(feed));
    // A null is passed over by greatest.
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into pull_progress (feed, watermark) values (?, ?)
                on conflict (feed) do update
                set watermark = greatest(pull_progress.watermark, excluded.watermark)
                """,
                Sql.value(feed),
                Sql.value(watermark)));
  }

  @Override
  public void pause(String feed, boolean paused) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into pull_progress (feed, paused) values (?, ?)
                on conflict (feed) do update set paused = excluded.paused
                """,
                Sql.value(feed),
                Sql.value(paused)));
  }

  @Override
  public void goBack(String feed, Optional<LocalDateTime> watermark) {
    locks.requireHeld(lock(feed));
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update pull_progress set watermark = ? where feed = ?",
                Sql.value(watermark.orElse(null)),
                Sql.value(feed)));
  }

  @Override
  public List<LineToAsk> toAskAgain(String shop, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select number, sku from undecided_line
                where shop = ? and to_ask order by number, sku limit ?
                """,
                row -> new LineToAsk(row.getString("number"), row.getString("sku")),
                Sql.value(shop),
                Sql.value(most)));
  }

  @Override
  public void askedAgain(String shop, List<LineToAsk> lines) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                delete from undecided_line using unnest(?, ?) as each (number, sku)
                where undecided_line.shop = ? and undecided_line.number = each.number
                  and undecided_line.sku = each.sku
                """,
                Sql.column("text", lines, LineToAsk::number),
                Sql.column("text", lines, LineToAsk::sku),
                Sql.value(shop)));
  }

  @Override
  public void askComparison(String feed, Instant at) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into pull_comparison (feed, asked_at) values (?, ?)
                on conflict (feed) do update
                set asked_again_at = excluded.asked_at where pull_comparison.begun_at is not null
                """,
                Sql.value(feed),
                Sql.value(at.atOffset(ZoneOffset.UTC))));
  }

  @Override
  public Optional<Comparison> comparison(String feed) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select *, now() as ended_at from pull_comparison where feed = ?",
                    row ->
                        new Comparison(
                            instant(row, "asked_at"),
                            instant(row, "begun_at") == null
                                ? Optional.empty()
                                : Optional.of(report(row)),
                            Optional.ofNullable(row.getObject("next", LocalDateTime.class)),
                            row.getInt("failures"),
                            row.getString("failed_for")),
                    Sql.value(feed)))
        .stream()
        .findFirst();
  }

  @Override
  public void comparing(String feed, Report soFar, LocalDateTime next) {
    locks.requireHeld(lock(feed));
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update pull_comparison
                set begun_at = ?, next = ?, listed = ?, missing = ?, outdated = ?, taken_in = ?,
                  quarantined = ?, lines = ?, standing = ?, missing_orders = ?,
                  outdated_orders = ?, failures = 0, failed_for = null
                where feed = ?
                """,
                Sql.value(soFar.begunAt().atOffset(ZoneOffset.UTC)),
                Sql.value(next),
                Sql.value(soFar.listed()),
                Sql.value(soFar.missing()),
                Sql.value(soFar.outdated()),
                Sql.value(soFar.takenIn()),
                Sql.value(soFar.quarantined()),
                Sql.value(soFar.lines()),
                Sql.value(soFar.standing()),
                Sql.column("text", soFar.missingOrders(), number -> number),
                Sql.column("text", soFar.outdatedOrders(), number -> number),
                Sql.value(feed)));
  }

  @Override
  public void comparisonFailed(String feed, String why) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update pull_comparison set failures = failures + 1, failed_for = ? where feed = ?",
                Sql.value(why),
                Sql.value(feed)));
  }

  @Override
  public void compared(String feed, Report report) {
    locks.requireHeld(lock(feed));
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              """
              insert into pull_report
                (feed, begun_at, ended_at, listed, missing, outdated, taken_in, quarantined,
                 lines, standing, missing_orders, outdated_orders)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              """,
              Sql.value(feed),
              Sql.value(report.begunAt().atOffset(ZoneOffset.UTC)),
              Sql.value(report.endedAt().atOffset(ZoneOffset.UTC)),
              Sql.value(report.listed()),
              Sql.value(report.missing()),
              Sql.value(report.outdated()),
              Sql.value(report.takenIn()),
              Sql.value(report.quarantined()),
              Sql.value(report.lines()),
              Sql.value(report.standing()),
              Sql.column("text", report.missingOrders(), number -> number),
              Sql.column("text", report.outdatedOrders(), number -> number));
          Sql.update(
              connection,
              "delete from pull_comparison where feed = ? and asked_again_at is null",
              Sql.value(feed));
          Sql.update(
              connection,
              """
              update pull_comparison
              set asked_at = asked_again_at, asked_again_at = null, begun_at = null, next = null,
                listed = 0, missing = 0, outdated = 0, taken_in = 0, quarantined = 0, lines = 0,
                standing = 0, missing_orders = '{}', outdated_orders = '{}', failures = 0,
                failed_for = null
              where feed = ?
              """,
              Sql.value(feed));
          return Sql.update(
              connection,
              """
              insert into pull_progress (feed, compared_at) values (?, ?)
              on conflict (feed) do update set compared_at = excluded.compared_at
              """,
              Sql.value(feed),
              Sql.value(report.begunAt().atOffset(ZoneOffset.UTC)));
        });
  }

  @Override
  public void readInFull(String feed, Instant begunAt) {
    locks.requireHeld(lock(feed));
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update pull_progress set read_in_full_at = ?
                where feed = ? and not exists (select from sku_route where route = 'new')
                  and (select default_route from routing) = 'legacy'
                """,
                Sql.value(begunAt.atOffset(ZoneOffset.UTC)),
                Sql.value(feed)));
  }

  @Override
  public List<Report> reports(String feed, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select * from pull_report where feed = ? order by id desc limit ?",
                StoredPullBook::report,
                Sql.value(feed),
                Sql.value(most)));
  }

  @Override
  public boolean alone(String feed, Runnable work) {
    return locks.alone(lock(feed), work);
  }

  private static String lock(String feed) {
    return "pulling " + feed;
  }

  private static Report report(ResultSet row) throws SQLException {
    return new Report(
        instant(row, "begun_at"),
        instant(row, "ended_at"),
        row.getInt("listed"),
        row.getInt("missing"),
        row.getInt("outdated"),
        row.getInt("taken_in"),
        row.getInt("quarantined"),
        row.getLong("lines"),
        row.getLong("standing"),
        texts(row, "missing_orders"),
        texts(row, "outdated_orders"));
  }

  private static List<String> texts(ResultSet row, String column) throws SQLException {
    return List.of((String[]) row.getArray(column).getArray());
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
