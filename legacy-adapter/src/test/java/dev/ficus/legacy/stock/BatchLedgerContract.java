package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.BatchLedger.GivenBack;
import dev.ficus.legacy.stock.BatchLedger.GivenBackResult;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.ReturnedUnits;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.BatchLedger.UnitsToGiveBack;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every ledger of batches does: the one in PostgreSQL and the fake. */
public abstract class BatchLedgerContract {

  private static final int MANY = 10_000;

  private final TestShop shop = TestShop.create();
  private final String sku = "SKU of " + shop.name();
  private final String batchref = "batch of " + shop.name();

  /** The ledger under test; it may hold batches of other shops. */
  protected abstract BatchLedger ledger();

  /** From now on the monolith fulfils this SKU. */
  protected abstract void legacy(String sku);

  /** A line with so many units is despatched, and the source books it. */
  protected abstract void informed(String source, String sku, int units);

  /** So many units of that line turn out to be of another batch. */
  protected abstract void mistaken(String source, String sku, int units);

  /** Lines have given units of this SKU back. */
  protected abstract void returned(String sku);

  @Test
  void a_result_names_who_sells_the_sku_also_of_what_is_refused() {
    assertEquals(Owner.NEW, note(figure(shop.name(), "5")).seller());
    String other = "legacy " + sku;
    legacy(other);
    OldStock unreadable = new OldStock(OldStock.ReportKind.FIGURE, null, other, "many", null);
    StockReport refused =
        new StockReport(
            shop.name(),
            shop.name(),
            unreadable,
            new StockTranslator(shop.name(), TestShop.RULES).translate(unreadable),
            call());
    assertEquals(ReportOutcome.REFUSED, note(refused).outcome());
    assertEquals(Owner.MONOLITH, note(refused).seller());
  }

  @Test
  void where_no_sku_is_named_the_seller_is_that_of_a_sku_of_no_wave() {
    OldStock byId =
        new OldStock(OldStock.ReportKind.FIGURE, null, OldStock.Naming.ID, "4711", "5", null);
    StockChange change = new StockTranslator(shop.name(), TestShop.RULES).translate(byId);
    StockReport report = new StockReport(shop.name(), shop.name(), byId, change, call());
    assertEquals(Optional.empty(), report.sku());
    assertEquals(Owner.NEW, note(report).seller());
  }

  @Test
  void a_batch_nobody_has_reported_is_not_found() {
    assertTrue(ledger().find(batchref).isEmpty());
  }

  @Test
  void a_batch_is_there_as_it_was_reported() {
    StockReportResult result = note(created("5"));
    assertEquals(ReportOutcome.CHANGED, result.outcome());
    assertEquals(List.of(find()), result.batches());
    assertEquals(new KnownBatch.BatchContent(5, Optional.empty()), find().now());
    assertFalse(find().isConfirmed());
  }

  @Test
  void reports_of_a_group_are_noted_one_after_the_other() {
    List<StockReportResult> results =
        ledger().apply(List.of(created("5"), quantity("4"), quantity("4")));
    assertEquals(
        List.of(ReportOutcome.CHANGED, ReportOutcome.CHANGED, ReportOutcome.UNCHANGED),
        results.stream().map(StockReportResult::outcome).toList());
    assertEquals(2, find().revision());
    assertEquals(List.of(find()), results.get(0).batches());
  }

  @Test
  void a_group_of_which_one_report_fails_changes_nothing() {
    ReportSource unknown = new ReportSource.InList(null, 0);
    StockReport failing = report(OldStock.ReportKind.LISTED, batchref + "-2", "3", unknown);
    assertThrows(NullPointerException.class, () -> ledger().apply(List.of(created("5"), failing)));
    assertTrue(ledger().find(batchref).isEmpty());
  }

  @Test
  void a_later_report_counts_more_than_the_list_that_was_asked_for_before() {
    note(created("5"));
    long asked = ledger().nextCall();
    note(quantity("4"));
    StockReport listed =
        report(OldStock.ReportKind.LISTED, batchref, "9", new ReportSource.InList("c", asked));
    assertEquals(ReportOutcome.OVERRULED, note(listed).outcome());
    assertEquals(4, find().now().quantity());
  }

