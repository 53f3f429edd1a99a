package dev.ficus.legacy.routing;

import dev.ficus.legacy.routing.WaveDecision.WaveRefusal;
import dev.ficus.legacy.routing.WaveDecision.WaveRefused;
import dev.ficus.legacy.routing.WaveDecision.WaveStored;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Rules for waves: a list changes no route that is in force. It may give a route to SKUs that
 * nobody has seen yet, because no line and no stock of them is under way.
 */
public final class WaveRules {

  private final Route defaultRoute;
  private final Map<String, SkuRoute> known;
  private final Predicate<String> seen;
  private final Predicate<String> kept;

  /**
   * @param known the SKUs of the list and of the wave that are in any wave
   * @param seen whether a line or stock of a SKU was received
   * @param kept whether we keep the stock of a SKU
   */
  public WaveRules(
      Route defaultRoute,
      Map<String, SkuRoute> known,
      Predicate<String> seen,
      Predicate<String> kept) {
    this.kept = kept;
    this.defaultRoute = defaultRoute;
    this.known = Map.copyOf(known);
    this.seen = seen;
  }

  /** What follows from the list; the same list again changes nothing. */
  public WaveDecision decide(Wave wave) {
    if (wave.skus().isEmpty()) {
      return new WaveRefused(WaveRefusal.EMPTY, List.of());
    }
    Optional<Route> start = wave.start().filter(route -> route != defaultRoute);
    List<SkuRoute> before =
        known.values().stream().filter(each -> isIn(wave, each)).sorted(this::bySku).toList();
    List<SkuRoute> added =
        wave.skus().stream()
            .filter(sku -> !known.containsKey(sku))
            .map(sku -> new SkuRoute(sku, start.orElse(defaultRoute), 0, Optional.of(wave.name())))
            .toList();
    List<SkuRoute> removed =
        before.stream().filter(each -> !wave.skus().contains(each.sku())).toList();
    return refused(
            WaveRefusal.OTHER_WAVE,
            known.values().stream().filter(each -> !isIn(wave, each)).sorted(this::bySku))
        .or(
            () ->
                refused(
                    WaveRefusal.WOULD_MOVE,
                    Stream.concat(
                        before.stream().filter(each -> wouldMove(wave, each)),
                        added.stream().filter(each -> start.isPresent() && seen.test(each.sku())))))
        .or(
            () ->
                refused(
                    WaveRefusal.NOT_THE_FIRST_LIST,
                    added.stream().filter(each -> start.isPresent() && !before.isEmpty())))
        .or(() -> refused(WaveRefusal.ROUTE_KEPT, removed.stream().filter(each -> hasToStay(each))))
        .orElseGet(() -> new WaveStored(added, removed.stream().map(SkuRoute::sku).toList()));
  }

  private boolean hasToStay(SkuRoute removed) {
    return removed.epoch() > 0 || removed.route() != defaultRoute || kept.test(removed.sku());
  }

  private static boolean wouldMove(Wave wave, SkuRoute before) {
    return wave.skus().contains(before.sku())
        && wave.start().filter(route -> route != before.route()).isPresent();
  }

  private static boolean isIn(Wave wave, SkuRoute sku) {
    return sku.wave().filter(wave.name()::equals).isPresent();
  }

  private int bySku(SkuRoute one, SkuRoute other) {
    return one.sku().compareTo(other.sku());
  }

  private static Optional<WaveDecision> refused(WaveRefusal reason, Stream<SkuRoute> skus) {
    List<SkuRoute> all = skus.toList();
    return all.isEmpty() ? Optional.empty() : Optional.of(new WaveRefused(reason, all));
  }
}
