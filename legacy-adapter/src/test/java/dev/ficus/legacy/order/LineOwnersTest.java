package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LineOwnersTest {

  private static final Ownership ALL_NEW = Ownership.all(Owner.NEW);
  private static final Ownership ALL_MONOLITHS = Ownership.all(Owner.MONOLITH);

  private final List<LedgerLine> lines = new ArrayList<>();
  private final List<RefusedLine> refused = new ArrayList<>();

  @Test
  void a_known_line_keeps_its_owner_and_another_has_that_of_its_route() {
    known("A", "1", Owner.MONOLITH);
    assertEquals(Owner.MONOLITH, owner("A", "1"));
    assertEquals(Owner.NEW, owner("A", "2"));
    assertTrue(owners(ALL_NEW).has(new LineKey("A", "1")));
    assertFalse(owners(ALL_NEW).has(new LineKey("A", "2")));
  }

  @Test
  void a_line_of_which_nothing_could_be_read_decides_for_no_line_that_can_be_read() {
    refused("", "", Owner.MONOLITH);
    assertEquals(Owner.NEW, owner("A", "1"));
    assertEquals(Owner.NEW, owner("A", ""));
    assertEquals(Owner.NEW, owners(ALL_NEW).of(refusal("A", null, Reason.UNREADABLE_ITEM_ID)));
    assertEquals(Owner.NEW, owners(ALL_NEW).of(refusal(null, "1", Reason.UNREADABLE_SKU)));
  }

  @Test
  void a_line_that_can_be_read_has_the_owner_of_what_could_be_read_of_it_before() {
    refused("A", "", Owner.MONOLITH);
    refused("", "7", Owner.MONOLITH);
    refused("B", "3", Owner.MONOLITH);
    assertEquals(Owner.MONOLITH, owner("A", "1"));
    assertEquals(Owner.MONOLITH, owner("C", "7"));
    assertEquals(Owner.MONOLITH, owner("B", "3"));
    assertEquals(Owner.NEW, owner("B", "4"));
  }

  @Test
  void what_was_read_more_exactly_counts_more() {
    refused("A", "", Owner.MONOLITH);
    refused("", "1", Owner.NEW);
    refused("A", "2", Owner.NEW);
    assertEquals(Owner.NEW, owner("A", "1"));
    assertEquals(Owner.NEW, owner("A", "2"));
    assertEquals(Owner.MONOLITH, owner("A", "3"));
  }

  @Test
  void a_line_that_cannot_be_read_any_more_keeps_its_owner() {
    known("A", "1", Owner.MONOLITH);
    known("B", "2", Owner.NEW);
    LineOwners owners = owners(ALL_NEW);
    assertEquals(Owner.MONOLITH, owners.of(refusal("A", "1", Reason.UNREADABLE_QUANTITY)));
    assertEquals(Owner.MONOLITH, owners.of(refusal("A", null, Reason.UNREADABLE_ITEM_ID)));
    assertEquals(Owner.MONOLITH, owners.of(refusal(null, "1", Reason.UNREADABLE_SKU)));
    assertEquals(
        Owner.NEW, owners(ALL_MONOLITHS).of(refusal("B", "2", Reason.UNREADABLE_QUANTITY)));
  }

  @Test
  void a_refused_line_without_an_id_is_the_one_of_its_sku_from_before_whatever_the_route_is_now() {
    refused("A", "", Owner.MONOLITH);
    known("B", "1", Owner.NEW);
    for (String lineid : new String[] {null, ""}) {
      Rejection again = refusal("A", lineid, Reason.UNREADABLE_QUANTITY);
      assertEquals(Owner.MONOLITH, owners(ALL_NEW).of(again));
      assertFalse(owners(ALL_NEW).isToBeRecorded(again), "its owner is for good");
    }
    assertEquals(
        Owner.NEW, owners(ALL_MONOLITHS).of(refusal("B", null, Reason.UNREADABLE_ITEM_ID)));
  }

  @Test
  void a_line_of_which_nothing_can_be_read_goes_with_its_order() {
    assertEquals(Owner.MONOLITH, ownerOfNothing(ALL_MONOLITHS));
    known("A", "1", Owner.NEW);
    assertEquals(Owner.NEW, ownerOfNothing(ALL_MONOLITHS));
    known("B", "2", Owner.MONOLITH);
    assertEquals(Owner.MONOLITH, ownerOfNothing(ALL_NEW));
    refused("", "", Owner.NEW);
    assertEquals(Owner.NEW, ownerOfNothing(ALL_MONOLITHS), "as it was recorded");
  }

  @Test
  void the_owner_is_recorded_once_and_not_of_a_charge_of_which_nothing_can_be_read() {
    known("A", "1", Owner.NEW);
    refused("B", "", Owner.NEW);
    LineOwners owners = owners(ALL_NEW);
    assertFalse(owners.isToBeRecorded(refusal("A", "1", Reason.UNREADABLE_QUANTITY)));
    assertFalse(owners.isToBeRecorded(refusal("B", null, Reason.UNREADABLE_ITEM_ID)));
    assertTrue(owners.isToBeRecorded(refusal("A", "2", Reason.UNREADABLE_QUANTITY)));
    assertTrue(owners.isToBeRecorded(refusal(null, null, Reason.UNREADABLE_SKU)));
    assertTrue(owners.isToBeRecorded(refusal("POST", "9", Reason.NOT_STOCK)));
    assertFalse(owners.isToBeRecorded(refusal(null, null, Reason.NOT_STOCK)));
  }

  private void known(String sku, String lineid, Owner owner) {
    lines.add(
        new LedgerLine(new LineKey(sku, lineid), 1, 1, Optional.empty(), false, owner, true, "c"));
  }

  private void refused(String sku, String lineid, Owner owner) {
    refused.add(new RefusedLine(owner, sku, lineid));
  }

  private static Rejection refusal(String sku, String lineid, Reason reason) {
    return Rejection.ofLine(sku, lineid, "1", reason, 0, false);
  }

  private Owner owner(String sku, String lineid) {
    return owners(ALL_NEW).of(new LineKey(sku, lineid));
  }

  private Owner ownerOfNothing(Ownership firstSeen) {
    return owners(firstSeen).of(refusal(null, null, Reason.UNREADABLE_SKU));
  }

  private LineOwners owners(Ownership firstSeen) {
    return new KnownOrder(
            new OrderNumber("shop", "100"),
            false,
            Optional.of("as shown"),
            Optional.empty(),
            lines,
            0,
            false,
            refused,
            Optional.empty(),
            Approval.GIVEN)
        .owners(firstSeen);
  }
}
