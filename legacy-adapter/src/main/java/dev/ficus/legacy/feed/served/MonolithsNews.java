package dev.ficus.legacy.feed.served;

import dev.ficus.legacy.feed.PushedShops;
import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.feed.dialect.Dialect;
import dev.ficus.legacy.feed.dialect.KnownCall;
import dev.ficus.legacy.feed.dialect.OrderShape;
import dev.ficus.legacy.intake.OrderIntake;
import dev.ficus.legacy.order.FinalStatuses;
import dev.ficus.legacy.order.KnownOrder;
import dev.ficus.legacy.order.Ledger;
import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.order.StatusWords;
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
 * own lines alone, and means these when it names none: so they are named for it. A status by which
 * the whole order would be done is exchanged for an open one while our lines are not. News that
 * cannot be changed so would be about ours too; it is kept back for somebody to look at.
 */
@ApplicationScoped
class MonolithsNews {

  private final Ledger ledger;
  private final OrderIntake intake;
  private final FinalStatuses statuses;
  private final PushedShops pushed;
  private final Shops shops;
  private final MonolithsAnswers answers;

  MonolithsNews(
      Ledger ledger,
      OrderIntake intake,
      FinalStatuses statuses,
      PushedShops pushed,
      Shops shops,
      MonolithsAnswers answers) {
    this.ledger = ledger;
    this.intake = intake;
    this.statuses = statuses;
    this.pushed = pushed;
    this.shops = shops;
    this.answers = answers;
  }

  /**
   * What is done about a document before it goes to the shop.
   *
   * @param edits of the document, in which the calls that are kept back are cut
   * @param kept the places of these, as {@link Call#place} has them
   */
  record NewsEdits(List<DocumentEdit> edits, Set<String> kept) {}

  /**
   * News that does not go on as it came.
   *
   * @param edit of the document; empty where the news is kept back
   */
  private record ChangedNews(OrderNumber order, Optional<DocumentEdit> edit) {}

  /**
   * Looks for such news in a call.
   *
   * @throws RuntimeException when the ledger is away; then nothing may be passed on
   */
  NewsEdits in(ServedCall call) {
    Dialect dialect = call.feed().dialect();
    List<DocumentEdit> edits = new ArrayList<>();
    Set<String> kept = new HashSet<>();
    for (Call each : dialect.withInner(call.call())) {
      Optional<KnownCall> meaning = dialect.meaning(each);
      meaning.ifPresent(known -> tell(call, each, known));
      Optional<ChangedNews> changed = meaning.flatMap(known -> changed(call, each, known));
      if (changed.isPresent()) {
        Optional<DocumentEdit> edit =
            changed.get().edit().filter(call.document().written()::allows);
        edit.ifPresent(edits::add);
        if (edit.isEmpty()) {
          intake.keepBack(changed.get().order(), call.arrival());
          kept.add(each.place());
          dialect.cut(call.call(), each.place()).ifPresent(edits::add);
        }
      }
    }
    return new NewsEdits(edits, kept);
  }

  private Optional<ChangedNews> changed(ServedCall call, Call news, KnownCall known) {
    if (known.means() == KnownCall.Meaning.ORDER_STATUS) {
      return known.givenStatus(news).flatMap(status -> exchanged(call, news, known, status));
    }
    return known.means().isNewsOfTheMonolith() && !known.namesItems(news)
        ? order(call, news, known)
            .filter(KnownOrder::isOfBoth)
            .map(order -> new ChangedNews(order.number(), named(call, news, order)))
        : Optional.empty();
  }

  /** What is told by it was decided, whatever becomes of the call. */
  private void tell(ServedCall call, Call news, KnownCall known) {
    if (known.tells().isEmpty()) {
      return;
    }
    OrderShape.orderNumber(call.feed().shop(), known.subject(news))
        .flatMap(
            order ->
                known
                    .itemIds(news)
                    .map(
                        items ->
                            new ToldNews(
                                order,
                                items,
                                known.tells().get(),
                                call.arrival().correlation(),
                                System.nanoTime())))
        .ifPresent(answers::told);
  }

  private Optional<KnownOrder> order(ServedCall call, Call news, KnownCall known) {
    return OrderShape.orderNumber(call.feed().shop(), known.subject(news)).flatMap(ledger::find);
  }

  /** What is held goes to the shop with our comments; one that gets none has it as it comes. */
  private Optional<ChangedNews> exchanged(
      ServedCall call, Call news, KnownCall known, String status) {
    ServedFeeds.ServedFeed feed = call.feed();
    if (!pushed.areCommented(feed.shop())) {
      return Optional.empty();
    }
    StatusWords words = shops.statusWords(feed.shop());
    return order(call, news, known)
        .filter(KnownOrder::hasLinesOfBoth)
        .filter(order -> !statuses.note(order.number(), status, words))
        .map(
            order ->
                new ChangedNews(
                    order.number(),
                    feed.dialect().givingStatus(call.call(), news.place(), words.open())));
  }

  /** Names its lines; empty where that cannot be done. */
  private static Optional<DocumentEdit> named(ServedCall call, Call news, KnownOrder order) {
    Map<String, Integer> items = new LinkedHashMap<>();
    for (LedgerLine line : order.monolithsLines()) {
      items.put(line.key().lineid(), line.quantity());
    }
    return call.feed().rules().lineIds() == ShopRules.LineIds.ITEM_ID
        ? call.feed().dialect().naming(call.call(), news.place(), items)
        : Optional.empty();
  }
}
