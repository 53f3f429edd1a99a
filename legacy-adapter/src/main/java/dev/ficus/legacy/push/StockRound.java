package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.ShopStock.Update;
import dev.ficus.legacy.placement.Placements;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A round of stock updates: follows availability-service, and sends the shop the figures that have
 * changed, as {@link StockOffer} has them. Each SKU is sent at most once in a round, and as it is
 * then: what it was in between is never sent. A round ends when all its calls have ended, so that
 * the next one's figures arrive after its own.
 */
final class StockRound implements Round {

  private final String shop;
  private final Availability availability;
  private final Placements placements;
  private final StockBook book;
  private final StockOffer offer;
  private final FigureComparison comparison;
  private final StockUpdates updates;
  private final Duration refusedAgain;
  private final Clock clock;
  private volatile Instant currentSince;
  // Only the rounds know it. Empty after a round that failed: then the book is asked for all.
  private Optional<Map<String, Long>> unplacedBefore = Optional.empty();

  /**
   * @param refusedAgain how long after a refusal the shop is sent again what it does not have
   */
  StockRound(
      String shop,
      Availability availability,
      Placements placements,
      StockBook book,
      StockOffer offer,
      FigureComparison comparison,
      StockUpdates updates,
      Duration refusedAgain,
      Clock clock) {
    this.shop = shop;
    this.availability = availability;
    this.placements = placements;
    this.book = book;
    this.offer = offer;
    this.comparison = comparison;
    this.updates = updates;
    this.refusedAgain = refusedAgain;
    this.clock = clock;
  }

  /** When the last round was begun that came to its end; null before the first. */
  Instant currentSince() {
    return currentSince;
  }

  /** Units of each SKU that are not offered. */
  long margin() {
    return offer.margin();
  }

  /** A round was left out, so what this one remembers grows old. */
  void forget() {
    unplacedBefore = Optional.empty();
  }

  @Override
  public void run() throws IOException {
    Instant begun = clock.instant();
    Optional<Map<String, Long>> before = unplacedBefore;
    unplacedBefore = Optional.empty();
    StockBook.PushProgress progress = book.of(shop);
    Set<String> concerned = new LinkedHashSet<>();
    boolean all = before.isEmpty() || updates.wereRefusedBefore(begun.minus(refusedAgain));
    if (progress.comparedAt().isEmpty()) {
      // Until then it is not known what the shop sells: there is nothing to send.
      comparison.compareAll(begun);
      all = true;
    } else if (comparison.mayAsk(begun)) {
      boolean due = comparison.isDue(progress, begun);
      all |= due;
      concerned.addAll(comparison.ask(due, begun));
    }
    Map<String, Long> earlier = placements.unplaced();
    concerned.addAll(follow(progress.after()));
    Map<String, Long> unplaced = StockOffer.unplaced(earlier, placements.unplaced());
    concerned.addAll(changed(before.orElse(Map.of()), unplaced));
    concerned.addAll(book.toTell(shop));
    if (all) {
      updates.forgetRefusals();
      concerned.addAll(book.outdated(shop, offer.margin()));
    }
    updates.send(updates(concerned, unplaced));
    unplacedBefore = Optional.of(unplaced);
    currentSince = begun;
  }

  /** Writes down what has changed in availability, and returns the SKUs. */
  private Set<String> follow(long from) throws IOException {
    Set<String> concerned = new LinkedHashSet<>();
    long after = from;
    Availability.ChangePage page;
    do {
      page = availability.changes(after);
      Map<String, Long> inStock = new LinkedHashMap<>();
      page.changes().forEach(change -> inStock.put(change.sku(), change.inStock()));
      if (!inStock.isEmpty() || page.next() != after) {
        book.changed(shop, inStock, page.next());
      }
      concerned.addAll(inStock.keySet());
      after = page.next();
    } while (page.changes().size() == Availability.PAGE);
    return concerned;
  }

  private static Set<String> changed(Map<String, Long> before, Map<String, Long> now) {
    Set<String> changed = new HashSet<>();
    now.forEach(
        (sku, units) -> {
          if (!units.equals(before.get(sku))) {
            changed.add(sku);
          }
        });
    before.keySet().stream().filter(sku -> !now.containsKey(sku)).forEach(changed::add);
    return changed;
  }

  private List<Update> updates(Collection<String> concerned, Map<String, Long> unplaced) {
    return book.figures(shop, concerned).stream()
        .flatMap(figure -> offer.update(figure, unplaced.getOrDefault(figure.sku(), 0L)).stream())
        .toList();
  }
}
