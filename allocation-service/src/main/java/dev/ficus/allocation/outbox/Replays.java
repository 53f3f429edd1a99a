package dev.ficus.allocation.outbox;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.storage.GroupSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Sends published events of products once more, to one queue: with the ids they had, so that who
 * has seen them knows them, and those of each product in their order. Read in windows by key, so
 * neither memory nor a transaction grows with their number; every replay is audited.
 */
@ApplicationScoped
public class Replays {
  private final GroupSql sql;
  private final ReplayTarget target;
  private final RelaySettings settings;

  Replays(GroupSql sql, ReplayTarget target, RelaySettings settings) {
    this.sql = sql;
    this.target = target;
    this.settings = settings;
  }

  /**
   * A request for a replay: which events, where to, and for whom; a bound that is empty bounds
   * nothing.
   *
   * @param fromSequence the first, and {@code toSequence} the last, of each product
   * @param from the earliest time, and {@code to} the latest, at which they occurred
   */
  public record ReplayRequest(
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
  public Optional<Replayed> replay(ReplayRequest request) {
    UUID replay = UUID.randomUUID();
    try {
      Optional<ReplayTarget.Session> opened = target.open(request.queue(), replay);
      if (opened.isEmpty()) {
        return Optional.empty();
      }
      try (ReplayTarget.Session session = opened.get()) {
        recordStart(replay, request);
        return Optional.of(new Replayed(replay, send(replay, request, session)));
      }
    } catch (IOException e) {
      throw new Unavailable("the broker is away", e);
    } catch (GroupSql.Failed e) {
      throw new Unavailable("the database is away", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the replay was interrupted", e);
    }
  }

  private long send(UUID replay, ReplayRequest request, ReplayTarget.Session session)
      throws IOException, InterruptedException {
    long sent = 0;
    try {
      List<OutgoingEvent> window = read(request, "", 0);
      while (!window.isEmpty()) {
        session.publish(window);
        sent += window.size();
        OutgoingEvent last = window.get(window.size() - 1);
        window = read(request, last.subject(), last.sequence().orElseThrow());
      }
      recordEnd(replay, "done", sent, null);
      return sent;
    } catch (IOException | InterruptedException | RuntimeException e) {
      try {
        recordEnd(replay, "failed", sent, String.valueOf(e.getMessage()));
      } catch (GroupSql.Failed unrecorded) {
        e.addSuppressed(unrecorded);
      }
      throw e;
    }
  }

  private List<OutgoingEvent> read(ReplayRequest request, String afterSubject, long afterSequence) {
    StringBuilder query =
        new StringBuilder("select ")
            .append(OutboxReader.COLUMNS)
            .append(" from outbox where topic = 'product' and published_at is not null")
            .append(" and (subject, sequence) > (?, ?)");
    List<Object> values = new ArrayList<>(List.of(afterSubject, afterSequence));
    bound(query, values, " and subject = ?", request.sku());
    bound(query, values, " and sequence >= ?", request.fromSequence());
    bound(query, values, " and sequence <= ?", request.toSequence());
    bound(query, values, " and occurred_at >= ?", request.from().map(Replays::stored));
    bound(query, values, " and occurred_at <= ?", request.to().map(Replays::stored));
    query.append(" order by subject, sequence limit ?");
    values.add(settings.window());
    return sql.query(query.toString(), OutboxReader::event, values.toArray());
  }

  private static void bound(
      StringBuilder query, List<Object> values, String condition, Optional<?> value) {
    if (value.isPresent()) {
      query.append(condition);
      values.add(value.get());
    }
  }

  private void recordStart(UUID replay, ReplayRequest request) {
    sql.update(
        """
        insert into replay_audit
          (id, who, queue, sku, from_sequence, to_sequence, from_time, to_time, started_at)
        values (?, ?, ?, ?, ?, ?, ?, ?, now())
        """,
        replay,
        request.by(),
        request.queue(),
        request.sku().orElse(null),
        request.fromSequence().orElse(null),
        request.toSequence().orElse(null),
        request.from().map(Replays::stored).orElse(null),
        request.to().map(Replays::stored).orElse(null));
  }

  private void recordEnd(UUID replay, String outcome, long events, String failure) {
    sql.update(
        """
        update replay_audit set outcome = ?, events = ?, failure = ?, finished_at = now()
        where id = ?
        """,
        outcome,
        events,
        failure,
        replay);
  }

  private static OffsetDateTime stored(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }
}
