package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.ficus.legacy.routing.WaveDecision.WaveRefusal;
import dev.ficus.legacy.routing.WaveDecision.WaveRefused;
import dev.ficus.legacy.routing.WaveDecision.WaveStored;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class WaveRulesTest {

  private static final Optional<Route> NONE = Optional.empty();
  private static final Optional<Route> NEW = Optional.of(Route.NEW);

  private final Map<String, SkuRoute> known = new HashMap<>();
  private final Set<String> seen = new HashSet<>();
  private final Set<String> kept = new HashSet<>();

  @Test
  void a_list_is_stored_with_the_default_route() {
    assertEquals(
        new WaveStored(List.of(route("A", Route.LEGACY), route("B", Route.LEGACY)), List.of()),
        put(NONE, "B", "A"));
  }

  @Test
  void the_same_list_again_changes_nothing() {
    put(NEW, "A", "B");
    assertEquals(new WaveStored(List.of(), List.of()), put(NEW, "A", "B"));
    assertEquals(new WaveStored(List.of(), List.of()), put(NONE, "A", "B"));
  }

  @Test
  void skus_may_leave_the_wave_as_long_as_they_have_the_default_route() {
    put(NONE, "A", "B");
    assertEquals(
        new WaveStored(List.of(route("C", Route.LEGACY)), List.of("A")), put(NONE, "B", "C"));
  }

  @Test
  void an_empty_list_is_refused() {
    assertEquals(WaveRefusal.EMPTY, refusal(put(NONE)));
  }

  @Test
  void a_sku_of_another_wave_is_refused_by_name() {
    known.put("B", new SkuRoute("B", Route.LEGACY, 0, Optional.of("other")));
    WaveRefused refused = assertInstanceOf(WaveRefused.class, put(NONE, "A", "B"));
    assertEquals(WaveRefusal.OTHER_WAVE, refused.reason());
    assertEquals(List.of(known.get("B")), refused.skus());
  }

  @Test
  void the_first_list_gives_a_route_to_what_nobody_has_seen_and_to_nothing_else() {
    assertEquals(new WaveStored(List.of(route("A", Route.NEW)), List.of()), put(NEW, "A"));
    known.clear();
    seen.add("B");
    assertEquals(WaveRefusal.WOULD_MOVE, refusal(put(NEW, "A", "B")));
  }

  @Test
  void a_later_list_gives_no_route() {
    put(NEW, "A");
    assertEquals(WaveRefusal.NOT_THE_FIRST_LIST, refusal(put(NEW, "A", "B")));
    assertEquals(new WaveStored(List.of(route("B", Route.LEGACY)), List.of()), put(NONE, "A", "B"));
    assertEquals(WaveRefusal.WOULD_MOVE, refusal(put(NEW, "A", "B")));
    assertEquals(WaveRefusal.WOULD_MOVE, refusal(put(Optional.of(Route.LEGACY), "A", "B")));
  }

  @Test
  void a_sku_that_has_not_the_default_route_stays_in_its_wave() {
    put(NEW, "A", "B");
    assertEquals(WaveRefusal.ROUTE_KEPT, refusal(put(NONE, "A")));
  }

  @Test
  void a_sku_whose_route_has_changed_and_changed_back_stays_in_its_wave() {
    known.put("A", new SkuRoute("A", Route.LEGACY, 2, Optional.of("wave")));
    assertEquals(WaveRefusal.ROUTE_KEPT, refusal(put(NONE, "B")));
  }

  @Test
  void a_sku_whose_stock_we_keep_stays_in_its_wave() {
    put(NONE, "A", "B");
    kept.add("A");
    assertEquals(WaveRefusal.ROUTE_KEPT, refusal(put(NONE, "B")));
    assertEquals(new WaveStored(List.of(), List.of("B")), put(NONE, "A"));
  }

  /** Whatever lists come in whatever order, no route that somebody has acted upon changes. */
  @Property(tries = 500)
  void no_list_changes_the_route_of_what_was_seen(
      @ForAll @Size(max = 12) List<@Size(max = 4) Set<@IntRange(max = 5) Integer>> lists,
      @ForAll @Size(12) List<@IntRange(max = 5) Integer> shown,
      @ForAll @Size(12) List<Boolean> withRoute) {
    known.clear();
    seen.clear();
    Map<String, Route> actedUpon = new HashMap<>();
    for (int at = 0; at < lists.size(); at++) {
      String sku = "S" + shown.get(at);
      seen.add(sku);
      actedUpon.putIfAbsent(sku, routeOf(sku));
      String[] skus = lists.get(at).stream().map(each -> "S" + each).toArray(String[]::new);
      put(withRoute.get(at) ? NEW : NONE, skus);
      actedUpon.forEach((each, route) -> assertEquals(route, routeOf(each), each));
    }
  }

  private Route routeOf(String sku) {
    return known.containsKey(sku) ? known.get(sku).route() : Route.LEGACY;
  }

  private WaveDecision put(Optional<Route> start, String... skus) {
    WaveDecision decision =
        new WaveRules(Route.LEGACY, known, seen::contains, kept::contains)
            .decide(new Wave("wave", new TreeSet<>(List.of(skus)), start));
    if (decision instanceof WaveStored stored) {
      stored.added().forEach(each -> known.put(each.sku(), each));
      stored.removed().forEach(known::remove);
    }
    return decision;
  }

  private static WaveRefusal refusal(WaveDecision decision) {
    return assertInstanceOf(WaveRefused.class, decision).reason();
  }

  private static SkuRoute route(String sku, Route route) {
    return new SkuRoute(sku, route, 0, Optional.of("wave"));
  }
}
