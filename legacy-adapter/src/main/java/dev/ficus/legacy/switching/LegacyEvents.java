package dev.ficus.legacy.switching;

import java.util.List;

/** Port of the events that were written with what they announce, and are sent until confirmed. */
public interface LegacyEvents {

  /**
   * Of each SKU the first event that the broker has not confirmed. The next is for when it has: so
   * each SKU's are sent in their order.
   */
  List<LegacyEvent> unconfirmed(int most);

  /** Notes that the broker has confirmed these. */
  void confirm(List<LegacyEvent> events);
}
