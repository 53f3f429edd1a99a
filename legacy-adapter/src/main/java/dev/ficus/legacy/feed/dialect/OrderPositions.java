package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Value;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Positions of an order's items in the document that shows it, by their places in the order, and
 * how an item is taken out of it.
 */
public final class OrderPositions {

  private final OrderShape.LineShape line;
  private final List<Value> items;
  private final List<ElementPath> positions;

  private OrderPositions(
      OrderShape.LineShape line, List<Value> items, List<ElementPath> positions) {
    this.line = line;
    this.items = items;
    this.positions = positions;
  }

  /**
   * The positions in an order.
   *
   * @param at where the order is in its document
   */
  public static OrderPositions of(OrderShape shape, Value order, ElementPath at) {
    Optional<ElementPath> lines = shape.lines().found(order);
    List<Value> items = shape.lines().in(order).asList().orElse(List.of());
    List<String> steps = ValuePath.elements(shape.lines().in(order));
    return new OrderPositions(
        shape.line(),
        items,
        IntStream.range(0, lines.isPresent() ? items.size() : 0)
            .mapToObj(place -> at.then(lines.get()).then(steps.get(place)))
            .toList());
  }

  /** Takes the item at this place out of the order. */
  public DocumentEdit cut(int place) {
    return new DocumentEdit.Cut(positions.get(place));
  }

  /**
   * Leaves the item at this place in the order, and writes there that all of it which is not
   * shipped is cancelled; empty where its quantity cannot be read, or the dialect has no path for
   * what is cancelled.
   */
  public Optional<DocumentEdit> cancel(int place) {
    Value item = items.get(place);
    Value quantity = line.quantity().in(item);
    Optional<ElementPath> cancelled =
        line.cancelled().found(item).or(() -> line.cancelled().free(item));
    BigDecimal shipped = line.shipped().in(item).asNumber().orElse(BigDecimal.ZERO);
    return quantity
        .asNumber()
        .map(ordered -> shipped.signum() > 0 ? number(ordered.subtract(shipped)) : quantity)
        .flatMap(
            all ->
                cancelled.map(
                    path ->
                        new DocumentEdit.Put(
                            positions.get(place).then(path),
                            asBefore(line.cancelled().in(item), all))));
  }

  private static Value number(BigDecimal units) {
    return new Value.Text(units.max(BigDecimal.ZERO).toPlainString());
  }

  /** In the type of what was there, so that whoever reads a number there is given one. */
  private static Value asBefore(Value before, Value quantity) {
    BigDecimal units = quantity.asNumber().orElseThrow();
    if (before instanceof Value.Text) {
      return new Value.Text(OrderShape.written(quantity).strip());
    }
    if (before instanceof Value.Int && units.stripTrailingZeros().scale() <= 0) {
      return new Value.Int(units.longValue());
    }
    return before instanceof Value.Real ? new Value.Real(units.doubleValue()) : quantity;
  }
}
