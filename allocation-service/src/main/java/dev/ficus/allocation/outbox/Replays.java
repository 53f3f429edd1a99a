package dev.ficus.allocation.outbox;

import dev.ficus.allocation.allocating.Unavailable;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Sends published events of products once more, to one queue: with the ids they had, so that who
 * has seen them knows them, and those of each product in their order. Read in windows by key, so
 * neither memory nor a transaction grows with their number; every replay is on record.
 */
@ApplicationScoped
public class Replays {
  private final DataSource dataSource;
  private final ReplayTarget target;
  private final RelayConfig config;

  Replays(DataSource dataSource, ReplayTarget target, RelayConfig config) {
    this.dataSource = dataSource;
    this.target = target;
    this.config = config;
  }

  /**
   * Which events, where to, and for whom; a bound that is empty bounds nothing.
   *
   * @param fromSequence the first, and {@code toSequence} the last, of each product
   * @param from the earliest time, and {@code to} the latest, at which they occurred
   */
  public record Wish(
      String by,
      String queue,
      Optional<String> sku,
      Optional<Long> fromSequence,
      Optional<Long> toSequence,
      Optional<Instant> from,
      Optional<Instant> to) {}

  /**
   * @param replay id of the replay, which each of its messages carries
   */
  public record Replayed(UUID replay, long events) {}

  /**
   * Replays events, and returns when the broker has all of them.
   *
   * @return empty when there is no such queue
   * @throws Unavailable when the broker or the database is away; some may have been sent, and to
   *     ask again is harmless
   */
  public Optional<Replayed> replay(Wish wish) {
    UUID replay = UUID.randomUUID();
    try {
      Optional<ReplayTarget.Session> opened = target.open(wish.queue(), replay);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (ReplayTarget.Session session = opened.get()) {
        recordStart(replay, wish);
        return Optional.of(new Replayed(replay, send(replay, wish, session)));
      }
    } catch (IOException e) {
      throw new Unavailable("the broker is away", e);
    } catch (SQLException e) {
      throw new Unavailable("the database is away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the replay was interrupted", e);
    }
  }

  private long send(UUID replay, Wish wish, ReplayTarget.Session session)
      throws SQLException, IOException, InterruptedException {
    long sent = 0;
    try {
      List<OutgoingEvent> window = read(wish, "", 0);
      while (!window.isEmpty()) {
        session.publish(window);
        sent += window.size();
        OutgoingEvent last = window.get(window.size() - 1);
        window = read(wish, last.subject(), last.sequence().orElseThrow());
      }
      recordEnd(replay, "done", sent, null);
      return sent;
    } catch (SQLException | IOException | InterruptedException | RuntimeException e) {
      try {
        recordEnd(replay, "failed", sent, String.valueOf(e.getMessage()));
      } catch (SQLException unrecorded) {
        e.addSuppressed(unrecorded);
      }
      throw e;
    }
  }

  private List<OutgoingEvent> read(Wish wish, String afterSubject, long afterSequence)
      throws SQLException {
    StringBuilder sql =
        new StringBuilder("select ")
            .append(OutboxReader.COLUMNS)
            .append(" from outbox where topic = 'product' and published_at is not null")
            .append(" and (subject, sequence) > (?, ?)");
    List<Object> values = new ArrayList<>(List.of(afterSubject, afterSequence));
    bound(sql, values, " and subject = ?", wish.sku());
    bound(sql, values, " and sequence >= ?", wish.fromSequence());
    bound(sql, values, " and sequence <= ?", wish.toSequence());
    bound(sql, values, " and occurred_at >= ?", wish.from().map(Replays::stored));
    bound(sql, values, " and occurred_at <= ?", wish.to().map(Replays::stored));
    sql.append(" order by subject, sequence limit ?");
    values.add(config.window());
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql.toString())) {
      set(query, values);
      List<OutgoingEvent> window = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          window.add(OutboxReader.event(rows));
        }
      }
      return window;
    }
  }

  private static void bound(
      StringBuilder sql, List<Object> values, String condition, Optional<?> value) {
    if (value.isPresent()) {
      sql.append(condition);
      values.add(value.get());
    }
  }

  private void recordStart(UUID replay, Wish wish) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into replay_audit (id, who, queue, sku, from_sequence, to_sequence,"
                    + " from_time, to_time, started_at) values (?, ?, ?, ?, ?, ?, ?, ?, now())")) {
      insert.setObject(1, replay);
      insert.setString(2, wish.by());
      insert.setString(3, wish.queue());
      insert.setString(4, wish.sku().orElse(null));
      insert.setObject(5, wish.fromSequence().orElse(null), java.sql.Types.BIGINT);
      insert.setObject(6, wish.toSequence().orElse(null), java.sql.Types.BIGINT);
      insert.setObject(7, wish.from().map(Replays::stored).orElse(null));
      insert.setObject(8, wish.to().map(Replays::stored).orElse(null));
      insert.executeUpdate();
    }
  }

  private void recordEnd(UUID replay, String outcome, long events, String failure)
      throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement update =
            connection.prepareStatement(
                "update replay_audit set outcome = ?, events = ?, failure = ?, finished_at = now()"
                    + " where id = ?")) {
      update.setString(1, outcome);
      update.setLong(2, events);
      update.setString(3, failure);
      update.setObject(4, replay);
      update.executeUpdate();
    }
  }

  private static void set(PreparedStatement statement, List<Object> values) throws SQLException {
    for (int i = 0; i < values.size(); i++) {
      statement.setObject(i + 1, values.get(i));
    }
  }

  private static OffsetDateTime stored(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
