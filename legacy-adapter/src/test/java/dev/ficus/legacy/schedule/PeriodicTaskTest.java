package dev.ficus.legacy.schedule;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeriodicTaskTest {

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final AtomicInteger taken = new AtomicInteger();
  private final PeriodicTask task =
      new PeriodicTask(
          "test",
          Duration.ofHours(1),
          () -> {
            if (taken.incrementAndGet() == 1) {
              throw new NoClassDefFoundError("by a test");
            }
          },
          failure -> null);

  @BeforeEach
  void count() {
    Metrics.addRegistry(meters);
  }

  @AfterEach
  void stop() throws InterruptedException {
    task.stop();
    Metrics.removeRegistry(meters);
  }

  @Test
  void a_run_that_meets_an_error_is_counted_shown_and_followed_by_another() {
    task.start();
    assertTrue(Waiting.until(() -> task.failedFor() != null, LIMIT));
    assertEquals(1, task.failures());
    assertTrue(task.failedFor().contains("by a test"), task.failedFor());
    assertEquals(1, meters.counter("ficus.unexpected.failures", "work", "test").count());

    task.runNow();

    assertTrue(Waiting.until(() -> taken.get() >= 2 && task.failures() == 0, LIMIT));
  }

  @Test
  void what_fails_is_left_alone_longer_each_time_and_at_first_no_longer_than_between_two_runs() {
    assertEquals(Duration.ofSeconds(1), PeriodicTask.rest(Duration.ofHours(1), 1));
    assertEquals(Duration.ofSeconds(4), PeriodicTask.rest(Duration.ofHours(1), 3));
    assertEquals(Duration.ofMillis(200), PeriodicTask.rest(Duration.ofMillis(200), 1));
    assertEquals(Duration.ofMillis(800), PeriodicTask.rest(Duration.ofMillis(200), 3));
    assertEquals(Duration.ofMinutes(5), PeriodicTask.rest(Duration.ofHours(1), 1_000));
  }
}
