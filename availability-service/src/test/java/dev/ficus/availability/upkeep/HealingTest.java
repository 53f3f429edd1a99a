package dev.ficus.availability.upkeep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Origin;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.view.Crossings;
import dev.ficus.availability.view.InMemoryViews;
import dev.ficus.availability.view.Projector;
import dev.ficus.availability.view.Snapshots;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HealingTest {

  private final InMemoryViews views = new InMemoryViews();
  private final Projector projector = new Projector(views, Crossings.UNPUBLISHED, 10, 1000);
  private final InMemorySnapshots snapshots = new InMemorySnapshots();
  private final List<String> unfit = new ArrayList<>();
  private final Healing healing =
      new Healing(snapshots, views, projector, (sku, failure) -> unfit.add(sku));

  @Test
  void fetches_what_is_behind_and_goes_on_with_the_events_that_wait() {
    receive("RUG", 3, new Fact.AvailableChanged("b", 1));
    snapshots.put("RUG", 2, new Batch("b", null, 9));
    snapshots.put("LAMP", 7);

    assertEquals(new Healing.Healed(1, 0), healing.run());

    assertEquals(3, views.find("RUG").orElseThrow().sequence());
    assertEquals(1, views.find("RUG").orElseThrow().stock().batches().get(0).available());
    assertEquals(Optional.empty(), views.find("LAMP"), "only what is behind is fetched");
  }

  @Test
  void goes_through_any_number_of_products() {
    IntStream.range(0, 250)
        .forEach(
            i -> {
              receive("sku-" + i, 2, new Fact.NothingMoved());
              snapshots.put("sku-" + i, 2);
            });
    assertEquals(new Healing.Healed(250, 0), healing.run());
    assertEquals(0, projector.heldInTotal());
  }

  @Test
  void a_product_that_allocation_does_not_know_is_forgotten() {
    receive("PHANTOM", 3, new Fact.NothingMoved());

    assertEquals(new Healing.Healed(1, 0), healing.run());
    assertEquals(Optional.empty(), views.find("PHANTOM"));
    assertEquals(0, projector.heldInTotal());
  }

  @Test
  void a_product_that_was_applied_is_not_forgotten_though_allocation_does_not_know_it() {
    receive("RUG", 1, new Fact.BatchCreated("b", null, 3));
    receive("RUG", 3, new Fact.NothingMoved());

    assertEquals(new Healing.Healed(0, 1), healing.run());
    assertEquals(1, views.find("RUG").orElseThrow().sequence());
  }

  @Test
  void a_snapshot_that_is_not_far_enough_leaves_the_product_behind() {
    receive("RUG", 1, new Fact.NothingMoved());
    receive("RUG", 5, new Fact.NothingMoved());
    snapshots.put("RUG", 3);

    assertEquals(new Healing.Healed(0, 1), healing.run());
    assertEquals(3, views.find("RUG").orElseThrow().sequence());
  }

  @Test
  void what_is_in_hand_survives_while_allocation_is_away() {
    receive("RUG", 3, new Fact.AvailableChanged("b", 1));
    snapshots.goAwayAfterPages(0);
    assertThrows(Snapshots.Unreachable.class, healing::run);

    snapshots.comeBack();
    snapshots.put("RUG", 2, new Batch("b", null, 9));
    healing.run();
    assertEquals(3, views.find("RUG").orElseThrow().sequence());
  }

  @Test
  void a_snapshot_that_cannot_be_stored_does_not_keep_the_others_from_being_healed() {
    receive("A-CURSED", 2, new Fact.NothingMoved());
    receive("RUG", 2, new Fact.NothingMoved());
    snapshots.put("A-CURSED", 2);
    snapshots.put("RUG", 2);
    views.refuse("A-CURSED");

    assertEquals(new Healing.Healed(1, 1), healing.run());
    assertEquals(List.of("A-CURSED"), unfit);
    assertFalse(views.find("RUG").orElseThrow().behind());
  }

  @Test
  void a_snapshot_that_meets_an_error_does_not_keep_the_others_from_being_healed() {
    receive("A-CURSED", 2, new Fact.NothingMoved());
    receive("RUG", 2, new Fact.NothingMoved());
    snapshots.put("A-CURSED", 2);
    snapshots.put("RUG", 2);
    views.failAt("A-CURSED", new StackOverflowError("by a test"));

    assertEquals(new Healing.Healed(1, 1), healing.run());
    assertEquals(List.of("A-CURSED"), unfit);
    assertFalse(views.find("RUG").orElseThrow().behind());
  }

  private void receive(String sku, long sequence, Fact fact) {
    projector.apply(
        List.of(
            new Event("some_event", sku, sequence, Instant.EPOCH, new Origin("", "", null), fact)));
  }
}
