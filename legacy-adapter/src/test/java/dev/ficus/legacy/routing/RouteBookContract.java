package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.routing.RouteBook.WaveSummary;
import dev.ficus.legacy.routing.WaveDecision.WaveRefusal;
import dev.ficus.legacy.routing.WaveDecision.WaveRefused;
import dev.ficus.legacy.routing.WaveDecision.WaveStored;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every book of routes does, the fake as well as the real one. */
public abstract class RouteBookContract {

  private final String unique = UUID.randomUUID().toString();
  private final String wave = "wave-" + unique;
  private final String other = "xwave-" + unique;

  protected abstract RouteBook book();

  /** An order line of this SKU is received. */
  protected abstract void received(String sku);

  @BeforeEach
  void begin() {
    book().storeDefaultRoute(Route.NEW);
  }

  @Test
  void the_default_route_is_stored_once() {
    assertEquals(Route.NEW, book().storeDefaultRoute(Route.LEGACY));
    assertEquals(Optional.of(Route.NEW), book().defaultRoute());
    assertEquals(new SkuRoute(sku("A"), Route.NEW, 0, Optional.empty()), book().route(sku("A")));
  }

  @Test
  void a_list_is_stored_and_the_same_list_again_changes_nothing() {
    assertEquals(List.of(ours("A"), ours("B")), stored("A", "B").added());
    assertEquals(new WaveStored(List.of(), List.of()), stored("A", "B"));
    assertEquals(ours("A"), book().route(sku("A")));
    assertEquals(List.of(ours("A"), ours("B")), book().wave(wave, "", 10));
  }

  @Test
  void what_the_next_list_leaves_out_is_in_no_wave_any_more() {
    stored("A", "B");
    assertEquals(new WaveStored(List.of(ours("C")), List.of(sku("A"))), stored("B", "C"));
    assertEquals(Optional.empty(), book().route(sku("A")).wave());
    assertEquals(List.of(ours("B"), ours("C")), book().wave(wave, "", 10));
  }

  @Test
  void what_is_refused_is_not_stored() {
    stored("A");
    WaveDecision decision = book().put(new Wave(other, Set.of(sku("A"), sku("B")), none()));
    assertEquals(new WaveRefused(WaveRefusal.OTHER_WAVE, List.of(ours("A"))), decision);
    assertEquals(Optional.empty(), book().wave(other));
    assertEquals(Optional.empty(), book().route(sku("B")).wave());
  }

  @Test
  void a_list_may_begin_with_another_route_for_skus_that_nobody_has_received() {
    received(sku("B"));
    WaveRefused refused =
        assertInstanceOf(WaveRefused.class, book().put(legacy(Set.of(sku("A"), sku("B")))));
    assertEquals(WaveRefusal.WOULD_MOVE, refused.reason());
    assertEquals(List.of(sku("B")), refused.skus().stream().map(SkuRoute::sku).toList());
    assertInstanceOf(WaveStored.class, book().put(legacy(Set.of(sku("A")))));
    assertEquals(Route.LEGACY, book().route(sku("A")).route());
  }

  @Test
  void what_nobody_has_received_is_never_seen() {
    received(sku("A"));
    assertEquals(Set.of(sku("B")), book().neverSeen(Set.of(sku("A"), sku("B"))));
    assertEquals(Set.of(), book().neverSeen(Set.of()));
  }

  @Test
  void waves_are_counted_by_route() {
    stored("A", "B");
    book().put(new Wave(other, Set.of(sku("C")), Optional.of(Route.LEGACY)));
    WaveSummary mine = book().wave(wave).orElseThrow();
    WaveSummary theirs = book().wave(other).orElseThrow();
    assertEquals(List.of(0L, 2L), List.of(mine.legacy(), mine.ours()));
    assertEquals(List.of(1L, 0L), List.of(theirs.legacy(), theirs.ours()));
    stored("A");
    assertFalse(book().wave(wave).orElseThrow().changedAt().isBefore(mine.changedAt()));
    assertEquals(List.of(wave, other), names(book().waves(unique, "", 1000)));
    assertEquals(Optional.empty(), book().wave("no such wave"));
  }

  @Test
  void waves_come_page_by_page() {
    stored("A");
    book().put(new Wave(other, Set.of(sku("C")), none()));
    String before = wave.substring(0, wave.length() - 1);
    assertEquals(List.of(wave), names(book().waves("", before, 1)));
    assertFalse(names(book().waves("", wave, 1000)).contains(wave));
    assertTrue(names(book().waves("", wave, 1000)).contains(other));
    assertEquals(List.of(), book().waves("", "~", 10));
  }

  @Test
  void waves_are_found_by_a_part_of_their_names_in_whatever_case() {
    stored("A");
    book().put(new Wave(other, Set.of(sku("C")), none()));
    String part = ("E-" + unique).toUpperCase(Locale.ROOT);
    assertEquals(List.of(wave, other), names(book().waves(part, "", 10)));
    assertEquals(List.of(other), names(book().waves("XWAVE-" + unique, "", 10)));
    assertEquals(List.of(other), names(book().waves(part, wave, 10)));
    assertEquals(List.of(), book().waves(unique + "_", "", 10));
  }

  private static List<String> names(List<WaveSummary> waves) {
    return waves.stream().map(WaveSummary::name).toList();
  }

  @Test
  void skus_come_page_by_page() {
    stored("A", "B", "C");
    assertEquals(List.of(ours("A"), ours("B")), book().wave(wave, "", 2));
    assertEquals(List.of(ours("C")), book().wave(wave, sku("B"), 2));
    assertEquals(List.of(ours("B"), ours("C")), book().routes(Optional.of(Route.NEW), sku("A"), 2));
    assertEquals(List.of(ours("B")), book().routes(none(), sku("A"), 1));
    assertTrue(
        book().routes(Optional.of(Route.LEGACY), "", 1000).stream()
            .noneMatch(each -> each.sku().endsWith(unique)));
  }

  private static Optional<Route> none() {
    return Optional.empty();
  }

  /** After all of other tests, and each beside the others of this one. */
  private String sku(String name) {
    return "~" + unique + " " + name + unique;
  }

  private SkuRoute ours(String name) {
    return new SkuRoute(sku(name), Route.NEW, 0, Optional.of(wave));
  }

  private Wave legacy(Set<String> skus) {
    return new Wave(wave, skus, Optional.of(Route.LEGACY));
  }

  private WaveStored stored(String... names) {
    Set<String> skus = new HashSet<>();
    for (String name : names) {
      skus.add(sku(name));
    }
    return assertInstanceOf(WaveStored.class, book().put(new Wave(wave, skus, none())));
  }
}
