package dev.ficus.legacy.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.shadow.ShadowChange.BatchesLooked;
import dev.ficus.legacy.shadow.ShadowChange.FigureReported;
import dev.ficus.legacy.shadow.ShadowChange.FigureStands;
import dev.ficus.legacy.shadow.ShadowChange.LineId;
import dev.ficus.legacy.shadow.ShadowChange.LineShown;
import dev.ficus.legacy.shadow.ShadowChange.SkuBased;
import dev.ficus.legacy.shadow.ShadowRules.Fed;
import dev.ficus.legacy.shadow.ShownBatches.ShownBatch;
import dev.ficus.legacy.shadow.ShownBatches.ShownPromise;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A SKU with two named batches in the shadow, M1 of 6 and M2 of 4 at first. */
class NamedShadowRulesTest extends FedSku {

  private static final String SKU = "LAMP";
  private static final Instant NOW = Instant.EPOCH;
  private static final Optional<LocalDate> HERE = Optional.empty();
  private static final Optional<LocalDate> MONDAY = Optional.of(LocalDate.of(2010, 12, 6));
  private static final LineId LINE = line("shop", "100", "7");

  NamedShadowRulesTest() {
    super(0, basedSku(SKU, 1, 0, 1));
  }

  @BeforeEach
  void based() {
    Fed fed = apply(based(1, 6, 4)).orElseThrow();
    assertEquals(2, fed.named().size());
    assertEquals(Map.of("M1", 6L, "M2", 4L), units());
  }

  @Test
  void what_is_promised_to_a_line_that_was_fed_stays_in_its_batch() {
    shown(LineState.ORDERED, 1);
    assertEquals(List.of(), looked(3, 4, promise("M1", "100", 3)));
    assertEquals(new ShadowStock(7, 3, 3), sku.stock());
    assertTrue(sku.stock().isAtRest());
  }

  @Test
  void what_is_promised_to_any_other_is_in_no_batch() {
    assertEquals(List.of("M1 4"), looked(4, 4, promise("M1", "99", 2)));
    assertEquals(List.of("M2 3"), looked(4, 3, promise("M1", "99", 2), promise("M2", "", 1)));
  }

  @Test
  void a_promise_that_moves_to_another_batch_takes_nothing_from_either() {
    shown(LineState.ORDERED, 1);
    looked(3, 4, promise("M1", "100", 3));
    assertEquals(List.of(), looked(6, 1, promise("M2", "100", 3)));
  }

  @Test
  void goods_that_leave_change_no_batch_before_the_shop_hears_of_it() {
    shown(LineState.ORDERED, 1);
    looked(3, 4, promise("M1", "100", 3));
    assertEquals(List.of(), looked(3, 4));
    shown(LineState.DESPATCHED, 2);
    assertEquals(Map.of("M1", 6L, "M2", 4L), units());
  }

  @Test
  void where_the_list_goes_on_to_have_what_left_a_promise_that_it_has_not_was_taken_back() {
    shown(LineState.ORDERED, 1);
    looked(3, 4, promise("M1", "100", 3));
    assertEquals(
        List.of("M1 3"),
        fed(new BatchesLooked(1, SKU, 1, new ShownBatches(batches(3, 4), List.of(), true), NOW)));
  }

  @Test
  void a_cancelled_line_gives_back_what_it_has_though_the_list_shows_it_later() {
    shown(LineState.ORDERED, 1);
    looked(3, 4, promise("M1", "100", 3));
    shown(LineState.CANCELLED, 2);
    assertEquals(Map.of("M1", 6L, "M2", 4L), units());
    assertEquals(List.of(), looked(6, 4));
    assertEquals(0, sku.stock().uncounted());
  }

  @Test
  void what_left_in_the_shadow_stays_in_the_batch_from_which_it_left_there() {
    shown(LineState.ORDERED, 1);
    looked(3, 4, promise("M1", "100", 3));
    looked(3, 4);
    shown(LineState.DESPATCHED, 2);
    lines.replaceAll(
        line ->
            line.with(
                new LineUnits(line.units().promised(), line.units().listed(), Optional.of("M2"))));
    assertEquals(List.of("M1 3", "M2 7"), fed(new FigureStands(1, SKU, 1, NOW, NOW)));
    assertEquals(List.of(), fed(new FigureStands(1, SKU, 1, NOW, NOW)));
    assertEquals(List.of("M2 3"), looked(3, -2), "no fewer than have left");
  }

  @Test
  void another_day_of_a_batch_is_fed_by_a_revision_of_its_own() {
    BatchesLooked later =
        new BatchesLooked(
            1,
            SKU,
            1,
            new ShownBatches(
                List.of(new ShownBatch("M1", 6, MONDAY), new ShownBatch("M2", 4, HERE)),
                List.of(),
                false),
            NOW);
    ShadowBatch moved = apply(later).orElseThrow().named().get(0);
    assertEquals(new ShadowBatch("M1", 6, MONDAY, 6, 3), moved);
  }

