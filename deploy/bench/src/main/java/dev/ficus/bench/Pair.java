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
      pairs.add(floor == null ? new Pair<>(ours.take(round), null) : of(round, ours, floor));
    }
    return pairs;
  }

  /** The pair of one round: in an odd one the floor is first. */
  static <S> Pair<S> of(int round, Measurement<S> ours, Measurement<S> floor) throws Exception {
    if (round % 2 == 1) {
      S lowest = floor.take(round);
      return new Pair<>(ours.take(round), lowest);
    }
    S own = ours.take(round);
    return new Pair<>(own, floor.take(round));
  }
}
