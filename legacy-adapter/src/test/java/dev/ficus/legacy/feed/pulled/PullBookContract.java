package dev.ficus.legacy.feed.pulled;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every book of pulls does. */
public abstract class PullBookContract {

  private static final Instant FIRST = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(60);
  private static final LocalDateTime EARLY = LocalDateTime.of(2026, 10, 1, 0, 0);
  private static final LocalDateTime LATE = LocalDateTime.of(2026, 10, 2, 0, 0);

  private final String feed = "feed " + UUID.randomUUID();

  /** The book under test. */
  protected abstract PullBook book();

  @Test
  public void an_unknown_feed_has_made_no_progress() {
    assertEquals(
        new PullBook.PullProgress(Optional.empty(), false, Optional.empty(), Optional.empty()),
        book().of(feed));
    assertEquals(Optional.empty(), book().comparison(feed));
    assertEquals(List.of(), book().reports(feed, 10));
  }

  @Test
  public void a_watermark_goes_forward_only_unless_it_is_put_back() {
    alone(
        () -> {
          book().reached(feed, LATE);
          book().reached(feed, EARLY);
        });
    assertEquals(Optional.of(LATE), book().of(feed).watermark());
    alone(() -> book().goBack(feed, Optional.of(EARLY)));
    assertEquals(Optional.of(EARLY), book().of(feed).watermark());
    alone(() -> book().goBack(feed, Optional.empty()));
    assertEquals(Optional.empty(), book().of(feed).watermark());
  }

  @Test
  public void a_pause_leaves_the_rest_of_the_progress_as_it_is() {
    alone(() -> book().reached(feed, EARLY));
    book().pause(feed, true);
    assertEquals(
        new PullBook.PullProgress(Optional.of(EARLY), true, Optional.empty(), Optional.empty()),
        book().of(feed));
    book().pause(feed, false);
    assertFalse(book().of(feed).paused());
  }

  @Test
  public void a_comparison_is_to_be_made_once_it_was_asked_for_until_it_is_compared() {
    book().askComparison(feed, FIRST);
    // It has not begun, so it is the one that is asked for now, too.
    book().askComparison(feed, SECOND);
    assertEquals(
        Optional.of(new PullBook.Comparison(FIRST, Optional.empty(), Optional.empty(), 0, null)),
        book().comparison(feed));
    alone(() -> book().compared(feed, report(SECOND, 5)));
    assertEquals(Optional.empty(), book().comparison(feed));
    assertEquals(Optional.of(SECOND), book().of(feed).comparedAt());
  }

  @Test
  public void a_comparison_goes_on_where_it_has_come_to() {
    book().askComparison(feed, FIRST);
    alone(() -> book().comparing(feed, report(SECOND, 5), LATE));
    PullBook.Comparison comparison = book().comparison(feed).orElseThrow();
    assertEquals(Optional.of(LATE), comparison.next());
    assertEquals(SECOND, comparison.soFar().orElseThrow().begunAt());
    assertEquals(5, comparison.soFar().orElseThrow().listed());
    assertEquals(List.of("1", "2"), comparison.soFar().orElseThrow().missingOrders());
    assertEquals(Optional.empty(), book().of(feed).comparedAt());
  }

  @Test
  public void failures_of_a_comparison_are_counted_until_it_comes_further() {
    book().askComparison(feed, FIRST);
    book().comparisonFailed(feed, "away");
    book().comparisonFailed(feed, "still away");
    PullBook.Comparison failed = book().comparison(feed).orElseThrow();
    assertEquals(2, failed.failures());
    assertEquals("still away", failed.failedFor());
    alone(() -> book().comparing(feed, report(SECOND, 5), LATE));
    PullBook.Comparison further = book().comparison(feed).orElseThrow();
    assertEquals(0, further.failures());
    assertNull(further.failedFor());
  }

  @Test
  public void a_comparison_that_is_asked_for_during_another_is_made_after_it() {
    book().askComparison(feed, FIRST);
    alone(() -> book().comparing(feed, report(FIRST, 5), LATE));
    book().askComparison(feed, SECOND);
    assertEquals(FIRST, book().comparison(feed).orElseThrow().askedAt());
    alone(() -> book().compared(feed, report(FIRST, 9)));
    assertEquals(
        Optional.of(new PullBook.Comparison(SECOND, Optional.empty(), Optional.empty(), 0, null)),
        book().comparison(feed));
  }

  @Test
  public void reports_are_kept_the_last_one_first() {
    alone(
        () -> {
          book().compared(feed, report(FIRST, 1));
          book().compared(feed, report(SECOND, 2));
        });
    assertEquals(List.of(report(SECOND, 2), report(FIRST, 1)), book().reports(feed, 10));
    assertEquals(List.of(report(SECOND, 2)), book().reports(feed, 1));
  }

  @Test
  public void one_is_alone_with_a_feed_and_nobody_else_writes() {
    alone(
        () ->
            assertFalse(
                book()
                    .alone(
                        feed,
                        () -> {
                          throw new AssertionError("two are at it");
                        })));
    assertThrows(RuntimeException.class, () -> book().reached(feed, LATE));
    assertThrows(RuntimeException.class, () -> book().goBack(feed, Optional.empty()));
    assertThrows(RuntimeException.class, () -> book().comparing(feed, report(FIRST, 5), LATE));
    assertThrows(RuntimeException.class, () -> book().compared(feed, report(FIRST, 5)));
    assertEquals(Optional.empty(), book().of(feed).watermark());
  }

  private void alone(Runnable work) {
    assertTrue(book().alone(feed, work));
  }

  private static Report report(Instant begun, int listed) {
    return new Report(
        begun, begun.plusSeconds(1), listed, 2, 1, 2, 1, 7, 6, List.of("1", "2"), List.of("3"));
  }
}