  @Test
  void each_batch_takes_a_place_and_the_smaller_ones_come_first() {
    Fed fed = apply(look(9, 1)).orElseThrow();
    assertEquals(List.of("M2 1", "M1 9"), words(fed));
    long next = apply(look(6, 4)).orElseThrow().fed();
    assertEquals(fed.fed() + 2, next);
  }

  @Test
  void a_batch_that_is_shown_no_more_has_nothing_left() {
    assertEquals(
        List.of("M2 0"),
        fed(
            new BatchesLooked(
                1,
                SKU,
                1,
                new ShownBatches(List.of(new ShownBatch("M1", 6, HERE)), List.of(), false),
                NOW)));
  }

  @Test
  void lines_that_cannot_be_told_from_each_other_lose_it() {
    shown(LineState.ORDERED, 1);
    apply(shown(line("another shop", "100", "7"), LineState.ORDERED, 1));
    looked(3, 4, promise("M1", "100", 3));
    assertEquals(ShadowState.LOST, sku.state());
    assertEquals("orders of two shops have the number 100", sku.why());
  }

  @Test
  void two_lines_of_an_order_are_told_by_the_shops_id_or_it_is_lost() {
    shown(LineState.ORDERED, 1);
    apply(shown(line("shop", "100", "8"), LineState.ORDERED, 1));
    assertEquals(
        List.of(), looked(3, 4, new ShownPromise("M1", "100", "8", 3)), "the second one has it");
    assertEquals(ShadowState.BASED, sku.state());
    looked(3, 4, promise("M1", "100", 3));
    assertEquals(
        "order 100 has it in several lines, and the list of promises does not say which",
        sku.why());
  }

  @Test
  void based_anew_lines_of_before_are_as_any_other_and_what_left_stays() {
    shown(LineState.ORDERED, 1);
    apply(shown(line("shop", "101", "7"), LineState.ORDERED, 1));
    looked(1, 3, promise("M1", "100", 3), promise("M1", "101", 2), promise("M2", "99", 1));
    apply(shown(line("shop", "101", "7"), LineState.DESPATCHED, 2));
    sku =
        new ShadowSku(
            SKU,
            2,
            ShadowState.BASED,
            "",
            sku.source(),
            ShadowStock.basedOn(4),
            FigureTimes.BASED,
            0,
            0,
            0,
            sku.batch(),
            sku.batchRevision(),
            sku.named());
    Fed fed = apply(based(2, 1, 3)).orElseThrow();
    assertEquals(List.of("M1 4", "M2 3"), words(fed).stream().sorted().toList());
  }

  @Test
  void a_figure_of_the_whole_sku_is_not_fed() {
    assertEquals(Optional.empty(), apply(new FigureReported(1, SKU, 1, "shop", 3, NOW, NOW)));
    assertEquals(ShadowState.BASED, sku.state());
  }

  private List<String> looked(long first, long second, ShownPromise... promises) {
    return fed(look(first, second, promises));
  }

  private static BatchesLooked look(long first, long second, ShownPromise... promises) {
    return new BatchesLooked(
        1, SKU, 1, new ShownBatches(batches(first, second), List.of(promises), false), NOW);
  }

  private static List<ShownBatch> batches(long first, long second) {
    return List.of(new ShownBatch("M1", first, HERE), new ShownBatch("M2", second, HERE));
  }

  private static SkuBased based(int basing, long first, long second) {
    return new SkuBased(1, SKU, basing, batches(first, second), NOW);
  }

  private static ShownPromise promise(String batchref, String number, long units) {
    return new ShownPromise(batchref, number, "", units);
  }

  private static LineId line(String shop, String number, String lineid) {
    return new LineId(new OrderNumber(shop, number), new LineKey(SKU, lineid));
  }

  private void shown(LineState state, int revision) {
    apply(shown(LINE, state, revision));
  }

  private static LineShown shown(LineId line, LineState state, int revision) {
    return new LineShown(
        1,
        1,
        line.order(),
        line.line(),
        3,
        revision,
        state,
        Optional.of("why").filter(any -> state == LineState.CANCELLED),
        revision == 1,
        "correlation",
        NOW);
  }

  private Map<String, Long> units() {
    Map<String, Long> units = new TreeMap<>();
    sku.named().byReference().forEach((ref, batch) -> units.put(ref, batch.units()));
    return units;
  }

  /** The batches that are sent with it, each with its units. */
  private List<String> fed(ShadowChange change) {
    return apply(change).map(NamedShadowRulesTest::words).orElse(List.of());
  }

  private static List<String> words(Fed fed) {
    return fed.named().stream().map(batch -> batch.batchref() + " " + batch.units()).toList();
  }
}
