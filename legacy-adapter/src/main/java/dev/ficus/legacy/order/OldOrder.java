package dev.ficus.legacy.order;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Objects;

/**
 * Order as the old shop shows it: the whole order every time, never a difference.
 *
 * @param number the shop's order number ({@code increment_id})
 * @param statuses the shop's words for the state of the order: Magento has two, its own state and
 *     the status of the shop's choice
 * @param updatedAt when the shop last changed it, by the shop's clock; null when it gives no time
 * @param createdAt when it was made, by the same clock; null when it gives no time
 */
public record OldOrder(
    OrderNumber number,
    List<String> statuses,
    LocalDateTime updatedAt,
    LocalDateTime createdAt,
    List<OldItem> items) {

  /** An order of which it is not known when it was made. */
  public OldOrder(
      OrderNumber number, List<String> statuses, LocalDateTime updatedAt, List<OldItem> items) {
    this(number, statuses, updatedAt, null, items);
  }

  public OldOrder {
    Objects.requireNonNull(number);
    statuses = List.copyOf(statuses);
    items = List.copyOf(items);
  }

  /** The same order without the shop's time. */
  public OldOrder withoutTime() {
    return new OldOrder(number, statuses, null, createdAt, items);
  }
}
