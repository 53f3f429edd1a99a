package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.OrderPositions;
import dev.ficus.legacy.feed.dialect.OrderSplit;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.PlacedLine;
import dev.ficus.legacy.order.PlacedLines;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.routing.OrderDocument;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import dev.ficus.legacy.xmlrpc.WrittenDocument;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Order as a document shows it, and what can be taken out of that. The document is read for that
 * once, and only if the order has lines of both.
 */
final class ShownOrder implements OrderDocument {

  private final ServedFeeds.ServedFeed feed;
  private final OldOrder order;
  private final Supplier<WrittenDocument> written;
  private final Supplier<OrderPositions> positions;
  private OrderSplit split;
  private PlacedLines lines;

  /**
   * @param written the document that shows it
   * @param positions of its items there
   */
  ShownOrder(
      ServedFeeds.ServedFeed feed,
      OldOrder order,
      Supplier<WrittenDocument> written,
      Supplier<OrderPositions> positions) {
    this.feed = feed;
    this.order = order;
    this.written = written;
    this.positions = positions;
  }

  /** An order that a call shows. */
  static ShownOrder in(ServedCall call, OldOrder order) {
    return new ShownOrder(
        call.feed(),
        order,
        () -> call.document().written(),
        () ->
            call.feed()
                .dialect()
                .orderPositions(call.document().call(), call.call().place())
                .orElseThrow());
  }

  @Override
  public synchronized Set<LineKey> separable() {
    List<PlacedLine> separable = split().separable();
    return keys(separable).stream()
        .filter(key -> separable.containsAll(with(Set.of(key))))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public boolean goesOnForCharges() {
    return feed.forwardsCharges();
  }

  /** What is done to the document so that it shows the order without these lines. */
  synchronized List<DocumentEdit> without(Set<LineKey> leaving) {
    return leaving.isEmpty() ? List.of() : split().without(with(leaving));
  }

  private static Set<LineKey> keys(List<PlacedLine> placed) {
    return placed.stream()
        .map(PlacedLine::key)
        .flatMap(Optional::stream)
        .collect(Collectors.toSet());
  }

  private List<PlacedLine> with(Set<LineKey> keys) {
    return lines.lines().stream()
        .filter(line -> line.key().filter(keys::contains).isPresent())
        .toList();
  }

  private OrderSplit split() {
    if (split == null) {
      lines = new Translator(feed.rules()).placed(order);
      split = new OrderSplit(written.get(), positions.get(), lines, feed.ourLines());
    }
    return split;
  }
}
