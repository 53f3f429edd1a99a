package dev.ficus.legacy.push;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.push.StockBook.ShopFigure;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every book of stock pushes does. */
public abstract class StockBookContract {

  private static final Instant FIRST = Instant.parse("2026-11-01T10:00:00Z");
  private static final Instant SECOND = FIRST.plusSeconds(60);
  private static final Duration LONG = Duration.ofDays(1);

  private final String shop = "shop " + UUID.randomUUID();

  /** The book under test. */
  protected abstract StockBook book();

  /** From now on the monolith fulfils this SKU. */
  protected abstract void legacy(String sku);

  @Test
  public void a_figure_of_a_sku_that_the_monolith_fulfils_is_not_ours_to_send() {
    String theirs = "legacy " + shop;
    legacy(theirs);
    alone(
        () -> {
          book().changed(shop, Map.of("A", 9L, theirs, 9L), 1);
          assertEquals(0, book().found(shop, FIRST, Map.of("A", 3L, theirs, 3L)));
          assertEquals(List.of("A"), book().outdated(shop, 0));
          assertEquals(
              List.of(new ShopFigure("A", 9, OptionalLong.of(3))),
              book().figures(shop, List.of("A", theirs)));
          assertEquals(0, book().found(shop, SECOND, Map.of("A", 3L, theirs, 5L)));
        });
  }

  @Test
  public void an_unknown_shop_is_at_the_beginning() {
    assertEquals(
        new StockBook.PushProgress(0, false, Optional.empty(), Optional.empty()), book().of(shop));
    assertEquals(List.of(), book().outdated(shop, 0));
    assertEquals(List.of(), book().figures(shop, List.of("A")));
  }

  @Test
  public void a_pause_and_an_asked_comparison_leave_the_rest_of_the_progress_as_it_is() {
    alone(() -> book().changed(shop, Map.of(), 7));
    book().pause(shop, true);
    book().askComparison(shop, FIRST);
    assertEquals(
        new StockBook.PushProgress(7, true, Optional.empty(), Optional.of(FIRST)), book().of(shop));
    assertTrue(book().of(shop).owesComparison());
    alone(() -> book().compared(shop, SECOND));
    book().pause(shop, false);
    assertEquals(
        new StockBook.PushProgress(7, false, Optional.of(SECOND), Optional.of(FIRST)),
        book().of(shop));
    assertFalse(book().of(shop).owesComparison());
  }

  @Test
  public void a_figure_needs_a_sku_that_the_shop_sells_and_availability_knows() {
    alone(
        () -> {
          book().changed(shop, Map.of("known", 9L, "both", 9L), 1);
          book().found(shop, FIRST, Map.of("sold", 4L, "both", 4L));
        });
    assertEquals(
        List.of(new ShopFigure("both", 9, OptionalLong.of(4))),
        book().figures(shop, List.of("known", "sold", "both", "neither")));
    assertEquals(List.of("both"), book().outdated(shop, 0));
  }

  @Test
  public void a_figure_is_outdated_unless_it_is_what_the_margin_leaves() {
    alone(
        () -> {
          book().changed(shop, Map.of("A", 9L, "B", 1L), 1);
          book().found(shop, FIRST, Map.of("A", 7L, "B", 0L));
        });
    assertEquals(List.of(), book().outdated(shop, 2));
    assertEquals(List.of("A", "B"), sorted(book().outdated(shop, 0)));
  }

  @Test
  public void a_comparison_counts_other_figures_than_were_sent_and_drops_what_is_not_sold() {
    alone(
        () -> {
          book().changed(shop, Map.of("A", 9L, "B", 9L), 1);
          assertEquals(0, book().found(shop, FIRST, Map.of("A", 3L, "B", 3L)));
          assertEquals(1, book().found(shop, SECOND, Map.of("A", 5L)));
          book().compared(shop, SECOND);
        });
    assertEquals(
        List.of(new ShopFigure("A", 9, OptionalLong.of(5))),
        book().figures(shop, List.of("A", "B")));
  }

  @Test
  public void a_figure_is_not_certain_while_it_is_sent_and_the_latest_sending_alone_counts() {
    alone(
        () -> {
          book().changed(shop, Map.of("A", 9L, "B", 9L), 1);
          book().found(shop, FIRST, Map.of("A", 0L, "B", 0L));
          long older = book().sending(shop, List.of("A", "B"));
          assertEquals(OptionalLong.empty(), inShop("A"));
          long newer = book().sending(shop, List.of("A"));
          assertTrue(newer > older);
          book().taken(shop, newer, Map.of("A", 3L));
          book().taken(shop, older, Map.of("A", 5L, "B", 5L));
          assertEquals(OptionalLong.of(3), inShop("A"));
          assertEquals(OptionalLong.of(5), inShop("B"));
        });
  }

  @Test
  public void a_figure_sent_before_an_earlier_call_ended_is_in_doubt_until_it_is_settled() {
    alone(
        () -> {
          book().changed(shop, Map.of("A", 9L, "B", 9L, "C", 9L), 1);
          book().found(shop, FIRST, Map.of("A", 0L, "B", 0L, "C", 0L));
          book().sending(shop, List.of("A", "C"));
          book().taken(shop, book().sending(shop, List.of("A", "B")), Map.of("A", 3L, "B", 3L));
          // The shop was asked before the call that was given up came to its end there.
          book().found(shop, SECOND, Map.of("C", 0L));
          assertEquals(List.of("A", "C"), doubted(Duration.ZERO));
          assertEquals(List.of(), doubted(LONG));
          book().settled(shop, List.of("A"), LONG);
          assertEquals(List.of("A", "C"), doubted(Duration.ZERO));
          book().settled(shop, List.of("A"), Duration.ZERO);
          assertEquals(List.of("C"), doubted(Duration.ZERO));
        });
  }

  @Test
  public void shops_have_nothing_in_common() {
    String other = shop + " of another name";
    alone(
        () -> {
          book().changed(shop, Map.of("A", 9L), 1);
          book().found(shop, FIRST, Map.of("A", 0L));
        });
    assertEquals(0, book().of(other).after());
    assertEquals(List.of(), book().figures(other, List.of("A")));
  }

  @Test
  public void one_is_alone_with_a_shop_and_nobody_else_writes() {
    assertTrue(
        book()
            .alone(
                shop,
                () ->
                    assertFalse(
                        book()
                            .alone(
                                shop,
                                () -> {
                                  throw new AssertionError("two are at it");
                                }))));
    assertThrows(RuntimeException.class, () -> book().changed(shop, Map.of("A", 1L), 7));
    assertThrows(RuntimeException.class, () -> book().sending(shop, List.of("A")));
    assertThrows(RuntimeException.class, () -> book().found(shop, FIRST, Map.of("A", 1L)));
    assertThrows(RuntimeException.class, () -> book().compared(shop, FIRST));
    assertEquals(0, book().of(shop).after());
  }

  private void alone(Runnable work) {
    assertTrue(book().alone(shop, work));
  }

  private OptionalLong inShop(String sku) {
    return book().figures(shop, List.of(sku)).get(0).inShop();
  }

  private List<String> doubted(Duration since) {
    return sorted(book().doubted(shop, since, 10));
  }

  private static List<String> sorted(List<String> skus) {
    return skus.stream().sorted(Comparator.naturalOrder()).toList();
  }
}
