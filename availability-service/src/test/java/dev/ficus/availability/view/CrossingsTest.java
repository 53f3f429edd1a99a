package dev.ficus.availability.view;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Origin;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** When it is published that a SKU went out of stock or came back. */
class CrossingsTest {

  private static final Instant NOON = Instant.parse("2026-02-27T12:00:00Z");
  private static final Instant ASKED = Instant.parse("2026-02-27T13:00:00Z");
  private static final Origin SHOP = new Origin("m", "c", "t");
  private static final Origin NOBODY = new Origin(null, null, null);

  private final InMemoryViews views = new InMemoryViews();
  private final List<Crossing> published = new ArrayList<>();
  private boolean brokerAway;
  private final Projector projector = new Projector(views, this::publish, 10, 10);

  @Test
  void an_event_is_published_with_its_own_number_and_time() {
    apply(event(1, new Fact.BatchCreated("b", null, 1)), event(2, new Fact.WentOut()));

    assertEquals(List.of(new Crossing("RUG", true, at(2), 2, SHOP)), published);
    assertEquals("RUG:2", published.get(0).id());
    assertEquals(at(2), views.find("RUG").orElseThrow().stock().outOfStockSince());
  }

  @Test
  void each_crossing_of_a_group_is_published_in_order() {
    apply(
        event(3, new Fact.CameBack()),
        event(2, new Fact.WentOut()),
        event(1, new Fact.BatchCreated("b", null, 1)),
        event(4, new Fact.WentOut()));

    assertEquals(List.of(2L, 3L, 4L), published.stream().map(Crossing::sequence).toList());
    assertEquals(List.of(true, false, true), published.stream().map(Crossing::isOut).toList());
  }

  @Test
  void a_repeated_event_is_not_published_again() {
    apply(event(1, new Fact.WentOut()));
    apply(event(1, new Fact.WentOut()));

    assertEquals(1, published.size());
  }

  @Test
  void one_that_waits_for_a_missing_event_is_published_when_its_turn_comes() {
    apply(event(2, new Fact.WentOut()));
    assertEquals(List.of(), published);

    apply(event(1, new Fact.BatchCreated("b", null, 1)));
    assertEquals(List.of(2L), published.stream().map(Crossing::sequence).toList());
  }

  @Test
  void after_a_gap_the_present_state_is_published_when_it_differs() {
    apply(event(1, new Fact.BatchCreated("b", null, 1)));
    snapshot(7, NOON, new Batch("b", null, 0));
    snapshot(9, NOON, new Batch("b", null, 0));
    snapshot(11, null, new Batch("b", null, 5));

    assertEquals(
        List.of(
            new Crossing("RUG", true, NOON, 7, NOBODY),
            new Crossing("RUG", false, ASKED, 11, NOBODY)),
        published);
  }

  @Test
  void brief_crossings_inside_a_gap_are_not_published() {
    apply(event(1, new Fact.BatchCreated("b", null, 1)));
    snapshot(3, null, new Batch("b", null, 1));

    assertEquals(List.of(), published);
  }

  @Test
  void of_an_unknown_product_only_that_it_is_out_is_published() {
    snapshot(4, null, new Batch("b", null, 1));
    assertEquals(List.of(), published);

    projector.replace(List.of(new Snapshot(new Stock("LAMP", 2, List.of(), NOON), ASKED)));
    assertEquals(List.of("LAMP:2"), published.stream().map(Crossing::id).toList());
  }

  @Test
  void what_cannot_be_published_is_not_stored_and_is_published_when_it_comes_again() {
    brokerAway = true;
    assertThrows(ViewsUnavailable.class, () -> apply(event(1, new Fact.WentOut())));
    assertEquals(0, views.find("RUG").map(View::sequence).orElse(0L));

    brokerAway = false;
    apply(event(1, new Fact.WentOut()));
    assertEquals(List.of("RUG:1"), published.stream().map(Crossing::id).toList());
  }

  @Test
  void what_cannot_be_stored_is_published_again_with_the_same_id() {
    views.failNext(1);
    assertThrows(ViewsUnavailable.class, () -> apply(event(1, new Fact.WentOut())));
    apply(event(1, new Fact.WentOut()));

    assertEquals(List.of("RUG:1", "RUG:1"), published.stream().map(Crossing::id).toList());
  }

  private void publish(List<Crossing> crossings) {
    if (brokerAway) {
      throw new ViewsUnavailable("the broker is away");
    }
    published.addAll(crossings);
  }

  private void apply(Event... events) {
    projector.apply(Stream.of(events).toList());
  }

  private void snapshot(long sequence, Instant outOfStockSince, Batch... batches) {
    projector.replace(
        List.of(
            new Snapshot(new Stock("RUG", sequence, List.of(batches), outOfStockSince), ASKED)));
  }

  private static Event event(long sequence, Fact fact) {
    return new Event("type", "RUG", sequence, at(sequence), SHOP, fact);
  }

  private static Instant at(long sequence) {
    return NOON.plusSeconds(sequence);
  }
}
