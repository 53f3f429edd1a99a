package dev.ficus.allocation.outbox;

import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What the relay of the running service does with rows, whoever wrote them and whenever. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class RelayBrokerTest {
  @Inject DataSource dataSource;

  @Test
  void an_event_that_is_committed_late_is_not_passed_over() throws SQLException {
    List<String> subjects = subjectsOfOneShard(3);
    try (Connection slow = dataSource.getConnection()) {
      slow.setAutoCommit(false);
      append(slow, subjects.get(0), 1);
      try (Connection fast = dataSource.getConnection()) {
        append(fast, subjects.get(1), 1);
        append(fast, subjects.get(2), 1);
      }
      awaitPublished(subjects.get(1));
      awaitPublished(subjects.get(2));
      slow.commit();
      slow.setAutoCommit(true);
    }
    awaitPublished(subjects.get(0));
  }

  @Test
  void a_shard_belongs_to_one_relay_at_a_time() throws SQLException {
    String subject = unique("RUG");
    awaitAllShardsTaken();
    try (Connection session = dataSource.getConnection();
        OutboxReader second = new OutboxReader(session);
        Connection writer = dataSource.getConnection()) {
      second.claimShards();
      writer.setAutoCommit(false);
      append(writer, subject, 1);
      writer.commit();
      writer.setAutoCommit(true);
      assertEquals(List.of(), second.next(100).events());
    }
    awaitPublished(subject);
  }

  @Test
  void shards_are_the_same_in_every_release() {
    assertEquals(5, Shards.of("HAZARDOUS_RUG"));
    assertEquals(20, Shards.of("敷物"));
    assertTrue(Shards.of(unique("RUG")) < Shards.COUNT);
  }

  /** Sorted, so that each would be passed over by a cursor that has seen the next. */
  private static List<String> subjectsOfOneShard(int count) {
    List<String> subjects = new ArrayList<>(List.of(unique("RUG")));
    while (subjects.size() < count) {
      String next = unique("RUG");
      if (Shards.of(next) == Shards.of(subjects.get(0))) {
        subjects.add(next);
      }
    }
    subjects.sort(null);
    return subjects;
  }

  private static void append(Connection connection, String subject, long sequence)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into outbox (topic, subject, sequence, shard, type, body, occurred_at)"
                + " values ('product', ?, ?, ?, 'back_in_stock', '{}', now())")) {
      insert.setString(1, subject);
      insert.setLong(2, sequence);
      insert.setShort(3, Shards.of(subject));
      insert.executeUpdate();
    }
  }

  private void awaitPublished(String subject) {
    await(
        () ->
            count(
                    "select count(*) from outbox where published_at is not null and subject = ?",
                    subject)
                == 1);
  }

  private void awaitAllShardsTaken() {
    await(
        () ->
            count(
                    "select count(*) from pg_locks join pg_database on oid = database"
                        + " where locktype = 'advisory' and datname = ?",
                    database())
                >= Shards.COUNT);
  }

  private String database() throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      return connection.getCatalog();
    }
  }

  private long count(String sql, String parameter) throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
