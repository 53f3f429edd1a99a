package dev.ficus.legacy.feed.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.methods.FeedCounts.Unwritten;
import dev.ficus.legacy.feed.methods.MethodBook.FeedCalls;
import dev.ficus.legacy.feed.methods.MethodBook.NewCalls;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an instance counts in its memory, and what it has still to write down. */
class FeedCountsTest {

  private static final int MOST = 3;

  private long now = 1_000;
  private final FeedCounts counts = new FeedCounts("serve", Set.of("known"), MOST, () -> now);

  @Test
  void calls_are_counted_by_who_has_answered_them() {
    counts.count("a", AnsweredBy.US);
    counts.count("a", AnsweredBy.US);
    counts.count("a", AnsweredBy.UPSTREAM);
    counts.count("a", AnsweredBy.BOTH);
    counts.count("a", AnsweredBy.FAULT);

    assertEquals(new CallTotals(2, 1, 1, 1), onlyOne().totals());
    assertEquals(5, onlyOne().totals().calls());
  }

  @Test
  void how_long_ago_a_call_was_is_measured_when_it_is_written_down() {
    counts.count("a", AnsweredBy.US);
    pass(Duration.ofSeconds(5));
    counts.count("a", AnsweredBy.US);
    pass(Duration.ofSeconds(2));

    assertEquals(Duration.ofSeconds(7), onlyOne().sinceFirst());
    assertEquals(Duration.ofSeconds(2), onlyOne().sinceLast());
    assertEquals(Duration.ofSeconds(7), counts.unwritten().calls().watchedFor());
  }

  @Test
  void what_could_not_be_written_down_is_written_with_what_follows() {
    counts.count("a", AnsweredBy.US);
    counts.unwritten();
    pass(Duration.ofHours(3));
    counts.count("a", AnsweredBy.US);

    assertEquals(2, onlyOne().totals().us());
    assertEquals(Duration.ofHours(3), counts.unwritten().calls().watchedFor());
  }

  @Test
  void what_is_written_down_is_not_written_again_and_what_came_meanwhile_is() {
    counts.count("a", AnsweredBy.US);
    Unwritten first = counts.unwritten();
    pass(Duration.ofSeconds(1));
    counts.count("a", AnsweredBy.FAULT);
    counts.wrote(first, Set.of("a"));

    assertEquals(new CallTotals(0, 0, 0, 1), onlyOne().totals());
    assertEquals(Duration.ofSeconds(1), counts.unwritten().calls().watchedFor());
    counts.wrote(counts.unwritten(), Set.of("a"));
    assertEquals(List.of(), counts.unwritten().calls().methods());
  }

  @Test
  void beyond_the_limit_names_are_counted_together() {
    for (String name : List.of("a", "b", "c", "d", "e", "d")) {
      counts.count(name, AnsweredBy.US);
    }

    FeedCalls calls = counts.unwritten().calls();
    assertEquals(Set.of("a", "b", "c"), names(calls));
    assertEquals(Optional.of(3L), calls.others().map(each -> each.totals().us()));
  }

  @Test
  void names_that_are_configured_or_have_rows_are_counted_apart_beyond_the_limit_too() {
    counts.wrote(counts.unwritten(), Set.of("with a row"));
    for (String name : List.of("a", "b", "c", "d", "known", "with a row")) {
      counts.count(name, AnsweredBy.US);
    }

    FeedCalls calls = counts.unwritten().calls();
    assertEquals(Set.of("a", "b", "c", "known", "with a row"), names(calls));
    assertEquals(
        Set.of("known"),
        calls.methods().stream()
            .filter(NewCalls::configured)
            .map(NewCalls::method)
            .collect(Collectors.toSet()));
  }

  @Test
  void the_first_call_in_a_long_time_is_to_be_written_down_at_once() {
    assertTrue(counts.count("a", AnsweredBy.US));
    pass(Duration.ofMinutes(59));
    assertFalse(counts.count("a", AnsweredBy.US));
    pass(Duration.ofMinutes(61));
    assertTrue(counts.count("a", AnsweredBy.US));
    assertTrue(counts.count("b", AnsweredBy.US));
  }

  @Test
  void a_name_that_cannot_be_stored_is_counted_under_one_that_can() {
    String rug = "\uD83E\uDDF6";
    assertEquals("a\uFFFDb\uFFFDc" + rug, FeedCounts.presentable("a\u0000b\uD800c" + rug));
    assertEquals("x".repeat(255), FeedCounts.presentable("x".repeat(255)));
    assertEquals("x".repeat(254) + "\u2026", FeedCounts.presentable("x".repeat(256)));
    assertEquals(rug.repeat(254) + "\u2026", FeedCounts.presentable(rug.repeat(1_000)));
  }

  private NewCalls onlyOne() {
    List<NewCalls> methods = counts.unwritten().calls().methods();
    assertEquals(1, methods.size());
    return methods.get(0);
  }

  private static Set<String> names(FeedCalls calls) {
    return calls.methods().stream()
        .map(NewCalls::method)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}
