package dev.ficus.legacy.postgres;

import static dev.ficus.legacy.order.TestShop.cancels;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.OrderRules;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.order.Translation;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.stock.StockSources;
import dev.ficus.legacy.stock.StockTranslator;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A source that books our despatches is informed of each unit once, whatever is known first. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class InformedLinesStoreTest {

  private static final int ORDERED = 5;

  private final TestShop shop = TestShop.create();
  private final OrderNumber number = shop.order("100");
  private final String sku = "SKU of " + shop.name();
  private final String ofFigure = KnownBatch.ofFigure(shop.name(), sku);

  @Inject Database database;
  @Inject BatchLedger batches;
  @Inject ShadowedLines shadowed;

  private LedgerStore ledger;
  private StoredPlacements placements;
  private long events;

  /** The stores as they are where this source books our despatches. */
  @BeforeEach
  void bookOurDespatches() {
    InformedLines informed =
        new InformedLines(
            new StockSources() {
              @Override
              public String sourceOf(String any) {
                return shop.name();
              }

              @Override
              public Set<String> bookingOurDespatches() {
                return Set.of("another", shop.name());
              }
            });
    ledger = new LedgerStore(database, informed, shadowed);
    placements = new StoredPlacements(database, informed);
    report(20);
  }

  @Test
  void a_despatch_of_units_from_the_batch_of_figures_is_pending_until_the_figure_falls() {
    order();
    allocated(ofFigure, ORDERED);
    assertEquals(0, pending());
    despatch();
    assertEquals(ORDERED, pending());
    report(16);
    assertEquals(new SourceStock(16, 4, 1, 0, ORDERED), stock());
    report(15);
    assertEquals(new SourceStock(15, 5, 0, 0, ORDERED), stock());
    assertEquals(20, batches.find(ofFigure).orElseThrow().now().quantity());
    report(14);
    assertEquals(19, batches.find(ofFigure).orElseThrow().now().quantity());
  }

  @Test
  void what_comes_again_is_not_counted_again() {
    order();
    allocated(ofFigure, ORDERED);
    for (int time = 0; time < 3; time++) {
      despatch();
      despatched(ofFigure, ORDERED);
      report(20);
    }
    assertEquals(new SourceStock(20, 0, ORDERED, 0, ORDERED), stock());
    report(15);
    despatch();
    despatched(ofFigure, ORDERED);
    report(15);
    assertEquals(new SourceStock(15, ORDERED, 0, 0, ORDERED), stock());
  }

  @Test
  void the_placement_may_be_known_after_the_despatch() {
    order();
    despatch();
    report(20);
    assertEquals(0, pending());
    place("ALLOCATED", ofFigure, ORDERED);
    assertEquals(ORDERED, pending());
    place("DESPATCHED", ofFigure, ORDERED);
    assertEquals(ORDERED, pending());
  }

  @Test
  void units_that_turn_out_to_be_of_another_batch_are_not_counted_any_more() {
    order();
    allocated(ofFigure, ORDERED);
    despatch();
    report(18);
    assertEquals(new SourceStock(18, 2, 3, 0, ORDERED), stock());
    place("CANCELLED", ofFigure, ORDERED);
    place("ALLOCATED", "bought by us", ORDERED);
    report(18);
    assertEquals(new SourceStock(18, 0, 0, 0, 0), stock());
    place("CANCELLED", "bought by us", ORDERED);
    place("ALLOCATED", ofFigure, ORDERED);
    assertEquals(ORDERED, pending());
  }

  @Test
  void more_than_the_line_holds_is_never_counted_and_what_it_gets_later_is() {
    order();
    allocated(ofFigure, 2);
    despatch();
    assertEquals(2, pending());
    place("ALLOCATED", ofFigure, ORDERED);
    assertEquals(ORDERED, pending());
  }

  @Test
  void what_is_not_despatched_or_held_in_another_batch_or_the_monoliths_is_not_counted() {
    order();
    allocated(ofFigure, ORDERED);
    ledger.change(List.of(cancels(number)));
    assertEquals(0, pending());
    OrderNumber elsewhere = shop.order("101");
    ledger.change(List.of(shows(elsewhere, item("1", sku, "" + ORDERED))));
    place(elsewhere, PlacementState.ALLOCATED, "bought by us", ORDERED);
    ledger.change(List.of(shows(elsewhere, shipped())));
    assertEquals(0, pending());
    OrderNumber theirs = shop.order("102");
    ledger.change(List.of(theirs(theirs, item("1", sku, "" + ORDERED))));
    ledger.change(List.of(theirs(theirs, shipped())));
    place(theirs, PlacementState.DESPATCHED, ofFigure, ORDERED);
    assertEquals(0, pending());
  }

  @Test
  void a_despatched_line_of_another_team_is_counted_by_its_event_once() {
    for (int time = 0; time < 2; time++) {
      for (String orderid : List.of("web-1", "team:" + sku)) {
        placements.place(
            List.of(
                placement(orderid, 1, PlacementState.ALLOCATED, ofFigure, 3),
                placement(orderid, 2, PlacementState.DESPATCHED, ofFigure, 3),
                placement(orderid, 3, PlacementState.DESPATCHED, "bought by us", 3)));
      }
    }
    assertEquals(6, pending());
    report(14);
    assertEquals(new SourceStock(14, 6, 0, 0, 6), stock());
  }

  @Test
  void what_leaves_a_named_batch_is_counted_in_its_figure_alone() {
    String named = "M of " + shop.name();
    look(named, 20, 1);
    order();
    allocated(named, ORDERED);
    despatch();
    placements.place(List.of(placement("web-1", 2, PlacementState.DESPATCHED, named, 3)));
    look(named, 14, 2);
    assertEquals(new SourceStock(14, 6, 2, 0, 8), batches.figures(named).orElseThrow().stock());
    assertEquals(20, batches.find(named).orElseThrow().now().quantity());
    assertEquals(SourceStock.of(20), stock());
  }

  private void look(String batchref, long figure, long asked) {
    BatchLook.SkuLook found =
        new BatchLook.SkuLook(
            sku, List.of(new BatchLook.LookedBatch(batchref, figure, Optional.empty())));
    BatchLook look = new BatchLook(Map.of(sku, found), Map.of(), Optional.empty());
    batches.noteLook(
        new BatchLedger.NotedLook(shop.name(), shop.name(), asked, look, "c"), Set.of(sku));
  }

  @Test
  void a_batch_is_read_as_of_one_moment_while_what_has_left_is_taken_over() {
    order();
    allocated(ofFigure, ORDERED);
    despatch();
    CompletableFuture<SourceStock> read =
        database.inTransaction(
            connection -> {
              Sql.update(connection, "lock table reported_figure in access exclusive mode");
              CompletableFuture<SourceStock> begun = Background.supply(this::stock);
              assertTrue(Waiting.until(this::waitsForFigures, LIMIT));
              Sql.update(
                  connection,
                  "update informed_line set taken = units where source = ? and sku = ?",
                  Sql.value(shop.name()),
                  Sql.value(sku));
              Sql.update(
                  connection,
                  "insert into source_stock (source, sku, pending, despatched) values (?, ?, ?, ?)",
                  Sql.value(shop.name()),
                  Sql.value(sku),
                  Sql.value(ORDERED),
                  Sql.value(ORDERED));
              return begun;
            });
    assertEquals(new SourceStock(20, 0, ORDERED, 0, ORDERED), read.join());
  }

  private boolean waitsForFigures() {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    """
                    select exists (select from pg_locks
                      where relation = 'reported_figure'::regclass and not granted)
                    """,
                    row -> row.getBoolean(1)))
        .get(0);
  }

  @Test
  void nothing_is_written_where_no_source_books_our_despatches() {
    InformedLines none = new InformedLines(any -> shop.name());
    ledger = new LedgerStore(database, none, shadowed);
    placements = new StoredPlacements(database, none);
    order();
    allocated(ofFigure, ORDERED);
    despatch();
    despatched(ofFigure, ORDERED);
    placements.place(List.of(placement("web-1", 1, PlacementState.DESPATCHED, ofFigure, ORDERED)));
    assertEquals(0, pending());
  }

  private void order() {
    ledger.change(List.of(shows(number, item("1", sku, "" + ORDERED))));
  }

  private void despatch() {
    ledger.change(List.of(shows(number, shipped())));
  }

  private OldItem shipped() {
    return new OldItem("1", null, sku, "" + ORDERED, null, null, "" + ORDERED);
  }

  private static OrderChange theirs(OrderNumber number, OldItem item) {
    Translation shown = new Translator(TestShop.RULES).translate(TestShop.shown(number, item));
    return new OrderChange(
        number,
        shown.skus(),
        TestShop.arrival("call"),
        (known, owners) -> OrderRules.shown(known, shown, Ownership.all(Owner.MONOLITH), "c"));
  }

  private void allocated(String batchref, int quantity) {
    place("ALLOCATED", batchref, quantity);
  }

  private void despatched(String batchref, int quantity) {
    place("DESPATCHED", batchref, quantity);
  }

  private void place(String state, String batchref, int quantity) {
    place(number, PlacementState.valueOf(state), batchref, quantity);
  }

  private void place(OrderNumber order, PlacementState state, String batchref, int quantity) {
    events++;
    placements.place(List.of(placement(order.orderid(), events, state, batchref, quantity)));
  }

  private Placement placement(
      String orderid, long sequence, PlacementState state, String batchref, int quantity) {
    return new Placement(
        orderid,
        new LineKey(sku, "1"),
        sequence,
        Instant.now(),
        state,
        quantity,
        Optional.of(batchref),
        Optional.empty());
  }

  private void report(int figure) {
    OldStock written = new OldStock(OldStock.ReportKind.FIGURE, null, sku, "" + figure, null);
    batches.apply(
        List.of(
            new StockReport(
                shop.name(),
                shop.name(),
                written,
                new StockTranslator(shop.name(), TestShop.RULES).translate(written),
                new ReportSource.ByCall(TestShop.arrival("call"), ""))));
  }

  private long pending() {
    return stock().pending();
  }

  private SourceStock stock() {
    return batches.figures(ofFigure).orElseThrow().stock();
  }
}
