package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Orders that an answer lists, of which some are taken out of it. */
public final class ListedOrders {

  private final List<Optional<ListedOrder>> rows;
  private final List<ElementPath> positions;

  /**
   * Order in a list.
   *
   * @param updatedAt when the shop last changed it, by the shop's clock
   */
  public record ListedOrder(OrderNumber number, Optional<LocalDateTime> updatedAt) {

    private static Optional<ListedOrder> of(OrderShape shape, String shop, Value row) {
      return OrderShape.orderNumber(shop, shape.number().in(row))
          .map(number -> new ListedOrder(number, shape.lastChange(row)));
    }
  }

  /**
   * Answer whose result is a list of orders, however long.
   *
   * @param document the answer as it was written
   */
  public record ListAnswer(WrittenDocument document, ListedOrders orders) {

    /**
     * Reads it; a fault lists no orders.
     *
     * @param charset that the header names with which it came
     * @throws IOException when it cannot be read as such a list
     */
    public static ListAnswer read(
        byte[] answer, Optional<String> charset, XmlRpcReader reader, OrderShape shape, String shop)
        throws IOException {
      List<Optional<ListedOrder>> rows = new ArrayList<>();
      WrittenDocument written =
          reader.writtenList(answer, charset, row -> rows.add(ListedOrder.of(shape, shop, row)));
      return new ListAnswer(written, new ListedOrders(rows, written.elements()));
    }
  }

  private ListedOrders(List<Optional<ListedOrder>> rows, List<ElementPath> positions) {
    this.rows = rows;
    this.positions = positions;
  }

  /**
   * The orders in a list that is a part of an answer's result; none in what is no list.
   *
   * @param at where the list is in the result
   */
  public static ListedOrders in(Value list, ElementPath at, OrderShape shape, String shop) {
    return new ListedOrders(
        list.asList().orElse(List.of()).stream()
            .map(row -> ListedOrder.of(shape, shop, row))
            .toList(),
        ValuePath.elements(list).stream().map(at::then).toList());
  }

  /** The orders that are listed, but for those whose number cannot be read. */
  public List<ListedOrder> orders() {
    return rows.stream().flatMap(Optional::stream).toList();
  }

  /** Takes these orders out of the answer. */
  public List<DocumentEdit> without(Predicate<ListedOrder> leaving) {
    return IntStream.range(0, rows.size())
        .filter(place -> rows.get(place).filter(leaving).isPresent())
        .mapToObj(place -> (DocumentEdit) new DocumentEdit.Cut(positions.get(place)))
        .toList();
  }
}
