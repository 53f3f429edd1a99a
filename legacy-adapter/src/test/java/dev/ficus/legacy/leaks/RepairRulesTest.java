package dev.ficus.legacy.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.leaks.RepairPlan.RepairAction;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.SourceStock;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RepairRulesTest {

  @Test
  void the_figure_of_the_list_is_taken_in_when_it_is_another() {
    assertEquals(RepairAction.TAKE_IN, action(stock(5L, 7, 7, true, 7)));
  }

  @Test
  void somebody_is_called_when_the_list_has_no_figure() {
    assertEquals(RepairAction.CALL, action(stock(null, 7, 7, true, 7)));
  }

  @Test
  void what_is_not_confirmed_or_is_another_in_allocation_service_is_sent_again() {
    assertEquals(RepairAction.SEND_AGAIN, action(stock(7L, 7, 7, false, 7)));
    assertEquals(RepairAction.SEND_AGAIN, action(stock(7L, 7, 7, true, 6)));
    assertEquals(RepairAction.SEND_AGAIN, action(stock(7L, 7, 7, true, null)));
  }

  @Test
  void somebody_is_called_when_it_was_sent_again_in_vain() {
    assertEquals(
        RepairAction.CALL,
        RepairRules.step(stock(7L, 7, 7, true, 6), Optional.empty(), true).action());
  }

  @Test
  void a_source_without_a_list_is_compared_without_it() {
    StockComparison without = new StockComparison(stock(null, 7, 7, true, 7).stock(), false);
    assertTrue(without.isEven());
    assertEquals(0, without.units());
    assertFalse(stock(null, 7, 7, true, 7).isEven());
  }

  @Test
  void as_many_units_are_at_risk_as_two_of_them_differ_by_at_most() {
    assertEquals(0, stock(7L, 7, 7, true, 7).units());
    assertEquals(2, stock(5L, 7, 7, true, 6).units());
    assertEquals(7, stock(7L, 7, 7, true, null).units());
    assertEquals(3, stock(7L, 7, 4, true, 4).units());
  }

  private static RepairAction action(StockComparison found) {
    assertFalse(found.isEven());
    return RepairRules.step(found, Optional.empty(), false).action();
  }

  private static StockComparison stock(
      Long listed, long figure, int sent, boolean confirmed, Integer held) {
    return new StockComparison(
        new ComparedStock(
            "LAMP",
            "shop",
            listed == null ? OptionalLong.empty() : OptionalLong.of(listed),
            Optional.of(SourceStock.of(figure)),
            OptionalInt.of(sent),
            confirmed,
            held == null ? OptionalInt.empty() : OptionalInt.of(held)),
        true);
  }
}