  @Test
  void the_number_of_the_next_call_rises() {
    long first = ledger().nextCall();
    note(created("5"));
    assertTrue(find().called() > first);
    assertTrue(ledger().nextCall() > find().called());
  }

  @Test
  void a_named_batch_replaces_the_figure_of_its_sku() {
    StockReport figure = report(OldStock.ReportKind.FIGURE, null, "7", call());
    assertEquals(ReportOutcome.CHANGED, note(figure).outcome());
    String ofFigure = KnownBatch.ofFigure(shop.name(), sku);
    assertEquals(7, ledger().find(ofFigure).orElseThrow().now().quantity());
    note(created("5"));
    assertEquals(0, ledger().find(ofFigure).orElseThrow().now().quantity());
    assertEquals(ReportOutcome.OVERRULED, note(figure).outcome());
  }

  @Test
  void figures_are_kept_as_they_were_reported_apart_from_what_is_sent() {
    String ofFigure = KnownBatch.ofFigure(shop.name(), sku);
    assertTrue(ledger().figures(ofFigure).isEmpty());
    note(figure(shop.name(), "-3"));
    assertEquals(0, ledger().find(ofFigure).orElseThrow().now().quantity());
    SourceFigures figures = ledger().figures(ofFigure).orElseThrow();
    assertEquals(SourceStock.of(-3), figures.stock());
    assertEquals(ofFigure, figures.batchref());
    note(figure(shop.name(), "-1"));
    assertEquals(-1, ledger().figures(ofFigure).orElseThrow().stock().figure());
    note(created("5"));
    assertTrue(ledger().figures(batchref).isEmpty());
  }

  @Test
  void of_what_is_reported_to_several_shops_the_least_counts() {
    String other = shop.name() + "-2";
    String ofFigure = KnownBatch.ofFigure(shop.name(), sku);
    note(figure(shop.name(), "8"));
    note(figure(other, "6"));
    note(figure(shop.name(), "7"));
    assertEquals(6, ledger().find(ofFigure).orElseThrow().now().quantity());
    assertEquals(
        List.of("7", "6"),
        ledger().figures(ofFigure).orElseThrow().byShop().stream()
            .map(each -> "" + each.units())
            .toList());
    assertEquals(Set.of(shop.name()), ledger().sources().get(other));
  }

  @Test
  void a_fall_by_units_of_which_the_source_is_informed_leaves_the_batch_as_it_is() {
    String ofFigure = KnownBatch.ofFigure(shop.name(), sku);
    note(figure(shop.name(), "10"));
    informed(shop.name(), sku, 3);
    assertEquals(new SourceStock(10, 0, 3, 0, 3), stock(ofFigure));
    assertEquals(ReportOutcome.UNCHANGED, note(figure(shop.name(), "8")).outcome());
    assertEquals(new SourceStock(8, 2, 1, 0, 3), stock(ofFigure));
    note(figure(shop.name(), "7"));
    assertEquals(new SourceStock(7, 3, 0, 0, 3), stock(ofFigure));
    assertEquals(10, ledger().find(ofFigure).orElseThrow().now().quantity());
    note(figure(shop.name(), "6"));
    assertEquals(9, ledger().find(ofFigure).orElseThrow().now().quantity());
  }

