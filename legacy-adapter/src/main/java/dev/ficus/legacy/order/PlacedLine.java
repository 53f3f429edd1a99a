package dev.ficus.legacy.order;

import java.util.Optional;

/**
 * Line of an old order, with the place of its item.
 *
 * @param place which item of the order it is, counted from 0
 * @param item what the order shows of it, with all quantities that hold for it
 * @param lineid the line's identity by the shop's rule; null when it has none
 * @param key empty where SKU or identity cannot be read
 * @param refused why it cannot be translated; empty for a line that can
 */
public record PlacedLine(
    int place, OldItem item, String lineid, Optional<LineKey> key, Optional<Reason> refused) {

  /** Whether it is a charge, a service or whatever else leaves no shelf. */
  public boolean isCharge() {
    return refused.filter(Reason.NOT_STOCK::equals).isPresent();
  }
}
