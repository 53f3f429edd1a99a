package dev.ficus.legacy.order;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Translates an old order line by line, without knowing what the ledger has.
 *
 * <p>Each item comes out exactly once: as a line to fulfil, as a rejection with its reason, or as
 * an item that others replace, as its parts do a bundle ({@link ItemTree}).
 */
public final class Translator {

  private final ShopRules rules;

  /** A translator for one shop. */
  public Translator(ShopRules rules) {
    this.rules = rules;
  }

  /** What the order means. */
  public Translation translate(OldOrder order) {
    return translate(order, place -> true);
  }

  /**
   * The translation of one line of the order, read among the others, without these.
   *
   * @param place which line, counted from 0; one that others replace has no translation
   */
  public Translation translate(OldOrder order, int place) {
    Translation one = translate(order, each -> each == place);
    return new Translation(
        one.number(),
        one.cancelled(),
        one.updatedAt(),
        one.lines(),
        one.refused(),
        one.beforeTheCount(),
        false);
  }

  /** The SKUs of all lines of the order, as far as they can be read. */
  public Set<String> skus(OldOrder order) {
    return placed(order).lines().stream()
        .map(line -> line.item().sku())
        .filter(Identifiers::readable)
        .collect(Collectors.toSet());
  }

  /** The lines of the order by the places of its items, those that are refused among them. */
  public PlacedLines placed(OldOrder order) {
    ItemTree tree = new ItemTree(order.items());
    List<Optional<OldItem>> read =
        IntStream.range(0, order.items().size()).mapToObj(tree::line).toList();
    boolean isReturn = isReturn(order, read.stream().flatMap(Optional::stream).toList());
    List<PlacedLine> placed = new ArrayList<>();
    Map<String, Integer> occurrences = new HashMap<>();
    Set<LineKey> seen = new HashSet<>();
    for (int place = 0; place < read.size(); place++) {
      if (read.get(place).isEmpty()) {
        continue;
      }
      OldItem item = read.get(place).get();
      String lineid = lineid(item, occurrences);
      Optional<Reason> reason =
          isReturn ? Optional.of(Reason.RETURN_WITHOUT_ORDER) : rejection(item, lineid);
      Optional<LineKey> key = key(item.sku(), lineid);
      if (reason.isEmpty() && !seen.add(key.orElseThrow())) {
        reason = Optional.of(Reason.DUPLICATE_LINE);
      }
      placed.add(new PlacedLine(place, item, lineid, key, reason));
    }
    return new PlacedLines(tree, placed);
  }

  private Translation translate(OldOrder order, IntPredicate asked) {
    List<PlacedLine> placed = placed(order).lines();
    List<OldItem> items = placed.stream().map(PlacedLine::item).toList();
    boolean cancelled = rules.isCancelled(order.statuses());
    List<Translation.TranslatedLine> lines = new ArrayList<>();
    List<Rejection> refused = new ArrayList<>();
    for (PlacedLine line : placed) {
      if (!asked.test(line.place())) {
        continue;
      }
      if (line.refused().isPresent()) {
        refused.add(refused(line));
      } else {
        line(line.key().orElseThrow(), line.item(), cancelled).ifPresent(lines::add);
      }
    }
    if (items.isEmpty() && !cancelled) {
      // Lines that are not found hold back what is known of the order, as one that is refused does.
      boolean holds = rules.otherLines() == ShopRules.OtherLines.WAIT;
      refused.add(Rejection.ofOrder(Reason.NO_LINES, holds));
    }
    return new Translation(
        order.number(),
        cancelled,
        Optional.ofNullable(order.updatedAt()),
        lines,
        refused,
        isBeforeTheCount(order),
        !isReturn(order, items)
            && !items.isEmpty()
            && items.stream().noneMatch(Translator::lacksItsParts));
  }

  private static Optional<LineKey> key(String sku, String lineid) {
    return lineid != null && Identifiers.readable(sku)
        ? Optional.of(new LineKey(sku, lineid))
        : Optional.empty();
  }

  private static boolean lacksItsParts(OldItem item) {
    return item.kind() == OldItem.ItemKind.SET;
  }

