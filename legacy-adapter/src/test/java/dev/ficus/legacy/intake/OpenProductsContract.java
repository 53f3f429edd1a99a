package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every outbox of open and closed products does: the one in PostgreSQL and the fake. */
public abstract class OpenProductsContract {

  private static final int MANY = 10_000;

  private final String sku = "SKU " + UUID.randomUUID();
  private final Openness closed = new Openness(sku, false, 0);
  private final Openness opened = new Openness(sku, true, 1);

  /** The outbox under test; it may hold products of others. */
  protected abstract OpenProducts products();

  /** A route, or the first stock of a SKU, has this effect. */
  protected abstract void put(Openness product);

  @Test
  void of_a_product_that_nobody_has_closed_nothing_is_to_be_sent() {
    assertEquals(List.of(), products().unconfirmed(List.of(sku)));
  }

  @Test
  void what_is_noted_is_unconfirmed_until_the_broker_has_it() {
    put(closed);
    assertEquals(List.of(closed), products().unconfirmed(List.of(sku, "another")));
    assertEquals(List.of(closed), left());
    products().confirm(List.of(closed, closed));
    assertEquals(List.of(), products().unconfirmed(List.of(sku)));
    assertEquals(List.of(), left());
  }

  @Test
  void the_higher_revision_counts_and_its_confirm_alone() {
    put(closed);
    put(opened);
    put(closed);
    assertEquals(List.of(opened), products().unconfirmed(List.of(sku)));
    products().confirm(List.of(closed));
    assertEquals(List.of(opened), products().unconfirmed(List.of(sku)));
    products().confirm(List.of(opened));
    assertEquals(List.of(), products().unconfirmed(List.of(sku)));
    put(opened);
    assertEquals(List.of(), products().unconfirmed(List.of(sku)));
  }

  @Test
  void what_has_changed_since_is_left_to_whoever_changed_it() {
    Instant before = Instant.now().minusSeconds(1);
    put(closed);
    assertEquals(
        List.of(),
        products().unconfirmedSince(before, MANY).stream()
            .filter(each -> each.sku().equals(sku))
            .toList());
  }

  private List<Openness> left() {
    return products().unconfirmedSince(Instant.now().plusSeconds(60), MANY).stream()
        .filter(each -> each.sku().equals(sku))
        .toList();
  }
}
