package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.OrderSplit;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.PlacedLine;
import dev.ficus.legacy.order.PlacedLines;
import dev.ficus.legacy.order.Translator;
import dev.ficus.legacy.routing.OrderDocument;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Order as a call shows it, and what can be taken out of its document. The document is read for
 * that once, and only if the order has lines of both.
 */
final class ShownOrder implements OrderDocument {

  private final ServedCall call;
  private final OldOrder order;
  private OrderSplit split;
  private PlacedLines lines;

  ShownOrder(ServedCall call, OldOrder order) {
    this.call = call;
    this.order = order;
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
    return call.feed().forwardsCharges();
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
      ServedFeeds.ServedFeed feed = call.feed();
      lines = new Translator(feed.rules()).placed(order);
      split =
          new OrderSplit(
              call.document().written(),
              feed.dialect()
                  .orderPositions(call.document().call(), call.call().place())
                  .orElseThrow(),
              lines,
              feed.ourLines());
    }
    return split;
  }
}