  @Test
  void units_that_lines_give_back_of_a_sku_of_the_monolith_are_listed_until_it_gives_them_back() {
    legacy(sku);
    String ofFigure = countedOut();
    assertEquals(List.of(), toLook());
    returned(sku);
    ReturnedUnits first = toLook().get(0);
    returned(sku);
    StockReportResult result = ledger().heldNow(first, 1, "c").orElseThrow();
    assertEquals(ReportOutcome.CHANGED, result.outcome());
    assertEquals(6, result.batches().get(0).now().quantity());
    assertEquals(new SourceStock(5, 1, 0, 2, 3), stock(ofFigure));
    assertEquals(1, toLook().size(), "a line has given units back meanwhile");
    assertEquals(
        ReportOutcome.UNCHANGED, ledger().heldNow(toLook().get(0), 1, "c").orElseThrow().outcome());
    assertEquals(List.of(), toLook());
    assertEquals(List.of(toGiveBack(2, 0)), toGiveBack());
    assertEquals(new GivenBackResult.TooMany(toGiveBack(2, 0)), gaveBack(ofFigure, 3, 0));
    assertEquals(new GivenBackResult.Noted(), gaveBack(ofFigure, 2, 0));
    assertEquals(List.of(), toGiveBack());
    assertEquals(new GivenBackResult.UnknownBatch(), gaveBack(batchref, 1, 0));
  }

  @Test
  void what_is_noted_as_given_back_is_not_noted_again_although_as_much_is_to_be_given_back() {
    legacy(sku);
    String ofFigure = countedOut();
    returned(sku);
    ledger().heldNow(toLook().get(0), 2, "c").orElseThrow();
    assertEquals(new GivenBackResult.Noted(), gaveBack(ofFigure, 1, 0));
    returned(sku);
    ledger().heldNow(toLook().get(0), 1, "c").orElseThrow();
    assertEquals(List.of(toGiveBack(1, 1)), toGiveBack());
    assertEquals(new GivenBackResult.NotedMeanwhile(toGiveBack(1, 1)), gaveBack(ofFigure, 1, 0));
    assertEquals(List.of(toGiveBack(1, 1)), toGiveBack());
    assertEquals(new GivenBackResult.Noted(), gaveBack(ofFigure, 1, 1));
  }

  @Test
  void what_rests_is_not_looked_at_and_what_was_not_for_longest_comes_first() {
    List<String> skus = List.of("1 of " + sku, "2 of " + sku, "3 of " + sku);
    for (String each : skus) {
      legacy(each);
      note(figureOf(each, "8"));
      informed(shop.name(), each, 3);
      note(figureOf(each, "5"));
      returned(each);
    }
    assertEquals(skus, toLook(skus));
    ReturnedUnits first = new ReturnedUnits(shop.name(), skus.get(0), 1, 0);
    ledger().looking(first, Duration.ZERO);
    ledger().looking(new ReturnedUnits(shop.name(), skus.get(1), 1, 0), Duration.ofDays(1));
    assertEquals(List.of(skus.get(2), skus.get(0)), toLook(skus));
    assertEquals(
        Optional.of(1),
        ledger().returned(MANY).stream()
            .filter(each -> each.sku().equals(skus.get(0)))
            .map(ReturnedUnits::looks)
            .findFirst());
    ledger().heldNow(first, 1, "c").orElseThrow();
    assertEquals(List.of(skus.get(2)), toLook(skus));
    returned(skus.get(0));
    assertEquals(
        Optional.of(new ReturnedUnits(shop.name(), skus.get(0), 2, 0)),
        ledger().returned(MANY).stream()
            .filter(each -> each.sku().equals(skus.get(0)))
            .findFirst());
  }

  private List<String> toLook(List<String> skus) {
    return ledger().returned(MANY).stream().map(ReturnedUnits::sku).filter(skus::contains).toList();
  }

  @Test
  void units_that_turn_out_to_be_of_another_batch_leave_this_one_without_another_figure() {
    String ofFigure = countedOut();
    mistaken(shop.name(), sku, 2);
    List<StockReportResult> resized = takeOverWhatLeft();
    assertEquals(
        List.of(List.of(ledger().find(ofFigure).orElseThrow())),
        resized.stream().map(StockReportResult::batches).toList());
    assertEquals(Owner.NEW, resized.get(0).seller());
    assertEquals(6, ledger().find(ofFigure).orElseThrow().now().quantity());
    assertFalse(ledger().find(ofFigure).orElseThrow().isConfirmed());
    assertEquals(new SourceStock(5, 1, 0, 0, 1), stock(ofFigure));
    assertEquals(List.of(), takeOverWhatLeft());
  }

