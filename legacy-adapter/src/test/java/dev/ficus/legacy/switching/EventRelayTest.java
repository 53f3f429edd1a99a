package dev.ficus.legacy.switching;

import static dev.ficus.legacy.switching.TestCertificates.content;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.intake.NotConfirmedException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EventRelayTest {

  private final InMemoryLegacyEvents events = new InMemoryLegacyEvents();
  private final List<String> arrived = new ArrayList<>();
  private boolean confirms = true;
  private final EventRelay relay =
      new EventRelay(
          events,
          sent -> {
            sent.forEach(each -> arrived.add(each.sku() + " " + each.sequence()));
            return confirms
                ? CompletableFuture.completedFuture(null)
                : CompletableFuture.failedFuture(new NotConfirmedException("no confirm", null));
          });

  @Test
  void each_skus_events_are_sent_in_their_order_and_once() {
    events.switched(content("first", Direction.CUT_OVER, 1, "A", "B"));
    events.settled(List.of("A"));
    events.switched(content("first", Direction.ROLL_BACK, 2, "A"));
    relay.deliver();
    relay.deliver();

    assertEquals(List.of("A 1", "B 1", "A 2", "A 3"), arrived);
  }

  /** It may have arrived all the same; no later one of its SKU is sent before it. */
  @Test
  void what_the_broker_does_not_confirm_is_sent_again_before_the_next_of_its_sku() {
    confirms = false;
    events.switched(content("first", Direction.CUT_OVER, 1, "A"));
    events.settled(List.of("A"));
    assertThrows(NotConfirmedException.class, relay::deliver);
    relay.resend();
    confirms = true;
    relay.resend();

    assertEquals(List.of("A 1", "A 1", "A 1", "A 2"), arrived);
  }

  @Test
  void of_two_instances_neither_sends_a_later_one_first() {
    EventRelay slow =
        new EventRelay(
            events,
            sent -> {
              relay.deliver();
              sent.forEach(each -> arrived.add(each.sku() + " " + each.sequence() + " again"));
              return CompletableFuture.completedFuture(null);
            });
    events.switched(content("first", Direction.CUT_OVER, 1, "A"));
    events.settled(List.of("A"));
    slow.deliver();

    assertEquals(List.of("A 1", "A 2", "A 1 again"), arrived);
  }

  @Test
  void more_than_a_page_is_sent() {
    String[] skus = IntStream.range(0, 1_203).mapToObj(i -> "SKU " + i).toArray(String[]::new);
    events.switched(content("first", Direction.CUT_OVER, 1, skus));
    relay.deliver();

    assertEquals(1_203, arrived.size());
  }
}
