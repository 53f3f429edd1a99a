package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.DocumentEdit;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * News of the monolith to the shop about an order that has lines of both. The monolith knows of its
 * own lines alone, and means these when it names none: so they are named for it. News that cannot
 * name them would be about ours too; it is kept back for somebody to look at.
 */
@ApplicationScoped
class MonolithsNews {

  private final Ledger ledger;
  private final OrderIntake intake;

  MonolithsNews(Ledger ledger, OrderIntake intake) {
    this.ledger = ledger;
    this.intake = intake;
  }

  /**
   * What is done about a document before it goes to the shop.
   *
   * @param edits of the document, in which the calls that are kept back are cut
   * @param kept the places of these, as {@link Call#place} has them
   */
  record NewsEdits(List<DocumentEdit> edits, Set<String> kept) {}

  /**
   * Looks for such news in a call.
   *
   * @throws RuntimeException when the ledger is away; then nothing may be passed on
   */
  NewsEdits in(ServedCall call) {
    ServedFeeds.ServedFeed feed = call.feed();
    Dialect dialect = feed.dialect();
    List<DocumentEdit> edits = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (Call each : dialect.withInner(call.call())) {
      Optional<KnownCall> news =
          dialect
              .meaning(each)
              .filter(known -> known.means().isNewsOfTheMonolith() && !known.namesItems(each));
      Optional<KnownOrder> ofBoth =
          news.flatMap(known -> OrderShape.orderNumber(feed.shop(), known.subject(each)))
              .flatMap(ledger::find)
              .filter(KnownOrder::isOfBoth);
      if (ofBoth.isPresent()) {
        Optional<DocumentEdit> named = named(call, each, ofBoth.get());
        named.ifPresent(edits::add);
        if (named.isEmpty()) {
          intake.keepBack(ofBoth.get().number(), call.arrival());
          kept.add(each.place());
          dialect.cut(call.call(), each.place()).ifPresent(edits::add);
        }
      }
    }
    return new NewsEdits(edits, kept);
  }

  /** Names its lines; empty where that cannot be done. */
  private static Optional<DocumentEdit> named(ServedCall call, Call news, KnownOrder order) {
    Map<String, Integer> items = new LinkedHashMap<>();
    for (LedgerLine line : order.monolithsLines()) {
      items.put(line.key().lineid(), line.quantity());
    }
    return call.feed().rules().lineIds() == ShopRules.LineIds.ITEM_ID
        ? call.feed()
            .dialect()
            .naming(call.call(), news.place(), items)
            .filter(call.document().written()::allows)
        : Optional.empty();
  }
}
