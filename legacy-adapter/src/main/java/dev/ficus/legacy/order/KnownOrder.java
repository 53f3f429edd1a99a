package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;

/**
 * What the ledger knows of an order.
 *
 * @param cancelled whether the order as a whole was last seen cancelled
 * @param image what the order last looked like, as a fingerprint; empty before the first sight
 * @param updatedAt the shop's time of that image, where it gave one
 * @param lines every line ever seen, by key
 */
public record KnownOrder(
    OrderNumber number,
    boolean cancelled,
    Optional<String> image,
    Optional<LocalDateTime> updatedAt,
    List<LedgerLine> lines) {

  public KnownOrder {
    lines = List.copyOf(lines);
  }

  /** An order nobody has seen before. */
  public static KnownOrder unseen(OrderNumber number) {
    return new KnownOrder(number, false, Optional.empty(), Optional.empty(), List.of());
  }

  /** The lines whose command the broker has not confirmed yet. */
  public List<LedgerLine> unconfirmed() {
    return lines.stream().filter(line -> !line.confirmed()).toList();
  }
}
