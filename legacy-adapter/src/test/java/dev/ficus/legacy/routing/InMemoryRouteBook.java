package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Fake of the book of routes: it remembers as the database does, and passes the same tests. */
public final class InMemoryRouteBook implements RouteBook {

  private final Map<String, SkuRoute> skus = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<String, Instant> changedAt = new HashMap<>();
  private Optional<Route> defaultRoute = Optional.empty();
  private boolean linesOfOurs;
  private Optional<List<String>> holders = Optional.empty();

  /** Whether the ledger beside it has such lines. */
  public void hasLinesOfOurs(boolean has) {
    linesOfOurs = has;
  }

  /** An order line or stock of this SKU was received. */
  public void received(String sku) {
    seen.add(sku);
  }

  /** From now on transactions under way do not leave the routes alone. */
  public void held(List<String> holders) {
    this.holders = Optional.of(holders);
  }

  @Override
  public Optional<Route> defaultRoute() {
    return defaultRoute;
  }

  @Override
  public Route storeDefaultRoute(Route route) {
    defaultRoute = defaultRoute.or(() -> Optional.of(route));
    return defaultRoute.get();
  }

  @Override
  public boolean hasLinesOfOurs() {
    return linesOfOurs;
  }

  @Override
  public WaveDecision put(Wave wave) {
    if (holders.isPresent()) {
      throw new RoutesHeldException(holders.get(), null);
    }
    WaveDecision decision =
        new WaveRules(defaultRoute.orElseThrow(), known(wave), seen::contains, any -> false)
            .decide(wave);
    if (decision instanceof WaveDecision.WaveStored stored) {
      changedAt.put(wave.name(), Instant.now());
      stored.added().forEach(each -> skus.put(each.sku(), each));
      stored.removed().forEach(skus::remove);
    }
    return decision;
  }

  private Map<String, SkuRoute> known(Wave wave) {
    Map<String, SkuRoute> known = new TreeMap<>(skus);
    known.values().removeIf(each -> !isIn(wave.name(), each) && !wave.skus().contains(each.sku()));
    return known;
  }

  private static boolean isIn(String wave, SkuRoute sku) {
    return sku.wave().filter(wave::equals).isPresent();
  }

  @Override
  public List<WaveSummary> waves(String part, String after, int most) {
    return names()
        .filter(name -> name.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
        .filter(name -> name.compareTo(after) > 0)
        .limit(most)
        .map(this::summary)
        .toList();
  }

  private Stream<String> names() {
    return skus.values().stream().flatMap(each -> each.wave().stream()).distinct().sorted();
  }

  @Override
  public Optional<WaveSummary> wave(String name) {
    return names().filter(name::equals).map(this::summary).findFirst();
  }

  private WaveSummary summary(String wave) {
    return new WaveSummary(
        wave,
        in(wave).filter(each -> each.route() == Route.LEGACY).count(),
        in(wave).filter(each -> each.route() == Route.NEW).count(),
        0,
        changedAt.get(wave));
  }

  private Stream<SkuRoute> in(String wave) {
    return skus.values().stream().filter(each -> isIn(wave, each));
  }

  @Override
  public List<SkuRoute> wave(String name, String after, int most) {
    return in(name).filter(each -> each.sku().compareTo(after) > 0).limit(most).toList();
  }

  @Override
  public List<SkuRoute> routes(Optional<Route> route, String after, int most) {
    return skus.values().stream()
        .filter(each -> route.isEmpty() || route.get() == each.route())
        .filter(each -> each.sku().compareTo(after) > 0)
        .limit(most)
        .toList();
  }

  @Override
  public SkuRoute route(String sku) {
    return skus.getOrDefault(
        sku, new SkuRoute(sku, defaultRoute.orElseThrow(), 0, Optional.empty()));
  }

  @Override
  public Set<String> neverSeen(Set<String> skus) {
    Set<String> left = new HashSet<>(skus);
    left.removeAll(seen);
    return left;
  }

  @Override
  public RoutingProgress progress() {
    long legacy = skus.values().stream().filter(each -> each.route() == Route.LEGACY).count();
    return new RoutingProgress(legacy, skus.size() - legacy, 0, 0, 0, 0, 0);
  }
}
