package dev.ficus.legacy.feed.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.methods.MethodBook.LoggedMethod;
import dev.ficus.legacy.feed.methods.MethodBook.WatchedFeed;
import dev.ficus.legacy.feed.methods.MethodBook.WrittenLog;
import dev.ficus.legacy.feed.methods.MethodReport.ReportedFeed;
import dev.ficus.legacy.feed.methods.MethodReport.ReportedMethod;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is reported of the methods that were called, and of those that were not. */
class MethodReportTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration ENOUGH = Duration.ofDays(35);
  private static final Duration GAP = Duration.ofHours(1);

  @Test
  void methods_that_are_configured_and_were_never_called_are_listed_with_those_that_were() {
    ReportedFeed feed =
        report(watched(NOW, Optional.empty(), seen("b.old", 36), seen("c.new", 1)), "a.never");

    assertEquals(
        List.of("a.never", "b.old", "c.new"),
        feed.methods().stream().map(ReportedMethod::method).toList());
    assertEquals(
        List.of(true, false, false),
        feed.methods().stream().map(ReportedMethod::configured).toList());
    assertEquals(
        List.of(true, true, false),
        feed.methods().stream().map(ReportedMethod::safeToDelete).toList());
    assertEquals(
        Optional.of(daysAgo(40)), feed.methods().get(0).silence().map(WatchedSilence::since));
    assertEquals(0, feed.methods().get(0).totals().calls());
  }

  @Test
  void nothing_is_safe_to_delete_at_a_feed_that_nobody_watches_any_more() {
    Instant lapsed = NOW.minus(GAP).minusSeconds(1);
    ReportedFeed feed = report(watched(lapsed, Optional.empty(), seen("b.old", 39)), "a.never");

    assertFalse(feed.watched());
    for (ReportedMethod method : feed.methods()) {
      assertFalse(method.safeToDelete(), method.method());
      assertEquals(Optional.empty(), method.silence());
    }
  }

  @Test
  void nothing_is_safe_to_delete_at_a_feed_of_which_nothing_is_written_down_yet() {
    MethodReport report =
        MethodReport.of(
            new WrittenLog(NOW, List.of()), Map.of("serve", Set.of("a.never")), ENOUGH, GAP);

    ReportedFeed feed = report.feeds().get(0);
    assertFalse(feed.watched());
    assertFalse(feed.methods().get(0).safeToDelete());
  }

  @Test
  void the_silence_of_a_method_is_known_up_to_where_the_log_is_written() {
    Instant silentFrom = NOW.minus(ENOUGH).minusSeconds(5);
    LoggedMethod method = new LoggedMethod("a", silentFrom, silentFrom, CallTotals.NONE);

    assertFalse(
        report(watched(NOW.minusSeconds(5), Optional.empty(), method))
            .methods()
            .get(0)
            .safeToDelete());
    assertTrue(report(watched(NOW, Optional.empty(), method)).methods().get(0).safeToDelete());
  }

  @Test
  void a_method_without_a_row_may_have_been_among_the_others() {
    ReportedFeed feed =
        report(watched(NOW, Optional.of(seen("", 3)), seen("b.old", 36)), "a.never");

    assertFalse(feed.methods().get(0).safeToDelete(), "configured a moment ago, perhaps");
    assertEquals(
        Optional.of(daysAgo(3)), feed.methods().get(0).silence().map(WatchedSilence::since));
    assertTrue(feed.methods().get(1).safeToDelete(), "it has a row of its own");
  }

  private static ReportedFeed report(WatchedFeed feed, String... configured) {
    MethodReport report =
        MethodReport.of(
            new WrittenLog(NOW, List.of(feed)), Map.of("serve", Set.of(configured)), ENOUGH, GAP);
    assertEquals(1, report.feeds().size());
    return report.feeds().get(0);
  }

  private static WatchedFeed watched(
      Instant until, Optional<LoggedMethod> others, LoggedMethod... methods) {
    return new WatchedFeed("serve", daysAgo(40), until, List.of(methods), others);
  }

  private static LoggedMethod seen(String method, int daysAgo) {
    return new LoggedMethod(method, daysAgo(40), daysAgo(daysAgo), CallTotals.NONE);
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }
}
