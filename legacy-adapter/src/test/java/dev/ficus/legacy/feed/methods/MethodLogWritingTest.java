package dev.ficus.legacy.feed.methods;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.Waiting;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When what is counted is written down. */
class MethodLogWritingTest {

  private static final Duration NEVER = Duration.ofDays(1);

  private final WritingBook book = new WritingBook();
  private final MethodLog log =
      new MethodLog(
          List.of(new FeedCounts("serve", Set.of(), 10, System::nanoTime)),
          book,
          new MethodSettings() {
            @Override
            public Duration silentFor() {
              return NEVER;
            }

            @Override
            public Duration writeEvery() {
              return NEVER;
            }

            @Override
            public Duration longestGap() {
              return NEVER;
            }
          });

  /** Remembers what was written, and may be away. */
  private static final class WritingBook implements MethodBook {

    private final List<NewCalls> written = new CopyOnWriteArrayList<>();
    private volatile int begun;
    private volatile boolean away;

    @Override
    public Map<String, Set<String>> add(List<FeedCalls> feeds, Duration longestGap, int most) {
      begun++;
      if (away) {
        throw new IllegalStateException(new SQLException("away", "08006"));
      }
      feeds.forEach(feed -> written.addAll(feed.methods()));
      return Map.of();
    }

    @Override
    public WrittenLog read() {
      return new WrittenLog(Instant.EPOCH, List.of());
    }

    private long calls(String method) {
      return written.stream()
          .filter(each -> each.method().equals(method))
          .mapToLong(each -> each.totals().calls())
          .sum();
    }
  }

  @AfterEach
  void stop() throws InterruptedException {
    book.away = false;
    log.stop(new ShutdownEvent());
  }

  @Test
  void the_first_call_of_a_method_is_written_down_at_once_and_the_next_ones_are_not() {
    log.start(new StartupEvent());
    log.answered("serve", "a", AnsweredBy.US);
    Waiting.until(() -> book.calls("a") == 1, LIMIT);
    log.answered("serve", "a", AnsweredBy.US);
    log.answered("serve", "b", AnsweredBy.US);
    Waiting.until(() -> book.calls("b") == 1, LIMIT);
    assertTrue(book.begun <= 4, "the start, a, b, and one that was asked for meanwhile");
  }

  @Test
  void what_is_not_written_down_yet_is_when_the_adapter_stops() throws InterruptedException {
    log.start(new StartupEvent());
    log.answered("serve", "a", AnsweredBy.US);
    Waiting.until(() -> book.calls("a") == 1, LIMIT);
    log.answered("serve", "a", AnsweredBy.FAULT);
    log.stop(new ShutdownEvent());
    assertEquals(2, book.calls("a"));
  }

  @Test
  void what_could_not_be_written_down_is_written_once_when_the_database_is_back()
      throws InterruptedException {
    book.away = true;
    log.start(new StartupEvent());
    log.answered("serve", "a", AnsweredBy.US);
    Waiting.until(() -> book.begun > 1, LIMIT);
    log.answered("serve", "a", AnsweredBy.US);
    book.away = false;
    Waiting.until(() -> book.calls("a") == 2, LIMIT);
    log.stop(new ShutdownEvent());
    assertEquals(2, book.calls("a"));
  }

  @Test
  void a_database_that_is_away_at_the_end_does_not_keep_the_adapter_from_stopping()
      throws InterruptedException {
    log.start(new StartupEvent());
    book.away = true;
    log.answered("serve", "a", AnsweredBy.US);
    log.stop(new ShutdownEvent());
    assertEquals(0, book.calls("a"));
  }
}
