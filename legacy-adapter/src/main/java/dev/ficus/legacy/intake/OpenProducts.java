package dev.ficus.legacy.intake;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/**
 * Port of the products that allocation-service is to have open or closed, as routes and stock
 * reports have left them.
 */
public interface OpenProducts {

  /** Those of these SKUs that the broker has not confirmed yet. */
  List<Openness> unconfirmed(Collection<String> skus);

  /** All that it has not confirmed, unchanged since the given time, the oldest first. */
  List<Openness> unconfirmedSince(Instant unchangedSince, int most);

  /** Notes that the broker has confirmed these as they are here. */
  void confirm(List<Openness> products);
}
