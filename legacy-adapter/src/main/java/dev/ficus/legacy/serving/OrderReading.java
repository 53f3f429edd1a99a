package dev.ficus.legacy.serving;

import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.Value;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds an order in a struct of Magento 1's shape. */
final class OrderReading {

  private OrderReading() {}

  /** The order in this value; empty when it has no number or its lines are no list. */
  static Optional<OldOrder> order(String shop, Value value) {
    Optional<Value.Struct> struct = value.asStruct();
    Optional<OrderNumber> number =
        struct.flatMap(order -> number(shop, order.member("increment_id")));
    Optional<List<Value>> items =
        struct.map(order -> order.member("items")).flatMap(OrderReading::list);
    if (number.isEmpty() || items.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OldOrder(
            number.get(),
            status(struct.get()),
            updatedAt(struct.get()),
            items.get().stream().map(OrderReading::item).toList()));
  }

  /** The order a value names; empty when it cannot be an order number. */
  static Optional<OrderNumber> number(String shop, Value value) {
    return value.asText().flatMap(number -> OrderNumber.of(shop, number));
  }

  private static Optional<List<Value>> list(Value value) {
    return value instanceof Value.Nil ? Optional.of(List.of()) : value.asList();
  }

  private static String status(Value.Struct order) {
    return order.member("status").asText().or(() -> order.member("state").asText()).orElse(null);
  }

  private static LocalDateTime updatedAt(Value.Struct order) {
    return order
        .member("updated_at")
        .asDateTime()
        .map(
            time ->
                time.offset()
                    .map(offset -> time.local().atOffset(offset))
                    .map(at -> at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime())
                    .orElse(time.local()))
        .orElse(null);
  }

  private static OldItem item(Value value) {
    Value.Struct item = value.asStruct().orElse(new Value.Struct(Map.of()));
    return new OldItem(
        item.member("item_id").asText().orElse(null),
        item.member("parent_item_id").asText().filter(id -> !id.isEmpty()).orElse(null),
        item.member("sku").asText().orElse(null),
        quantity(item.member("qty_ordered")));
  }

  /** As written where it was written; of a double the plain figures. */
  private static String quantity(Value value) {
    return value
        .asText()
        .or(() -> value.asNumber().map(number -> number.stripTrailingZeros().toPlainString()))
        .orElse(null);
  }
}
