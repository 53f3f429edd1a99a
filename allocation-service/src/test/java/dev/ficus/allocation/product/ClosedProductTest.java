package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.message.Event.BackInStock;
import dev.ficus.allocation.message.Event.BackorderCancelled;
import dev.ficus.allocation.message.Event.BatchCreated;
import dev.ficus.allocation.message.Event.BatchQuantityChanged;
import dev.ficus.allocation.message.Event.LineAllocated;
import dev.ficus.allocation.message.Event.LineBackordered;
import dev.ficus.allocation.message.Event.LineDeallocated;
import dev.ficus.allocation.message.Event.LineDespatched;
import dev.ficus.allocation.message.Event.OutOfStock;
import dev.ficus.allocation.message.Event.ProductClosed;
import dev.ficus.allocation.message.Event.ProductOpened;
import dev.ficus.allocation.product.OrderLine.LineState;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ClosedProductTest {
  private static final String SKU = "HAZARDOUS_RUG";

  private final Product product = Product.unknown(SKU);

  @Test
  void a_product_that_nobody_has_closed_is_open() {
    product.createBatch("batch", 10, null);
    assertFalse(product.isClosed());
    assertEquals(Optional.empty(), product.changes().openness());
  }

  @Test
  void closing_and_opening_are_reported_with_their_revision() {
    closedWith("batch", 10);
    assertEquals(List.of(new ProductClosed(SKU, 1)), events());
    assertEquals(Outcome.CHANGED, product.open(2));
    assertEquals(List.of(new ProductOpened(SKU, 2)), events());
    assertEquals(Optional.of(Openness.openedBy(2)), product.changes().openness());
  }

  @Test
  void the_higher_revision_wins_and_an_equal_or_lower_one_changes_nothing() {
    closedWith("batch", 10);
    product.close(5);
    events();
    for (long revision : new long[] {5, 4, 0}) {
      assertEquals(Outcome.UNCHANGED, product.open(revision));
      assertEquals(Outcome.UNCHANGED, product.close(revision));
    }
    assertTrue(product.isClosed());
    assertEquals(List.of(), events());
  }

  @Test
  void a_higher_revision_of_the_same_is_reported_because_the_snapshot_shows_it() {
    closedWith("batch", 10);
    events();
    assertEquals(Outcome.CHANGED, product.close(2));
    assertEquals(List.of(new ProductClosed(SKU, 2)), events());
    product.open(3);
    product.open(4);
    assertEquals(List.of(new ProductOpened(SKU, 3), new ProductOpened(SKU, 4)), events());
  }

  @Test
  void a_product_that_was_never_purchased_is_closed_without_an_event_and_stays_unknown() {
    assertEquals(Outcome.CHANGED, product.close(1));
    assertEquals(List.of(), events());
    assertFalse(product.isKnown());
    assertFalse(product.changes().isEmpty());
    assertTrue(refused(allocate("order", 1, 0)).isUnknownSku());
    assertTrue(refused(product.deallocate(line("order"), "", 0)).isUnknownSku());
  }

  @Test
  void the_first_batch_reports_that_the_product_is_closed_or_was_opened() {
    product.close(1);
    product.createBatch("batch", 10, null);
    assertEquals(
        List.of(new BatchCreated("batch", SKU, 10, null, 10), new ProductClosed(SKU, 1)), events());
    product.createBatch("second", 10, null);
    assertEquals(List.of(new BatchCreated("second", SKU, 10, null, 10)), events());
    Product opened = Product.unknown(SKU);
    opened.open(7);
    opened.createBatch("batch", 0, null);
    assertEquals(
        List.of(
            new BatchCreated("batch", SKU, 0, null, 0),
            new ProductOpened(SKU, 7),
            new OutOfStock(SKU)),
        opened.takeEvents().stream().map(Raised::event).toList());
  }

  @Test
  void a_line_never_seen_is_refused_and_leaves_no_trace() {
    closedWith("batch", 10);
    events();
    Outcome.Refused refusal = refused(allocate("order", 1, 0));
    assertTrue(refusal.isProductClosed());
    assertEquals("sku", refusal.field());
    assertEquals(Optional.empty(), product.line(line("order")));
    assertEquals(List.of(), events());
  }

  @Test
  void a_line_that_wants_more_waits_and_keeps_what_it_has() {
    product.createBatch("batch", 10, null);
    allocate("order", 3, 0);
    product.close(1);
    events();
    assertTrue(refused(allocate("order", 4, 1)).isProductClosed());
    assertEquals(3, units("order"));
    assertEquals(List.of(), events());
  }

  @Test
  void a_line_that_wants_less_keeps_the_rest_in_its_batch_though_another_is_preferred() {
    product.createBatch("later", 5, LocalDate.of(2026, 3, 2));
    allocate("order", 5, 0);
    product.close(1);
    product.createBatch("warehouse", 10, null);
    events();
    assertEquals(Outcome.CHANGED, allocate("order", 2, 1));
    assertEquals("later", allocation("order").batchref());
    assertEquals(2, units("order"));
    assertEquals(Outcome.CHANGED, allocate("order", 2, 2));
    assertEquals("later", allocation("order").batchref());
    assertEquals(10, available("warehouse"));
  }

  @Test
  void a_cancelled_line_that_is_ordered_again_waits() {
    product.createBatch("batch", 10, null);
    allocate("order", 3, 0);
    product.deallocate(line("order"), "", 1);
    product.close(1);
    assertTrue(refused(allocate("order", 1, 2)).isProductClosed());
    assertEquals(LineState.CANCELLED, state("order"));
  }

  @Test
  void a_backordered_line_may_want_less_and_not_more_and_is_not_served() {
    product.createBatch("batch", 1, null);
    allocate("order", 5, 0);
    product.close(1);
    events();
    assertTrue(refused(allocate("order", 6, 1)).isProductClosed());
    assertEquals(Outcome.CHANGED, allocate("order", 1, 1));
    assertEquals(LineState.BACKORDERED, state("order"));
    assertEquals(
        List.of(new LineBackordered("order", SKU, 1, "", "the product is closed")), events());
  }

  @Test
  void repeats_and_contradictions_are_answered_as_ever() {
    product.createBatch("batch", 10, null);
    allocate("order", 3, 1);
    product.close(1);
    assertEquals(Outcome.UNCHANGED, allocate("order", 3, 1));
    assertEquals(Outcome.UNCHANGED, allocate("order", 9, 0));
    assertEquals("revision_conflict", refused(allocate("order", 4, 1)).code());
  }

  @Test
  void a_line_whose_cancellation_came_first_needs_no_units_and_is_settled() {
    closedWith("batch", 10);
    product.deallocate(line("order"), "", 1);
    events();
    assertEquals(Outcome.CHANGED, allocate("order", 3, 1));
    assertInstanceOf(BackorderCancelled.class, events().get(0));
    assertEquals(LineState.CANCELLED, state("order"));
  }

  @Test
  void a_known_line_is_cancelled_and_its_units_go_to_nobody() {
    product.createBatch("batch", 3, null);
    allocate("order", 3, 0);
    allocate("behind", 2, 0);
    product.close(1);
    events();
    assertEquals(Outcome.CHANGED, product.deallocate(line("order"), "cancelled", 0));
    assertEquals(
        List.of(
            new LineDeallocated("order", SKU, 3, "", "batch", "cancelled", 3),
            new BackInStock(SKU)),
        events());
    assertEquals(LineState.BACKORDERED, state("behind"));
    assertEquals(Outcome.CHANGED, product.deallocate(line("behind"), "cancelled", 0));
    assertEquals(List.of(new BackorderCancelled("behind", SKU, 2, "", "cancelled")), events());
  }

  @Test
  void a_known_line_is_despatched() {
    product.createBatch("batch", 3, null);
    allocate("order", 3, 0);
    product.close(1);
    events();
    assertEquals(Outcome.CHANGED, product.despatch(line("order"), 1));
    assertEquals(List.of(new LineDespatched("order", SKU, 3, "", "batch")), events());
  }

  @Test
  void a_despatch_of_a_line_without_units_is_kept_until_it_gets_them() {
    product.createBatch("batch", 3, null);
    allocate("cancelled", 1, 0);
    product.deallocate(line("cancelled"), "", 1);
    product.close(1);
    events();
    product.despatch(line("cancelled"), 2);
    product.despatch(line("unseen"), 1);
    assertEquals(
        List.of(new LineBackordered("cancelled", SKU, 1, "", "the product is closed")), events());
    assertTrue(refused(allocate("unseen", 1, 0)).isProductClosed());
    assertEquals(3, available("batch"));
    product.open(2);
    assertEquals(LineState.DESPATCHED, state("cancelled"));
    allocate("unseen", 1, 0);
    assertEquals(LineState.DESPATCHED, state("unseen"));
    assertEquals(1, available("batch"));
  }

  @Test
  void batches_come_and_grow_and_no_backordered_line_is_served() {
    product.createBatch("batch", 1, null);
    allocate("order", 5, 0);
    product.close(1);
    events();
    product.createBatch("second", 10, null);
    product.changeBatchQuantity("batch", 10, OptionalLong.empty());
    assertEquals(LineState.BACKORDERED, state("order"));
    assertEquals(
        List.of(
            new BatchCreated("second", SKU, 10, null, 10),
            new BatchQuantityChanged("batch", SKU, 10, 10)),
        events());
  }

  @Test
  void a_line_that_is_cut_out_is_backordered_though_another_batch_has_room() {
    product.createBatch("batch", 5, null);
    allocate("order", 5, 0);
    product.createBatch("second", 10, null);
    product.close(1);
    events();
    product.changeBatchQuantity("batch", 4, OptionalLong.empty());
    assertEquals(LineState.BACKORDERED, state("order"));
    assertEquals(
        List.of(
            new LineDeallocated(
                "order", SKU, 5, "", "batch", "batch cut to 4 units: newest_allocation_first", 5),
            new BatchQuantityChanged("batch", SKU, 4, 4),
            new LineBackordered("order", SKU, 5, "", "the product is closed")),
        events());
    assertEquals(10, available("second"));
  }

  @Test
  void opening_serves_the_backordered_lines_by_arrival() {
    product.createBatch("batch", 1, null);
    allocate("first", 4, 0);
    allocate("second", 3, 0);
    product.close(1);
    product.changeBatchQuantity("batch", 5, OptionalLong.empty());
    events();
    product.open(2);
    List<Event.OfProduct> events = events();
    assertEquals(new ProductOpened(SKU, 2), events.get(0));
    assertEquals("first", assertInstanceOf(LineAllocated.class, events.get(1)).orderid());
    assertEquals(2, events.size());
    assertEquals(LineState.BACKORDERED, state("second"));
    allocate("new", 1, 0);
    assertEquals(LineState.ALLOCATED, state("new"));
  }

  @Test
  void what_is_loaded_later_does_not_replace_what_is_newer() {
    product.createBatch("batch", 5, null);
    allocate("order", 5, 0);
    product.load(
        List.of(Batch.purchased("batch", 9, null), Batch.purchased("second", 9, null)),
        List.of(
            OrderLine.unseen(line("order")).wanting(1, 0).arrivedAt(1),
            OrderLine.unseen(line("other")).wanting(1, 0).arrivedAt(2)));
    assertEquals(0, available("batch"));
    assertEquals(9, available("second"));
    assertEquals(5, units("order"));
    assertEquals(LineState.BACKORDERED, state("other"));
  }

  @Test
  void nothing_is_closed_without_a_revision() {
    assertThrows(IllegalStateException.class, () -> new Openness(true, OptionalLong.empty()));
  }

  private void closedWith(String batch, int qty) {
    product.createBatch(batch, qty, null);
    product.takeEvents();
    product.close(1);
  }

  private Outcome allocate(String orderid, int qty, long revision) {
    return product.allocate(line(orderid), qty, revision);
  }

  private static LineKey line(String orderid) {
    return new LineKey(orderid, "");
  }

  private LineState state(String orderid) {
    return product.line(line(orderid)).orElseThrow().state();
  }

  private OrderLine.Allocation allocation(String orderid) {
    return product.line(line(orderid)).orElseThrow().allocation().orElseThrow();
  }

  private int units(String orderid) {
    return allocation(orderid).qty();
  }

  private int available(String batchref) {
    return product.batch(batchref).orElseThrow().available();
  }

  private List<Event.OfProduct> events() {
    return product.takeEvents().stream().map(Raised::event).toList();
  }

  private static Outcome.Refused refused(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome);
  }
}