  @Test
  void what_has_left_is_pending_without_another_figure_and_the_batch_stays_as_it_is() {
    String ofFigure = KnownBatch.ofFigure(shop.name(), sku);
    note(figure(shop.name(), "8"));
    informed(shop.name(), sku, 3);
    assertEquals(List.of(), takeOverWhatLeft());
    assertEquals(new SourceStock(8, 0, 3, 0, 3), stock(ofFigure));
  }

  @Test
  void a_batch_is_as_large_as_what_has_left_of_it_and_what_the_source_lacks_is_listed() {
    String ofFigure = countedOut();
    assertEquals(List.of(), oversold());
    assertEquals(ReportOutcome.CHANGED, note(figure(shop.name(), "-2")).outcome());
    assertEquals(3, ledger().find(ofFigure).orElseThrow().now().quantity());
    assertEquals(List.of(new BatchLedger.OversoldUnits(shop.name(), sku, 3, 2)), oversold());
    note(figure(shop.name(), "0"));
    assertEquals(List.of(), oversold());
  }

  private List<BatchLedger.OversoldUnits> oversold() {
    return ledger().oversold(MANY).stream().filter(each -> each.sku().equals(sku)).toList();
  }

  private List<StockReportResult> takeOverWhatLeft() {
    return ledger().takeOverWhatLeft(MANY).stream()
        .filter(result -> result.batches().get(0).sku().equals(sku))
        .toList();
  }

  private UnitsToGiveBack toGiveBack(long units, long before) {
    return new UnitsToGiveBack(shop.name(), sku, units, before);
  }

  @Test
  void nothing_is_asked_back_of_what_we_fulfil() {
    String ofFigure = countedOut();
    returned(sku);
    assertEquals(List.of(), toLook());
    assertEquals(
        Optional.empty(), ledger().heldNow(new ReturnedUnits(shop.name(), sku, 1, 0), 0, "c"));
    assertEquals(new SourceStock(5, 3, 0, 0, 3), stock(ofFigure));
  }

  @Test
  void while_the_source_has_promised_more_than_it_has_nothing_is_asked_back() {
    legacy(sku);
    String ofFigure = countedOut();
    returned(sku);
    ReturnedUnits returned = new ReturnedUnits(shop.name(), sku, 1, 0);
    note(figure(shop.name(), "-1"));
    assertEquals(List.of(), toLook());
    assertEquals(Optional.empty(), ledger().heldNow(returned, 0, "c"));
    assertEquals(new SourceStock(-1, 3, 0, 0, 3), stock(ofFigure));
    note(figure(shop.name(), "0"));
    assertEquals(List.of(returned), toLook());
  }

  /** The batch of a source that has five units and has counted out three that lines hold. */
  private String countedOut() {
    note(figure(shop.name(), "8"));
    informed(shop.name(), sku, 3);
    note(figure(shop.name(), "5"));
    String ofFigure = KnownBatch.ofFigure(shop.name(), sku);
    assertEquals(new SourceStock(5, 3, 0, 0, 3), stock(ofFigure));
    return ofFigure;
  }

  private SourceStock stock(String ofFigure) {
    return ledger().figures(ofFigure).orElseThrow().stock();
  }

  private List<ReturnedUnits> toLook() {
    return ledger().returned(MANY).stream().filter(each -> each.sku().equals(sku)).toList();
  }

  private List<UnitsToGiveBack> toGiveBack() {
    return ledger().toGiveBack(MANY).stream().filter(each -> each.sku().equals(sku)).toList();
  }

  private GivenBackResult gaveBack(String ofFigure, long units, long before) {
    return ledger().gaveBack(ofFigure, new GivenBack(units, before, "Ann", "by telephone"));
  }

  private StockReport figureOf(String anySku, String quantity) {
    OldStock written = new OldStock(OldStock.ReportKind.FIGURE, null, anySku, quantity, null);
    return new StockReport(
        shop.name(),
        shop.name(),
        written,
        new StockTranslator(shop.name(), TestShop.RULES).translate(written),
        call());
  }

