package dev.ficus.allocation.outbox;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/**
 * The outbox as one database session sees it: the shards that this session holds the locks of, and
 * a place in them from which the next window is read. Having reached the end, it begins again at
 * the lowest unpublished row.
 */
final class OutboxReader implements AutoCloseable {
  /** The first key of the advisory locks; the second is the shard. */
  private static final int LOCK_SPACE = 0xF1C5;

  /** The columns that {@link #event} reads. */
  static final String COLUMNS =
      "topic, subject, generation, sequence, type, body, occurred_at, correlation_id, traceparent, caused_by";

  private static final long CLAIM_EVERY_NANOS = 1_000_000_000L;

  private final Connection session;
  private final BitSet held = new BitSet(Shards.COUNT);
  private final Set<EventKey> inFlight = new HashSet<>();
  private long claimedAt = System.nanoTime() - CLAIM_EVERY_NANOS;
  private int fromShard;
  private String fromSubject = "";
  private long fromSequence;

  private record EventKey(String subject, long sequence, String topic) {}

  /** Events that go out together, in order. */
  static final class EventWindow {
    private final List<EventKey> keys = new ArrayList<>();
    private final List<OutgoingEvent> events = new ArrayList<>();

    List<OutgoingEvent> events() {
      return events;
    }
  }

  OutboxReader(Connection session) throws SQLException {
    this.session = session;
    // That an event has been published may be forgotten in a crash of the database: then it is
    // published again. So nobody waits for the disk to learn of it.
    execute("set synchronous_commit = off");
  }

  /** Takes the shards that nobody holds; asks at most once a second. */
  void claimShards() throws SQLException {
    if (held.cardinality() == Shards.COUNT || System.nanoTime() - claimedAt < CLAIM_EVERY_NANOS) {
      return;
    }
    claimedAt = System.nanoTime();
    try (PreparedStatement claim =
        session.prepareStatement(
            "select shard from generate_series(0, ?) shard"
                + " where shard <> all (?) and pg_try_advisory_lock(?, shard)")) {
      claim.setInt(1, Shards.COUNT - 1);
      claim.setArray(2, session.createArrayOf("int4", held.stream().boxed().toArray()));
      claim.setInt(3, LOCK_SPACE);
      try (ResultSet claimed = claim.executeQuery()) {
        while (claimed.next()) {
          held.set(claimed.getInt(1));
        }
      }
    }
  }

  /**
   * The next unpublished events of the held shards that are not in flight; from then on they are.
   * Empty when there are none.
   */
  EventWindow next(int limit) throws SQLException {
    return held.isEmpty() ? new EventWindow() : read(limit);
  }

  /** How many events were read and not marked yet. */
  int inFlight() {
    return inFlight.size();
  }

  /** The windows have arrived. */
  void markPublished(List<EventWindow> arrived) throws SQLException {
    List<EventKey> keys = arrived.stream().flatMap(window -> window.keys.stream()).toList();
    try (PreparedStatement mark =
        session.prepareStatement(
            "update outbox set published_at = now() from unnest(?, ?, ?) as sent (subject, sequence, topic)"
                + " where outbox.subject = sent.subject and outbox.sequence = sent.sequence"
                + " and outbox.topic = sent.topic")) {
      mark.setArray(
          1, session.createArrayOf("text", keys.stream().map(EventKey::subject).toArray()));
      mark.setArray(
          2, session.createArrayOf("int8", keys.stream().map(EventKey::sequence).toArray()));
      mark.setArray(3, session.createArrayOf("text", keys.stream().map(EventKey::topic).toArray()));
      mark.executeUpdate();
    }
    keys.forEach(inFlight::remove);
  }

  /** Gives the shards back; the session returns to the pool and would keep them. */
  @Override
  public void close() throws SQLException {
    execute("select pg_advisory_unlock_all()");
    execute("reset synchronous_commit");
  }

  private void execute(String sql) throws SQLException {
    try (PreparedStatement statement = session.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private EventWindow read(int limit) throws SQLException {
    // Those in flight may be met again, and are not to count.
    int most = limit + inFlight.size();
    try (PreparedStatement query =
        session.prepareStatement(
            "select "
                + COLUMNS
                // The cast keeps the shards out of the index's search: it would begin each at its
                // first row.
                + ", shard from outbox where published_at is null and shard::integer = any (?)"
                + " and (shard, subject, sequence) > (?, ?, ?)"
                + " order by shard, subject, sequence limit ?")) {
      query.setArray(1, session.createArrayOf("int4", held.stream().boxed().toArray()));
      query.setInt(2, fromShard);
      query.setString(3, fromSubject);
      query.setLong(4, fromSequence);
      query.setInt(5, most);
      EventWindow window = new EventWindow();
      try (ResultSet rows = query.executeQuery()) {
        while (window.events.size() < limit && rows.next()) {
          fromSubject = rows.getString("subject");
          fromSequence = rows.getLong("sequence");
          fromShard = rows.getInt("shard");
          EventKey key = new EventKey(fromSubject, fromSequence, rows.getString("topic"));
          if (inFlight.add(key)) {
            window.keys.add(key);
            window.events.add(event(rows));
          }
        }
      }
      if (window.events.size() < limit) {
        fromShard = 0;
        fromSubject = "";
        fromSequence = 0;
      }
      return window;
    }
  }

  static OutgoingEvent event(ResultSet row) throws SQLException {
    String topic = row.getString("topic");
    String subject = row.getString("subject");
    long generation = row.getLong("generation");
    long sequence = row.getLong("sequence");
    return new OutgoingEvent(
        id(topic, subject, generation, sequence),
        subject,
        generation,
        topic.equals("product") ? OptionalLong.of(sequence) : OptionalLong.empty(),
        row.getString("type"),
        row.getString("body"),
        row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
        row.getString("correlation_id"),
        row.getString("traceparent"),
        row.getString("caused_by"));
  }

  /** A name-based UUID (version 5), so that an event that is published again has the same id. */
  private static String id(String topic, String subject, long generation, long sequence) {
    String number = generation == 1 ? "" + sequence : generation + "/" + sequence;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  ("dev.ficus/" + topic + "/" + number + "/" + subject)
                      .getBytes(StandardCharsets.UTF_8));
      ByteBuffer bytes = ByteBuffer.wrap(hash);
      long high = bytes.getLong() & ~0xF000L | 0x5000L;
      long low = bytes.getLong() & ~(0b11L << 62) | 1L << 63;
      return new UUID(high, low).toString();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
