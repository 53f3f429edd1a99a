package dev.ficus.legacy.shadow;

import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.shadow.ShownBatches.ShownBatch;
import dev.ficus.legacy.shadow.ShownBatches.ShownPromise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Named batches of a SKU in the shadow.
 *
 * <p>The figure of each is net of all that the monolith has promised. What it has promised to lines
 * that the shadow was fed is in the batch beside it: these hold units there. Which promises are
 * theirs, its list of promises says, so nothing has to be guessed from how figures move.
 *
 * @param byReference all that were ever shown
 */
public record ShadowBatches(Map<String, ShadowBatch> byReference) {

  /** None: of a SKU that has figures. */
  public static final ShadowBatches NONE = new ShadowBatches(Map.of());

  public ShadowBatches {
    byReference = Map.copyOf(byReference);
  }

  /** The lines as a look has found them, or why they cannot be told from each other. */
  record ShownLines(List<ShadowLine> lines, Optional<String> unclear) {}

  /** The batches by what a look has shown; one that is not in it has nothing left. */
  ShadowBatches looked(List<ShownBatch> shown) {
    Map<String, ShadowBatch> next = new HashMap<>();
    byReference.forEach((reference, batch) -> next.put(reference, batch.looked(0, batch.eta())));
    for (ShownBatch each : shown) {
      next.put(
          each.batchref(),
          byReference
              .getOrDefault(each.batchref(), ShadowBatch.unknown(each.batchref()))
              .looked(each.figure(), each.eta()));
    }
    return new ShadowBatches(next);
  }

  /** What is left of all of them together. */
  long figure() {
    return byReference.values().stream().mapToLong(ShadowBatch::figure).sum();
  }

  /** Units of all of them together, as they were last decided. */
  long units() {
    return byReference.values().stream().mapToLong(ShadowBatch::units).sum();
  }

  /**
   * The batches that are to have other units, or another day, than before; those that get smaller
   * first, so that there are never more than there are.
   *
   * @param before as they were last decided
   * @param lines all of the SKU that were ever fed
   * @param anyway whether they are sent even where nothing has changed
   */
  List<ShadowBatch> resized(
      ShadowBatches before, Collection<ShadowLine> lines, int basing, boolean anyway) {
    Map<String, Long> counted = counted(lines, basing);
    Map<String, Long> left = left(lines);
    List<ShadowBatch> resized = new ArrayList<>();
    byReference.forEach(
        (reference, batch) -> {
          long units =
              batch.forgotten()
                  + Math.max(
                      left.getOrDefault(reference, 0L),
                      batch.figure() + counted.getOrDefault(reference, 0L));
          long bounded = Math.min(Math.max(0, units), Integer.MAX_VALUE);
          ShadowBatch known = before.byReference().get(reference);
          if (anyway
              || known == null
              || bounded != known.units()
              || !batch.eta().equals(known.eta())) {
            resized.add(batch.sized(bounded));
          }
        });
    resized.sort(
        Comparator.comparing(
                (ShadowBatch batch) ->
                    batch.units()
                        > Optional.ofNullable(before.byReference().get(batch.batchref()))
                            .map(ShadowBatch::units)
                            .orElse(0L))
            .thenComparing(ShadowBatch::batchref));
    return resized;
  }

  /** The same, with these in place of those of their references. */
  ShadowBatches with(List<ShadowBatch> others) {
    Map<String, ShadowBatch> next = new HashMap<>(byReference);
    others.forEach(each -> next.put(each.batchref(), each));
    return new ShadowBatches(next);
  }

  /** Units by batch that lines have there, beside what is left. */
  static Map<String, Long> counted(Collection<ShadowLine> lines, int basing) {
    Map<String, Long> counted = new TreeMap<>();
    for (ShadowLine line : lines) {
      // Of earlier basings nothing is counted but what has left: the others gave all back.
      if (line.basing() == basing || line.state() == LineState.DESPATCHED) {
        LineUnits where = line.basing() == basing ? line.units() : line.units().unlisted();
        where
            .counted(line.state(), line.quantity())
            .forEach((batchref, units) -> counted.merge(batchref, units, Long::sum));
      }
    }
    return counted;
  }

  /** Units by batch that have left in the shadow. */
  private static Map<String, Long> left(Collection<ShadowLine> lines) {
    Map<String, Long> left = new HashMap<>();
    lines.stream()
        .filter(line -> line.state() == LineState.DESPATCHED)
        .forEach(
            line ->
                line.units()
                    .placedIn()
                    .ifPresent(
                        batchref -> left.merge(batchref, (long) line.quantity(), Long::sum)));
    return left;
  }

  /**
   * The lines of a basing, each with what is promised to it.
   *
   * @param lines those of the basing
   */
  static ShownLines promised(Collection<ShadowLine> lines, ShownBatches shown) {
    Map<String, List<ShadowLine>> byNumber = new HashMap<>();
    lines.forEach(
        line ->
            byNumber
                .computeIfAbsent(line.id().order().number(), any -> new ArrayList<>())
                .add(line));
    Map<ShadowLine, Map<String, Long>> units = new HashMap<>();
    for (ShownPromise promise : shown.promises()) {
      List<ShadowLine> ofOrder = byNumber.getOrDefault(promise.number(), List.of());
      if (ofOrder.stream().map(line -> line.id().order().shop()).distinct().count() > 1) {
        return new ShownLines(
            List.of(), Optional.of("orders of two shops have the number " + promise.number()));
      }
      List<ShadowLine> found =
          ofOrder.stream().filter(line -> isOf(line.id().line().lineid(), promise.item())).toList();
      if (found.size() > 1) {
        return new ShownLines(
            List.of(),
            Optional.of(
                "order %s has it in several lines, and the list of promises does not say which"
                    .formatted(promise.number())));
      }
      if (!found.isEmpty() && promise.units() > 0) {
        units
            .computeIfAbsent(found.get(0), any -> new HashMap<>())
            .merge(promise.batchref(), promise.units(), Long::sum);
      }
    }
    return new ShownLines(
        lines.stream()
            .map(
                line ->
                    line.with(
                        line.units().listed(units.getOrDefault(line, Map.of()), shown.hasGone())))
            .toList(),
        Optional.empty());
  }

  private static boolean isOf(String lineid, String item) {
    return lineid.isEmpty() || item.isEmpty() || lineid.equals(item);
  }
}