  /**
   * A line as it is to be fulfilled, or has been: it is despatched as a whole, so one of which a
   * part was shipped is still here. Of an order that is not wanted any more just that part was
   * fulfilled.
   *
   * @return empty when nothing of it is wanted any more
   */
  private static Optional<Translation.TranslatedLine> line(
      LineKey key, OldItem item, boolean cancelled) {
    int ordered = WrittenQuantity.units(item.quantity());
    int shipped = Math.min(ordered, unitsOrNone(item.shipped()));
    int unshipped = Math.max(0, ordered - shipped - unitsOrNone(item.cancelled()));
    int refunded = unitsOrNone(item.refunded());
    int returned = Math.min(shipped, Math.max(0, refunded - unshipped));
    if (cancelled) {
      int fulfilled = shipped > 0 ? shipped : ordered;
      return Optional.of(new Translation.TranslatedLine(key, fulfilled, shipped > 0, returned));
    }
    int wanted = shipped + Math.max(0, unshipped - refunded);
    return wanted > 0
        ? Optional.of(new Translation.TranslatedLine(key, wanted, shipped == wanted, returned))
        : Optional.empty();
  }

  private static int unitsOrNone(String written) {
    return written == null ? 0 : WrittenQuantity.units(written);
  }

  /** Where no time of the count is configured, it was before this adapter began. */
  private boolean isBeforeTheCount(OldOrder order) {
    return rules
        .stockCountedAt()
        .map(at -> order.updatedAt() != null && order.updatedAt().isBefore(at))
        .orElse(true);
  }

  private Rejection refused(PlacedLine line) {
    Reason reason = line.refused().orElseThrow();
    boolean holds = rules.otherLines() == ShopRules.OtherLines.WAIT && reason.isWorthWaitingFor();
    return Rejection.ofLine(
        line.item().sku(), line.lineid(), line.item().quantity(), reason, line.place(), holds);
  }

  /** A return has a number of returns, or takes back without ordering anything. */
  private boolean isReturn(OldOrder order, List<OldItem> items) {
    return rules.returns().filter(r -> r.matcher(order.number().number()).matches()).isPresent()
        || !items.isEmpty()
            && items.stream().allMatch(item -> WrittenQuantity.isNegative(item.quantity()));
  }

  private Optional<Reason> rejection(OldItem item, String lineid) {
    if (item.kind() == OldItem.ItemKind.NO_GOODS) {
      return Optional.of(Reason.NOT_STOCK);
    }
    if (!Identifiers.readable(item.sku())) {
      return Optional.of(Reason.UNREADABLE_SKU);
    }
    if (rules.notStock().contains(item.sku())) {
      return Optional.of(Reason.NOT_STOCK);
    }
    if (lacksItsParts(item)) {
      return Optional.of(Reason.PARTS_NOT_SHOWN);
    }
    if (lineid == null) {
      return Optional.of(Reason.UNREADABLE_ITEM_ID);
    }
    Optional<Reason> quantity = WrittenQuantity.rejection(item.quantity());
    if (quantity.isEmpty() && WrittenQuantity.units(item.quantity()) == 0) {
      return Optional.of(Reason.ZERO_QUANTITY);
    }
    return quantity
        .or(() -> rejectionIfWritten(item.cancelled()))
        .or(() -> rejectionIfWritten(item.refunded()))
        .or(() -> rejectionIfWritten(item.shipped()));
  }

  private static Optional<Reason> rejectionIfWritten(String quantity) {
    return quantity == null ? Optional.empty() : WrittenQuantity.rejection(quantity);
  }

  /** The line's id by the shop's rule; null when the line has none. */
  private String lineid(OldItem item, Map<String, Integer> occurrences) {
    if (rules.lineIds() == ShopRules.LineIds.ITEM_ID) {
      return Identifiers.readable(item.itemId()) ? item.itemId() : null;
    }
    if (!Identifiers.readable(item.sku())) {
      return null;
    }
    int occurrence = occurrences.merge(item.sku(), 1, Integer::sum);
    return occurrence == 1 ? "" : Integer.toString(occurrence);
  }
}
