package dev.ficus.availability.rebuilding;

import dev.ficus.availability.projecting.Projector;
import dev.ficus.availability.projecting.Snapshots;
import dev.ficus.availability.projecting.Snapshots.Page;
import dev.ficus.availability.projecting.Snapshots.Snapshot;
import dev.ficus.availability.projecting.Views;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Compares every view with allocation's snapshot and takes over what is ahead. On an empty store
 * this builds all views; later it finds what no gap ever shows: the lost last event of a product
 * that has been quiet since.
 */
final class Comparison {

  private final Snapshots snapshots;
  private final Views views;
  private final Projector projector;
  private final Clock clock;
  private final int pageSize;
  private final BiConsumer<Snapshot, RuntimeException> unfit;

  /**
   * @param unfit is told of products that cannot be stored; they are left out
   */
  Comparison(
      Snapshots snapshots,
      Views views,
      Projector projector,
      Clock clock,
      int pageSize,
      BiConsumer<Snapshot, RuntimeException> unfit) {
    this.snapshots = snapshots;
    this.views = views;
    this.projector = projector;
    this.clock = clock;
    this.pageSize = pageSize;
    this.unfit = unfit;
  }

  /**
   * What came out.
   *
   * @param products how many allocation has
   * @param replaced how many views it was ahead of
   */
  record Result(int products, int replaced) {}

  /**
   * Goes through all products once.
   *
   * @throws Snapshots.Unreachable if allocation does not answer; what was taken over so far stays
   * @throws Views.Unavailable if the store is away; what was taken over so far stays
   */
  Result run() {
    Instant begun = clock.instant();
    int products = 0;
    int replaced = 0;
    String after = null;
    do {
      Page page = snapshots.page(after, pageSize);
      if (page.next() != null && page.next().equals(after)) {
        throw new Snapshots.Unreachable("the pages of products do not go on after " + after, null);
      }
      products += page.products().size();
      replaced += takeOver(page.products());
      after = page.next();
    } while (after != null);
    views.compared(begun);
    return new Result(products, replaced);
  }

  private int takeOver(List<Snapshot> page) {
    Map<String, Long> known =
        views.sequences(
            page.stream().map(snapshot -> snapshot.stock().sku()).collect(Collectors.toSet()));
    List<Snapshot> ahead =
        page.stream()
            .filter(
                snapshot ->
                    snapshot.stock().sequence() > known.getOrDefault(snapshot.stock().sku(), 0L))
            .toList();
    if (ahead.isEmpty()) {
      return 0;
    }
    try {
      return projector.replace(ahead).replaced().size();
    } catch (Views.Unavailable away) {
      throw away;
    } catch (RuntimeException oneOfThem) {
      return ahead.stream().mapToInt(this::alone).sum();
    }
  }

  private int alone(Snapshot snapshot) {
    try {
      return projector.replace(List.of(snapshot)).replaced().size();
    } catch (Views.Unavailable away) {
      throw away;
    } catch (RuntimeException failure) {
      unfit.accept(snapshot, failure);
      return 0;
    }
  }
}
