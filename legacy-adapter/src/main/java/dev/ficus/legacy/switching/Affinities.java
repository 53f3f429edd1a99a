package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.Affinity;
import dev.ficus.legacy.routing.Affinity.AddedSku;
import dev.ficus.legacy.routing.OrderBaskets;
import dev.ficus.legacy.switching.WaveBaskets.WaveSkus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Affinity of waves: how many orders each would split, and what to take over too. */
@ApplicationScoped
public class Affinities {

  private final WaveBaskets book;
  private final AffinitySettings settings;
  private final Map<String, Found> found = new ConcurrentHashMap<>();

  Affinities(WaveBaskets book, AffinitySettings settings) {
    this.book = book;
    this.settings = settings;
  }

  /**
   * What a wave would split.
   *
   * @param over the time that was looked at
   * @param orders how many were first seen in it
   * @param splitNow how many of these are split as it is
   * @param split how many would be with the wave
   * @param add SKUs that lower it most, one after the other
   */
  public record WaveAffinity(
      Duration over, long orders, long splitNow, long split, List<AddedSku> add) {}

  private record Found(WaveSkus skus, long atNanos, WaveAffinity affinity) {}

  /** Of a wave; empty when there is none of this name. */
  public Optional<WaveAffinity> of(String wave) {
    return book.skus(wave).map(skus -> lookUp(wave, skus));
  }

  /** The same, as it was found out a short while ago, unless it is about other SKUs now. */
  Optional<WaveAffinity> ofLately(String wave) {
    return book.skus(wave)
        .map(
            skus ->
                Optional.ofNullable(found.get(wave))
                    .filter(last -> last.skus().equals(skus) && isFresh(last))
                    .map(Found::affinity)
                    .orElseGet(() -> lookUp(wave, skus)));
  }

  private boolean isFresh(Found last) {
    return System.nanoTime() - last.atNanos() < settings.fresh().toNanos();
  }

  private WaveAffinity lookUp(String wave, WaveSkus skus) {
    OrderBaskets baskets = book.baskets(settings.over());
    Set<String> together = new HashSet<>(skus.ours());
    together.addAll(skus.wave());
    long now = new Affinity(baskets, skus.ours()).split();
    Affinity then = new Affinity(baskets, together);
    long split = then.split();
    WaveAffinity affinity =
        new WaveAffinity(settings.over(), baskets.orders(), now, split, then.add(settings.most()));
    found.put(wave, new Found(skus, System.nanoTime(), affinity));
    return affinity;
  }
}
