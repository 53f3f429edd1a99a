package dev.ficus.legacy.storage;

import dev.ficus.legacy.pulling.PullBook;
import dev.ficus.legacy.pulling.Report;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** The progress of the feeds in PostgreSQL; who works on one holds an advisory lock. */
@ApplicationScoped
class StoredPullBook implements PullBook {

  private final Database database;
  private final RoundLocks locks;

  StoredPullBook(Database database, RoundLocks locks) {
    this.database = database;
    this.locks = locks;
  }

  @Override
  public Progress of(String feed) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select watermark, paused, compared_at from pull_progress where feed = ?",
                    row ->
                        new Progress(
                            Optional.ofNullable(row.getObject("watermark", LocalDateTime.class)),
                            row.getBoolean("paused"),
                            Optional.ofNullable(instant(row, "compared_at"))),
                    Sql.value(feed)))
        .stream()
        .findFirst()
        .orElse(new Progress(Optional.empty(), false, Optional.empty()));
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
