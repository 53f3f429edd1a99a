package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.Patience;
import dev.ficus.legacy.magento.ShopStock;
import dev.ficus.legacy.magento.ShopStock.Update;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.xmlrpc.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jboss.logging.Logger;

/**
 * Tells one shop what is in stock, as {@link StockOffer} has it. Only what has changed, each SKU at
 * most once in a round, and always as it is then: what became of it in between is never told.
 *
 * <p>Before a call tells the shop, the book says that its figures are not certain, and afterwards
 * what they are. So whatever breaks off in between, those SKUs are told again. A round ends when
 * all its calls have ended, so that the next one's figures are behind its own. A call that was
 * given up without an answer may still land: then what the shop has is looked at once more when
 * that is over.
 */
public final class StockPush {

  private static final Logger LOG = Logger.getLogger(StockPush.class);
  private static final int COMPARED_AT_A_TIME = 500;
  private static final Duration REFUSED_AGAIN = Duration.ofSeconds(5);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);

  private final String shop;
  private final PushSettings.Shop settings;
  private final Availability availability;
  private final ShopStock stock;
  private final Placements placements;
  private final StockBook book;
  private final OrderStatePush orders;
  private final StockOffer offer;
  private final ParallelCalls calls;
  private final Clock clock;
  private final PeriodicTask turns;
  private volatile Instant currentSince;
  private volatile long told;
  private volatile long refused;
  private volatile Comparison lastComparison;
  private volatile Instant refusedAt;
  private volatile Instant lookAgainAt = Instant.MIN;
  private volatile String lookFailedFor;
  // Only the turns know these. Empty after a turn that failed: then the book is asked for all.
  private Optional<Map<String, Long>> unplacedBefore = Optional.empty();
  private int drifted;

  StockPush(
      String shop,
      PushSettings.Shop settings,
      Availability availability,
      ShopStock stock,
      Placements placements,
      StockBook book,
      OrderStatePush orders,
      Executor threads,
      Clock clock) {
    this.shop = shop;
    this.settings = settings;
    this.availability = availability;
    this.stock = stock;
    this.placements = placements;
    this.book = book;
    this.orders = orders;
    this.offer = new StockOffer(settings.margin());
    this.calls = new ParallelCalls(threads);
    this.clock = clock;
    this.turns = new PeriodicTask("push-" + shop, settings.window(), this::turn, StockPush::why);
  }

  /**
   * What comparing all figures found.
   *
   * @param listed SKUs that the shop sells
   * @param drifted of how many it had another figure than it had been told
   */
  public record Comparison(Instant begunAt, int listed, int drifted) {}

  /**
   * Where it stands.
   *
   * @param told updates that the shop has taken since the adapter began
   * @param refused updates that it has not
   * @param comments how often it has been told how an order stands
   * @param lagSeconds since the last round that came to its end was begun; null before the first
   * @param failures rounds that have failed since, one after the other
   * @param failedFor why the last one failed; null when it did not
   * @param comparisonFailedFor why the shop could not say what it has when it was last asked; null
   *     when it could
   */
  public record Status(
      String shop,
      boolean paused,
      long after,
      long told,
      long refused,
      long comments,
      Long lagSeconds,
      Comparison comparison,
      String comparisonFailedFor,
      int failures,
      String failedFor) {}

  /** Where it stands now. */
  public Status status() {
    StockBook.Progress progress = book.of(shop);
    Instant since = currentSince;
    return new Status(
        shop,
        progress.paused(),
        progress.after(),
        told,
        refused,
        orders.told(),
        since == null ? null : Duration.between(since, clock.instant()).toSeconds(),
        lastComparison,
        lookFailedFor,
        turns.failures(),
        turns.failedFor() == null ? orders.failedFor() : turns.failedFor());
  }

  /**
   * Compares all figures of the shop with what it was told, at once; if the shop fails, or the
   * adapter is restarted, later.
   */
  public void compareNow() {
    book.askComparison(shop, clock.instant());
    lookAgainAt = Instant.MIN;
    turns.now();
  }

  /** Leaves the shop alone, by a switch that outlives a restart. */
  public void pause() {
    book.pause(shop, true);
  }

  /** Goes on. */
  public void resume() {
    book.pause(shop, false);
    turns.now();
  }

  void start() {
    turns.start();
    orders.start();
  }

  void stop() throws InterruptedException {
    turns.stop();
    orders.stop();
  }

  /** Null when it is not to be expected. */
  static String why(Exception failure) {
    if (failure instanceof UncheckedIOException wrapped) {
      return wrapped.getCause().getMessage();
    }
    return TransientFailure.in(failure)
        .map(outage -> "the database is away: " + outage)
        .orElse(null);
  }

  private void turn() {
    if (book.of(shop).paused()) {
      unplacedBefore = Optional.empty();
      return;
    }
    if (!book.alone(shop, Round.unchecked(this::round))) {
      // Another instance is at it, and what we remember grows old.
      unplacedBefore = Optional.empty();
    }
  }

  private void round() throws IOException {
    Instant begun = clock.instant();
    Optional<Map<String, Long>> before = unplacedBefore;
    unplacedBefore = Optional.empty();
    StockBook.Progress progress = book.of(shop);
    Set<String> concerned = new LinkedHashSet<>();
    boolean afresh = before.isEmpty() || refusedBefore(begun.minus(REFUSED_AGAIN));
    if (progress.comparedAt().isEmpty()) {
      // Until then it is not known what the shop sells: there is nothing to send.
      compare(begun);
      afresh = true;
    } else if (!begun.isBefore(lookAgainAt)) {
      boolean due =
          progress.owesComparison()
              || !progress.comparedAt().get().plus(settings.compareEvery()).isAfter(begun);
      afresh |= due;
      concerned.addAll(look(due, begun));
    }
    Map<String, Long> earlier = placements.unplaced();
    concerned.addAll(follow(progress.after()));
    Map<String, Long> unplaced = StockOffer.unplaced(earlier, placements.unplaced());
    concerned.addAll(changed(before.orElse(Map.of()), unplaced));
    if (afresh) {
      refusedAt = null;
      concerned.addAll(book.untold(shop, settings.margin()));
    }
    tell(concerned, unplaced);
    unplacedBefore = Optional.of(unplaced);
    currentSince = begun;
  }

  /**
   * Asks the shop what it has. One that cannot say it still gets its figures, and is asked again
   * later.
   *
   * @param all of all SKUs, or only of those whose figures are doubted
   * @return the SKUs whose figures are not doubted any more
   */
  private List<String> look(boolean all, Instant begun) throws IOException {
    try {
      if (all) {
        compare(begun);
      }
      List<String> looked = lookedAtAgain(begun);
      lookFailedFor = null;
      return looked;
    } catch (InterruptedIOException stopping) {
      throw stopping;
    } catch (IOException failure) {
      LOG.warnf("Shop %s does not say what it has: %s", shop, failure.getMessage());
      lookFailedFor = failure.getMessage();
      lookAgainAt = clock.instant().plus(LOOK_AGAIN);
      return List.of();
    }
  }

  private boolean refusedBefore(Instant time) {
    Instant last = refusedAt;
    return last != null && last.isBefore(time);
  }

  /** Takes over what has changed in availability, and says which SKUs that are. */
  private Set<String> follow(long from) throws IOException {
    Set<String> concerned = new LinkedHashSet<>();
    long after = from;
    Availability.Page page;
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

  private void tell(Set<String> concerned, Map<String, Long> unplaced) throws IOException {
    List<Update> updates =
        book.figures(shop, concerned).stream()
            .flatMap(
                figure -> offer.update(figure, unplaced.getOrDefault(figure.sku(), 0L)).stream())
            .toList();
    List<ParallelCalls.Call> parts = new ArrayList<>();
    for (int from = 0; from < updates.size(); from += settings.updatesPerCall()) {
      List<Update> part =
          updates.subList(from, Math.min(from + settings.updatesPerCall(), updates.size()));
      parts.add(() -> tell(part));
    }
    calls.make(parts);
  }

  /** The answers to a telling. */
  private record Answered(long telling, List<Answer> answers) {}

  private void tell(List<Update> part) throws IOException {
    List<String> skus = part.stream().map(Update::sku).toList();
    Answered answered =
        Patience.with(() -> new Answered(book.telling(shop, skus), stock.update(part)));
    Map<String, Long> taken = new HashMap<>();
    for (int place = 0; place < part.size(); place++) {
      Update update = part.get(place);
      if (answered.answers().get(place) instanceof Answer.Fault fault) {
        LOG.warnf(
            "Shop %s does not take the stock of %s: fault %d, %s",
            shop, update.sku(), fault.code(), fault.message());
        refused();
      } else {
        taken.put(update.sku(), update.quantity());
      }
    }
    book.told(shop, answered.telling(), taken);
    taken(taken.size());
  }

  private synchronized void taken(int updates) {
    told += updates;
  }

  private synchronized void refused() {
    refused++;
    refusedAt = clock.instant();
  }

  /**
   * Looks at what the shop has where a call was given up so long ago that it has ended there too,
   * and says which SKUs these are.
   */
  private List<String> lookedAtAgain(Instant begun) throws IOException {
    Duration since = settings.exchangeTimeout();
    List<String> doubted = book.doubted(shop, since, COMPARED_AT_A_TIME);
    if (!doubted.isEmpty()) {
      int otherwise = book.found(shop, begun, Patience.with(() -> stock.figures(doubted)));
      book.settled(shop, doubted, since);
      LOG.infof(
          "Shop %s was looked at for %d SKUs of which calls had been given up: of %d it has another"
              + " figure than it was told last",
          shop, doubted.size(), otherwise);
    }
    return doubted;
  }

  private void compare(Instant begun) throws IOException {
    Set<String> skus = new LinkedHashSet<>();
    Patience.with(
        () -> {
          stock.skus(skus::add);
          return null;
        });
    List<String> all = List.copyOf(skus);
    for (int from = 0; from < all.size(); from += COMPARED_AT_A_TIME) {
      List<String> part = all.subList(from, Math.min(from + COMPARED_AT_A_TIME, all.size()));
      drifted += book.found(shop, begun, Patience.with(() -> stock.figures(part)));
    }
    book.compared(shop, begun);
    lastComparison = new Comparison(begun, all.size(), drifted);
    LOG.logf(
        drifted == 0 ? Logger.Level.INFO : Logger.Level.WARN,
        "Shop %s sells %d SKUs, and had of %d another figure than it was told",
        shop,
        all.size(),
        drifted);
    // What a comparison finds before it breaks off is mended, and the next one counts it too.
    drifted = 0;
  }
}
