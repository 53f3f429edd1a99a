package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.ShopStock;
import dev.ficus.legacy.magento.ShopStock.Update;
import dev.ficus.legacy.xmlrpc.Answer;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The calls that send a shop its figures, several at the same time.
 *
 * <p>Before a call sends figures, the book notes that what the shop has is not certain, and
 * afterwards what it has. So whatever breaks off in between, those SKUs are sent again.
 */
final class StockUpdates {

  private static final Logger LOG = Logger.getLogger(StockUpdates.class);

  private final String shop;
  private final ShopStock stock;
  private final StockBook book;
  private final ParallelCalls calls;
  private final int updatesPerCall;
  private final Patience patience;
  private final Clock clock;
  private volatile long taken;
  private volatile long refused;
  private volatile Instant refusedAt;

  StockUpdates(
      String shop,
      ShopStock stock,
      StockBook book,
      ParallelCalls calls,
      int updatesPerCall,
      Patience patience,
      Clock clock) {
    this.shop = shop;
    this.stock = stock;
    this.book = book;
    this.calls = calls;
    this.updatesPerCall = updatesPerCall;
    this.patience = patience;
    this.clock = clock;
  }

  /** Updates that the shop has taken since the adapter began. */
  long taken() {
    return taken;
  }

  /** Updates that it has not. */
  long refused() {
    return refused;
  }

  /** Whether the shop refused an update for the last time before then. */
  boolean wereRefusedBefore(Instant time) {
    Instant last = refusedAt;
    return last != null && last.isBefore(time);
  }

  /** All that was refused is about to be sent again. */
  void forgetRefusals() {
    refusedAt = null;
  }

  /**
   * Sends updates, and returns when no call is under way any more.
   *
   * @throws IOException when a call fails; what others sent stays
   */
  void send(List<Update> updates) throws IOException {
    List<ParallelCalls.ShopCall> parts = new ArrayList<>();
    for (int from = 0; from < updates.size(); from += updatesPerCall) {
      List<Update> part = updates.subList(from, Math.min(from + updatesPerCall, updates.size()));
      parts.add(() -> sendTogether(part));
    }
    calls.make(parts);
  }

  /** The answers to the updates of one sending, by its number in the book. */
  private record Sent(long sending, List<Answer> answers) {}

  private void sendTogether(List<Update> part) throws IOException {
    List<String> skus = part.stream().map(Update::sku).toList();
    Sent sent = patience.with(() -> new Sent(book.sending(shop, skus), stock.update(part)));
    Map<String, Long> figures = new HashMap<>();
    for (int place = 0; place < part.size(); place++) {
      Update update = part.get(place);
      if (sent.answers().get(place) instanceof Answer.Fault fault) {
        LOG.warnf(
            "Shop %s does not take the stock of %s: fault %d, %s",
            shop, update.sku(), fault.code(), fault.message());
        countRefused();
      } else {
        figures.put(update.sku(), update.quantity());
      }
    }
    book.taken(shop, sent.sending(), figures);
    countTaken(figures.size());
  }

  private synchronized void countTaken(int updates) {
    taken += updates;
  }

  private synchronized void countRefused() {
    refused++;
    refusedAt = clock.instant();
  }
}
