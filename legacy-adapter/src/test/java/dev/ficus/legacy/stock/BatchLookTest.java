package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.stock.BatchLook.DespatchEffect;
import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.BatchLook.SkuLook;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchLookTest {

  private static final Optional<LocalDate> HERE = Optional.empty();
  private static final Optional<LocalDate> EXPECTED = Optional.of(LocalDate.of(2010, 12, 24));

  private final List<ListedBatch> listed =
      List.of(
          new ListedBatch("M1", "LAMP", 10, HERE),
          new ListedBatch("M2", "LAMP", 20, EXPECTED),
          new ListedBatch("M3", "BOX", 5, HERE));

  @Test
  void a_figure_is_what_is_listed_less_what_is_promised() {
    BatchLook look =
        look(listed, List.of(promise("M1", "LAMP", 4), promise("M1", null, 1)), listed);
    assertEquals(
        Map.of(
            "LAMP",
            new SkuLook(
                "LAMP",
                List.of(new LookedBatch("M1", 5, HERE), new LookedBatch("M2", 20, EXPECTED))),
            "BOX",
            new SkuLook("BOX", List.of(new LookedBatch("M3", 5, HERE)))),
        look.clear());
    assertEquals(Map.of(), look.unclear());
  }

  @Test
  void more_can_be_promised_than_there_is() {
    assertEquals(
        -2,
        look(listed, List.of(promise("M3", "BOX", 7)), listed)
            .clear()
            .get("BOX")
            .batches()
            .get(0)
            .figure());
  }

  @Test
  void what_has_left_is_promised_still_where_quantities_do_not_fall_by_it() {
    List<MonolithPromise> gone = List.of(new MonolithPromise("M3", "BOX", 2, true));
    assertEquals(
        5, figure(BatchLook.of(listed, gone, listed, gone, DespatchEffect.LOWERS_THE_QUANTITY)));
    assertEquals(
        3, figure(BatchLook.of(listed, gone, listed, gone, DespatchEffect.LEAVES_THE_QUANTITY)));
  }

  private static long figure(BatchLook look) {
    return look.clear().get("BOX").batches().get(0).figure();
  }

  @Test
  void of_a_sku_whose_promises_change_meanwhile_it_says_nothing() {
    List<ListedBatch> listed = List.of(new ListedBatch("M1", "BOX", 5, Optional.empty()));
    BatchLook look =
        BatchLook.of(
            listed,
            List.of(promise("M1", "BOX", 2)),
            listed,
            List.of(promise("M1", "BOX", 1)),
            DespatchEffect.LOWERS_THE_QUANTITY);
    assertEquals(Optional.of(Unclear.MOVING), look.whyUnclear("BOX"));
  }

  @Test
  void of_a_sku_whose_batches_change_meanwhile_it_says_nothing() {
    List<ListedBatch> later =
        List.of(
            new ListedBatch("M1", "LAMP", 6, HERE),
            new ListedBatch("M2", "LAMP", 20, EXPECTED),
            new ListedBatch("M3", "BOX", 5, HERE));
    BatchLook look = look(listed, List.of(), later);
    assertEquals(Set.of("BOX"), look.clear().keySet());
    assertEquals(Map.of("LAMP", Unclear.MOVING), look.unclear());
    assertEquals(Optional.of(Unclear.MOVING), look.whyUnclear("LAMP"));
  }

  @Test
  void nor_of_one_that_has_come_or_gone_meanwhile() {
    assertEquals(
        Map.of("BOX", Unclear.MOVING), look(listed, List.of(), listed.subList(0, 2)).unclear());
    assertEquals(
        Map.of("BOX", Unclear.MOVING), look(listed.subList(0, 2), List.of(), listed).unclear());
  }

  @Test
  void it_does_not_matter_in_which_order_they_are_listed() {
    List<ListedBatch> reversed = List.of(listed.get(2), listed.get(1), listed.get(0));
    assertEquals(Map.of(), look(listed, List.of(), reversed).unclear());
  }

  @Test
  void a_promise_that_cannot_be_understood_leaves_its_sku_unclear() {
    assertEquals(
        Map.of("LAMP", Unclear.UNREADABLE),
        look(listed, List.of(new MonolithPromise("M1", null, -1, false)), listed).unclear());
    assertEquals(
        Map.of("LAMP", Unclear.UNREADABLE),
        look(listed, List.of(new MonolithPromise(null, "LAMP", 2, false)), listed).unclear());
    assertEquals(
        Map.of("LAMP", Unclear.UNLISTED),
        look(listed, List.of(promise("M9", "LAMP", 2)), listed).unclear());
    assertEquals(
        Map.of("LAMP", Unclear.OTHER_SKU, "BOX", Unclear.OTHER_SKU),
        look(listed, List.of(promise("M1", "BOX", 2)), listed).unclear());
  }

  @Test
  void a_promise_that_could_be_of_any_sku_leaves_all_unclear() {
    BatchLook look = look(listed, List.of(promise("M9", null, 2)), listed);
    assertEquals(Map.of(), look.clear());
    assertEquals(Map.of("LAMP", Unclear.UNREADABLE, "BOX", Unclear.UNREADABLE), look.unclear());
    assertEquals(Optional.of(Unclear.UNREADABLE), look.whyUnclear("NEVER LISTED"));
  }

  @Test
  void a_batch_that_is_used_up_may_be_left_out_and_what_has_left_of_it_not() {
    BatchLook look =
        BatchLook.of(
            listed,
            List.of(new MonolithPromise("M9", "LAMP", 2, true)),
            listed,
            List.of(new MonolithPromise("M9", "LAMP", 2, true)),
            DespatchEffect.LEAVES_THE_QUANTITY);
    assertEquals(Map.of(), look.unclear());
    assertEquals(Optional.empty(), look.whyUnclear("NEVER LISTED"));
  }

  @Test
  void a_batch_that_cannot_be_read_leaves_its_sku_unclear() {
    List<ListedBatch> unreadable = List.of(listed.get(0), ListedBatch.unreadable("BOX"));
    BatchLook look = look(unreadable, List.of(), unreadable);
    assertEquals(Set.of("LAMP"), look.clear().keySet());
    assertEquals(Map.of("BOX", Unclear.UNREADABLE), look.unclear());
  }

  @Test
  void a_batch_that_is_listed_twice_leaves_its_skus_unclear() {
    List<ListedBatch> twice =
        List.of(listed.get(0), listed.get(2), new ListedBatch("M1", "BOX", 1, HERE));
    assertEquals(
        Map.of("LAMP", Unclear.TWICE, "BOX", Unclear.TWICE),
        look(twice, List.of(), twice).unclear());
  }

  private static BatchLook look(
      List<ListedBatch> before, List<MonolithPromise> promises, List<ListedBatch> after) {
    return BatchLook.of(before, promises, after, promises, DespatchEffect.LOWERS_THE_QUANTITY);
  }

  private static MonolithPromise promise(String batchref, String sku, long units) {
    return new MonolithPromise(batchref, sku, units, false);
  }
}
