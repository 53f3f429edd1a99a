package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.KnownBatch.BatchContent;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StockRulesTest {

  private static final Optional<LocalDate> CHRISTMAS = Optional.of(LocalDate.of(2010, 12, 24));
  private static final Optional<LocalDate> HERE = Optional.empty();
  private static final ReportSource CALL =
      new ReportSource.ByCall(new Arrival("feed", "c", () -> new byte[0]), "");

  private final StockRules rules = new StockRules(List.of(), List.of(), Set.of(), Set.of());
  private final long call = 7;

  @Test
  void quantity_and_day_have_revisions_of_their_own() {
    assertEquals(ReportOutcome.CHANGED, report(new StockChange.BatchCreated("B", "A", 5, HERE)));
    assertEquals(
        ReportOutcome.CHANGED, report(new StockChange.BatchListed("B", "A", 3, CHRISTMAS)));
    KnownBatch batch = rules.batch("B");
    assertEquals(2, batch.quantityRevision());
    assertEquals(3, batch.etaRevision());
    assertEquals(new BatchContent(5, HERE), batch.original());
    assertEquals(
        ReportOutcome.CHANGED, report(new StockChange.BatchQuantity("B", Optional.empty(), 4)));
    assertEquals(4, rules.batch("B").revision());
    assertEquals(
        ReportOutcome.UNCHANGED, report(new StockChange.BatchQuantity("B", Optional.of("A"), 4)));
    assertEquals(4, rules.batch("B").revision());
  }

  @Test
  void a_list_undoes_nothing_that_was_called_since_it_was_asked_for() {
    report(new StockChange.BatchCreated("B", "A", 5, HERE));
    StockChange older = new StockChange.BatchListed("B", "A", 4, HERE);
    assertEquals(ReportOutcome.OVERRULED, report(older, new ReportSource.InList("o", 6)));
    assertEquals(5, rules.batch("B").now().quantity());
    assertEquals(ReportOutcome.CHANGED, report(older, new ReportSource.InList("o", 7)));
    assertEquals(4, rules.batch("B").now().quantity());
  }

  @Test
  void a_list_corrects_what_only_lists_have_reported() {
    ReportSource file = new ReportSource.InList("o", 0);
    assertEquals(
        ReportOutcome.CHANGED, report(new StockChange.BatchListed("B", "A", 4, HERE), file));
    assertEquals(
        ReportOutcome.CHANGED, report(new StockChange.BatchListed("B", "A", 3, HERE), file));
    assertEquals(
        ReportOutcome.UNCHANGED, report(new StockChange.BatchListed("B", "A", 3, HERE), file));
  }

  @Test
  void a_batch_with_a_name_takes_the_place_of_the_figures_of_all_shops() {
    report(new StockChange.SkuFigure("A", 5));
    rules.apply(report("other", new StockChange.SkuFigure("A", 6), CALL), call);
    StockRules.Decision decision =
        rules.apply(report("shop", new StockChange.BatchCreated("B", "A", 11, HERE), CALL), call);
    assertEquals(List.of("B", "shop:A", "other:A"), decision.batches());
    assertEquals(0, rules.batch("shop:A").now().quantity());
    assertEquals(0, rules.batch("other:A").now().quantity());
    assertEquals(ReportOutcome.OVERRULED, report(new StockChange.SkuFigure("A", 9)));
  }

  @Test
  void of_a_sku_whose_stock_we_keep_no_report_and_no_figure_changes_anything() {
    SourceStock stock = new SourceStock(7, 3, 1, 0, 0);
    ReportedFigure figure = new ReportedFigure("shop", "A", "shop", 7, 6, 6);
    BatchContent ten = new BatchContent(10, HERE);
    StockRules kept =
        new StockRules(
            List.of(
                KnownBatch.created("shop:A", "shop", "A", true, ten, "c"),
                KnownBatch.created("B", "shop", "A2", false, ten, "c")),
            List.of(SourceFigures.known(List.of(figure), stock)),
            Set.of("A2"),
            Set.of("A", "A2"));
    for (StockChange change :
        List.of(
            new StockChange.SkuFigure("A", 5),
            new StockChange.InStock("A", true),
            new StockChange.BatchCreated("C", "A", 5, HERE),
            new StockChange.BatchQuantity("B", Optional.empty(), 1),
            new StockChange.BatchListed("B", "A2", 1, HERE))) {
      assertEquals(
          ReportOutcome.NOT_FOLLOWED, kept.apply(report("shop", change, CALL), call).outcome());
    }
    kept.left("shop:A", 12);
    assertEquals(List.of(), kept.changed());
    assertEquals(10, kept.batch("shop:A").now().quantity());
  }

  @Test
  void a_batch_and_a_figure_are_not_mistaken_for_each_other() {
    report(new StockChange.SkuFigure("A", 5));
    assertRefused(
        Reason.BATCH_EXISTS, new StockChange.BatchQuantity("shop:A", Optional.empty(), 1));
    report(new StockChange.BatchCreated("shop:B", "C", 5, HERE));
    assertRefused(Reason.BATCH_EXISTS, new StockChange.SkuFigure("B", 5));
  }

  @Test
  void a_late_report_undoes_no_later_one_in_whatever_order() {
    applied(11, new StockChange.BatchQuantity("B", Optional.empty(), 3), ReportOutcome.REFUSED);
    applied(10, new StockChange.BatchCreated("B", "A", 5, HERE), ReportOutcome.CHANGED);
    applied(13, new StockChange.BatchQuantity("B", Optional.empty(), 4), ReportOutcome.CHANGED);
    applied(11, new StockChange.BatchQuantity("B", Optional.empty(), 3), ReportOutcome.OVERRULED);
    applied(12, new StockChange.BatchEta("B", Optional.empty(), CHRISTMAS), ReportOutcome.CHANGED);
    applied(10, new StockChange.BatchCreated("B", "A", 6, HERE), ReportOutcome.OVERRULED);
    assertEquals(new BatchContent(4, CHRISTMAS), rules.batch("B").now());
    assertEquals(13, rules.batch("B").called());
  }

  @Test
  void what_is_heard_late_undoes_no_list_that_was_asked_for_since() {
    report(new StockChange.BatchListed("B", "A", 5, HERE), new ReportSource.InList("o", 20));
    applied(19, new StockChange.BatchQuantity("B", Optional.empty(), 3), ReportOutcome.OVERRULED);
    applied(21, new StockChange.BatchQuantity("B", Optional.empty(), 4), ReportOutcome.CHANGED);
  }

  @Test
  void what_is_of_unknown_age_counts_only_where_no_call_has_spoken() {
    applied(0, new StockChange.BatchCreated("B", "A", 5, HERE), ReportOutcome.CHANGED);
    applied(0, new StockChange.BatchQuantity("B", Optional.empty(), 3), ReportOutcome.CHANGED);
    applied(8, new StockChange.BatchQuantity("B", Optional.empty(), 4), ReportOutcome.CHANGED);
    applied(0, new StockChange.BatchQuantity("B", Optional.empty(), 3), ReportOutcome.OVERRULED);
  }

  @Test
  void that_none_can_be_bought_takes_nothing_away_and_is_a_question_where_there_are_some() {
    assertEquals(ReportOutcome.OVERRULED, report(new StockChange.InStock("A", false)));
    report(new StockChange.SkuFigure("A", 5));
    assertRefused(Reason.UNREADABLE_QUANTITY, new StockChange.InStock("A", false));
    report(new StockChange.SkuFigure("A", 0));
    assertEquals(ReportOutcome.OVERRULED, report(new StockChange.InStock("A", false)));
  }

  @Test
  void that_there_are_some_is_no_news_of_a_figure_that_says_so_and_else_a_question() {
    assertRefused(Reason.UNREADABLE_QUANTITY, new StockChange.InStock("A", true));
    report(new StockChange.SkuFigure("A", 5));
    assertEquals(ReportOutcome.OVERRULED, report(new StockChange.InStock("A", true)));
    report(new StockChange.SkuFigure("A", 0));
    assertRefused(Reason.UNREADABLE_QUANTITY, new StockChange.InStock("A", true));
    report(new StockChange.BatchCreated("B", "A", 0, HERE));
    assertEquals(ReportOutcome.OVERRULED, report(new StockChange.InStock("A", true)));
  }

  @Test
  void a_figure_below_nothing_is_kept_and_its_batch_has_no_units() {
    assertEquals(ReportOutcome.CHANGED, report(new StockChange.SkuFigure("A", -3)));
    assertEquals(0, rules.batch("shop:A").now().quantity());
    assertEquals(-3, figures("shop:A").stock().figure());
    assertEquals(ReportOutcome.UNCHANGED, report(new StockChange.SkuFigure("A", -1)));
    assertEquals(-1, figures("shop:A").stock().figure());
    assertEquals(1, rules.batch("shop:A").revision());
    assertEquals(ReportOutcome.CHANGED, report(new StockChange.SkuFigure("A", 2)));
    assertEquals(2, rules.batch("shop:A").now().quantity());
  }

  @Test
  void of_what_one_source_reports_to_several_shops_the_least_counts_and_is_one_batch() {
    assertEquals(ReportOutcome.CHANGED, reportOf("eu", 10));
    assertEquals(ReportOutcome.UNCHANGED, reportOf("uk", 12));
    assertEquals(ReportOutcome.CHANGED, reportOf("uk", 7));
    assertEquals(ReportOutcome.UNCHANGED, reportOf("eu", 9));
    assertEquals(7, rules.batch("monolith:A").now().quantity());
    assertEquals(ReportOutcome.CHANGED, reportOf("uk", 20));
    assertEquals(9, rules.batch("monolith:A").now().quantity());
    assertEquals(
        List.of("monolith:A"), rules.changed().stream().map(KnownBatch::batchref).toList());
    assertEquals(
        List.of("eu 9", "uk 20"),
        figures("monolith:A").byShop().stream()
            .map(each -> each.shop() + " " + each.units())
            .toList());
  }

  @Test
  void a_late_figure_undoes_no_later_one_of_its_shop_and_none_of_another() {
    assertEquals(ReportOutcome.CHANGED, reportOf("eu", 10, 11));
    assertEquals(ReportOutcome.CHANGED, reportOf("uk", 8, 12));
    assertEquals(ReportOutcome.OVERRULED, reportOf("eu", 3, 10));
    assertEquals(ReportOutcome.UNCHANGED, reportOf("eu", 9, 12));
    assertEquals(8, rules.batch("monolith:A").now().quantity());
  }

  @Test
  void a_list_undoes_no_figure_that_was_called_since_it_was_asked_for() {
    report(new StockChange.SkuFigure("A", 5));
    StockChange listed = new StockChange.SkuFigure("A", 4);
    assertEquals(ReportOutcome.OVERRULED, report(listed, new ReportSource.InList("o", 6)));
    assertEquals(ReportOutcome.CHANGED, report(listed, new ReportSource.InList("o", 7)));
    assertEquals(4, rules.batch("shop:A").now().quantity());
    applied(6, new StockChange.SkuFigure("A", 9), ReportOutcome.OVERRULED);
  }

  @Test
  void what_the_source_counts_out_because_lines_hold_it_stays_in_the_batch() {
    SourceFigures informed =
        SourceFigures.known(
            List.of(new ReportedFigure("shop", "A", "shop", 10, 6, 6)),
            new SourceStock(10, 1, 3, 0, 4));
    KnownBatch batch =
        KnownBatch.created("shop:A", "shop", "A", true, new BatchContent(11, HERE), "c");
    StockRules known = new StockRules(List.of(batch), List.of(informed), Set.of(), Set.of());
    StockReport fallen = report("shop", new StockChange.SkuFigure("A", 7), CALL);
    assertEquals(ReportOutcome.UNCHANGED, known.apply(fallen, call).outcome());
    assertEquals(11, known.batch("shop:A").now().quantity());
    assertEquals(new SourceStock(7, 4, 0, 0, 4), known.figures("shop:A").orElseThrow().stock());
    assertEquals(1, known.changedFigures().size());
    StockReport sold = report("shop", new StockChange.SkuFigure("A", 6), CALL);
    assertEquals(ReportOutcome.CHANGED, known.apply(sold, call).outcome());
    assertEquals(10, known.batch("shop:A").now().quantity());
  }

  @Test
  void a_batch_is_sized_anew_by_what_turns_out_not_to_have_left_of_it_without_another_figure() {
    StockRules known = counted(new SourceStock(7, 3, 0, 0, 3));
    known.left("shop:A", -2);
    assertEquals(8, known.batch("shop:A").now().quantity());
    assertEquals(2, known.batch("shop:A").revision());
    assertEquals(List.of(known.batch("shop:A")), known.changed());
    known.left("shop:A", 4);
    assertEquals(8, known.batch("shop:A").now().quantity(), "no figure has fallen by them");
  }

  @Test
  void a_batch_is_never_smaller_than_what_has_left_of_it() {
    StockRules known = counted(new SourceStock(7, 3, 0, 0, 3));
    StockReport fallen = report("shop", new StockChange.SkuFigure("A", -2), CALL);
    assertEquals(ReportOutcome.CHANGED, known.apply(fallen, call).outcome());
    assertEquals(3, known.batch("shop:A").now().quantity());
    known.left("shop:A", 2);
    assertEquals(5, known.batch("shop:A").now().quantity());
  }

  @Test
  void figures_that_do_not_count_because_batches_have_names_size_none() {
    StockRules known = counted(new SourceStock(7, 3, 0, 0, 3), "A");
    known.left("shop:A", -2);
    known.gaveBack("shop:A", 0);
    assertEquals(List.of(), known.changed());
  }

  @Test
  void of_a_source_that_lists_its_promises_a_report_of_a_batch_changes_nothing_and_is_looked_at() {
    StockRules promising = new StockRules(List.of(), List.of(), Set.of(), Set.of(), Set.of("shop"));
    assertEquals(
        ReportOutcome.OVERRULED,
        promising
            .apply(naming("shop", new StockChange.BatchCreated("B", "A", 5, HERE)), 7)
            .outcome());
    assertEquals(List.of(), promising.changed());
    assertEquals(Map.of(new StockRules.SkuOfSource("shop", "A"), 7L), promising.toLookAt());
    assertEquals(
        ReportOutcome.CHANGED,
        promising
            .apply(naming("other", new StockChange.BatchCreated("C", "A", 5, HERE)), 8)
            .outcome());
  }

  @Test
  void a_report_that_names_a_known_batch_alone_has_its_sku_looked_at() {
    KnownBatch batch =
        KnownBatch.created("B", "shop", "A", false, new BatchContent(5, HERE), "c")
            .byPromisesOf("shop");
    StockRules promising =
        new StockRules(List.of(batch), List.of(), Set.of("A"), Set.of(), Set.of("shop"));
    StockChange quantity = new StockChange.BatchQuantity("B", Optional.empty(), 4);
    assertEquals(ReportOutcome.OVERRULED, promising.apply(nameless(quantity), 7).outcome());
    assertEquals(Map.of(new StockRules.SkuOfSource("shop", "A"), 7L), promising.toLookAt());
    StockChange unknown = new StockChange.BatchQuantity("C", Optional.empty(), 4);
    assertEquals(Optional.of(Reason.UNKNOWN_BATCH), promising.apply(nameless(unknown), 8).reason());
  }

  private static StockReport naming(String shop, StockChange change) {
    OldStock written = new OldStock(OldStock.ReportKind.CREATED, "B", "A", "5", null);
    return new StockReport(shop, shop, written, change, CALL);
  }

  /** Its text names no SKU. */
  private static StockReport nameless(StockChange change) {
    return report("shop", change, CALL);
  }

  @Test
  void a_named_batch_of_another_sku_is_not_taken_for_one_of_this() {
    report(new StockChange.BatchCreated("B", "A", 5, HERE));
    StockRules.Decision decision =
        rules.looked(
            new StockRules.SkuOfSource("shop", "OTHER"),
            List.of(new BatchLook.LookedBatch("B", 3, HERE)),
            "shop",
            9,
            batch -> true,
            "c");
    assertEquals(Optional.of(Reason.OTHER_SKU), decision.reason());
    assertEquals(5, rules.batch("B").now().quantity());
  }

  @Test
  void a_promise_that_moves_between_batches_is_no_movement_of_the_figure() {
    looked(6, 5);
    looked(3, 8);
    assertEquals(List.of(), rules.movements());
    looked(3, 6);
    assertEquals(List.of(new FigureMovement("shop", "A", 11, 9, 0)), rules.movements());
  }

  private void looked(long one, long other) {
    rules.looked(
        new StockRules.SkuOfSource("shop", "A"),
        List.of(
            new BatchLook.LookedBatch("B", one, HERE),
            new BatchLook.LookedBatch("C", other, CHRISTMAS)),
        "shop",
        9,
        batch -> true,
        "c");
  }

  @Test
  void no_look_changes_what_we_keep() {
    StockRules keeping = new StockRules(List.of(), List.of(), Set.of(), Set.of("A"), Set.of());
    assertEquals(
        ReportOutcome.NOT_FOLLOWED,
        keeping
            .looked(
                new StockRules.SkuOfSource("shop", "A"),
                List.of(new BatchLook.LookedBatch("B", 3, HERE)),
                "shop",
                9,
                batch -> true,
                "c")
            .outcome());
  }

  /** A batch of ten units, of which the source counts some. */
  private static StockRules counted(SourceStock stock, String... namedSkus) {
    ReportedFigure figure = new ReportedFigure("shop", "A", "shop", stock.figure(), 6, 6);
    BatchContent ten = new BatchContent(10, HERE);
    return new StockRules(
        List.of(KnownBatch.created("shop:A", "shop", "A", true, ten, "c")),
        List.of(SourceFigures.known(List.of(figure), stock)),
        Set.of(namedSkus),
        Set.of());
  }

  private ReportOutcome reportOf(String shop, int figure) {
    return reportOf(shop, figure, call);
  }

  private ReportOutcome reportOf(String shop, int figure, long number) {
    StockChange change = new StockChange.SkuFigure("A", figure);
    return rules.apply(report(shop, "monolith", change, CALL), number).outcome();
  }

  private SourceFigures figures(String batchref) {
    return rules.figures(batchref).orElseThrow();
  }

  private void applied(long number, StockChange change, ReportOutcome outcome) {
    assertEquals(outcome, rules.apply(report("shop", change, CALL), number).outcome());
  }

  private void assertRefused(Reason reason, StockChange change) {
    assertEquals(Optional.of(reason), rules.apply(report("shop", change, CALL), call).reason());
  }

  private ReportOutcome report(StockChange change) {
    return report(change, CALL);
  }

  private ReportOutcome report(StockChange change, ReportSource source) {
    return rules.apply(report("shop", change, source), call).outcome();
  }

  private static StockReport report(String shop, StockChange change, ReportSource source) {
    return report(shop, shop, change, source);
  }

  private static StockReport report(
      String shop, String stockSource, StockChange change, ReportSource source) {
    OldStock written = new OldStock(OldStock.ReportKind.LISTED, null, null, null, null);
    return new StockReport(shop, stockSource, written, change, source);
  }
}
