package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Book of routes: the default route, the routes of SKUs, and the waves they are in. */
public interface RouteBook {

  /** The default route; empty before the first start has stored it. */
  Optional<Route> defaultRoute();

  /**
   * Stores the default route, unless one is stored.
   *
   * @return the one that is stored now
   */
  Route storeDefaultRoute(Route route);

  /**
   * Whether there are lines that we own, whatever their state, those that are refused among them.
   */
  boolean hasLinesOfOurs();

  /** Decides by {@link WaveRules} about a list, and stores it unless it is refused. */
  WaveDecision put(Wave wave);

  /**
   * Wave in short.
   *
   * @param legacy SKUs in it that the monolith fulfils
   * @param ours SKUs in it that we fulfil
   * @param kept of these, whose stock we keep
   * @param changedAt when its list was last stored
   */
  record WaveSummary(String name, long legacy, long ours, long kept, Instant changedAt) {}

  /**
   * Waves whose names come after this one, in code-point order.
   *
   * @param part what their names contain, in whatever case; nothing for all of them
   */
  List<WaveSummary> waves(String part, String after, int most);

  /** One wave. */
  Optional<WaveSummary> wave(String name);

  /** SKUs of a wave that come after this one, in code-point order. */
  List<SkuRoute> wave(String name, String after, int most);

  /** SKUs of all waves that come after this one, those of one route or all. */
  List<SkuRoute> routes(Optional<Route> route, String after, int most);

  /** The route of a SKU, its own or the default one. */
  SkuRoute route(String sku);

  /**
   * Those of these SKUs of which no feed and no list has shown an order or stock, be it one that
   * was refused.
   */
  Set<String> neverSeen(Set<String> skus);

  /**
   * How far the migration has come.
   *
   * @param legacy SKUs that the monolith fulfils, of those that were ever seen or are in a wave
   * @param ours the same that we fulfil
   * @param monolithsOpenLines lines of the monolith that are neither cancelled nor despatched
   * @param monolithsUnits units of these
   * @param draining SKUs that we fulfil and of which the monolith has open lines
   * @param drainsAgain of these, how many had settled before
   * @param figures SKUs whose stock the monolith reports by figures that count
   */
  record RoutingProgress(
      long legacy,
      long ours,
      long monolithsOpenLines,
      long monolithsUnits,
      long draining,
      long drainsAgain,
      long figures) {}

  /** How far the migration has come now. */
  RoutingProgress progress();
}
