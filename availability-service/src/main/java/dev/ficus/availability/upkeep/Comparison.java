package dev.ficus.availability.upkeep;

import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Projector;
import dev.ficus.availability.view.Snapshots;
import dev.ficus.availability.view.Snapshots.Page;
import dev.ficus.availability.view.Snapshots.Snapshot;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import dev.ficus.availability.view.ViewsUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Compares every view with its snapshot and takes over what is ahead, while questions go on being
 * answered from the views as they are. With no views yet this builds them all; later it finds what
 * no gap ever shows: the lost last event of a product that has been quiet since, and a view that is
 * not what it should be.
 *
 * <p>A snapshot may well be ahead of a view whose events are still in the queue. It must not
 * overtake them, for what each of them says is published: such views are given the time to catch
 * up, as long as any of them does.
 */
final class Comparison {

  private final Snapshots snapshots;
  private final Views views;
  private final Projector projector;
  // Of more than this many the snapshots are not kept in memory, but taken over at once.
  private static final int MOST_LATE = 10_000;

  private final int pageSize;
  private final Duration patience;
  private final Consumer<Duration> pause;
  private final BiConsumer<Stock, View> drift;
  private final BiConsumer<Snapshot, Throwable> unfit;

  /**
   * @param patience how long none of the views that may catch up has to do so, until they are taken
   *     for such of which an event is lost
   * @param pause waits that long
   * @param drift is given the views that hold something else than the snapshot of the same
   *     sequence: a defect somewhere, and mended
   * @param unfit is given the products that cannot be stored; they are left out
   */
  Comparison(
      Snapshots snapshots,
      Views views,
      Projector projector,
      int pageSize,
      Duration patience,
      Consumer<Duration> pause,
      BiConsumer<Stock, View> drift,
      BiConsumer<Snapshot, Throwable> unfit) {
    this.snapshots = snapshots;
    this.views = views;
    this.projector = projector;
    this.pageSize = pageSize;
    this.patience = patience;
    this.pause = pause;
    this.drift = drift;
    this.unfit = unfit;
  }

  /**
   * The result of a comparison.
   *
   * @param products how many allocation has
   * @param replaced how many views it was ahead of
   */
  record Compared(int products, int replaced) {}

  /**
   * Goes through all products once.
   *
   * @throws Snapshots.Unreachable if allocation does not answer; what was taken over so far stays
   * @throws ViewsUnavailable if the store is away; what was taken over so far stays
   */
  Compared run() {
    Instant currentTo = snapshots.currentTo();
    int products = 0;
    int replaced = 0;
    Map<String, Snapshot> late = new HashMap<>();
    String after = null;
    do {
      Page page = snapshots.page(after, pageSize);
      if (page.next() != null && page.next().equals(after)) {
        throw new Snapshots.Unreachable("the pages of products do not go on after " + after, null);
      }
      products += page.products().size();
      replaced += takeOver(page.products(), late);
      replaced += emptyWhatIsGone(page, after);
      after = page.next();
    } while (after != null);
    replaced += takeOverLate(late);
    views.compared(currentTo);
    return new Compared(products, replaced);
  }

  private int takeOver(List<Snapshot> page, Map<String, Snapshot> late) {
    Map<String, View> known = views.find(skus(page));
    List<Snapshot> news =
        page.stream().filter(each -> differs(each.stock(), known.get(each.stock().sku()))).toList();
    List<Snapshot> now = new ArrayList<>();
    for (Snapshot each : news) {
      View view = known.get(each.stock().sku());
      boolean mayCatchUp = view != null && each.stock().sequence() > view.sequence();
      if (mayCatchUp && late.size() < MOST_LATE) {
        late.put(each.stock().sku(), each);
      } else {
        now.add(each);
      }
    }
    return replace(now);
  }

  /**
   * After a restore allocation may no longer have a product that was there before: of that nothing
   * is left, and a question about it is answered as if it had never been.
   */
  private int emptyWhatIsGone(Page page, String after) {
    if (page.generation() == 1 || !page.whole()) {
      return 0;
    }
    long begin = Numbering.of(page.generation(), 0).orElseThrow();
    Set<String> gone = new HashSet<>(views.below(begin, after, page.next()));
    gone.removeAll(skus(page.products()));
    Instant now = snapshots.currentTo();
    return replace(
        views.find(gone).values().stream()
            .map(
                view ->
                    new Snapshot(
                        new Stock(
                            view.sku(),
                            begin,
                            List.of(),
                            view.stock().isOut() ? view.stock().outOfStockSince() : now),
                        now))
            .toList());
  }

  private int takeOverLate(Map<String, Snapshot> late) {
    int before = 0;
    while (!late.isEmpty() && late.size() != before) {
      before = late.size();
      pause.accept(patience);
      for (List<Snapshot> page : pages(late.values())) {
        views
            .find(skus(page))
            .forEach(
                (sku, view) -> late.computeIfPresent(sku, (same, each) -> stillAhead(each, view)));
      }
    }
    return pages(late.values()).stream().mapToInt(this::replace).sum();
  }

  private static Snapshot stillAhead(Snapshot snapshot, View view) {
    return snapshot.stock().sequence() > view.sequence() ? snapshot : null;
  }

  private List<List<Snapshot>> pages(Collection<Snapshot> snapshots) {
    List<Snapshot> all = List.copyOf(snapshots);
    List<List<Snapshot>> pages = new ArrayList<>();
    for (int from = 0; from < all.size(); from += pageSize) {
      pages.add(all.subList(from, Math.min(all.size(), from + pageSize)));
    }
    return pages;
  }

  private static Set<String> skus(List<Snapshot> snapshots) {
    return snapshots.stream().map(each -> each.stock().sku()).collect(Collectors.toSet());
  }

  private int replace(List<Snapshot> news) {
    if (news.isEmpty()) {
      return 0;
    }
    try {
      return projector.replace(news).replaced().size();
    } catch (ViewsUnavailable away) {
      throw away;
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError oneOfThem) {
      return news.stream().mapToInt(this::alone).sum();
    }
  }

  private boolean differs(Stock snapshot, View known) {
    if (known == null || snapshot.sequence() > known.sequence()) {
      return true;
    }
    boolean drifted = snapshot.sequence() == known.sequence() && !snapshot.equals(known.stock());
    if (drifted) {
      drift.accept(snapshot, known);
    }
    return drifted;
  }

  private int alone(Snapshot snapshot) {
    try {
      return projector.replace(List.of(snapshot)).replaced().size();
    } catch (ViewsUnavailable away) {
      throw away;
    } catch (RuntimeException | StackOverflowError failure) {
      unfit.accept(snapshot, failure);
      return 0;
    }
  }
}
