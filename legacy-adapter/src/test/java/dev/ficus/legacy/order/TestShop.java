package dev.ficus.legacy.order;

import dev.ficus.legacy.order.Ledger.OrderChange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Shop of a test, with a name of its own, and the changes by which it fills the ledger. */
public record TestShop(String name) {

  /** Lines are distinguished by item id, and wait for one that is refused. */
  public static final ShopRules RULES =
      new ShopRules(
          ShopRules.LineIds.ITEM_ID,
          Optional.empty(),
          Set.of("POST"),
          Set.of("canceled"),
          Optional.empty(),
          ShopRules.OtherLines.WAIT,
          ShopRules.NumericSkus.NEVER);

  /** A shop that no other test has. */
  public static TestShop create() {
    return new TestShop("shop " + UUID.randomUUID());
  }

  public OrderNumber order(String number) {
    return new OrderNumber(name, number);
  }

  public static OldItem item(String id, String sku, String quantity) {
    return new OldItem(id, null, sku, quantity, null, null, null);
  }

  public static OldOrder shown(OrderNumber number, OldItem... items) {
    return new OldOrder(number, List.of("processing"), null, List.of(items));
  }

  /** The change that follows when the shop shows an order with these items. */
  public static OrderChange shows(OrderNumber number, OldItem... items) {
    Translation shown = new Translator(RULES).translate(shown(number, items));
    return new OrderChange(
        number,
        shown.skus(),
        arrival("call about " + number.number()),
        (known, owners) -> OrderRules.shown(known, shown, owners, "c"));
  }

  public static OrderChange cancels(OrderNumber number) {
    return change(number, (known, owners) -> OrderRules.cancelled(known, "c"));
  }

  public static OrderChange changesNothing(OrderNumber number) {
    return change(number, (known, owners) -> Optional.of(LedgerUpdate.nothing(known)));
  }

  private static OrderChange change(OrderNumber number, OrderDecision decision) {
    return new OrderChange(number, arrival("call about " + number.number()), decision);
  }

  /** By a call of these characters, which is kept with what is refused. */
  public static Arrival arrival(String call) {
    return new Arrival("web", "c", () -> call.getBytes(StandardCharsets.UTF_8));
  }
}
