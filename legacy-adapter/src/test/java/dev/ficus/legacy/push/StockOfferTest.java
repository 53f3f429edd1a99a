package dev.ficus.legacy.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.magento.ShopStock.Update;
import dev.ficus.legacy.push.StockBook.ShopFigure;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Which figure of a SKU a shop gets. */
class StockOfferTest {

  private static final StockOffer OFFER = new StockOffer(2);

  @Test
  void what_is_ordered_and_not_placed_yet_and_the_margin_are_not_offered() {
    assertEquals(8, OFFER.of(10, 0));
    assertEquals(3, OFFER.of(10, 5));
    assertEquals(10, new StockOffer(0).of(10, 0));
  }

  @Test
  void less_than_none_is_none() {
    assertEquals(0, OFFER.of(10, 8));
    assertEquals(0, OFFER.of(10, 9));
    assertEquals(0, OFFER.of(0, 40));
    assertEquals(0, OFFER.of(1, 0));
    // Taken out of a batch that shrank.
    assertEquals(0, OFFER.of(-3, 0));
  }

  @Test
  void a_line_that_is_placed_or_ordered_while_availability_is_asked_counts_in_any_case() {
    assertEquals(
        Map.of("PLACED", 4L, "ORDERED", 3L, "MORE", 9L, "LESS", 7L),
        StockOffer.unplaced(
            Map.of("PLACED", 4L, "MORE", 2L, "LESS", 7L),
            Map.of("ORDERED", 3L, "MORE", 9L, "LESS", 1L)));
  }

  @Test
  void what_the_shop_has_for_certain_is_not_sent_again() {
    assertEquals(Optional.empty(), OFFER.update(inShop(10, 8), 0));
    assertEquals(Optional.empty(), OFFER.update(inShop(10, 3), 5));
    assertEquals(Optional.empty(), OFFER.update(inShop(1, 0), 0));
  }

  @Test
  void whether_it_can_be_bought_is_sent_where_that_changes_or_is_not_certain() {
    assertEquals(update(7, Optional.empty()), OFFER.update(inShop(9, 8), 0));
    assertEquals(update(0, Optional.of(false)), OFFER.update(inShop(2, 8), 0));
    assertEquals(update(7, Optional.of(true)), OFFER.update(inShop(9, 0), 0));
    assertEquals(update(7, Optional.of(true)), OFFER.update(uncertain(9), 0));
    assertEquals(update(0, Optional.of(false)), OFFER.update(uncertain(9), 8));
  }

  private static ShopFigure inShop(long inStock, long inShop) {
    return new ShopFigure("SKU", inStock, OptionalLong.of(inShop));
  }

  private static ShopFigure uncertain(long inStock) {
    return new ShopFigure("SKU", inStock, OptionalLong.empty());
  }

  private static Optional<Update> update(long quantity, Optional<Boolean> inStock) {
    return Optional.of(new Update("SKU", quantity, inStock));
  }
}
