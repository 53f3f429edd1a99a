package dev.ficus.allocation.storage;

import dev.ficus.allocation.allocating.Unexpected;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.jboss.logging.Logger;

/**
 * Deletes what is done and old: commands from the inbox, published events from the history. What is
 * unpublished, parked or waiting stays whatever its age. A deletion is small, so that nobody waits
 * for it, and one instance deletes at a time.
 */
@ApplicationScoped
class Pruning {
  private static final Logger LOG = Logger.getLogger(Pruning.class);

  /** Apart from the relay's, which counts shards. */
  static final long LOCK = 0xF1C5_0000_0001L;

  private static final int ROWS = 5_000;

  private static final String COMMANDS =
      """
      delete from inbox where message_id in (
        select message_id from inbox
        where state in ('APPLIED', 'DISCARDED') and received_at < now() - make_interval(secs => ?)
        order by received_at limit ?)
      """;

  /** Events of a command are numbered by those that are kept, hence kept until it is settled. */
  static final String EVENTS =
      """
      delete from outbox where (subject, sequence, topic) in (
        select subject, sequence, topic from outbox
        where published_at < now() - make_interval(secs => ?)
          and not (topic = 'command' and exists (
            select from inbox
            where (message_id = subject or came_as = subject) and state in ('PARKED', 'WAITING')))
        order by published_at limit ?)
      """;

  private final DataSource dataSource;
  private final PruningSettings settings;

  Pruning(DataSource dataSource, PruningSettings settings) {
    this.dataSource = dataSource;
    this.settings = settings;
  }

  @Scheduled(
      every = "${ficus.pruning.every:1h}",
      delayed = "1m",
      concurrentExecution = ConcurrentExecution.SKIP)
  void prune() {
    try (Connection session = dataSource.getConnection()) {
      if (!ask(session, "select pg_try_advisory_lock(?)")) {
        return;
      }
      try {
        delete(session, "commands", COMMANDS, settings.inboxAge());
        delete(session, "events", EVENTS, settings.historyAge());
      } finally {
        // The session returns to the pool and would keep the lock.
        ask(session, "select pg_advisory_unlock(?)");
      }
    } catch (SQLException e) {
      LOG.warnf("old commands and events stay for now: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      Unexpected.met("pruning", e);
    }
  }

  /** If one of the two cannot be deleted, the other one still is. */
  private static void delete(Connection session, String what, String sql, Duration age) {
    try {
      LOG.debugf("pruned %d %s", delete(session, sql, age), what);
    } catch (SQLException e) {
      LOG.warnf("old %s stay for now: %s", what, e.getMessage());
    } catch (RuntimeException | Error e) {
      Unexpected.met("pruning", e);
    }
  }

  private static boolean ask(Connection session, String sql) throws SQLException {
    try (PreparedStatement question = session.prepareStatement(sql)) {
      question.setLong(1, LOCK);
      try (ResultSet answer = question.executeQuery()) {
        return answer.next() && answer.getBoolean(1);
      }
    }
  }

  static long delete(Connection session, String sql, Duration age) throws SQLException {
    try (PreparedStatement delete = session.prepareStatement(sql)) {
      delete.setDouble(1, age.toSeconds());
      delete.setInt(2, ROWS);
      long deleted = 0;
      int rows;
      do {
        rows = delete.executeUpdate();
        deleted += rows;
      } while (rows == ROWS);
      return deleted;
    }
  }
}
