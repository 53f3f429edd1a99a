package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.feed.dialect.ValuePath;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.ShopRules.LineIds;
import dev.ficus.legacy.order.Translator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Settings by which an order is read: where its parts are, and what distinguishes lines. */
record Rules(
    String number,
    String status,
    String lines,
    String id,
    String sku,
    String quantity,
    String cancelled,
    String shipped,
    LineIds lineIds) {

  /** As {@link KeptOrder} is written. */
  static final Rules RIGHT =
      new Rules("no", "status", "items", "id", "sku", "qty", null, null, LineIds.ITEM_ID);

  Rules number(String path) {
    return new Rules(path, status, lines, id, sku, quantity, cancelled, shipped, lineIds);
  }

  Rules status(String path) {
    return new Rules(number, path, lines, id, sku, quantity, cancelled, shipped, lineIds);
  }

  Rules lines(String path) {
    return new Rules(number, status, path, id, sku, quantity, cancelled, shipped, lineIds);
  }

  Rules id(String path) {
    return new Rules(number, status, lines, path, sku, quantity, cancelled, shipped, lineIds);
  }

  Rules sku(String path) {
    return new Rules(number, status, lines, id, path, quantity, cancelled, shipped, lineIds);
  }

  Rules quantity(String path) {
    return new Rules(number, status, lines, id, sku, path, cancelled, shipped, lineIds);
  }

  Rules cancelled(String path) {
    return new Rules(number, status, lines, id, sku, quantity, path, shipped, lineIds);
  }

  Rules shipped(String path) {
    return new Rules(number, status, lines, id, sku, quantity, cancelled, path, lineIds);
  }

  Rules lineIds(LineIds ids) {
    return new Rules(number, status, lines, id, sku, quantity, cancelled, shipped, ids);
  }

  OrderShape shape() {
    return new OrderShape(
        place(number),
        place(status),
        ValuePath.NOWHERE,
        place(lines),
        new OrderShape.LineShape(
            place(id),
            ValuePath.NOWHERE,
            place(sku),
            place(quantity),
            place(cancelled),
            ValuePath.NOWHERE,
            place(shipped)));
  }

  private static ValuePath place(String paths) {
    return paths == null ? ValuePath.NOWHERE : ValuePath.of(List.of(paths.split(",")));
  }

  Translator translator() {
    return new Translator(
        new ShopRules(
            lineIds,
            Optional.empty(),
            Set.of(),
            Set.of(KeptOrder.CUSTOMER),
            Optional.empty(),
            ShopRules.OtherLines.GO_ON,
            ShopRules.NumericSkus.NEVER));
  }

  RedriveDecision decision(Entry entry) {
    return decision(entry, Ownership.all(Owner.NEW));
  }

  RedriveDecision decision(Entry entry, Ownership owners) {
    return new RedriveDecision(entry, translator(), owners, "c");
  }
}
