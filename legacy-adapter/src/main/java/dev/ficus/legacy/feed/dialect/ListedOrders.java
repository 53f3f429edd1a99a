package dev.ficus.legacy.feed.dialect;

import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.ElementPath;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Orders that an answer lists, of which some are taken out of it. */
public final class ListedOrders {

  private final WrittenDocument answer;
  private final List<Optional<OrderNumber>> numbers;

  private ListedOrders(WrittenDocument answer, List<Optional<OrderNumber>> numbers) {
    this.answer = answer;
    this.numbers = numbers;
  }

  /**
   * Reads an answer whose result is a list of orders; a fault lists none.
   *
   * @param charset that the header names with which it came
   * @throws IOException when it cannot be read as such a list
   */
  public static ListedOrders in(
      byte[] answer, Optional<String> charset, XmlRpcReader reader, OrderShape shape, String shop)
      throws IOException {
    List<Optional<OrderNumber>> numbers = new ArrayList<>();
    WrittenDocument written =
        reader.writtenList(
            answer,
            charset,
            order -> numbers.add(OrderShape.orderNumber(shop, shape.number().in(order))));
    return new ListedOrders(written, numbers);
  }

  /** The numbers of the orders that are listed, but for those that cannot be read. */
  public List<OrderNumber> numbers() {
    return numbers.stream().flatMap(Optional::stream).toList();
  }

  /** The answer without these orders; empty where they cannot be taken out of it. */
  public Optional<byte[]> without(Set<OrderNumber> leaving) {
    List<ElementPath> elements = answer.elements();
    List<DocumentEdit.Cut> cuts =
        IntStream.range(0, numbers.size())
            .filter(place -> numbers.get(place).filter(leaving::contains).isPresent())
            .mapToObj(place -> new DocumentEdit.Cut(elements.get(place)))
            .toList();
    return cuts.stream().allMatch(answer::allows)
        ? Optional.of(answer.with(cuts))
        : Optional.empty();
  }
}
