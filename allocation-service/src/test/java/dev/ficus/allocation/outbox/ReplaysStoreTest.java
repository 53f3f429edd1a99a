package dev.ficus.allocation.outbox;

import static dev.ficus.allocation.Given.unique;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.storage.GroupSql;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replays against the real outbox, and a broker that goes away. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ReplaysStoreTest {
  @Inject DataSource dataSource;
  @Inject GroupSql sql;
  @Inject RelaySettings settings;

  private String sku;
  private String queue;

  @BeforeEach
  void publish_more_than_two_windows_of_events() throws SQLException {
    sku = unique("RUG");
    queue = unique("queue");
    try (Connection connection = dataSource.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                "insert into outbox (topic, subject, sequence, shard, type, body, occurred_at,"
                    + " published_at) select 'product', ?, n, 0, 'out_of_stock', '{}', now(), now()"
                    + " from generate_series(1, ?) n")) {
      insert.setString(1, sku);
      insert.setInt(2, 2 * settings.window() + 1);
      insert.executeUpdate();
    }
  }

  @Test
  void without_a_broker_nothing_is_sent_and_the_caller_may_try_later() throws SQLException {
    ReplayTarget away =
        (queue, replay) -> {
          throw new IOException("connection refused");
        };
    assertThrows(Unavailable.class, () -> replay(away));
    assertTrue(record().isEmpty());
  }

  @Test
  void a_broker_that_goes_away_in_the_middle_fails_the_replay_on_record() throws SQLException {
    List<Integer> windows = new ArrayList<>();
    assertThrows(Unavailable.class, () -> replay(failingAfter(1, windows)));
    assertEquals(Optional.of("failed " + settings.window() + " the channel was closed"), record());
    assertEquals(List.of(settings.window()), windows);
  }

  @Test
  void a_replay_goes_window_by_window_to_its_end() throws SQLException {
    List<Integer> windows = new ArrayList<>();
    assertEquals(
        2 * settings.window() + 1, replay(failingAfter(9, windows)).orElseThrow().events());
    assertEquals(List.of(settings.window(), settings.window(), 1), windows);
  }

  private Optional<Replays.Replayed> replay(ReplayTarget target) {
    return new Replays(sql, target, settings)
        .replay(
            new Replays.ReplayRequest(
                "ann",
                queue,
                Optional.of(sku),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  private static ReplayTarget failingAfter(int good, List<Integer> windows) {
    return (String queue, UUID replay) ->
        Optional.of(
            new ReplayTarget.Session() {
              @Override
              public void publish(List<OutgoingEvent> events) throws IOException {
                if (windows.size() == good) {
                  throw new IOException("the channel was closed");
                }
                windows.add(events.size());
              }

              @Override
              public void close() {
                // Nothing is open.
              }
            });
  }

  private Optional<String> record() throws SQLException {
    try (Connection connection = dataSource.getConnection();
        PreparedStatement query =
            connection.prepareStatement(
                "select concat_ws(' ', outcome, events, failure) from replay_audit"
                    + " where queue = ?")) {
      query.setString(1, queue);
      try (ResultSet rows = query.executeQuery()) {
        return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
      }
    }
  }
}
