package dev.ficus.legacy.intake;

import java.time.Instant;
import java.util.Optional;

/** Port of what the ledger has and the broker has not confirmed: for people, not for sending. */
public interface UnconfirmedCommands {

  /**
   * What is not confirmed.
   *
   * @param orders that have commands to be sent
   * @param batches likewise
   * @param held orders whose commands wait for something in quarantine
   * @param oldest when the one of these orders and batches changed that has waited longest; none
   *     for orders that are held
   */
  record UnconfirmedCounts(int orders, int batches, int held, Optional<Instant> oldest) {}

  /**
   * What is not confirmed now; in the moment between writing and sending that is everything.
   *
   * @param most how far is counted
   */
  UnconfirmedCounts count(int most);
}
