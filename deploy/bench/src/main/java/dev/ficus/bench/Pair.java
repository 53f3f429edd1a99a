package dev.ficus.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * Two measurements, one after the other.
 *
 * @param floor null when there is none
 */
record Pair<S>(S ours, S floor) {

  /** One measurement; no two rounds of one have the same number. */
  interface Measurement<S> {
    S take(int round) throws Exception;
  }

  /**
   * Ours and the floor take turns, and who begins changes, so that what else happens on the machine
   * meets both.
   *
   * @param floor null when there is none
   */
  static <S> List<Pair<S>> alternating(int count, Measurement<S> ours, Measurement<S> floor)
      throws Exception {
    List<Pair<S>> pairs = new ArrayList<>();
    for (int round = 1; round <= count; round++) {
      if (floor == null) {
        pairs.add(new Pair<>(ours.take(round), null));
      } else if (round % 2 == 1) {
        S lowest = floor.take(round);
        pairs.add(new Pair<>(ours.take(round), lowest));
      } else {
        S own = ours.take(round);
        pairs.add(new Pair<>(own, floor.take(round)));
      }
    }
    return pairs;
  }
}
