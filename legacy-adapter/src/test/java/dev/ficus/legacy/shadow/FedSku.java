package dev.ficus.legacy.shadow;

import dev.ficus.legacy.shadow.ShadowRules.Fed;
import dev.ficus.legacy.shadow.ShadowRules.TakenUnits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** One SKU in the shadow, and its lines, to which the rules are applied change by change. */
abstract class FedSku {

  final List<ShadowLine> lines = new ArrayList<>();
  ShadowSku sku;
  TakenUnits taken = new TakenUnits(0, false);

  private final AtomicLong places;

  FedSku(long place, ShadowSku sku) {
    this.places = new AtomicLong(place);
    this.sku = sku;
  }

  /**
   * A SKU that is based on a figure, and whose batch has as many units.
   *
   * @param revision the revision of the batch
   */
  static ShadowSku basedSku(String sku, int basing, int figure, int revision) {
    return basedSku(sku, basing, Optional.of("shop"), figure, 0, revision);
  }

  /** The same, by the figures of this source, and with units forgotten that have left. */
  static ShadowSku basedSku(
      String sku, int basing, Optional<String> source, int figure, int forgotten, int revision) {
    return new ShadowSku(
        sku,
        basing,
        ShadowState.BASED,
        "",
        source,
        ShadowStock.basedOn(figure),
        FigureTimes.BASED,
        0,
        0,
        forgotten,
        figure,
        revision,
        ShadowBatches.NONE);
  }

  final Optional<Fed> apply(ShadowChange change) {
    ShadowRules rules =
        new ShadowRules(List.of(sku), lines, (any, except) -> taken, places::incrementAndGet);
    Optional<Fed> fed = rules.apply(change);
    rules.changedSkus().forEach(each -> sku = each);
    rules
        .changedLines()
        .forEach(
            line -> {
              lines.removeIf(each -> each.id().equals(line.id()));
              lines.add(line);
            });
    return fed;
  }
}
