package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.Value;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * The paths in an order, as the senders of a dialect write it.
 *
 * @param number the order's number
 * @param status the sender's words for how far it is; the values at all of the paths count
 * @param updatedAt when it was last changed, by the sender's clock
 * @param createdAt when it was made, by the sender's clock
 * @param lines the list of its lines
 * @param line the paths in each of them
 */
public record OrderShape(
    ValuePath number,
    ValuePath status,
    ValuePath updatedAt,
    ValuePath createdAt,
    ValuePath lines,
    LineShape line) {

  /** Of a sender that does not write when an order was made. */
  public OrderShape(
      ValuePath number, ValuePath status, ValuePath updatedAt, ValuePath lines, LineShape line) {
    this(number, status, updatedAt, ValuePath.NOWHERE, lines, line);
  }

  /** Whether there is a place where it is written when an order was made. */
  public boolean showsCreation() {
    return createdAt != ValuePath.NOWHERE;
  }

  /** Whether there is a place where it is written how many of a line are cancelled. */
  public boolean showsCancelledUnits() {
    return line.cancelled() != ValuePath.NOWHERE;
  }

  /**
   * The paths in a line.
   *
   * @param id the sender's own id of the line
   * @param parent the id of the line that this one is a part of, or the chosen one of
   * @param quantity how many were ordered
   * @param cancelled how many of them are not wanted any more
   * @param refunded for how many of them, left or not, the money went back
   * @param shipped how many of them are shipped
   * @param kinds the kind of item it is
   */
  public record LineShape(
      ValuePath id,
      ValuePath parent,
      ValuePath sku,
      ValuePath quantity,
      ValuePath cancelled,
      ValuePath refunded,
      ValuePath shipped,
      Kinds kinds) {

    /** Of a sender that writes no kinds of items. */
    public LineShape(
        ValuePath id,
        ValuePath parent,
        ValuePath sku,
        ValuePath quantity,
        ValuePath cancelled,
        ValuePath refunded,
        ValuePath shipped) {
      this(id, parent, sku, quantity, cancelled, refunded, shipped, Kinds.NOT_GIVEN);
    }

    OldItem item(Value value) {
      return new OldItem(
          Identifier.written(id.in(value)),
          parent.in(value).asIdentifier().filter(text -> !text.isEmpty()).orElse(null),
          Identifier.written(sku.in(value)),
          written(quantity.in(value)),
          unlessBlank(cancelled.in(value)),
          unlessBlank(refunded.in(value)),
          unlessBlank(shipped.in(value)),
          kinds.kind(value),
          kinds.parts(value));
    }

    /** An empty text is no quantity. */
    private static String unlessBlank(Value quantity) {
      String written = written(quantity);
      return written == null || written.isBlank() ? null : written;
    }
  }

  /** The order in this value; empty when it has no number or its lines are no list. */
  public Optional<OldOrder> order(String shop, Value value) {
    Optional<OrderNumber> found = orderNumber(shop, number.in(value));
    Optional<List<Value>> items = list(lines.in(value));
    if (value.asStruct().isEmpty() || found.isEmpty() || items.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new OldOrder(
            found.get(),
            status.allIn(value).stream().map(Value::asText).flatMap(Optional::stream).toList(),
            time(updatedAt.in(value)),
            time(createdAt.in(value)),
            items.get().stream().map(line::item).toList()));
  }

  /** Whether there is a value where the lines are expected. */
  public boolean showsLines(Value order) {
    return !(lines.in(order) instanceof Value.Nil);
  }

  /** The order a value names; empty when it cannot be an order number. */
  public static Optional<OrderNumber> orderNumber(String shop, Value value) {
    return value.asIdentifier().flatMap(number -> OrderNumber.of(shop, number));
  }

  /** When an order was last changed, in whatever shows it. */
  Optional<LocalDateTime> lastChange(Value order) {
    return Optional.ofNullable(time(updatedAt.in(order)));
  }

  private static Optional<List<Value>> list(Value value) {
    return value instanceof Value.Nil ? Optional.of(List.of()) : value.asList();
  }

  private static LocalDateTime time(Value value) {
    return value
        .asDateTime()
        .map(
            time ->
                time.offset()
                    .map(offset -> time.local().atOffset(offset))
                    .map(at -> at.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime())
                    .orElse(time.local()))
        .orElse(null);
  }

  /** As written where it was written; of a double the plain figures. */
  static String written(Value quantity) {
    return quantity
        .asText()
        .or(() -> quantity.asNumber().map(number -> number.stripTrailingZeros().toPlainString()))
        .orElse(null);
  }
}
