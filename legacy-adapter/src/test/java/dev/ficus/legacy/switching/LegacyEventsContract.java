package dev.ficus.legacy.switching;

import static dev.ficus.legacy.switching.TestCertificates.content;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.switching.LegacyEvent.LegacyEventType;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every outbox of events about routes does: the one in PostgreSQL and the fake. */
public abstract class LegacyEventsContract {

  private static final int MANY = 10_000;

  private final String sku = "SKU " + UUID.randomUUID();
  private final String other = "SKU " + UUID.randomUUID();

  /** The outbox under test; it may hold events of others. */
  protected abstract LegacyEvents events();

  /** A switch, with its certificate. */
  protected abstract Certificate switched(CertificateContent content);

  /** Nothing of the owner before is under way any more. */
  protected abstract int settled(List<String> skus);

  @Test
  public void each_sku_of_a_switch_has_an_event_of_its_own() {
    Certificate certificate = switched(content("first", Direction.CUT_OVER, 1, sku, other));

    assertEquals(
        List.of(
            new LegacyEvent(
                LegacyEventType.SKU_CUT_OVER,
                sku,
                1,
                Route.LEGACY,
                Route.NEW,
                1,
                "first",
                certificate.hash(),
                TestCertificates.AT)),
        unconfirmed(sku));
    assertEquals(1, unconfirmed(other).size());
  }

  @Test
  public void the_next_of_a_sku_is_for_when_the_one_before_is_confirmed() {
    switched(content("first", Direction.CUT_OVER, 1, sku));
    settled(List.of(sku));
    switched(content("first", Direction.ROLL_BACK, 2, sku));

    List<String> sent = new ArrayList<>();
    for (List<LegacyEvent> next = unconfirmed(sku); !next.isEmpty(); next = unconfirmed(sku)) {
      LegacyEvent event = next.get(0);
      sent.add("%d %s %d".formatted(event.sequence(), event.type().code(), event.route().epoch()));
      events().confirm(next);
      events().confirm(next);
    }
    assertEquals(List.of("1 sku_cut_over 1", "2 sku_settled 1", "3 sku_rolled_back 2"), sent);
  }

  @Test
  public void an_epoch_settles_once_and_as_its_switch_has_it() {
    Certificate certificate = switched(content("first", Direction.CUT_OVER, 1, sku));
    events().confirm(unconfirmed(sku));

    assertEquals(1, settled(List.of(sku, other)), "the other was never switched");
    assertEquals(0, settled(List.of(sku)));
    LegacyEvent event = unconfirmed(sku).get(0);
    assertEquals(LegacyEventType.SKU_SETTLED, event.type());
    assertEquals(2, event.sequence());
    assertEquals(Route.NEW, event.route().to());
    assertEquals(1, event.route().epoch());
    assertEquals(certificate.hash(), event.route().certificate());
    events().confirm(List.of(event));
    assertEquals(0, settled(List.of(sku)));
    switched(content("first", Direction.ROLL_BACK, 2, sku));
    assertEquals(1, settled(List.of(sku)));
  }

  @Test
  public void an_epoch_begins_once() {
    switched(content("first", Direction.CUT_OVER, 1, sku));

    assertThrows(
        RuntimeException.class, () -> switched(content("first", Direction.CUT_OVER, 1, sku)));
    events().confirm(unconfirmed(sku));
    assertEquals(List.of(), unconfirmed(sku));
  }

  @Test
  public void a_page_holds_no_more_than_was_asked_for() {
    switched(content("first", Direction.CUT_OVER, 1, sku, other));

    assertEquals(1, events().unconfirmed(1).size());
  }

  private List<LegacyEvent> unconfirmed(String of) {
    return events().unconfirmed(MANY).stream().filter(each -> each.sku().equals(of)).toList();
  }
}