  private StockReport figure(String reportedTo, String quantity) {
    StockReport report = report(OldStock.ReportKind.FIGURE, null, quantity, call());
    return new StockReport(
        reportedTo, shop.name(), report.written(), report.change(), report.source());
  }

  @Test
  void a_look_sizes_each_named_batch_by_what_is_left_of_it() {
    List<KnownBatch> batches = look(1, batch("a", 6), batch("b", -2)).batches();
    assertEquals(List.of(6, 0), batches.stream().map(each -> each.now().quantity()).toList());
    KnownBatch known = ledger().find(batchref + "a").orElseThrow();
    assertEquals(Optional.of(shop.name()), known.promisesOf());
    assertEquals(NamedSource.of(shop.name(), batchref + "a"), known.source());
    assertEquals(-2, figureOf("b"));
    assertEquals(Set.of(sku), ledger().namedSkus(shop.name()));
    assertEquals(
        Set.of(batchref + "a", batchref + "b"),
        ledger().namedBatches(shop.name(), Set.of(sku)).stream()
            .map(KnownBatch::batchref)
            .collect(Collectors.toSet()));
  }

  @Test
  void an_older_look_undoes_nothing() {
    look(7, batch("a", 6));
    assertEquals(ReportOutcome.OVERRULED, look(6, batch("a", 9)).outcome());
    assertEquals(6, figureOf("a"));
    assertEquals(ReportOutcome.UNCHANGED, look(8, batch("a", 6)).outcome());
    assertEquals(ReportOutcome.CHANGED, look(9, batch("a", 5)).outcome());
  }

  @Test
  void a_batch_that_is_not_listed_any_more_has_no_units() {
    look(1, batch("a", 6), batch("b", 3));
    look(2, batch("b", 3));
    assertEquals(0, ledger().find(batchref + "a").orElseThrow().now().quantity());
    assertEquals(3, ledger().find(batchref + "b").orElseThrow().now().quantity());
  }

  @Test
  void what_was_reported_whatever_is_promised_of_it_is_sized_by_a_look() {
    note(created("10"));
    look(1, new BatchLook.LookedBatch(batchref, 7, Optional.of(LocalDate.of(2010, 12, 24))));
    assertEquals(
        new KnownBatch.BatchContent(7, Optional.of(LocalDate.of(2010, 12, 24))), find().now());
    assertEquals(10, find().original().quantity());
  }

  @Test
  void the_first_look_takes_the_place_of_the_figures() {
    note(figure(shop.name(), "5"));
    look(1, batch("a", 6));
    assertEquals(
        0, ledger().find(KnownBatch.ofFigure(shop.name(), sku)).orElseThrow().now().quantity());
    assertEquals(ReportOutcome.OVERRULED, note(figure(shop.name(), "4")).outcome());
  }

  @Test
  void what_cannot_be_told_stays_as_it_is() {
    look(1, batch("a", 6));
    BatchLook moving =
        new BatchLook(Map.of(), Map.of(sku, BatchLook.Unclear.MOVING), Optional.empty());
    assertEquals(List.of(), ledger().noteLook(noted(2, moving), Set.of(sku)));
    assertEquals(6, figureOf("a"));
    assertEquals(Set.of(shop.name()), ledger().toLookAt(Set.of(shop.name())));
    look(3, batch("a", 6));
    assertEquals(Set.of(), ledger().toLookAt(Set.of(shop.name())));
  }

  @Test
  void a_named_batch_keeps_what_left_it_for_our_lines() {
    look(1, batch("a", 6));
    informed(NamedSource.of(shop.name(), batchref + "a"), sku, 2);
    look(2, batch("a", 4));
    assertEquals(6, ledger().find(batchref + "a").orElseThrow().now().quantity());
    SourceStock stock = ledger().figures(batchref + "a").orElseThrow().stock();
    assertEquals(new SourceStock(4, 2, 0, 0, 2), stock);
    mistaken(NamedSource.of(shop.name(), batchref + "a"), sku, 2);
    ledger().takeOverWhatLeft(MANY);
    assertEquals(4, ledger().find(batchref + "a").orElseThrow().now().quantity());
  }

