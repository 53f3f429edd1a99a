package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.magento.Magento;
import dev.ficus.legacy.magento.OrderSource;
import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.outgoing.XmlRpcClient;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * A request for some orders: for all of them in one call, or for fewer where the shop cannot answer
 * that. An order that it refuses to show, again and again, or cannot show while it shows others, is
 * given up, for it must not keep the others waiting.
 */
final class OrderRequest {

  private static final Logger LOG = Logger.getLogger(OrderRequest.class);

  /** So many orders that cannot be shown, and none that can, are the shop's failure. */
  private static final int FAILURES_OF_THE_SHOP = 3;

  private static final String NO_ORDER = "-";

  private final String feed;
  private final OrderSource shop;
  private final OrderSink sink;
  private final Patience patience;
  private final String correlation;
  private final List<OrderSink.PendingOrder> pending = new ArrayList<>();
  private final Map<String, Answer> refused = new HashMap<>();
  private final Map<String, IOException> cannot = new LinkedHashMap<>();
  private boolean answered;

  OrderRequest(
      String feed, OrderSource shop, OrderSink sink, Patience patience, String correlation) {
    this.feed = feed;
    this.shop = shop;
    this.sink = sink;
    this.patience = patience;
    this.correlation = correlation;
  }

  /**
   * Asks until each order is shown or given up.
   *
   * @return the orders that were shown, on their way in
   * @throws IOException when the shop shows none, which is the shop's failure and not an order's
   */
  List<OrderSink.PendingOrder> ask(List<String> numbers) throws IOException {
    List<String> left = new ArrayList<>(numbers);
    for (int attempt = 1; attempt <= Patience.ATTEMPTS && !left.isEmpty(); attempt++) {
      patience.rest(attempt);
      refused.clear();
      askHalving(left);
      for (IOException failure : cannot.values()) {
        if (!isOfTheOrder(failure) && !answers()) {
          throw failure;
        }
      }
      left.retainAll(refused.keySet());
    }
    return pending;
  }

  /** The orders that were given up, each with an answer as the reason. */
  Map<String, Answer> notShown() {
    Map<String, Answer> all = new HashMap<>(refused);
    cannot.forEach(
        (number, failure) ->
            all.put(number, new Answer.Fault(0, String.valueOf(failure.getMessage()))));
    return all;
  }

  private void askHalving(List<String> numbers) throws IOException {
    boolean one = numbers.size() == 1;
    try {
      patience.with(() -> askOnce(numbers), failure -> !one && Magento.mayAnswerLess(failure));
    } catch (IOException failure) {
      if (!Magento.mayAnswerLess(failure)) {
        throw failure;
      }
      if (!one) {
        askHalving(numbers.subList(0, numbers.size() / 2));
        askHalving(numbers.subList(numbers.size() / 2, numbers.size()));
      } else {
        cannot.put(numbers.get(0), failure);
        if (cannot.size() == FAILURES_OF_THE_SHOP && !answers()) {
          throw failure;
        }
      }
    }
  }

  private Void askOnce(List<String> numbers) throws IOException {
    Map<String, Value> shown = new HashMap<>();
    shop.orders(
        numbers,
        (number, answer) -> {
          if (answer instanceof Answer.Result result) {
            shown.put(number, result.value());
          } else {
            refused.put(number, answer);
          }
        });
    answered = true;
    shown.values().forEach(order -> pending.add(sink.take(order, correlation)));
    return null;
  }

  /**
   * Whether it is the order and not the shop: a shop that works answers that it has no such order.
   */
  private boolean answers() throws IOException {
    try {
      if (!answered) {
        shop.orders(List.of(NO_ORDER), (number, answer) -> {});
        answered = true;
      }
    } catch (InterruptedIOException stopping) {
      throw stopping;
    } catch (IOException failure) {
      LOG.debugf("Feed %s: the shop shows no order: %s", feed, failure.getMessage());
    }
    return answered;
  }

  /** An answer that begins as it should and cannot be read holds something that nobody can. */
  private static boolean isOfTheOrder(IOException failure) {
    return failure instanceof XmlRpcClient.UnreadableAnswer unreadable
        && unreadable.beginsAsAnswer();
  }
}
