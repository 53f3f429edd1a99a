package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.ShopStock;
import dev.ficus.legacy.push.StockPush.ComparisonResult;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The comparison of the figures that a shop has with those in the book: of all SKUs now and then,
 * and of single ones when a call was given up without an answer, for it may still arrive there.
 */
final class FigureComparison {

  private static final Logger LOG = Logger.getLogger(FigureComparison.class);
  private static final int COMPARED_AT_A_TIME = 500;
  private static final Duration AGAIN_AFTER_FAILURE = Duration.ofSeconds(30);

  private final String shop;
  private final ShopStock stock;
  private final StockBook book;
  private final Duration every;
  private final Duration longestCall;
  private final Patience patience;
  private final Clock clock;
  private volatile ComparisonResult last;
  private volatile String failedFor;
  private volatile Instant notBefore = Instant.MIN;
  // Only the rounds know it.
  private int drifted;

  /**
   * @param every how often all figures are compared
   * @param longestCall for how long a call that was given up may still arrive
   */
  FigureComparison(
      String shop,
      Duration every,
      Duration longestCall,
      ShopStock stock,
      StockBook book,
      Patience patience,
      Clock clock) {
    this.shop = shop;
    this.stock = stock;
    this.book = book;
    this.every = every;
    this.longestCall = longestCall;
    this.patience = patience;
    this.clock = clock;
  }

  /** The last result; null before the first. */
  ComparisonResult last() {
    return last;
  }

  /** Why the shop could not list its figures when last asked; null when it could. */
  String failedFor() {
    return failedFor;
  }

  /** Lets the next round ask the shop, however short a time ago it failed. */
  void doNotWait() {
    notBefore = Instant.MIN;
  }

  /** Whether the shop may be asked, which it is not for a while after it failed. */
  boolean mayAsk(Instant now) {
    return !now.isBefore(notBefore);
  }

  /** Whether all figures are to be compared. */
  boolean isDue(StockBook.PushProgress progress, Instant now) {
    return progress.owesComparison()
        || progress.comparedAt().filter(at -> at.plus(every).isAfter(now)).isEmpty();
  }

  /**
   * Asks the shop for its figures. One that fails is still sent its figures, and is asked again
   * later.
   *
   * @param all for those of all SKUs, or only for those in doubt
   * @return the SKUs whose figures are not in doubt any more
   */
  List<String> ask(boolean all, Instant begun) throws IOException {
    try {
      if (all) {
        compareAll(begun);
      }
      List<String> settled = compareDoubted(begun);
      failedFor = null;
      return settled;
    } catch (InterruptedIOException stopping) {
      throw stopping;
    } catch (IOException failure) {
      LOG.warnf("Shop %s does not list its figures: %s", shop, failure.getMessage());
      failedFor = failure.getMessage();
      notBefore = clock.instant().plus(AGAIN_AFTER_FAILURE);
      return List.of();
    }
  }

  /** Compares all figures of the shop with those in the book, which gets the shop's. */
  void compareAll(Instant begun) throws IOException {
    Set<String> skus = new LinkedHashSet<>();
    patience.with(
        () -> {
          stock.skus(skus::add);
          return null;
        });
    List<String> all = List.copyOf(skus);
    for (int from = 0; from < all.size(); from += COMPARED_AT_A_TIME) {
      List<String> part = all.subList(from, Math.min(from + COMPARED_AT_A_TIME, all.size()));
      drifted += book.found(shop, begun, patience.with(() -> stock.figures(part)));
    }
    book.compared(shop, begun);
    last = new ComparisonResult(begun, all.size(), drifted);
    LOG.logf(
        drifted == 0 ? Logger.Level.INFO : Logger.Level.WARN,
        "Shop %s sells %d SKUs, and had of %d another figure than it was sent",
        shop,
        all.size(),
        drifted);
    // What a comparison finds before it breaks off is corrected, and the next one counts it too.
    drifted = 0;
  }

  /** Compares the figures of which a call was given up so long ago that it has ended there too. */
  private List<String> compareDoubted(Instant begun) throws IOException {
    List<String> doubted = book.doubted(shop, longestCall, COMPARED_AT_A_TIME);
    if (!doubted.isEmpty()) {
      int otherwise = book.found(shop, begun, patience.with(() -> stock.figures(doubted)));
      book.settled(shop, doubted, longestCall);
      LOG.infof(
          "Shop %s was asked for the figures of %d SKUs of which calls had been given up: of %d it"
              + " has another figure than it was sent last",
          shop, doubted.size(), otherwise);
    }
    return doubted;
  }
}