  private BatchLook.LookedBatch batch(String name, long figure) {
    return new BatchLook.LookedBatch(batchref + name, figure, Optional.empty());
  }

  private long figureOf(String name) {
    return ledger().figures(batchref + name).orElseThrow().stock().figure();
  }

  private StockReportResult look(long asked, BatchLook.LookedBatch... batches) {
    BatchLook look =
        new BatchLook(
            Map.of(sku, new BatchLook.SkuLook(sku, List.of(batches))), Map.of(), Optional.empty());
    return ledger().noteLook(noted(asked, look), Set.of(sku)).get(0);
  }

  private BatchLedger.NotedLook noted(long asked, BatchLook look) {
    return new BatchLedger.NotedLook(shop.name(), shop.name(), asked, look, "look");
  }

  @Test
  void what_the_broker_has_confirmed_is_not_sent_again() {
    ledger().confirm(note(created("5")).batches());
    assertTrue(find().isConfirmed());
    note(quantity("4"));
    assertFalse(find().isConfirmed());
    assertEquals(1, find().confirmed());
  }

  @Test
  void a_confirmation_does_not_count_for_a_later_change() {
    List<KnownBatch> first = note(created("5")).batches();
    note(quantity("4"));
    ledger().confirm(first);
    assertFalse(find().isConfirmed());
  }

  @Test
  void batches_left_unconfirmed_are_found_once_they_have_been_unchanged_for_long_enough() {
    Instant before = Instant.now().minusSeconds(1);
    note(created("5"));
    assertEquals(List.of(batchref), unconfirmedSince(later()));
    assertEquals(List.of(), unconfirmedSince(before));
    ledger().confirm(List.of(find()));
    assertEquals(List.of(), unconfirmedSince(later()));
  }

  @Test
  void what_is_refused_again_is_no_news() {
    StockReportResult first = note(quantity("4"));
    assertEquals(ReportOutcome.REFUSED, first.outcome());
    assertEquals(Optional.of(Reason.UNKNOWN_BATCH), first.refusedFor());
    assertTrue(first.quarantined());
    assertFalse(note(quantity("4")).quarantined());
    assertTrue(note(quantity("5")).quarantined());
  }

  @Test
  void what_a_list_says_is_refused_without_quarantine() {
    StockReport listed =
        report(OldStock.ReportKind.LISTED, batchref, "many", new ReportSource.InList("c", 0));
    StockReportResult result = note(listed);
    assertEquals(ReportOutcome.REFUSED, result.outcome());
    assertFalse(result.quarantined());
  }

  private StockReport created(String quantity) {
    return report(OldStock.ReportKind.CREATED, batchref, quantity, call());
  }

  private StockReport quantity(String quantity) {
    return report(OldStock.ReportKind.QUANTITY, batchref, quantity, call());
  }

  private StockReport report(
      OldStock.ReportKind kind, String batchref, String quantity, ReportSource source) {
    OldStock written = new OldStock(kind, batchref, sku, quantity, null);
    StockChange change = new StockTranslator(shop.name(), TestShop.RULES).translate(written);
    return new StockReport(shop.name(), shop.name(), written, change, source);
  }

  private static ReportSource call() {
    return new ReportSource.ByCall(TestShop.arrival("call"), "");
  }

  private StockReportResult note(StockReport report) {
    return ledger().apply(List.of(report)).get(0);
  }

  private KnownBatch find() {
    return ledger().find(batchref).orElseThrow();
  }

  private static Instant later() {
    return Instant.now().plusSeconds(60);
  }

  private List<String> unconfirmedSince(Instant time) {
    return ledger().unconfirmedSince(time, MANY).stream()
        .map(KnownBatch::batchref)
        .filter(each -> each.equals(batchref))
        .toList();
  }
}
