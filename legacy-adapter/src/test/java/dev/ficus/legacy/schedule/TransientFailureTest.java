package dev.ficus.legacy.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TransientFailureTest {
  @Test
  void a_lost_connection_is_an_outage_wherever_it_hangs() {
    SQLException lost = new SQLException("terminating connection", "57P01");
    Exception atCommit = new Exception("could not commit", new IllegalStateException());
    atCommit.addSuppressed(new Exception("resource failed", lost));

    assertEquals(
        Optional.of("terminating connection"), TransientFailure.in(new RuntimeException(lost)));
    assertEquals(
        Optional.of("terminating connection"), TransientFailure.in(new RuntimeException(atCommit)));
  }

  @Test
  void what_the_database_refuses_is_none() {
    assertEquals(
        Optional.empty(),
        TransientFailure.in(new RuntimeException(new SQLException("check", "23514"))));
  }

  @Test
  void failures_that_name_each_other_are_looked_at_once() {
    Exception one = new Exception("one");
    Exception other = new Exception("other", one);
    one.addSuppressed(other);

    assertEquals(Optional.empty(), TransientFailure.in(one));
  }
}
