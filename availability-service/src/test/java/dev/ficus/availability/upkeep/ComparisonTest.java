package dev.ficus.availability.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.Fact.NothingMoved;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Origin;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.view.Crossings;
import dev.ficus.availability.view.InMemoryViews;
import dev.ficus.availability.view.Projector;
import dev.ficus.availability.view.Snapshots;
import dev.ficus.availability.view.View;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final Instant NOW = InMemorySnapshots.NOW;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final InMemoryViews views = new InMemoryViews();
  private final Projector projector = new Projector(views, Crossings.UNPUBLISHED, 10, 10);
  private final InMemorySnapshots snapshots = new InMemorySnapshots();
  // What happens in each pause; none is expected where this is empty.
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();
  private final List<String> drifted = new ArrayList<>();
  private final List<String> unfit = new ArrayList<>();
  private final Comparison comparison =
      new Comparison(
          snapshots,
          views,
          projector,
          3,
          PATIENCE,
          this::pause,
          (right, known) -> drifted.add(right.sku()),
          (snapshot, failure) -> unfit.add(snapshot.stock().sku()));

  @Test
  void builds_all_views_page_by_page_and_marks_them_complete() {
    IntStream.range(0, 10)
        .forEach(i -> snapshots.put("sku-" + i, i + 1, new Batch("b" + i, null, i)));

    assertEquals(new Comparison.Compared(10, 10), comparison.run());

    assertEquals(Optional.of(NOW), views.comparedAt());
    assertEquals(10, views.find("sku-9").orElseThrow().sequence());
    assertEquals(4, snapshots.pagesAsked());
  }

  @Test
  void a_page_that_does_not_fit_into_memory_is_replaced_sku_by_sku() {
    IntStream.range(0, 4).forEach(i -> snapshots.put("sku-" + i, i + 1));
    views.haveMemoryFor(1);

    Comparison.Compared compared;
    try {
      compared = comparison.run();
    } catch (OutOfMemoryError thrown) {
      // As it is, it would end the run of all tests.
      throw new AssertionError("not caught", thrown);
    }

    assertEquals(new Comparison.Compared(4, 4), compared);
    assertEquals(List.of(), unfit);
  }

  @Test
  void an_empty_allocation_is_complete_too() {
    assertEquals(new Comparison.Compared(0, 0), comparison.run());
    assertEquals(Optional.of(NOW), views.comparedAt());
  }

  @Test
  void a_full_last_page_ends() {
    IntStream.range(0, 6).forEach(i -> snapshots.put("sku-" + i, 1));
    assertEquals(new Comparison.Compared(6, 6), comparison.run());
  }

  @Test
  void a_higher_generation_replaces_what_has_a_higher_sequence_and_empties_what_is_gone() {
    IntStream.range(0, 8).forEach(i -> snapshots.put("sku-" + i, 50, new Batch("b", null, i)));
    comparison.run();
    long generation = 1_790_000_000L;
    snapshots.begin(generation);
    snapshots.put("sku-1", 7, new Batch("b", null, 3));
    snapshots.put("sku-5", 50, new Batch("b", null, 4));
    meanwhile.add(() -> {});

    assertEquals(new Comparison.Compared(2, 8), comparison.run());

    assertEquals(
        Numbering.of(generation, 7).orElseThrow(), views.find("sku-1").orElseThrow().sequence());
    assertEquals(
        3,
        views.find("sku-1").orElseThrow().stock().batches().stream()
            .mapToInt(Batch::available)
            .sum());
    assertEquals(
        4,
        views.find("sku-5").orElseThrow().stock().batches().stream()
            .mapToInt(Batch::available)
            .sum());
    View gone = views.find("sku-7").orElseThrow();
    assertEquals(0, Numbering.sequence(gone.sequence()));
    assertTrue(gone.stock().isOut());
    assertEquals(0, gone.stock().batches().stream().mapToInt(Batch::available).sum());
    assertEquals(new Comparison.Compared(2, 0), comparison.run());

    // Purchased once more: that it is back is for the snapshot to say.
    long first = Numbering.of(generation, 1).orElseThrow();
    projector.apply(
        List.of(
            new Event(
                "batch_created",
                "sku-7",
                first,
                NOW,
                new Origin(null, null, null),
                new Fact.BatchCreated("again", null, 6))));
    assertTrue(views.find("sku-7").orElseThrow().behind());
    snapshots.put("sku-7", 1, new Batch("again", null, 6));
    meanwhile.add(() -> {});
    comparison.run();
    assertFalse(views.find("sku-7").orElseThrow().stock().isOut());
  }

  @Test
  void a_product_that_cannot_be_read_is_not_taken_for_one_that_is_gone() {
    snapshots.put("RUG", 5, new Batch("b", null, 1));
    comparison.run();
    View before = views.find("RUG").orElseThrow();
    snapshots.begin(1_790_000_000L);
    snapshots.hideSome();

    assertEquals(new Comparison.Compared(0, 0), comparison.run());
    assertEquals(before, views.find("RUG").orElseThrow());
  }

  @Test
  void what_is_equal_or_ahead_is_left_alone() {
    snapshots.put("RUG", 5, new Batch("b", null, 1));
    comparison.run();
    View before = views.find("RUG").orElseThrow();

    assertEquals(new Comparison.Compared(1, 0), comparison.run());
    snapshots.put("RUG", 4, new Batch("b", null, 9));
    assertEquals(new Comparison.Compared(1, 0), comparison.run());
    assertEquals(before, views.find("RUG").orElseThrow());
  }

  @Test
  void finds_the_lost_last_event_of_a_quiet_product() {
    snapshots.put("RUG", 5, new Batch("b", null, 1));
    comparison.run();
    snapshots.put("RUG", 6, new Batch("b", null, 0));

    meanwhile.add(() -> {});
    assertEquals(new Comparison.Compared(1, 1), comparison.run());
    assertEquals(6, views.find("RUG").orElseThrow().sequence());
  }

  @Test
  void events_that_are_on_their_way_are_waited_for_as_long_as_any_comes() {
    IntStream.range(0, 7).forEach(i -> snapshots.put("sku-" + i, 1));
    comparison.run();
    IntStream.range(0, 7).forEach(i -> snapshots.put("sku-" + i, 3));

    meanwhile.add(() -> receive("sku-0", 2, 3));
    meanwhile.add(() -> IntStream.range(1, 5).forEach(i -> receive("sku-" + i, 2, 3)));
    meanwhile.add(() -> receive("sku-5", 2));

    assertEquals(new Comparison.Compared(7, 2), comparison.run());
    assertEquals(0, meanwhile.size());
    assertEquals(3, views.find("sku-6").orElseThrow().sequence());
  }

  private void pause(Duration length) {
    assertEquals(PATIENCE, length);
    meanwhile.poll().run();
  }

  private void receive(String sku, long... sequences) {
    for (long sequence : sequences) {
      projector.apply(
          List.of(
              new Event(
                  "type", sku, sequence, NOW, new Origin("m", "c", null), new NothingMoved())));
    }
  }

  @Test
  void a_view_that_holds_something_else_at_the_same_sequence_is_reported_and_replaced() {
    snapshots.put("RUG", 5, new Batch("b", null, 1));
    comparison.run();
    snapshots.put("RUG", 5, new Batch("b", null, 2));

    assertEquals(new Comparison.Compared(1, 1), comparison.run());
    assertEquals(List.of("RUG"), drifted);
    assertEquals(2, views.find("RUG").orElseThrow().stock().batches().get(0).available());
  }

  @Test
  void is_not_complete_when_allocation_goes_away_in_the_middle_but_keeps_what_it_has() {
    IntStream.range(0, 10).forEach(i -> snapshots.put("sku-" + i, 1));
    snapshots.goAwayAfterPages(2);

    assertThrows(Snapshots.Unreachable.class, comparison::run);

    assertEquals(Optional.empty(), views.comparedAt());
    assertTrue(views.find("sku-5").isPresent());
    snapshots.comeBack();
    assertEquals(new Comparison.Compared(10, 4), comparison.run());
  }

  @Test
  void a_product_that_cannot_be_stored_does_not_keep_the_others_from_being_compared() {
    IntStream.range(0, 5).forEach(i -> snapshots.put("sku-" + i, 1));
    views.refuse("sku-1");

    assertEquals(new Comparison.Compared(5, 4), comparison.run());
    assertEquals(List.of("sku-1"), unfit);
  }

  @Test
  void pages_that_do_not_go_on_are_given_up() {
    snapshots.put("sku", 1);
    snapshots.alwaysNext("sku");
    assertThrows(Snapshots.Unreachable.class, comparison::run);
  }
}
