package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.methods.CallTotals;
import dev.ficus.legacy.feed.methods.MethodBook;
import dev.ficus.legacy.feed.methods.MethodBook.FeedCalls;
import dev.ficus.legacy.feed.methods.MethodBook.LoggedMethod;
import dev.ficus.legacy.feed.methods.MethodBook.NewCalls;
import dev.ficus.legacy.feed.methods.MethodBook.WatchedFeed;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The log that several instances write. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class StoredMethodBookTest {

  private static final Duration GAP = Duration.ofHours(1);
  private static final Duration NONE = Duration.ZERO;
  private static final CallTotals OURS = new CallTotals(1, 0, 0, 0);
  private static final CallTotals THEIRS = new CallTotals(0, 2, 3, 4);

  @Inject MethodBook book;
  @Inject Database database;
  private final String feed = "feed " + UUID.randomUUID();

  @Test
  void what_two_instances_have_counted_is_added() {
    add(minutes(30), calls("a", OURS, minutes(20), minutes(10)));
    add(minutes(30), calls("a", THEIRS, minutes(25), minutes(15)));

    LoggedMethod a = written().methods().get(0);
    assertEquals(new CallTotals(1, 2, 3, 4), a.totals());
    assertNear(minutes(25 - 10), Duration.between(a.firstSeen(), a.lastSeen()));
  }

  @Test
  void two_instances_that_write_at_the_same_time_lose_nothing_of_each_other() throws Exception {
    int writes = 20;
    ExecutorService instances = Executors.newFixedThreadPool(2);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int instance = 0; instance < 2; instance++) {
        running.add(
            instances.submit(
                () -> {
                  for (int i = 0; i < writes; i++) {
                    add(NONE, calls("a", OURS, NONE, NONE), calls("b", THEIRS, NONE, NONE));
                  }
                }));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      instances.shutdownNow();
    }
    assertEquals(
        List.of(new CallTotals(2 * writes, 0, 0, 0), new CallTotals(0, 80, 120, 160)),
        written().methods().stream().map(LoggedMethod::totals).toList());
  }

  @Test
  void first_seen_moves_only_back_and_last_seen_only_forward() {
    add(NONE, calls("a", OURS, minutes(20), minutes(10)));
    LoggedMethod before = written().methods().get(0);
    add(NONE, calls("a", OURS, minutes(15), minutes(15)));
    LoggedMethod after = written().methods().get(0);

    assertEquals(before.firstSeen(), after.firstSeen());
    assertEquals(before.lastSeen(), after.lastSeen());
  }

  @Test
  void a_feed_is_watched_since_the_first_instance_began() {
    add(minutes(30));
    Instant first = written().watchedSince();
    add(minutes(10));
    assertEquals(first, written().watchedSince());
    add(minutes(45));
    assertNear(minutes(45 - 30), Duration.between(written().watchedSince(), first));
  }

  @Test
  void a_restart_does_not_count_as_a_gap_and_a_longer_absence_does() {
    add(minutes(10_000));
    pass(minutes(30));
    add(NONE);
    assertNear(minutes(10_030), watched());
    pass(minutes(90));
    add(NONE);
    assertNear(NONE, watched());
  }

  @Test
  void an_instance_that_could_not_write_for_long_and_lost_nothing_leaves_no_gap() {
    add(minutes(10_000));
    pass(minutes(500));
    add(minutes(500));
    assertNear(minutes(10_500), watched());
    pass(minutes(500));
    // Another one, which began after a gap of 100 minutes.
    add(minutes(400));
    assertNear(minutes(400), watched());
  }

  @Test
  void beyond_the_limit_methods_are_added_to_the_others_unless_they_are_configured() {
    assertEquals(Set.of("a", "b"), add(2, calls("a"), calls("b"), calls("c")));
    assertEquals(
        Set.of("a", "b", "configured"), add(2, configured("configured"), calls("d"), calls("a")));
    assertEquals(Set.of("a", "b", "configured"), add(2, calls("e")));

    WatchedFeed written = written();
    assertEquals(
        List.of("a", "b", "configured"),
        written.methods().stream().map(LoggedMethod::method).toList());
    assertEquals(Optional.of(3L), written.others().map(each -> each.totals().calls()));
    assertEquals(2, written.methods().get(0).totals().calls());
  }

  @Test
  void what_an_instance_has_counted_together_is_added_to_the_others() {
    book.add(
        List.of(
            new FeedCalls(
                feed, NONE, List.of(), Optional.of(calls("", THEIRS, minutes(3), minutes(2))))),
        GAP,
        2);
    assertEquals(Optional.of(THEIRS), written().others().map(LoggedMethod::totals));
    assertTrue(written().methods().isEmpty());
  }

  @Test
  void a_feed_at_which_nobody_calls_is_watched_all_the_same() {
    add(NONE);
    assertTrue(written().methods().isEmpty());
    assertFalse(written().watchedUntil().isAfter(book.read().now()));
  }

  private void add(Duration watchedFor, NewCalls... methods) {
    book.add(
        List.of(new FeedCalls(feed, watchedFor, List.of(methods), Optional.empty())), GAP, 500);
  }

  private Set<String> add(int most, NewCalls... methods) {
    Map<String, Set<String>> withRows =
        book.add(List.of(new FeedCalls(feed, NONE, List.of(methods), Optional.empty())), GAP, most);
    return withRows.get(feed);
  }

  private static NewCalls calls(String method) {
    return calls(method, OURS, NONE, NONE);
  }

  private static NewCalls calls(String method, CallTotals totals, Duration first, Duration last) {
    return new NewCalls(method, false, totals, first, last);
  }

  private static NewCalls configured(String method) {
    return new NewCalls(method, true, OURS, NONE, NONE);
  }

  private WatchedFeed written() {
    return book.read().feeds().stream()
        .filter(each -> each.feed().equals(feed))
        .findFirst()
        .orElseThrow();
  }

  private Duration watched() {
    WatchedFeed written = written();
    return Duration.between(written.watchedSince(), written.watchedUntil());
  }

  /** As the test takes some time itself, this is no exact figure. */
  private static void assertNear(Duration expected, Duration found) {
    assertTrue(found.minus(expected).abs().compareTo(minutes(5)) < 0, found.toString());
  }

  /** As if so much time had passed since. */
  private void pass(Duration time) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update method_watch set since = since - ? * interval '1 second',
                  until = until - ? * interval '1 second'
                where feed = ?
                """,
                Sql.value(time.toSeconds()),
                Sql.value(time.toSeconds()),
                Sql.value(feed)));
  }

  private static Duration minutes(int minutes) {
    return Duration.ofMinutes(minutes);
  }
}
