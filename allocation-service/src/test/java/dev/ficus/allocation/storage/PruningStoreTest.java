package dev.ficus.allocation.storage;

import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is old and done goes; all else stays. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class PruningStoreTest {
  @Inject DataSource dataSource;
  @Inject Pruning pruning;

  private String mine;

  @BeforeEach
  void name_rows_of_its_own() {
    mine = unique("prune");
  }

  @Test
  void commands_that_are_done_go_in_small_deletes_once_they_are_old() throws SQLException {
    keep(12_000, "APPLIED", 31);
    keep(1, "DISCARDED", 31);
    keep(2, "APPLIED", 29);
    keep(3, "PARKED", 4000);
    keep(4, "WAITING", 4000);
    pruneUntil(() -> inState("DISCARDED") == 0 && inState("APPLIED") <= 2);
    assertEquals(2, inState("APPLIED"));
    assertEquals(3, inState("PARKED"));
    assertEquals(4, inState("WAITING"));
  }

  @Test
  void published_events_go_once_they_are_old_and_unpublished_ones_never() throws SQLException {
    publish("product", mine, 1, "now() - interval '91 days'");
    publish("product", mine, 2, "now() - interval '89 days'");
    pruneUntil(() -> count("select count(*) from outbox where subject = ?", mine) < 2);
    assertEquals(1, count("select count(*) from outbox where subject = ? and sequence = 2", mine));
    assertEquals(1, count("select count(*) from outbox where subject = ?", mine));
    // Not committed, so that the relay does not publish it under our hands.
    try (Connection session = dataSource.getConnection()) {
      session.setAutoCommit(false);
      run(session, insertEvent("product", mine, 3, "null"));
      Pruning.delete(session, Pruning.EVENTS, Duration.ZERO);
      try (PreparedStatement left =
          session.prepareStatement("select sequence from outbox where subject = ?")) {
        left.setString(1, mine);
        try (ResultSet rows = left.executeQuery()) {
          assertTrue(rows.next());
          assertEquals(3, rows.getLong(1));
          assertFalse(rows.next());
        }
      }
      session.rollback();
    }
  }

  @Test
  void the_events_of_a_command_stay_until_it_is_settled() throws SQLException {
    keep(1, "PARKED", 100);
    publish("command", mine + "-PARKED-1", 1, "now() - interval '91 days'");
    publish("command", mine + "-gone", 1, "now() - interval '91 days'");
    pruneUntil(() -> count("select count(*) from outbox where subject = ?", mine + "-gone") == 0);
    assertEquals(1, count("select count(*) from outbox where subject = ?", mine + "-PARKED-1"));
  }

  @Test
  void one_instance_prunes_at_a_time() throws SQLException {
    keep(1, "APPLIED", 31);
    try (Connection other = dataSource.getConnection()) {
      run(other, "select pg_advisory_lock(" + Pruning.LOCK + ")");
      pruning.prune();
      assertEquals(1, inState("APPLIED"));
      run(other, "select pg_advisory_unlock(" + Pruning.LOCK + ")");
    }
    pruneUntil(() -> inState("APPLIED") == 0);
  }

  /** Once is enough, unless the service is at it just now, which prunes by itself as well. */
  private void pruneUntil(Callable<Boolean> done) {
    await(
        () -> {
          pruning.prune();
          return done.call();
        });
  }

  private void keep(int commands, String state, int days) throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      run(
          connection,
          """
          insert into inbox (message_id, state, type, sku, received_at, body, code, reason)
          select '%1$s-%2$s-' || n, '%2$s', 'allocate', '%1$s', now() - interval '%3$d days',
                 '{}', 'malformed', 'test'
          from generate_series(%4$d, %5$d) n
          """
              .formatted(
                  mine, state, days, days == 29 ? -commands + 1 : 1, days == 29 ? 0 : commands));
    }
  }

  private void publish(String topic, String subject, long sequence, String published)
      throws SQLException {
    try (Connection connection = dataSource.getConnection()) {
      run(connection, insertEvent(topic, subject, sequence, published));
    }
  }

  private static String insertEvent(String topic, String subject, long sequence, String published) {
    return """
        insert into outbox (topic, subject, sequence, shard, type, body, occurred_at, published_at)
        values ('%s', '%s', %d, 0, 'out_of_stock', '{}', now() - interval '100 days', %s)
        """
        .formatted(topic, subject, sequence, published);
  }

  private long inState(String state) throws SQLException {
    return count("select count(*) from inbox where sku = ? and state = '" + state + "'", mine);
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.execute();
    }
  }

  private long count(String sql, String parameter) throws SQLException {
    try (Connection database = dataSource.getConnection();
        PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
