package dev.ficus.availability.view;

import static dev.ficus.availability.view.Events.available;
import static dev.ficus.availability.view.Events.created;
import static dev.ficus.availability.view.Events.eta;
import static dev.ficus.availability.view.Events.notUnderstood;
import static dev.ficus.availability.view.Events.nothing;
import static dev.ficus.availability.view.Events.time;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots.Snapshot;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProjectorTest {

  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

  private final InMemoryViews views = new InMemoryViews();
  private final Projector projector = new Projector(views, Crossings.UNPUBLISHED, 4, 6);

  @Test
  void events_in_their_order_are_applied() {
    GroupResult progress =
        apply(
            created("RUG", 1, "b1", null, 10),
            created("RUG", 2, "b2", MONDAY, 5),
            available("RUG", 3, "b1", 7),
            nothing("RUG", 4),
            eta("RUG", 5, "b2", null));

    assertEquals(5, progress.applied().size());
    assertView("RUG", 5, new Batch("b1", null, 7), new Batch("b2", null, 5));
    assertEquals(time(5), views.find("RUG").orElseThrow().asOf());
    assertFalse(view("RUG").behind());
  }

  @Test
  void a_repeat_changes_nothing() {
    apply(created("RUG", 1, "b1", null, 10), available("RUG", 2, "b1", 7));
    View before = view("RUG");

    GroupResult progress = apply(available("RUG", 2, "b1", 7), created("RUG", 1, "b1", null, 10));

    assertEquals(before, view("RUG"));
    assertEquals(2, progress.repeated().size());
    assertEquals(List.of(), progress.applied());
  }

  @Test
  void an_event_twice_in_one_group_is_applied_once() {
    GroupResult progress =
        apply(
            created("RUG", 1, "b1", null, 10),
            created("RUG", 1, "b1", null, 10),
            available("RUG", 2, "b1", 7));

    assertEquals(2, progress.applied().size());
    assertEquals(1, progress.repeated().size());
  }

  @Test
  void order_within_a_group_does_not_matter() {
    apply(
        available("RUG", 3, "b1", 6),
        available("RUG", 2, "b1", 7),
        created("RUG", 1, "b1", null, 10));

    assertView("RUG", 3, new Batch("b1", null, 6));
  }

  @Test
  void an_event_that_came_too_early_waits_and_is_applied_after_the_missing_one() {
    apply(created("RUG", 1, "b1", null, 10));

    GroupResult early = apply(available("RUG", 3, "b1", 6));
    assertView("RUG", 1, new Batch("b1", null, 10));
    assertEquals(Set.of("RUG"), early.behind());
    assertEquals(1, early.held());
    assertEquals(1, early.gaps());
    assertEquals(0, apply(available("RUG", 4, "b1", 5)).gaps(), "the same gap is not a new one");
    assertEquals(List.of("RUG"), views.behind("", 9));

    GroupResult late = apply(available("RUG", 2, "b1", 8));
    assertView("RUG", 4, new Batch("b1", null, 5));
    assertEquals(3, late.applied().size());
    assertEquals(Set.of(), late.behind());
    assertEquals(0, projector.heldInTotal());
  }

  @Test
  void a_gap_in_one_product_does_not_stop_another() {
    apply(nothing("RUG", 7), created("LAMP", 1, "b1", null, 3));

    assertView("LAMP", 1, new Batch("b1", null, 3));
    assertEquals(0, view("RUG").sequence());
    assertEquals(7, view("RUG").heard());
  }

  @Test
  void a_snapshot_replaces_the_whole_product_and_held_events_continue_from_it() {
    apply(created("RUG", 1, "gone", null, 10));
    apply(nothing("RUG", 4), available("RUG", 6, "b1", 1));

    GroupResult progress = replace("RUG", 5, new Batch("b1", MONDAY, 2));

    assertView("RUG", 6, new Batch("b1", MONDAY, 1));
    assertEquals(Set.of("RUG"), progress.replaced());
    assertEquals(Set.of(), progress.behind());
    assertEquals(0, projector.heldInTotal());
  }

  @Test
  void a_snapshot_that_is_not_ahead_changes_nothing() {
    apply(created("RUG", 1, "b1", null, 10), available("RUG", 2, "b1", 7));
    View before = view("RUG");

    assertEquals(Set.of(), replace("RUG", 2, new Batch("b1", null, 7)).replaced());
    assertEquals(Set.of(), replace("RUG", 1, new Batch("b1", null, 99)).replaced());
    assertEquals(before, view("RUG"));
  }

  @Test
  void a_snapshot_that_says_something_else_of_the_same_moment_is_right() {
    apply(created("RUG", 1, "b1", null, 10), available("RUG", 2, "b1", 7));

    assertEquals(Set.of("RUG"), replace("RUG", 2, new Batch("b1", null, 8)).replaced());
    assertView("RUG", 2, new Batch("b1", null, 8));
  }

  @Test
  void a_snapshot_of_an_unknown_product_makes_its_view() {
    replace("RUG", 12, new Batch("b1", null, 4));

    assertView("RUG", 12, new Batch("b1", null, 4));
    assertEquals(time(1000), view("RUG").asOf());
  }

  @Test
  void an_event_that_is_not_understood_shows_as_a_gap_and_heals_from_the_snapshot() {
    apply(created("RUG", 1, "b1", null, 10));
    GroupResult poisoned = apply(notUnderstood("RUG", 2), available("RUG", 3, "b1", 5));

    assertView("RUG", 1, new Batch("b1", null, 10));
    assertEquals(Set.of("RUG"), poisoned.behind());

    replace("RUG", 2, new Batch("b1", null, 8));
    assertView("RUG", 3, new Batch("b1", null, 5));
  }

  @Test
  void the_readable_version_of_an_event_that_was_not_understood_takes_its_place() {
    apply(created("RUG", 1, "b1", null, 10), notUnderstood("RUG", 2));
    apply(available("RUG", 2, "b1", 8));

    assertView("RUG", 2, new Batch("b1", null, 8));
  }

  @Test
  void an_event_about_a_batch_never_seen_waits_for_the_snapshot() {
    GroupResult progress = apply(available("RUG", 1, "b1", 8));

    assertEquals(Set.of("RUG"), progress.behind());
    assertEquals(0, view("RUG").sequence());
  }

  @Test
  void a_batch_created_twice_under_two_numbers_waits_for_the_snapshot() {
    GroupResult progress =
        apply(created("RUG", 1, "b1", null, 10), created("RUG", 2, "b1", MONDAY, 3));

    assertEquals(Set.of("RUG"), progress.behind());
    assertView("RUG", 1, new Batch("b1", null, 10));
  }

  @Test
  void held_events_are_bounded_per_product_and_the_lowest_are_kept() {
    apply(created("RUG", 1, "b1", null, 10));
    GroupResult progress =
        projector.apply(LongStream.rangeClosed(3, 12).mapToObj(this::rug).toList());

    assertEquals(4, projector.heldInTotal());
    assertEquals(6, progress.dropped());
    assertEquals(12, view("RUG").heard());

    apply(rug(2));
    assertEquals(6, view("RUG").sequence());
    assertTrue(view("RUG").behind(), "the dropped ones are still missing");

    replace("RUG", 12, new Batch("b1", null, 1));
    assertFalse(view("RUG").behind());
  }

  @Test
  void held_events_are_bounded_in_total() {
    apply(nothing("A", 2), nothing("A", 3), nothing("A", 4), nothing("A", 5));
    GroupResult progress = apply(nothing("B", 2), nothing("B", 3), nothing("B", 4));

    assertEquals(6, projector.heldInTotal());
    assertEquals(1, progress.dropped());
    assertEquals(List.of("A", "B"), views.behind("", 9));
  }

  @Test
  void what_failed_to_be_stored_leaves_memory_as_it_was() {
    apply(created("RUG", 1, "b1", null, 10), available("RUG", 3, "b1", 6));
    views.failNext(1);

    assertThrows(ViewsUnavailable.class, () -> apply(available("RUG", 2, "b1", 8)));
    assertEquals(1, projector.heldInTotal());
    assertView("RUG", 1, new Batch("b1", null, 10));

    apply(available("RUG", 2, "b1", 8));
    assertView("RUG", 3, new Batch("b1", null, 6));
  }

  @Test
  void every_kind_of_fact_has_its_handler() {
    assertEquals(Set.of(Fact.class.getPermittedSubclasses()), FactHandlers.HANDLERS.keySet());
  }

  private Event rug(long sequence) {
    return nothing("RUG", sequence);
  }

  private GroupResult apply(Event... events) {
    return projector.apply(List.of(events));
  }

  private GroupResult replace(String sku, long sequence, Batch... batches) {
    return projector.replace(
        List.of(new Snapshot(new Stock(sku, sequence, List.of(batches)), time(1000))));
  }

  private View view(String sku) {
    return views.find(sku).orElseThrow();
  }

  private void assertView(String sku, long sequence, Batch... batches) {
    assertEquals(new Stock(sku, sequence, List.of(batches)), view(sku).stock());
  }
}
