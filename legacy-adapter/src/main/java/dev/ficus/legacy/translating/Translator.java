package dev.ficus.legacy.translating;

import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.RefusedLine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/**
 * Says what an old order means, line by line, without knowing what was seen before.
 *
 * <p>Each line comes out exactly once: as a line to fulfil or as a refusal with its reason. Only
 * the simple product behind a configurable one, which repeats its parent, is not counted again.
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
   * What one line of the order means, read among the others; of them it says nothing.
   *
   * @param place which line, counted from 0; one that only repeats another means nothing
   */
  public Translation translate(OldOrder order, int place) {
    Translation one = translate(order, each -> each == place);
    return new Translation(
        one.number(), one.cancelled(), one.updatedAt(), one.lines(), one.refused(), false);
  }

  private Translation translate(OldOrder order, IntPredicate asked) {
    Set<OldItem> repeated = repeatedChildren(order.items());
    List<OldItem> items = order.items().stream().filter(item -> !repeated.contains(item)).toList();
    boolean cancelled =
        order.status() != null && rules.cancelledStatuses().contains(order.status().strip());
    boolean isReturn = isReturn(order, items);
    List<Translation.Line> lines = new ArrayList<>();
    List<RefusedLine> refused = new ArrayList<>();
    Map<String, Integer> occurrences = new HashMap<>();
    Set<LineKey> seen = new HashSet<>();
    for (int place = 0; place < order.items().size(); place++) {
      OldItem item = order.items().get(place);
      if (repeated.contains(item)) {
        continue;
      }
      String lineid = lineid(item, occurrences);
      Optional<Reason> reason =
          isReturn ? Optional.of(Reason.RETURN_WITHOUT_ORDER) : refusal(item, lineid);
      if (reason.isEmpty()) {
        LineKey key = new LineKey(item.sku(), lineid);
        if (seen.add(key)) {
          if (asked.test(place)) {
            lines.add(new Translation.Line(key, WrittenQuantity.units(item.quantity())));
          }
          continue;
        }
        reason = Optional.of(Reason.DUPLICATE_LINE);
      }
      if (asked.test(place)) {
        refused.add(refused(item, lineid, reason.orElseThrow(), place));
      }
    }
    if (items.isEmpty() && !cancelled) {
      refused.add(RefusedLine.wholeOrder(Reason.NO_LINES));
    }
    return new Translation(
        order.number(),
        cancelled,
        Optional.ofNullable(order.updatedAt()),
        lines,
        refused,
        !isReturn && !items.isEmpty());
  }

  private RefusedLine refused(OldItem item, String lineid, Reason reason, int place) {
    boolean holds = rules.otherLines() == ShopRules.OtherLines.WAIT && reason.isWorthWaitingFor();
    return new RefusedLine(item.sku(), lineid, item.quantity(), reason, place, holds);
  }

  /** A return has a number of returns, or takes back without ordering anything. */
  private boolean isReturn(OldOrder order, List<OldItem> items) {
    return rules.returns().filter(r -> r.matcher(order.number().number()).matches()).isPresent()
        || !items.isEmpty()
            && items.stream().allMatch(item -> WrittenQuantity.isNegative(item.quantity()));
  }

  private Optional<Reason> refusal(OldItem item, String lineid) {
    if (!Identifiers.readable(item.sku())) {
      return Optional.of(Reason.UNREADABLE_SKU);
    }
    if (rules.notStock().contains(item.sku())) {
      return Optional.of(Reason.NOT_STOCK);
    }
    if (lineid == null) {
      return Optional.of(Reason.UNREADABLE_ITEM_ID);
    }
    Optional<Reason> quantity = WrittenQuantity.refusal(item.quantity());
    return quantity.isEmpty() && WrittenQuantity.units(item.quantity()) == 0
        ? Optional.of(Reason.ZERO_QUANTITY)
        : quantity;
  }

  /** The line's id by the shop's rule; null when the line does not tell. */
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

  private static Set<OldItem> repeatedChildren(List<OldItem> items) {
    Map<String, String> skus = new HashMap<>();
    for (OldItem item : items) {
      if (item.itemId() != null) {
        skus.put(item.itemId(), item.sku());
      }
    }
    return items.stream()
        .filter(
            item ->
                item.parentItemId() != null
                    && item.sku() != null
                    && !item.parentItemId().equals(item.itemId())
                    && item.sku().equals(skus.get(item.parentItemId())))
        .collect(Collectors.toSet());
  }
}
