package dev.ficus.legacy.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.shadow.ShadowChange.FigureReported;
import dev.ficus.legacy.shadow.ShadowChange.FigureStands;
import dev.ficus.legacy.shadow.ShadowChange.LineId;
import dev.ficus.legacy.shadow.ShadowChange.LineShown;
import dev.ficus.legacy.shadow.ShadowChange.SkuBased;
import dev.ficus.legacy.shadow.ShadowRules.Fed;
import dev.ficus.legacy.shadow.ShadowRules.TakenUnits;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShadowRulesTest extends FedSku {

  private static final String SKU = "LAMP";
  private static final Instant NOW = Instant.parse("2026-11-30T08:00:00Z");
  private static final LineId LINE =
      new LineId(new OrderNumber("shop", "100"), new LineKey(SKU, ""));

  ShadowRulesTest() {
    super(40, basedSku(SKU, 2, 20, 7));
  }

  @Test
  void a_line_that_is_first_seen_is_fed_and_the_batch_stays() {
    Fed fed = apply(shown(2, true, LineState.ORDERED, 1)).orElseThrow();
    assertEquals(41, fed.fed());
    assertEquals(Optional.empty(), fed.batch());
    assertEquals(new ShadowStock(20, 5, 0), sku.stock());
    assertEquals(List.of(new ShadowLine(LINE, 2, 5, 1, LineState.ORDERED, 41)), lines);
  }

  @Test
  void a_line_from_before_the_basing_is_never_fed() {
    assertEquals(Optional.empty(), apply(shown(2, false, LineState.ORDERED, 3)));
    lines.add(new ShadowLine(LINE, 1, 5, 2, LineState.ORDERED, 4));
    assertEquals(Optional.empty(), apply(shown(2, false, LineState.CANCELLED, 3)));
    assertEquals(20, sku.batch());
  }

  @Test
  void what_was_written_down_before_the_basing_is_not_fed_after_it() {
    assertEquals(Optional.empty(), apply(shown(1, true, LineState.ORDERED, 1)));
    assertEquals(Optional.empty(), apply(figure(1, 3)));
    assertEquals(Optional.empty(), apply(new SkuBased(1, SKU, 1, NOW)));
  }

  @Test
  void a_change_of_a_fed_line_is_fed_and_an_older_one_is_not() {
    apply(shown(2, true, LineState.ORDERED, 1));
    apply(shown(2, false, LineState.CANCELLED, 2));
    assertEquals(new ShadowStock(20, 0, 0), sku.stock());
    assertEquals(Optional.empty(), apply(shown(2, false, LineState.ORDERED, 2)));
    apply(shown(2, false, LineState.DESPATCHED, 4));
    assertEquals(new ShadowStock(20, 5, 0), sku.stock());
    assertEquals(5, sku.despatched());
  }

  @Test
  void a_figure_that_shows_more_than_the_lines_changes_the_batch_by_the_next_revision() {
    apply(shown(2, true, LineState.ORDERED, 1));
    assertEquals(Optional.empty(), apply(figure(2, 15)).orElseThrow().batch());
    ShadowSku sized = apply(figure(2, 25)).orElseThrow().batch().orElseThrow();
    assertEquals(30, sized.batch());
    assertEquals(8, sized.batchRevision());
    assertEquals(Optional.of("shop:LAMP"), sized.batchref());
  }

  @Test
  void goods_that_come_in_with_what_a_waiting_line_took_are_all_in_the_batch() {
    apply(shown(2, true, LineState.ORDERED, 1));
    taken = new TakenUnits(5, false);
    ShadowSku sized = apply(figure(2, 35)).orElseThrow().batch().orElseThrow();
    assertEquals(40, sized.batch());
    assertTrue(sized.stock().isAtRest());
  }

  @Test
  void of_a_figure_that_stands_more_becomes_known_though_others_moved_as_many_units() {
    apply(shown(2, true, LineState.ORDERED, 1));
    apply(figure(2, 20));
    assertEquals(
        Optional.empty(), apply(new FigureStands(1, SKU, 2, NOW, NOW)), "nothing is known");
    taken = new TakenUnits(5, false);
    assertEquals(
        25,
        apply(new FigureStands(1, SKU, 2, NOW, NOW)).orElseThrow().batch().orElseThrow().batch());
    assertEquals(Optional.empty(), apply(new FigureStands(1, SKU, 2, NOW, NOW)), "nothing is open");
    apply(shown(2, false, LineState.CANCELLED, 2));
    taken = new TakenUnits(0, false);
    assertEquals(
        Optional.empty(), apply(new FigureStands(1, SKU, 2, NOW, NOW)), "nothing is known");
    taken = new TakenUnits(0, true);
    assertEquals(
        20,
        apply(new FigureStands(1, SKU, 2, NOW, NOW)).orElseThrow().batch().orElseThrow().batch());
  }

  @Test
  void the_same_figure_once_more_is_not_fed_and_shows_what_was_decided_until_then() {
    apply(figure(2, 20));
    assertEquals(Optional.empty(), apply(figure(2, 20)));
    assertEquals(Optional.of(NOW), sku.times().shown());
    Instant earlier = NOW.minusSeconds(1);
    apply(new FigureReported(1, SKU, 2, "shop", 21, earlier, NOW));
    assertEquals(Optional.of(NOW), sku.times().shown(), "what one has shown the next shows too");
  }

  @Test
  void what_has_left_is_in_the_batch_whatever_the_figure_is() {
    apply(shown(2, true, LineState.ORDERED, 1));
    apply(shown(2, false, LineState.DESPATCHED, 3));
    apply(figure(2, -40));
    assertEquals(5, sku.batch());
  }

  @Test
  void based_anew_the_batch_has_the_figure_and_what_left_before() {
    lines.add(new ShadowLine(LINE, 1, 5, 2, LineState.DESPATCHED, 4));
    lines.add(
        new ShadowLine(
            new LineId(new OrderNumber("shop", "101"), new LineKey(SKU, "")),
            1,
            3,
            1,
            LineState.ORDERED,
            5));
    ShadowSku sized = apply(new SkuBased(1, SKU, 2, NOW)).orElseThrow().batch().orElseThrow();
    assertEquals(5, sized.earlier());
    assertEquals(25, sized.batch());
  }

  @Test
  void a_basing_is_sent_even_where_the_batch_has_as_many_units_as_before() {
    assertTrue(apply(new SkuBased(1, SKU, 2, NOW)).orElseThrow().batch().isPresent());
  }

  @Test
  void units_that_have_left_for_lines_that_are_forgotten_stay_in_the_batch() {
    sku = basedSku(SKU, 2, Optional.of("shop"), 20, 6, 7);
    lines.add(new ShadowLine(LINE, 1, 5, 2, LineState.DESPATCHED, 4));
    assertEquals(
        31, apply(new SkuBased(1, SKU, 2, NOW)).orElseThrow().batch().orElseThrow().batch());
    assertEquals(11, sku.earlier());
  }

  @Test
  void a_product_that_had_no_figure_has_a_batch_with_the_first() {
    sku = basedSku(SKU, 1, Optional.empty(), 0, 0, 1);
    assertEquals(Optional.empty(), apply(new SkuBased(1, SKU, 1, NOW)).orElseThrow().batch());
    ShadowSku sized = apply(figure(1, 0)).orElseThrow().batch().orElseThrow();
    assertEquals(2, sized.batchRevision());
    assertEquals(0, sized.batch());
  }

  @Test
  void figures_of_two_sources_lose_it() {
    assertEquals(Optional.empty(), apply(new FigureReported(1, SKU, 2, "another", 3, NOW, NOW)));
    assertEquals(ShadowState.LOST, sku.state());
    assertEquals(Optional.empty(), apply(figure(2, 3)));
  }

  private static LineShown shown(int basing, boolean first, LineState state, int revision) {
    return new LineShown(
        1,
        basing,
        LINE.order(),
        LINE.line(),
        5,
        revision,
        state,
        state == LineState.CANCELLED ? Optional.of("cancelled") : Optional.empty(),
        first,
        "correlation",
        NOW);
  }

  private static FigureReported figure(int basing, long figure) {
    return new FigureReported(1, SKU, basing, "shop", figure, NOW, NOW);
  }
}
