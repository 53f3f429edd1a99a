package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Rules by which one shop's orders are read.
 *
 * @param lineIds what distinguishes two lines of the same SKU
 * @param returns order numbers that are returns; empty when the shop has no such numbers
 * @param notStock SKUs that are charges or services, compared as written
 * @param cancelledStatuses the shop's words for an order that is no longer wanted, in whatever
 *     letter case
 * @param stockCountedAt when the stock was counted with which allocation-service began, by the
 *     shop's clock; empty when all that was despatched when an order was first shown was gone by
 *     then
 * @param otherLines whether the other lines go on when one is refused
 * @param numericSkus which numbers are SKUs where a product may be named by SKU or by id
 */
public record ShopRules(
    LineIds lineIds,
    Optional<Pattern> returns,
    Set<String> notStock,
    Set<String> cancelledStatuses,
    Optional<LocalDateTime> stockCountedAt,
    OtherLines otherLines,
    NumericSkus numericSkus) {

  /** What distinguishes two lines of the same SKU. */
  public enum LineIds {
    /** The shop's own id of the line, which it must send on every path. */
    ITEM_ID,
    /** Which line of its SKU it is in the order: nothing for the first, then 2, 3, … */
    OCCURRENCE
  }

  /** Whether an order's other lines go on when one is refused. */
  public enum OtherLines {
    /** They are sent at once. */
    GO_ON,
    /** They wait until it is redriven or discarded, or the order no longer shows it. */
    WAIT
  }

  /** Where a product may be named by its SKU or by its id, which of the numbers are SKUs. */
  public enum NumericSkus {
    /** None: the shop has no such SKUs, or nobody can distinguish them from ids. */
    NEVER,
    /** Those that are sent as texts; the ids are sent as numbers. */
    AS_TEXT,
    /** All: nobody names a product by its id. */
    ALWAYS
  }

  public ShopRules {
    notStock = Set.copyOf(notStock);
    cancelledStatuses =
        cancelledStatuses.stream().map(ShopRules::word).collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Whether one of these words means that an order is no longer wanted, whatever the others mean.
   */
  boolean isCancelled(List<String> statuses) {
    return statuses.stream().map(ShopRules::word).anyMatch(cancelledStatuses::contains);
  }

  private static String word(String written) {
    return written.strip().toLowerCase(Locale.ROOT);
  }
}
