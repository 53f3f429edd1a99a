package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.message.Event.BackInStock;
import dev.ficus.allocation.message.Event.BackorderCancelled;
import dev.ficus.allocation.message.Event.BatchCreated;
import dev.ficus.allocation.message.Event.BatchEtaChanged;
import dev.ficus.allocation.message.Event.BatchQuantityChanged;
import dev.ficus.allocation.message.Event.LineAllocated;
import dev.ficus.allocation.message.Event.LineBackordered;
import dev.ficus.allocation.message.Event.LineDeallocated;
import dev.ficus.allocation.message.Event.LineDespatched;
import dev.ficus.allocation.message.Event.OutOfStock;
import dev.ficus.allocation.product.OrderLine.LineState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ProductTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 2);
  private static final LocalDate TOMORROW = TODAY.plusDays(1);
  private static final LocalDate LATER = TODAY.plusDays(10);

  private final Product product = Product.unknown("HAZARDOUS_RUG");

  @Test
  void allocating_to_a_batch_reduces_the_available_quantity() {
    product.createBatch("batch-001", 20, TODAY);
    allocate("order-1", 2);
    assertEquals(18, available("batch-001"));
  }

  @Test
  void can_allocate_if_available_is_greater_than_required() {
    product.createBatch("batch", 20, null);
    allocate("order-1", 2);
    assertEquals(LineState.ALLOCATED, state("order-1"));
  }

  @Test
  void can_allocate_if_available_equals_required() {
    product.createBatch("batch", 2, null);
    allocate("order-1", 2);
    assertEquals(LineState.ALLOCATED, state("order-1"));
  }

  @Test
  void cannot_allocate_if_available_is_smaller_than_required() {
    product.createBatch("batch", 2, null);
    allocate("order-1", 20);
    assertEquals(LineState.BACKORDERED, state("order-1"));
    assertEquals(2, available("batch"));
  }

  @Test
  void prefers_warehouse_batches_to_shipments() {
    product.createBatch("shipment-batch", 100, TOMORROW);
    product.createBatch("in-stock-batch", 100, null);
    allocate("order-1", 10);
    assertEquals(90, available("in-stock-batch"));
    assertEquals(100, available("shipment-batch"));
  }

  @Test
  void prefers_earlier_batches() {
    product.createBatch("slow", 100, LATER);
    product.createBatch("normal", 100, TOMORROW);
    product.createBatch("speedy", 100, TODAY);
    allocate("order-1", 10);
    assertEquals(90, available("speedy"));
    assertEquals(100, available("normal"));
    assertEquals(100, available("slow"));
  }

  @Test
  void returns_allocated_batch_reference() {
    product.createBatch("in-stock-batch-ref", 100, null);
    product.createBatch("shipment-batch-ref", 100, TOMORROW);
    allocate("order-1", 10);
    assertEquals("in-stock-batch-ref", allocation("order-1").batchref());
  }

  @Test
  void outputs_allocated_event() {
    product.createBatch("batch", 100, null);
    product.takeEvents();
    allocate("order-1", 10);
    LineAllocated event = assertInstanceOf(LineAllocated.class, events().get(0));
    assertEquals("order-1", event.orderid());
    assertEquals("HAZARDOUS_RUG", event.sku());
    assertEquals(10, event.qty());
    assertEquals("batch", event.batchref());
  }

  @Test
  void records_out_of_stock_event_if_it_cannot_allocate() {
    product.createBatch("batch", 10, TODAY);
    allocate("order-1", 10);
    assertTrue(events().stream().anyMatch(OutOfStock.class::isInstance));
    allocate("order-2", 1);
    assertEquals(LineState.BACKORDERED, state("order-2"));
  }

  @Test
  void increments_the_sequence_with_each_event() {
    product.createBatch("batch", 100, null);
    long before = product.sequence();
    allocate("order-1", 10);
    assertEquals(before + 1, product.sequence());
  }

  @Test
  void among_batches_of_one_day_the_reference_decides_by_code_point() {
    product.createBatch("\uD800\uDC00", 100, null);
    product.createBatch("\uFF5E", 100, null);
    allocate("order-1", 10);
    assertEquals(90, available("\uFF5E"));
  }

  @Test
  void a_line_goes_whole_into_the_first_batch_with_room() {
    product.createBatch("small", 3, null);
    product.createBatch("large", 10, LATER);
    allocate("order-1", 5);
    assertEquals(3, available("small"));
    assertEquals(5, available("large"));
  }

  @Test
  void a_repeated_allocate_changes_nothing_even_on_a_full_batch() {
    product.createBatch("batch", 10, null);
    allocate("order-1", 10);
    product.createBatch("second", 10, null);
    product.takeEvents();
    assertEquals(Outcome.UNCHANGED, allocate("order-1", 10));
    assertEquals(10, available("second"));
    assertEquals(List.of(), product.takeEvents());
  }

  @Test
  void two_lines_of_one_sku_in_one_order_are_kept_apart() {
    product.createBatch("batch", 10, null);
    product.allocate(new LineKey("order-1", "1"), 2, 0);
    product.allocate(new LineKey("order-1", "2"), 3, 0);
    assertEquals(5, available("batch"));
  }

  @Test
  void a_batch_added_again_with_the_same_content_changes_nothing() {
    product.createBatch("batch", 10, TODAY);
    product.takeEvents();
    assertEquals(Outcome.UNCHANGED, product.createBatch("batch", 10, TODAY));
    assertEquals(10, available("batch"));
    assertEquals(List.of(), product.takeEvents());
  }

  @Test
  void a_batch_added_again_with_other_content_is_refused_and_says_what_it_was() {
    product.createBatch("batch", 10, TODAY);
    Outcome.Refused refused = refused(product.createBatch("batch", 11, TODAY));
    assertEquals("batch_exists", refused.code());
    assertEquals("batchref", refused.field());
    assertTrue(refused.reason().contains("qty 10"), refused.reason());
    assertEquals("batch_exists", refused(product.createBatch("batch", 10, null)).code());
  }

  @Test
  void nothing_is_allocated_of_a_product_that_was_never_bought() {
    Outcome.Refused refused = refused(allocate("order-1", 1));
    assertTrue(refused.isUnknownSku());
    assertEquals("Invalid sku HAZARDOUS_RUG", refused.reason());
    assertEquals(List.of(), product.takeEvents());
  }

  @Test
  void a_backordered_line_reserves_nothing() {
    product.createBatch("batch", 10, null);
    allocate("large", 11);
    allocate("small", 10);
    assertEquals(LineState.BACKORDERED, state("large"));
    assertEquals(LineState.ALLOCATED, state("small"));
  }

  @Test
  void a_new_batch_serves_backordered_lines_by_arrival_and_skips_what_is_too_large() {
    product.createBatch("first", 1, null);
    allocate("filler", 1);
    allocate("too-large", 50);
    allocate("early", 6);
    allocate("late", 5);
    allocate("last", 4);
    product.createBatch("second", 10, LATER);
    assertEquals(LineState.BACKORDERED, state("too-large"));
    assertEquals(LineState.ALLOCATED, state("early"));
    assertEquals(LineState.BACKORDERED, state("late"));
    assertEquals(LineState.ALLOCATED, state("last"));
  }

  @Test
  void stored_backordered_lines_are_read_page_by_page_and_served_in_turn_with_loaded_ones() {
    List<OrderLine> stored = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      stored.add(backordered("stored-" + i, 2, i * 10L));
    }
    OrderLine loaded = backordered("loaded", 2, 25);
    Product known =
        new Product(
            "HAZARDOUS_RUG",
            100,
            true,
            Openness.NEVER_SET,
            List.of(),
            List.of(loaded),
            new PagesOfTwo(stored));
    known.createBatch("batch", 9, null);
    List<String> served =
        known.takeEvents().stream()
            .map(Raised::event)
            .filter(LineAllocated.class::isInstance)
            .map(event -> ((LineAllocated) event).orderid())
            .toList();
    assertEquals(List.of("stored-1", "stored-2", "loaded", "stored-3"), served);
  }

  @Test
  void a_cancelled_line_gives_its_units_to_the_backordered() {
    product.createBatch("batch", 10, null);
    allocate("first", 10);
    allocate("second", 10);
    product.takeEvents();
    product.deallocate(line("first"), "changed their mind", 0);
    assertEquals(LineState.CANCELLED, state("first"));
    assertEquals(LineState.ALLOCATED, state("second"));
    assertEquals(
        List.of(
            new LineDeallocated(
                "first", "HAZARDOUS_RUG", 10, "", "batch", "changed their mind", 10),
            new LineAllocated("second", "HAZARDOUS_RUG", 10, "", "batch", null, 0)),
        events());
  }

  @Test
  void a_cancelled_backorder_is_reported() {
    product.createBatch("batch", 1, null);
    allocate("order-1", 5);
    product.takeEvents();
    product.deallocate(line("order-1"), "too slow", 0);
    assertEquals(
        List.of(new BackorderCancelled("order-1", "HAZARDOUS_RUG", 5, "", "too slow")), events());
  }

  @Test
  void a_repeated_cancellation_changes_nothing() {
    product.createBatch("batch", 10, null);
    allocate("order-1", 5);
    product.deallocate(line("order-1"), "once", 0);
    product.takeEvents();
    assertEquals(Outcome.UNCHANGED, product.deallocate(line("order-1"), "twice", 0));
    assertEquals(List.of(), events());
  }

  @Test
  void at_equal_revision_a_cancellation_beats_an_allocation() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 5, 3);
    product.deallocate(line("order-1"), "", 3);
    assertEquals(LineState.CANCELLED, state("order-1"));
    assertEquals(Outcome.UNCHANGED, product.allocate(line("order-1"), 5, 3));
    assertEquals(LineState.CANCELLED, state("order-1"));
  }

  @Test
  void an_older_cancellation_changes_nothing() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 5, 3);
    assertEquals(Outcome.UNCHANGED, product.deallocate(line("order-1"), "", 2));
    assertEquals(LineState.ALLOCATED, state("order-1"));
  }

  @Test
  void a_cancellation_of_a_line_never_seen_is_remembered_and_reported_when_the_line_comes() {
    product.createBatch("batch", 10, null);
    product.takeEvents();
    assertEquals(Outcome.CHANGED, product.deallocate(line("order-1"), "", 0));
    assertEquals(List.of(), events());
    allocate("order-1", 5);
    assertEquals(LineState.CANCELLED, state("order-1"));
    assertEquals(10, available("batch"));
    assertEquals(
        List.of(
            new BackorderCancelled(
                "order-1", "HAZARDOUS_RUG", 5, "", "cancelled before it arrived")),
        events());
    allocate("order-1", 5);
    assertEquals(List.of(), events());
  }

  @Test
  void a_higher_revision_replaces_the_quantity_in_one_step() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 8, 1);
    product.takeEvents();
    product.allocate(line("order-1"), 3, 2);
    assertEquals(7, available("batch"));
    assertEquals(
        List.of(
            new LineDeallocated(
                "order-1", "HAZARDOUS_RUG", 8, "", "batch", "replaced by revision 2", 10),
            new LineAllocated("order-1", "HAZARDOUS_RUG", 3, "", "batch", null, 7)),
        events());
  }

  @Test
  void a_larger_quantity_that_fits_nowhere_is_backordered_and_frees_its_units() {
    product.createBatch("batch", 10, null);
    product.allocate(line("grows"), 8, 1);
    allocate("waits", 7);
    product.allocate(line("grows"), 11, 2);
    assertEquals(LineState.BACKORDERED, state("grows"));
    assertEquals(LineState.ALLOCATED, state("waits"));
  }

  @Test
  void a_higher_revision_reopens_a_cancelled_line() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 8, 1);
    product.deallocate(line("order-1"), "", 2);
    product.allocate(line("order-1"), 4, 3);
    assertEquals(LineState.ALLOCATED, state("order-1"));
    assertEquals(6, available("batch"));
  }

  @Test
  void a_lower_revision_changes_nothing() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 8, 5);
    assertEquals(Outcome.UNCHANGED, product.allocate(line("order-1"), 2, 4));
    assertEquals(2, available("batch"));
  }

  @Test
  void an_equal_revision_with_another_quantity_is_refused() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 8, 5);
    Outcome.Refused refused = refused(product.allocate(line("order-1"), 2, 5));
    assertEquals("revision_conflict", refused.code());
    assertEquals("qty", refused.field());
  }

  @Test
  void a_line_keeps_its_place_among_the_backordered_when_it_is_reopened() {
    product.createBatch("batch", 1, null);
    allocate("filler", 1);
    product.allocate(line("first"), 5, 1);
    product.allocate(line("second"), 5, 1);
    product.deallocate(line("first"), "", 2);
    product.allocate(line("first"), 5, 3);
    product.createBatch("more", 5, null);
    assertEquals(LineState.ALLOCATED, state("first"));
    assertEquals(LineState.BACKORDERED, state("second"));
  }

  @Test
  void out_of_stock_is_reported_once_per_crossing() {
    product.createBatch("batch", 10, null);
    allocate("order-1", 10);
    allocate("order-2", 1);
    allocate("order-3", 1);
    assertEquals(1, events().stream().filter(OutOfStock.class::isInstance).count());
    product.createBatch("more", 5, LATER);
    assertEquals(1, events().stream().filter(BackInStock.class::isInstance).count());
  }

  @Test
  void a_line_too_large_for_what_is_there_does_not_make_the_product_out_of_stock() {
    product.createBatch("batch", 10, null);
    allocate("order-1", 11);
    assertEquals(
        List.of(
            new BatchCreated("batch", "HAZARDOUS_RUG", 10, null, 10),
            new LineBackordered(
                "order-1", "HAZARDOUS_RUG", 11, "", "no batch has room for 11 units")),
        events());
  }

  @Test
  void units_that_change_hands_within_one_command_are_no_crossing() {
    product.createBatch("batch", 10, null);
    allocate("first", 10);
    allocate("second", 10);
    product.takeEvents();
    product.deallocate(line("first"), "", 0);
    assertTrue(events().stream().noneMatch(event -> event instanceof BackInStock));
  }

  @Test
  void events_are_numbered_without_gaps() {
    product.createBatch("batch", 10, null);
    allocate("order-1", 10);
    product.deallocate(line("order-1"), "", 0);
    List<Long> numbers = product.takeEvents().stream().map(Raised::sequence).toList();
    assertEquals(LongStream.rangeClosed(1, product.sequence()).boxed().toList(), numbers);
  }

  @Test
  void what_is_to_be_stored_names_each_line_once_as_it_was_and_as_it_is() {
    OrderLine before = backordered("order-1", 5, 7);
    Product known =
        new Product(
            "HAZARDOUS_RUG",
            9,
            true,
            Openness.NEVER_SET,
            List.of(),
            List.of(before),
            StoredLines.NONE);
    known.createBatch("batch", 5, null);
    known.deallocate(line("order-1"), "", 1);
    Changes changes = known.changes();
    assertEquals(9, changes.storedSequence());
    assertEquals(1, changes.lines().size());
    assertEquals(before, changes.lines().get(0).before().orElseThrow());
    assertEquals(LineState.CANCELLED, changes.lines().get(0).after().state());
  }

  @Test
  void a_larger_batch_serves_the_backordered() {
    product.createBatch("batch", 10, null);
    allocate("order-1", 12);
    product.takeEvents();
    assertEquals(Outcome.CHANGED, resize("batch", 12));
    assertEquals(
        List.of(
            new BatchQuantityChanged("batch", "HAZARDOUS_RUG", 12, 12),
            new LineAllocated("order-1", "HAZARDOUS_RUG", 12, "", "batch", null, 0),
            new OutOfStock("HAZARDOUS_RUG")),
        events());
  }

  @Test
  void a_smaller_batch_gives_up_its_newest_allocations_and_these_find_another_place() {
    product.createBatch("batch", 10, null);
    product.createBatch("later", 5, LATER);
    allocate("oldest", 4);
    allocate("older", 4);
    allocate("newest", 2);
    product.takeEvents();
    resize("batch", 7);
    String why = "batch cut to 7 units: newest_allocation_first";
    assertEquals(
        List.of(
            new LineDeallocated("newest", "HAZARDOUS_RUG", 2, "", "batch", why, 2),
            new LineDeallocated("older", "HAZARDOUS_RUG", 4, "", "batch", why, 6),
            new BatchQuantityChanged("batch", "HAZARDOUS_RUG", 7, 3),
            new LineAllocated("older", "HAZARDOUS_RUG", 4, "", "later", LATER, 1),
            new LineAllocated("newest", "HAZARDOUS_RUG", 2, "", "batch", null, 1)),
        events());
    assertEquals("batch", allocation("oldest").batchref());
  }

  @Test
  void a_line_that_is_cut_out_with_nowhere_to_go_is_backordered_and_keeps_its_turn() {
    product.createBatch("batch", 10, null);
    allocate("first", 6);
    allocate("waiting", 6);
    product.takeEvents();
    resize("batch", 5);
    assertEquals(LineState.BACKORDERED, state("first"));
    assertEquals(
        List.of(LineDeallocated.class, BatchQuantityChanged.class, LineBackordered.class),
        events().stream().map(Object::getClass).toList());
    resize("batch", 6);
    assertEquals(LineState.ALLOCATED, state("first"));
    assertEquals(LineState.BACKORDERED, state("waiting"));
  }

  @Test
  void units_that_a_cut_sets_free_go_to_the_backordered_by_arrival() {
    product.createBatch("batch", 10, null);
    allocate("large", 10);
    allocate("small", 3);
    resize("batch", 9);
    assertEquals(LineState.BACKORDERED, state("large"));
    assertEquals(LineState.ALLOCATED, state("small"));
  }

  @Test
  void stored_allocations_are_read_newest_first_until_the_cut_is_covered() {
    List<OrderLine> stored = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      stored.add(allocated("stored-" + i, 2, i * 10L));
    }
    OrderLine loaded = allocated("loaded", 2, 45);
    Batch batch = stored("batch", 12, 12);
    PagesOfTwo pages = new PagesOfTwo(stored);
    Product known =
        new Product(
            "HAZARDOUS_RUG", 100, true, Openness.NEVER_SET, List.of(batch), List.of(loaded), pages);
    known.changeBatchQuantity("batch", 6, OptionalLong.empty());
    List<String> cut =
        known.takeEvents().stream()
            .map(Raised::event)
            .filter(LineDeallocated.class::isInstance)
            .map(event -> ((LineDeallocated) event).orderid())
            .toList();
    assertEquals(List.of("stored-5", "loaded", "stored-4"), cut);
    assertEquals(1, pages.read);
  }

  @Test
  void a_batch_cannot_be_cut_below_what_has_been_despatched() {
    product.createBatch("batch", 10, null);
    allocate("gone", 6);
    allocate("here", 4);
    product.despatch(line("gone"), 0);
    product.takeEvents();
    Outcome.Refused refused = refused(resize("batch", 5));
    assertEquals("below_despatched", refused.code());
    assertEquals("qty", refused.field());
    assertEquals(List.of(), events());
    assertEquals(LineState.ALLOCATED, state("here"));
    assertEquals(Outcome.CHANGED, resize("batch", 6));
    assertEquals(LineState.BACKORDERED, state("here"));
  }

  @Test
  void a_change_of_a_batch_without_a_revision_applies_as_it_comes() {
    product.createBatch("batch", 10, null);
    resize("batch", 8);
    resize("batch", 12);
    assertEquals(12, available("batch"));
    product.takeEvents();
    assertEquals(Outcome.UNCHANGED, resize("batch", 12));
    assertEquals(List.of(), events());
  }

  @Test
  void an_older_revision_of_a_batch_changes_nothing_and_quantity_and_eta_have_their_own() {
    product.createBatch("batch", 10, TODAY);
    product.changeBatchQuantity("batch", 8, OptionalLong.of(5));
    assertEquals(Outcome.UNCHANGED, product.changeBatchQuantity("batch", 20, OptionalLong.of(4)));
    assertEquals(Outcome.UNCHANGED, product.changeBatchQuantity("batch", 8, OptionalLong.of(5)));
    assertEquals(Outcome.CHANGED, product.changeBatchEta("batch", LATER, OptionalLong.of(1)));
    assertEquals(Outcome.UNCHANGED, product.changeBatchEta("batch", TOMORROW, OptionalLong.of(0)));
    assertEquals(8, available("batch"));
    assertEquals(
        "revision_conflict",
        refused(product.changeBatchQuantity("batch", 9, OptionalLong.of(5))).code());
    assertEquals(
        "eta", refused(product.changeBatchEta("batch", TODAY, OptionalLong.of(1))).field());
  }

  @Test
  void a_revision_that_changes_nothing_else_is_kept() {
    product.createBatch("batch", 10, null);
    assertEquals(Outcome.UNCHANGED, product.changeBatchQuantity("batch", 10, OptionalLong.of(7)));
    assertEquals(Outcome.UNCHANGED, product.changeBatchQuantity("batch", 3, OptionalLong.of(6)));
    assertEquals(10, available("batch"));
  }

  @Test
  void a_delayed_batch_is_chosen_later_and_one_that_arrives_first() {
    product.createBatch("a", 10, TODAY);
    product.createBatch("b", 10, TOMORROW);
    product.takeEvents();
    product.changeBatchEta("a", LATER, OptionalLong.empty());
    allocate("order-1", 1);
    assertEquals(9, available("b"));
    product.changeBatchEta("a", null, OptionalLong.empty());
    allocate("order-2", 1);
    assertEquals(9, available("a"));
    assertEquals(new BatchEtaChanged("a", "HAZARDOUS_RUG", LATER, TODAY), events().get(0));
  }

  @Test
  void a_change_of_a_batch_that_nobody_created_is_refused_for_now() {
    assertTrue(refused(resize("batch", 1)).isUnknownBatch());
    assertTrue(
        refused(product.changeBatchEta("batch", null, OptionalLong.empty())).isUnknownBatch());
  }

  @Test
  void a_despatched_line_can_no_longer_be_cancelled_or_changed() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 4, 1);
    product.takeEvents();
    assertEquals(Outcome.CHANGED, product.despatch(line("order-1"), 1));
    assertEquals(List.of(new LineDespatched("order-1", "HAZARDOUS_RUG", 4, "", "batch")), events());
    assertEquals("already_despatched", refused(product.deallocate(line("order-1"), "", 2)).code());
    assertEquals("already_despatched", refused(product.allocate(line("order-1"), 5, 2)).code());
    assertEquals(Outcome.UNCHANGED, product.deallocate(line("order-1"), "", 1));
    assertEquals(Outcome.UNCHANGED, product.despatch(line("order-1"), 1));
    assertEquals(Outcome.UNCHANGED, product.despatch(line("order-1"), 3));
    assertEquals(List.of(), events());
    assertEquals(LineState.DESPATCHED, state("order-1"));
    assertEquals(6, available("batch"));
  }

  @Test
  void a_despatch_of_a_line_never_seen_is_remembered_and_reported_when_the_line_comes() {
    product.createBatch("batch", 10, null);
    product.takeEvents();
    product.despatch(line("order-1"), 3);
    assertEquals(List.of(), events());
    product.allocate(line("order-1"), 4, 2);
    assertEquals(
        List.of(
            new LineAllocated("order-1", "HAZARDOUS_RUG", 4, "", "batch", null, 6),
            new LineDespatched("order-1", "HAZARDOUS_RUG", 4, "", "batch")),
        events());
  }

  @Test
  void a_despatched_line_without_units_is_backordered_until_it_gets_them() {
    product.createBatch("batch", 3, null);
    allocate("order-1", 4);
    product.takeEvents();
    product.despatch(line("order-1"), 0);
    assertEquals(LineState.BACKORDERED, state("order-1"));
    assertEquals(List.of(), events());
    resize("batch", 4);
    assertEquals(LineState.DESPATCHED, state("order-1"));
  }

  @Test
  void a_despatch_older_than_what_the_line_has_seen_is_refused_and_changes_nothing() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 4, 1);
    product.deallocate(line("order-1"), "", 3);
    product.takeEvents();
    Outcome.Refused refused = refused(product.despatch(line("order-1"), 2));
    assertEquals("despatch_outdated", refused.code());
    assertEquals(LineState.CANCELLED, state("order-1"));
    assertEquals(List.of(), events());
  }

  @Test
  void a_newer_despatch_of_a_cancelled_line_takes_its_units_after_all() {
    product.createBatch("batch", 10, null);
    product.allocate(line("order-1"), 4, 1);
    product.deallocate(line("order-1"), "", 2);
    product.takeEvents();
    product.despatch(line("order-1"), 3);
    assertEquals(LineState.DESPATCHED, state("order-1"));
    assertEquals(6, available("batch"));
    assertEquals(
        List.of(LineAllocated.class, LineDespatched.class),
        events().stream().map(Object::getClass).toList());
  }

  private Outcome resize(String batchref, int qty) {
    return product.changeBatchQuantity(batchref, qty, OptionalLong.empty());
  }

  private Outcome allocate(String orderid, int qty) {
    return product.allocate(line(orderid), qty, 0);
  }

  private static LineKey line(String orderid) {
    return new LineKey(orderid, "");
  }

  private static OrderLine backordered(String orderid, int qty, long arrival) {
    return OrderLine.unseen(line(orderid)).wanting(qty, 0).arrivedAt(arrival);
  }

  private static Batch stored(String reference, int qty, int allocated) {
    return new Batch(
        reference, qty, null, qty, null, allocated, OptionalLong.empty(), OptionalLong.empty());
  }

  private static OrderLine allocated(String orderid, int qty, long sequence) {
    return backordered(orderid, qty, sequence).heldBy(stored("batch", qty, qty), sequence);
  }

  /** Stored lines of one kind, two at a time. */
  private static final class PagesOfTwo implements StoredLines {
    private final List<OrderLine> lines;
    private int read;

    PagesOfTwo(List<OrderLine> lines) {
      this.lines = lines;
    }

    @Override
    public List<OrderLine> backordered(long arrival, int largest) {
      return lines.stream()
          .filter(line -> line.state() == LineState.BACKORDERED)
          .filter(line -> line.arrival().getAsLong() > arrival)
          .limit(2)
          .toList();
    }

    @Override
    public List<OrderLine> allocated(String batchref, long before) {
      read++;
      return lines.stream()
          .filter(line -> line.state() == LineState.ALLOCATED)
          .filter(line -> line.allocation().get().sequence() < before)
          .sorted((a, b) -> Long.compare(b.arrival().getAsLong(), a.arrival().getAsLong()))
          .limit(2)
          .toList();
    }
  }

  private OrderLine.Allocation allocation(String orderid) {
    return product.line(line(orderid)).orElseThrow().allocation().orElseThrow();
  }

  private int available(String batchref) {
    return product.batch(batchref).orElseThrow().available();
  }

  private LineState state(String orderid) {
    return product.line(line(orderid)).orElseThrow().state();
  }

  private List<Event.OfProduct> events() {
    return product.takeEvents().stream().map(Raised::event).toList();
  }

  private static Outcome.Refused refused(Outcome outcome) {
    return assertInstanceOf(Outcome.Refused.class, outcome);
  }
}
